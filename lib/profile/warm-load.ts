import type { PhasePlan } from '../model/plan.ts'
import type { Document } from './document.ts'
import type { Context } from './files.ts'
import { limits } from './limits.ts'
import { formsOf, saidOfLoad } from './load-flags.ts'
import { fewestBlocks } from '../stats/bootstrap.ts'
import { expectedArrivals } from './load-size.ts'
import { readCount } from './numbers.ts'
import type { Problems } from './problems.ts'
import { withoutFlags, type Settings } from './settings.ts'
import { settlePhases } from './settle-phases.ts'

/** The load of one warm block, and how many samples it brings. */
export interface WarmLoad {
  readonly phases: readonly PhasePlan[]
  readonly perBlock: number
}

/** Warm samples are taken in at least so many rounds, where the load allows it: intervals are drawn from rounds. */
const rounds = 20

/** The load of flags, else of the profile's phases that count, else a closed loop; `warm` samples are wanted in all. */
export function settleWarmLoad(
  settings: Settings,
  document: Document | undefined,
  warm: number,
  maxInFlight: number,
  context: Context,
): WarmLoad {
  const block = blockSettings(settings, document, warm, context.problems)
  const { phases: all } = settlePhases(block, document, maxInFlight, context)
  const phases = all.filter(({ discard }) => !discard)
  reportEndless(all, document, warm, context.problems)
  if (all.length > 0 && phases.length === 0)
    context.problems.add(
      document?.place(['phases']) ?? { where: 'phases' },
      'every phase is discarded, so that there is nothing to compare; add one that is not',
    )
  const total = phases.reduce((sum, { load }) => sum + (expectedArrivals(load) ?? 0), 0)
  const perBlock = Math.max(1, Math.floor(total))
  noteFewRounds(warm, perBlock, context.notes)
  return { phases, perBlock }
}

/** A closed loop, said or by default, ends by its part of the samples. */
function blockSettings(
  settings: Settings,
  document: Document | undefined,
  warm: number,
  problems: Problems,
): Settings {
  const own = withoutFlags(settings, ['requests', 'warmup'])
  const said = saidOfLoad(own)
  const closed =
    formsOf(said).every((form) => form === 'closed') && Boolean(said.concurrency ?? said.thinkTime)
  const unsaid = Object.keys(said).length === 0 && document?.peek(['phases']) === undefined
  if (!closed && !unsaid) return own
  if (settings.typed('duration'))
    problems.add(
      { where: '--duration' },
      'a closed loop of compare ends by its samples, see --requests; leave it out, or write --rate 50/s',
    )
  const value = String(perBlockOf(own, warm))
  const place = settings.text('requests')?.place ?? { where: '--requests' }
  const untimed = withoutFlags(own, ['duration'])
  return {
    ...untimed,
    text: (flag) => (flag === 'requests' ? { value, place, from: 'flag' } : untimed.text(flag)),
  }
}

/** A concurrency that can't be read is reported where the load is. */
function perBlockOf(settings: Settings, warm: number): number {
  const concurrency = readCount(1, limits.environments)(settings.text('concurrency')?.value ?? '1')
  return eachInTurn(warm, concurrency.kind === 'read' ? concurrency.value : 1)
}

/** A whole number of times for each of those in flight: otherwise the last ones of a block would run alone. */
const eachInTurn = (warm: number, atOnce: number): number => Math.ceil(warm / rounds / atOnce) * atOnce

function reportEndless(
  phases: readonly PhasePlan[],
  document: Document | undefined,
  warm: number,
  problems: Problems,
): void {
  for (const [i, { load, discard }] of phases.entries()) {
    if (discard || load.kind !== 'closed' || load.requests !== undefined) continue
    const place = document?.place(['phases', i, 'closed']) ?? { where: 'phases' }
    const requests = eachInTurn(warm, load.concurrency)
    problems.add(
      place,
      `ends by time, and how many samples it brings is not known; add requests: ${requests}, so that ${warm} samples take ${Math.ceil(warm / requests)} blocks`,
    )
  }
}

function noteFewRounds(warm: number, perBlock: number, notes: string[]): void {
  const few = Math.ceil(warm / perBlock)
  if (few >= fewestBlocks) return
  notes.push(
    `one pass of the load brings ${perBlock} samples, so that ${warm} take ${few === 1 ? 'one round' : `${few} rounds`}: too few for intervals, so that nothing will be recommended; write --requests ${perBlock * rounds}`,
  )
}
