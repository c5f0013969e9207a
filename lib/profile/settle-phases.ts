import type { Load, PhasePlan } from '../model/plan.ts'
import { fromSeconds } from '../model/time.ts'
import type { Document } from './document.ts'
import type { Context } from './files.ts'
import { loadFromFlags } from './load-from-flags.ts'
import { expectedArrivals } from './load-size.ts'
import { readPhases, type PlacedPhase } from './phases.ts'
import { accept, type Place, type Problems } from './problems.ts'
import type { Settings } from './settings.ts'
import { readWarmUp, warmUpPhase } from './warm-up.ts'

/** What will be fired, one phase after the other. */
export interface SettledPhases {
  readonly phases: readonly PhasePlan[]
  /** The names that thresholds may use; undefined when some could not be settled. */
  readonly names: readonly string[] | undefined
}

const usual: Load = { kind: 'burst', size: 10, repeat: 3, every: fromSeconds(2) }
const mostArrivals = 100_000_000

/** The load of the flags instead of the profile's phases, or those, or three bursts; a warm-up before them. */
export function settlePhases(
  settings: Settings,
  document: Document | undefined,
  maxInFlight: number,
  context: Context,
): SettledPhases {
  const { problems } = context
  const warmUp = accept(settings.text('warmup'), readWarmUp, problems)
  const placed = placedPhases(settings, document, context)
  for (const phase of placed?.phases ?? []) checkLoad(phase, maxInFlight, problems)
  const phases = (placed?.phases ?? []).map(({ phase }) => phase)
  checkTotal(placed?.phases ?? [], problems)
  if (phases.length > 0 && phases.every(({ discard }) => discard)) {
    context.notes.push('every phase is discarded: the run will have no numbers')
  }
  const all =
    warmUp === undefined || phases.length === 0 ? phases : [warmUpPhase(warmUp.value, phases), ...phases]
  return { phases: all, names: placed?.names?.concat(all.map(({ name }) => name)) }
}

interface PlacedPhases {
  readonly phases: readonly PlacedPhase[]
  readonly names: readonly string[]
}

function placedPhases(
  settings: Settings,
  document: Document | undefined,
  { problems, notes }: Context,
): PlacedPhases | undefined {
  const flags = loadFromFlags(settings, problems)
  const profile = document === undefined ? undefined : readPhases(document, problems)
  if (flags.kind === 'broken') return undefined
  if (flags.kind === 'given') {
    if (profile !== undefined) notes.push(`${flags.place.where} replaces the phases of the profile`)
    return { phases: [onePhase(flags.load, flags.place)], names: [] }
  }
  if (profile !== undefined) return profile
  notes.push('no load was given: firing 3 bursts of 10, 2 s apart')
  return { phases: [onePhase(usual, { where: '--burst' })], names: [] }
}

const onePhase = (load: Load, place: Place): PlacedPhase => ({
  phase: { name: load.kind, discard: false, load },
  place,
})

function checkLoad({ phase: { load }, place }: PlacedPhase, maxInFlight: number, problems: Problems): void {
  if (load.kind === 'burst' && load.size > maxInFlight) {
    problems.add(
      place,
      `a burst of ${load.size} is more than may be in flight; add --max-in-flight ${load.size} or write a smaller burst`,
    )
  }
  if (load.kind === 'stages' && (expectedArrivals(load) ?? 0) < 1) {
    problems.add(place, 'these stages send nothing; write higher rates or longer stages')
  }
}

function checkTotal(phases: readonly PlacedPhase[], problems: Problems): void {
  const total = phases.reduce((sum, { phase }) => sum + (expectedArrivals(phase.load) ?? 0), 0)
  const place = phases[0]?.place
  if (place === undefined || total <= mostArrivals) return
  problems.add(
    place,
    `${Math.ceil(total)} arrivals in all are too many; write a load of ${mostArrivals} or less`,
  )
}
