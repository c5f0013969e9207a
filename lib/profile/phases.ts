import type { z } from 'zod'
import { defined } from '../model/defined.ts'
import type { Load, PhasePlan } from '../model/plan.ts'
import { fromSeconds, micros } from '../model/time.ts'
import { isMapping, type Document, type Path } from './document.ts'
import { quote } from './found.ts'
import { phaseSchema } from './phase-schema.ts'
import type { Place, Problems } from './problems.ts'

type PhaseInput = z.output<typeof phaseSchema>

/** A phase with the place where it was said. */
export interface PlacedPhase {
  readonly phase: PhasePlan
  readonly place: Place
}

/** The phases that a document lists. Broken ones are reported and left out; `names` has theirs too. */
export interface ReadPhases {
  readonly phases: readonly PlacedPhase[]
  readonly names: readonly string[]
}

const forms = ['burst', 'rate', 'stages', 'closed'] as const
const write = 'write phases: [{ burst: { size: 50 } }]'

/** Reads `phases`; undefined when the document has none. */
export function readPhases(document: Document, problems: Problems): ReadPhases | undefined {
  const listed = document.peek(['phases'])
  if (listed === undefined) return undefined
  if (!Array.isArray(listed) || listed.length === 0) {
    problems.add(
      document.place(['phases']),
      `found ${Array.isArray(listed) ? 'an empty list' : 'no list'}; ${write}`,
    )
    return { phases: [], names: [] }
  }
  const names = namesOf(listed, document, problems)
  const phases = names.map((name, i) => readPhase(document, ['phases', i], name, problems))
  return { phases: phases.filter((phase) => phase !== undefined), names }
}

/** A phase without a name is called after its form: `burst`, `burst-2`, … */
function namesOf(listed: readonly unknown[], document: Document, problems: Problems): string[] {
  const given = listed.map((phase) =>
    isMapping(phase) && typeof phase['name'] === 'string' ? phase['name'] : undefined,
  )
  const taken = new Set(given.filter((name) => name !== undefined))
  return listed.map((phase, i) => {
    const own = given[i]
    const name = own ?? freeName(formOf(phase) ?? 'phase', taken)
    taken.add(name)
    if (own !== undefined)
      reportName(own, given.indexOf(own) < i, document.place(['phases', i, 'name']), problems)
    return name
  })
}

const formOf = (phase: unknown) => forms.find((form) => isMapping(phase) && phase[form] !== undefined)

/** `name`, or with a number behind it when that is taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let n = 2, free = name; ; n++) {
    if (!taken.has(free)) return free
    free = `${name}-${n}`
  }
}

function reportName(name: string, twice: boolean, place: Place, problems: Problems): void {
  if (twice) problems.add(place, `two phases are called ${quote(name)}; rename one of them`)
  if (name.length > 60 || /\p{Cc}/u.test(name))
    problems.add(place, 'is not a name; write up to 60 letters, digits, - or _')
}

function readPhase(
  document: Document,
  path: Path,
  name: string,
  problems: Problems,
): PlacedPhase | undefined {
  const piece = document.read(phaseSchema, path)
  if (piece.kind !== 'given') return undefined
  const said = forms.filter((form) => piece.value[form] !== undefined)
  if (said.length !== 1) {
    const found = said.length === 0 ? 'has no load' : `has ${said.join(' and ')}`
    problems.add(piece.place, `${found}; write one of burst, rate, stages and closed in a phase`)
    return undefined
  }
  const load = loadOf(piece.value)
  if (load !== undefined)
    return { phase: { name, discard: piece.value.discard ?? false, load }, place: piece.place }
  problems.add(document.place([...path, 'closed']), 'has no end; add requests: 1000 or for: 30s')
  return undefined
}

/** Undefined for a closed loop without an end. */
function loadOf({ burst, rate, stages, closed }: PhaseInput): Load | undefined {
  if (burst !== undefined) {
    return {
      kind: 'burst',
      size: burst.size,
      repeat: burst.repeat ?? 1,
      every: burst.every ?? fromSeconds(2),
    }
  }
  if (rate !== undefined) {
    return { kind: 'rate', perSecond: rate.per, duration: rate.for, arrivals: rate.arrivals ?? 'uniform' }
  }
  if (stages !== undefined) {
    const ramps = stages.to.map((stage) => ({ duration: stage.for, perSecond: stage.rate }))
    return { kind: 'stages', stages: ramps, arrivals: stages.arrivals ?? 'uniform' }
  }
  if (closed === undefined || (closed.requests === undefined && closed.for === undefined)) return undefined
  const { concurrency, requests, think = micros(0) } = closed
  return defined({ kind: 'closed' as const, concurrency, requests, duration: closed.for, thinkTime: think })
}
