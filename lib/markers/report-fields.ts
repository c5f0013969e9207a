import type { ReportFields } from '../model/markers.ts'
import { type Micros, fromMillis } from '../model/time.ts'

/** What one REPORT says, in its own units (ms, MB); a field it does not give, or gives garbled, is undefined. */
export interface ToldReport {
  readonly requestId: string | undefined
  readonly duration: number | undefined
  readonly billedDuration: number | undefined
  readonly initDuration: number | undefined
  readonly restoreDuration: number | undefined
  readonly billedRestoreDuration: number | undefined
  readonly memorySize: number | undefined
  readonly maxMemoryUsed: number | undefined
  readonly status: string | undefined
  readonly errorType: string | undefined
}

/** A REPORT with where it begins in the log. */
export interface FoundReport {
  readonly at: number
  readonly fields: ReportFields
}

/** Keeps the believable fields; undefined when neither Duration nor Billed Duration is among them. */
export function reportFields(form: ReportFields['form'], told: ToldReport): ReportFields | undefined {
  const fields: { -readonly [K in keyof ReportFields]: ReportFields[K] } = { form }
  const duration = believableTime(told.duration)
  const billedDuration = believableTime(told.billedDuration)
  if (duration === undefined && billedDuration === undefined) return undefined
  const initDuration = positive(believableTime(told.initDuration))
  const restoreDuration = positive(believableTime(told.restoreDuration))
  const billedRestoreDuration = believableTime(told.billedRestoreDuration)
  const memorySizeMb = believableMegabytes(told.memorySize)
  const maxMemoryUsedMb = believableMegabytes(told.maxMemoryUsed)
  const requestId = believableName(told.requestId, 128)
  const status = believableName(told.status, 64)
  const errorType = believableName(told.errorType, 256)

  if (requestId !== undefined) fields.requestId = requestId
  if (duration !== undefined) fields.duration = duration
  if (billedDuration !== undefined) fields.billedDuration = billedDuration
  if (initDuration !== undefined) fields.initDuration = initDuration
  if (restoreDuration !== undefined) fields.restoreDuration = restoreDuration
  if (billedRestoreDuration !== undefined) fields.billedRestoreDuration = billedRestoreDuration
  if (memorySizeMb !== undefined) fields.memorySizeMb = memorySizeMb
  if (maxMemoryUsedMb !== undefined) fields.maxMemoryUsedMb = maxMemoryUsedMb
  if (status !== undefined) fields.status = status
  if (errorType !== undefined) fields.errorType = errorType
  return fields
}

// No kind of invocation may last a day: the longest is 90 minutes (asynchronous, Managed Instances).
const longestMs = 24 * 60 * 60 * 1_000

function believableTime(ms: number | undefined): Micros | undefined {
  return ms !== undefined && ms >= 0 && ms <= longestMs ? fromMillis(ms) : undefined
}

/** An INIT or a restore that took no time did not happen: some emulators print `0 ms` on every line. */
function positive(time: Micros | undefined): Micros | undefined {
  return time === undefined || time === 0 ? undefined : time
}

// The Lambda API's own limit is 32,768 MB (Managed Instances); emulators may go beyond.
const mostMegabytes = 131_072

function believableMegabytes(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 && value <= mostMegabytes ? value : undefined
}

/** The value when it is a string of 1 to `longest` printable ASCII characters, else undefined. */
export function believableName(value: unknown, longest: number): string | undefined {
  return typeof value === 'string' && value.length <= longest && printable.test(value) ? value : undefined
}

const printable = /^[\x20-\x7e]+$/
