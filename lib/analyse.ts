import { createClassifier } from './classify/classify.ts'
import { createLedger } from './classify/ledger.ts'
import { createBill } from './cost/bill.ts'
import { evaluateAll } from './gates/evaluate-all.ts'
import { cleanLog } from './markers/clean-log.ts'
import type { Classification } from './model/classification.ts'
import { defined } from './model/defined.ts'
import type { Emulation } from './model/emulation.ts'
import { isSent, type Observation } from './model/observation.ts'
import { ran } from './model/outcome.ts'
import { firedFunction } from './model/plan.ts'
import type { Run, SampledHealth, TargetFacts } from './model/run.ts'
import { type Micros, toMillis } from './model/time.ts'
import { Histogram } from './stats/histogram.ts'
import { billedAs, reportsInit } from './stored-facts.ts'
import type { StoredRun } from './store/run-folder.ts'
import type { ShareEnd } from './store/share-file.ts'
import { describe } from './summary/distributions.ts'
import type { Doubts } from './summary/doubts.ts'
import { EmulationNumbers } from './summary/emulation.ts'
import { healthOf } from './summary/health.ts'
import { createMetricSource, type NumberSet } from './summary/metric-source.ts'
import { SampledHealthNumbers } from './summary/sampled-health.ts'
import { Summarizer } from './summary/summarizer.ts'
import { endsProcessUnseen, notesOf } from './summary/notes.ts'
import { judgeValidity } from './summary/validity.ts'

const notRun: Classification = { start: 'unknown', evidence: [] }

/**
 * Makes the document of a run from its stored plan and observations: starts, environments, percentiles, cost
 * and verdicts. The same files give the same document.
 */
export async function analyse(stored: StoredRun): Promise<Run> {
  const { plan, facts } = stored.plan
  const pass = new Pass(stored, await reportsInit(stored))
  for await (const batch of stored.batches()) for (const observation of batch) pass.add(observation)
  const { summarizer } = pass
  const whole = summarizer.whole()
  const ends = endsOf(stored)
  const cost = pass.bill.finish()
  const environments = pass.environments()
  const errors = summarizer.errors()
  const known = ends.filter((end) => end !== undefined)
  const health = healthOf(whole, known, await sampledHealthOf(stored))
  const doubts = doubtsOf(stored, whole, { health, errors, strangers: pass.strangers })
  const emulation = await emulationOf(stored)
  const source = createMetricSource(whole, summarizer.byPhase(), environments.count, cost)
  return defined({
    schema: 'coldburst/run@1' as const,
    tool: stored.plan.tool,
    plan,
    target: { ...facts, versions: summarizer.versions() },
    startedAt: stored.plan.startedAt,
    durationMs: Math.round(toMillis(pass.lastAt(ends))),
    ended: endedAs(ends),
    validity: judgeValidity(doubts),
    notes: notesOf({
      plan,
      facts,
      cost,
      doubts,
      unseenEnds: pass.unseenEnds,
      starts: whole.starts,
      ahead: pass.ahead,
    }),
    health,
    emulation,
    counts: whole.counts,
    starts: whole.starts,
    evidence: { disagreements: summarizer.disagreements() },
    environments,
    distributions: whole.distributions.toDocument(),
    phases: summarizer.phaseSummaries(),
    errors,
    cost,
    verdicts: evaluateAll(plan.thresholds, source),
  })
}

/** One pass over the observations, in the order they ended. */
class Pass {
  readonly summarizer: Summarizer
  readonly bill: ReturnType<typeof createBill>
  readonly #facts: TargetFacts
  readonly #tmpMb: number | undefined
  readonly #classifier: ReturnType<typeof createClassifier>
  readonly #idleGaps = new Histogram()
  readonly #ledger = createLedger({ recordIdleGap: (gap) => this.#idleGaps.record(gap) })
  #lastAt = 0
  /** Observations of phases that the plan does not have. */
  strangers = 0
  /** Crashes and timeouts after which INIT runs again where nobody sees it. */
  unseenEnds = 0
  /** Cold starts whose INIT had been run ahead of the request. */
  ahead = 0

  constructor({ plan: { plan, facts } }: StoredRun, reportsInit: boolean) {
    this.#facts = facts
    this.#tmpMb = firedFunction(plan)?.ephemeralStorageMb
    this.summarizer = new Summarizer(plan, cleanLog)
    this.#classifier = createClassifier({ reportsInit })
    this.bill = createBill(billedAs(plan, facts))
  }

  add(observation: Observation): void {
    if (!this.summarizer.knows(observation)) {
      this.strangers += 1
      return
    }
    if (!isSent(observation)) return this.summarizer.add(observation, notRun)
    this.#lastAt = Math.max(this.#lastAt, observation.endedAt)
    const classification = ran(observation.outcome) ? this.#classifier.classify(observation) : notRun
    const discarded = this.summarizer.isDiscarded(observation)
    this.summarizer.add(observation, classification)
    this.bill.add(observation, { discarded })
    if (ran(observation.outcome)) this.#ledger.add(observation, classification, { discarded })
    if (discarded) return
    if (endsProcessUnseen(observation)) this.unseenEnds += 1
    if (classification.start === 'cold' && classification.waited === false) this.ahead += 1
  }

  environments(): Run['environments'] {
    const limits = defined({ tmpMb: this.#tmpMb, memoryMb: this.#facts.memoryMb })
    const ledger = this.#ledger.finish(limits, this.summarizer.peakBusy())
    // Answers on their way back overlap: where every environment is known, no more than those were busy.
    const most = ledger.unidentified === 0 ? ledger.count : Infinity
    const maxConcurrent = Math.min(ledger.maxConcurrent, most)
    return defined({ ...ledger, maxConcurrent, idleGaps: describe(this.#idleGaps) })
  }

  lastAt(ends: readonly (ShareEnd | undefined)[]): Micros {
    return Math.max(this.#lastAt, ...ends.map((end) => end?.at ?? 0)) as Micros
  }
}

interface Found extends Pick<Doubts, 'health' | 'errors'> {
  readonly strangers: number
}

function doubtsOf(
  { plan: { plan, facts, tool }, readings }: StoredRun,
  { counts, distributions }: NumberSet,
  { health, errors, strangers }: Found,
): Doubts {
  return defined({
    counts,
    health,
    firing: plan.firing,
    loads: plan.phases.filter(({ discard }) => !discard).map(({ load }) => load),
    cpus: tool.cpus,
    medianServiceTime: distributions.select('service_time', 'all')?.quantile(50)?.value,
    sharesCores: facts.kind === 'local',
    errors,
    damagedLines: readings.reduce((sum, { damaged }) => sum + damaged, strangers),
  })
}

async function sampledHealthOf(stored: StoredRun): Promise<SampledHealth | undefined> {
  const numbers = new SampledHealthNumbers()
  for await (const sample of stored.health()) numbers.add(sample)
  return numbers.finish()
}

async function emulationOf(stored: StoredRun): Promise<Emulation | undefined> {
  const { target } = stored.plan.plan
  if (target.kind !== 'local') return undefined
  const numbers = new EmulationNumbers()
  for await (const line of stored.resources()) numbers.add(line)
  return numbers.finish(target)
}

/** One for each share, undefined for one whose thread or process died, and for those that have no file here. */
function endsOf({ readings }: StoredRun): (ShareEnd | undefined)[] {
  const missing = readings.some(({ of }) => of !== undefined && of > readings.length)
  return [...readings.map(({ end }) => end), ...(missing ? [undefined] : [])]
}

/** `incomplete` as soon as one share's file has no end: its thread or the process died. */
function endedAs(ends: readonly (ShareEnd | undefined)[]): Run['ended'] {
  if (ends.some((end) => end === undefined)) return 'incomplete'
  return ends.some((end) => end?.ended === 'interrupted') ? 'interrupted' : 'completed'
}
