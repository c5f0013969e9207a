import type { Classification, Evidence, StartKind } from '../model/classification.ts'
import type { ProbeFields, ReportFields } from '../model/markers.ts'
import { type Sent, serviceTime } from '../model/observation.ts'
import { ran } from '../model/outcome.ts'
import { toMillis } from '../model/time.ts'
import { type Sighting, createIdentities } from './identities.ts'
import { endsInvocations, saysInitFailed } from './init-errors.ts'

export interface ReportingFacts {
  /** The target is known to print Init Duration, so that its absence says something. */
  readonly reportsInit: boolean
}

export interface Classifier {
  /**
   * Judges one invocation; feed them in the order in which they ended. One that did not run the function
   * (throttled, refused, broken, given up) is `unknown` without evidence.
   */
  classify(sent: Sent): Classification
}

/**
 * A classifier of starts. REPORT's Init Duration (cold) and Restore Duration (restored) win; then the probe's
 * call number and whether its environment served before; then the absence of an Init Duration.
 */
export function createClassifier(facts: ReportingFacts): Classifier {
  const identities = createIdentities()

  function classify(sent: Sent): Classification {
    if (!ran(sent.outcome)) return nothingRan
    const { probe } = sent.markers
    const sighting = probe === undefined ? undefined : identities.see(probe)
    const verdict: Mutable<Classification> = judge(sent, sighting, facts)
    // Added to the judgement, not copied: this runs for every invocation.
    if (probe !== undefined) verdict.environmentId = probe.environmentId
    if (sighting?.conflict !== undefined) verdict.disagreement ??= sighting.conflict
    return verdict
  }

  return { classify }
}

const nothingRan: Classification = { start: 'unknown', evidence: [] }

type Judgement = Omit<Classification, 'environmentId'>
type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function judge(sent: Sent, sighting: Sighting | undefined, facts: ReportingFacts): Judgement {
  const { report, probe } = sent.markers
  if (report?.initDuration !== undefined) {
    const says = `Init Duration ${toMillis(report.initDuration)} ms`
    return { ...startedByReport('cold', says, probe, sighting), ...waitedForInit(sent) }
  }
  if (report?.restoreDuration !== undefined) {
    const says = `Restore Duration ${toMillis(report.restoreDuration)} ms`
    return startedByReport('restored', says, probe, sighting)
  }
  if (probe === undefined) return judgeWithoutProbe(sent, facts)
  if (probe.call > 1) return { start: 'warm', evidence: [laterCall(probe)] }
  return judgeFirstCall(probe, report, sighting?.environmentServedBefore ?? false, facts)
}

function startedByReport(
  start: StartKind,
  says: string,
  probe: ProbeFields | undefined,
  sighting: Sighting | undefined,
): Judgement {
  const clue: Evidence = { marker: 'REPORT', says }
  if (probe === undefined) return { start, evidence: [clue] }
  const field = start === 'cold' ? 'an Init Duration' : 'a Restore Duration'
  if (probe.call > 1) {
    const disagreement = `REPORT has ${field}, but the probe counts a later call of its process`
    return { start, evidence: [clue, laterCall(probe)], disagreement }
  }
  if (sighting?.environmentServedBefore === true) {
    const disagreement = `REPORT has ${field}, but the environment had served before`
    return { start, evidence: [clue, firstCall, servedBefore], disagreement }
  }
  return { start, evidence: [clue, firstCall] }
}

/** An INIT that was made ahead of the request (provisioned, proactive) shows in REPORT, but nobody waited. */
function waitedForInit(sent: Sent): Pick<Judgement, 'waited'> {
  const { report, probe } = sent.markers
  if (isAhead(probe)) return { waited: false }
  if (report?.initDuration === undefined || report.duration === undefined) return {}
  return { waited: serviceTime(sent) - report.duration >= report.initDuration / 2 }
}

function judgeFirstCall(
  probe: ProbeFields,
  report: ReportFields | undefined,
  servedBeforeHere: boolean,
  facts: ReportingFacts,
): Judgement {
  const silent = report !== undefined && tellsInit(report, probe, facts)
  // After a crash INIT runs again, hidden in the next Duration.
  if (servedBeforeHere) {
    return {
      start: 'reinitialized',
      evidence: silent ? [firstCall, servedBefore, noInit] : [firstCall, servedBefore],
    }
  }
  // A new environment would have shown its INIT: this one has served, but those answers named nothing.
  if (silent) return { start: 'reinitialized', evidence: [firstCall, noInit] }
  const type = probe.initializationType
  const clues = type === undefined ? [firstCall] : [firstCall, { marker: 'initialization type', says: type }]
  if (type === 'snap-start') return { start: 'restored', evidence: clues }
  return { start: 'cold', evidence: clues, ...(isAhead(probe) && { waited: false }) }
}

function judgeWithoutProbe(sent: Sent, facts: ReportingFacts): Judgement {
  const { report } = sent.markers
  const told = sent.outcome.kind === 'function-error' ? sent.outcome.errorType : undefined
  const errorType = [report?.errorType, told].find(saysInitFailed)
  // An environment whose INIT fails has never served; its REPORT shows no Init Duration (it ran as INVOKE).
  if (errorType !== undefined) {
    return { start: 'cold', evidence: [{ marker: 'error type', says: `INIT failed: ${errorType}` }] }
  }
  if (report === undefined || !tellsInit(report, undefined, facts)) return { start: 'unknown', evidence: [] }
  // The end of a process, or a function's own error, may be that of an INIT that never got to a handler.
  const perhapsInit =
    report.status === 'error' && report.errorType !== undefined && !endsInvocations(report.errorType)
  return { start: perhapsInit ? 'unknown' : 'warm', evidence: [noInit] }
}

/** Whether this REPORT would show an INIT. Those of Managed Instances have a Duration and nothing else. */
function tellsInit(report: ReportFields, probe: ProbeFields | undefined, facts: ReportingFacts): boolean {
  const managed =
    probe?.initializationType === 'lambda-managed-instances' ||
    (report.form === 'json' && report.billedDuration === undefined && report.memorySizeMb === undefined)
  return facts.reportsInit && !managed
}

/** Provisioned concurrency and Managed Instances start environments before there is a request. */
function isAhead(probe: ProbeFields | undefined): boolean {
  const type = probe?.initializationType
  return type === 'provisioned-concurrency' || type === 'lambda-managed-instances'
}

const firstCall: Evidence = { marker: 'probe', says: 'first call of its process' }
const servedBefore: Evidence = { marker: 'environment', says: 'had served before' }
const noInit: Evidence = { marker: 'REPORT', says: 'no Init Duration' }

const laterCall = (probe: ProbeFields): Evidence => ({
  marker: 'probe',
  says: `call ${probe.call} of its process`,
})
