import type { ProbeFields, ReportFields } from '../../../lib/model/markers.ts'
import type { Sent } from '../../../lib/model/observation.ts'
import { fromMillis } from '../../../lib/model/time.ts'

/** The parts of an invocation that the judgement looks at; times in ms. */
export interface Told {
  readonly at?: number
  readonly took?: number
  readonly report?: Partial<ReportFields>
  readonly probe?: Partial<ProbeFields>
  readonly outcome?: Sent['outcome']
}

/** A `Sent` of which a test says only what it is about. */
export function sentWith({ at = 0, took = 500, report, probe, outcome }: Told): Sent {
  return {
    seq: 0,
    phase: 0,
    share: 0,
    scheduledAt: fromMillis(at),
    sentAt: fromMillis(at),
    endedAt: fromMillis(at + took),
    outcome: outcome ?? { kind: 'ok', status: 200 },
    markers: {
      ...(report !== undefined && { report: { ...plainReport, ...report } }),
      ...(probe !== undefined && { probe: { ...plainProbe, ...probe } }),
    },
    bytesOut: 2,
    bytesIn: 2,
  }
}

const plainReport: ReportFields = {
  form: 'text',
  duration: fromMillis(300),
  billedDuration: fromMillis(300),
  memorySizeMb: 128,
  maxMemoryUsedMb: 50,
}

const plainProbe: ProbeFields = { from: 'payload', environmentId: 'e1', processId: 'p1', call: 1 }
