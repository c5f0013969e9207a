import type { z } from 'zod'
import { defined } from '../model/defined.ts'
import type { FiringPlan, Plan, PricingPlan } from '../model/plan.ts'
import { fromSeconds } from '../model/time.ts'
import type { Document } from './document.ts'
import { readDuration } from './durations.ts'
import type { TextFlag } from './flags.ts'
import { quote } from './found.ts'
import { limits } from './limits.ts'
import { readCount, readOneOf, readUsd } from './numbers.ts'
import { accept, right, wrong, type Problems, type Reading } from './problems.ts'
import { profileSchema } from './schema.ts'
import type { Settings } from './settings.ts'

/** The parts of a plan that are one value each. */
export interface Scalars extends Pick<
  Plan,
  'seed' | 'maxInFlight' | 'timeout' | 'firing' | 'inconclusive' | 'pricing'
> {
  /** Absent: nobody gave one. */
  readonly name: string | undefined
  readonly keepPayloads: boolean
}

/** Every value of flags and environment, else of the profile, else its default. */
export function settleScalars(
  settings: Settings,
  document: Document | undefined,
  problems: Problems,
): Scalars {
  // What the profile says is read in any case, so that it is checked also where a flag replaces it.
  const value = <T>(flag: TextFlag, read: (text: string) => Reading<T>, written: T | undefined) =>
    accept(settings.text(flag), read, problems)?.value ?? written
  const written = <S extends z.ZodType>(key: string, schema: S) => readKey(document, key, schema)
  const keepPayloads = written('keepPayloads', shape.keepPayloads)
  return {
    name: settleName(settings, document, problems),
    seed: value('seed', readCount(0, limits.seed), written('seed', shape.seed)) ?? 1,
    maxInFlight: value('maxInFlight', readCount(1), written('maxInFlight', shape.maxInFlight)) ?? 10_000,
    timeout: value('timeout', readDuration, written('timeout', shape.timeout)) ?? fromSeconds(930),
    inconclusive:
      value('inconclusive', readOneOf(['pass', 'fail']), written('inconclusive', shape.inconclusive)) ??
      'pass',
    keepPayloads: settings.switch('keepPayloads')?.value ?? keepPayloads ?? false,
    firing: settleFiring(settings, written('firing', shape.firing), problems),
    pricing: settlePricing(settings, written('pricing', shape.pricing), problems),
  }
}

const { shape } = profileSchema

function readKey<S extends z.ZodType>(
  document: Document | undefined,
  key: string,
  schema: S,
): z.output<S> | undefined {
  const piece = document?.read(schema, [key])
  return piece?.kind === 'given' ? piece.value : undefined
}

function settleName(
  settings: Settings,
  document: Document | undefined,
  problems: Problems,
): string | undefined {
  const flag = settings.text('name')
  const written = readKey(document, 'name', shape.name)
  const inProfile =
    document === undefined || written === undefined
      ? undefined
      : { value: written, place: document.place(['name']) }
  const names = [accept(flag, readName, problems), accept(inProfile, readName, problems)]
  return names.find((name) => name !== undefined)?.value
}

function readName(text: string): Reading<string> {
  const name = text.trim()
  if (name !== '' && name.length <= 100 && !/\p{Cc}/u.test(name)) return right(name)
  return wrong(`${quote(text)} is not a name; write 1 to 100 characters on one line`)
}

function settleFiring(
  settings: Settings,
  profile: z.output<typeof shape.firing>,
  problems: Problems,
): FiringPlan {
  const said = {
    transport: accept(settings.text('transport'), readOneOf(['lean', 'sdk']), problems)?.value,
    threads: accept(settings.text('threads'), readCount(1, limits.threads), problems)?.value,
    onLate: accept(settings.text('onLate'), readOneOf(['send', 'drop']), problems)?.value,
  }
  return {
    transport: said.transport ?? profile?.transport ?? 'lean',
    threads: said.threads ?? profile?.threads ?? 1,
    prewarm: settings.switch('prewarm')?.value ?? profile?.prewarm ?? true,
    onLate: said.onLate ?? profile?.onLate ?? 'send',
  }
}

function settlePricing(
  settings: Settings,
  profile: z.output<typeof shape.pricing>,
  problems: Problems,
): PricingPlan {
  const said = {
    initBilling: accept(settings.text('initBilling'), readOneOf(['current', 'legacy']), problems)?.value,
    maxCost: accept(settings.text('maxCost'), readUsd, problems)?.value,
    architecture: accept(settings.text('architecture'), readOneOf(['x86_64', 'arm64']), problems)?.value,
  }
  return defined({
    initBilling: said.initBilling ?? profile?.initBilling ?? 'current',
    maxCost: said.maxCost ?? profile?.maxCost ?? 1,
    architecture: said.architecture ?? profile?.architecture,
  })
}
