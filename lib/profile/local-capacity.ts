import { defined } from '../model/defined.ts'
import type { LocalCapacity } from '../model/plan.ts'
import { fromSeconds, micros } from '../model/time.ts'
import type { Context } from './files.ts'
import type { TextFlag } from './flags.ts'
import { limits, readIdle, readPlacementDelay } from './limits.ts'
import type { LocalFunctions } from './local-function.ts'
import { readMechanisms, usualMechanisms } from './mechanisms.ts'
import { readCount, readShare } from './numbers.ts'
import { accept, type Reading } from './problems.ts'
import type { ProfileTarget } from './profile-target.ts'
import type { Settings } from './settings.ts'

/** How the local Lambda scales, keeps and ends environments, by flags, environment and profile. */
export function localCapacity(
  settings: Settings,
  profile: ProfileTarget | undefined,
  { problems }: Context,
): LocalCapacity {
  const said = <T>(flag: TextFlag, read: (text: string) => Reading<T>) =>
    accept(settings.text(flag), read, problems)?.value
  const written = profile?.input
  const [many, most] = [readCount(1, limits.concurrency), readCount(1, limits.environments)]
  return defined({
    accountConcurrency:
      said('accountConcurrency', readCount(1, limits.environments)) ?? written?.accountConcurrency ?? 1_000,
    // https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html#scaling-behavior, 2026-11
    scalingRate: said('scalingRate', many) ?? written?.scalingRate ?? 1_000,
    idle: said('idle', readIdle) ?? written?.idle ?? fromSeconds(300),
    idleJitter: said('idleJitter', readShare) ?? written?.idleJitter ?? 0,
    lifetime: said('lifetime', readIdle) ?? written?.lifetime,
    lifetimeJitter: said('lifetimeJitter', readShare) ?? written?.lifetimeJitter ?? 0,
    proactiveInit: said('proactiveInit', readShare) ?? written?.proactiveInit ?? 0,
    placementDelay: said('placementDelay', readPlacementDelay) ?? written?.placementDelay ?? micros(0),
    maxEnvironments: said('maxEnvironments', most) ?? written?.maxEnvironments,
    mechanisms: {
      ...usualMechanisms,
      ...defined(written?.mechanisms ?? {}),
      ...said('mechanism', readMechanisms),
    },
  })
}

/** Reserved concurrency is set apart from the account's: together there can't be more than that. */
export function checkReserved(
  { functions }: LocalFunctions,
  { accountConcurrency }: LocalCapacity,
  { problems }: Context,
): void {
  const reserved = functions.reduce((sum, fn) => sum + (fn.reservedConcurrency ?? 0), 0)
  if (reserved <= accountConcurrency) return
  problems.add(
    { where: '--account-concurrency' },
    `${accountConcurrency} is less than what functions reserve, ${reserved}; write ${reserved} or more, or reserve less`,
  )
}
