import { defined } from '../model/defined.ts'
import type { ProbeFields, ReportFields } from '../model/markers.ts'
import { type Micros, micros } from '../model/time.ts'
import { isCount, mostCount } from './count.ts'
import type { LineBytes } from './line-bytes.ts'
import { numberAt, textAt, writeTuple } from './tuple.ts'

// Both halves of the format stand side by side: an index that moves in one must move in the other.

export function writeReport(line: LineBytes, report: ReportFields, requestId: string | undefined): void {
  writeTuple(line, [
    report.form,
    report.duration,
    report.billedDuration,
    report.initDuration,
    report.memorySizeMb,
    report.maxMemoryUsedMb,
    report.status,
    report.errorType,
    report.restoreDuration,
    report.billedRestoreDuration,
    // Nearly always the same as the response's: written only when it differs.
    report.requestId === requestId ? undefined : (report.requestId ?? ''),
  ])
}

export function unpackReport(cells: readonly unknown[], requestId: string | undefined): ReportFields {
  const ownId = textAt(cells, 10)
  return defined({
    form: textAt(cells, 0) === 'json' ? ('json' as const) : ('text' as const),
    duration: timeAt(cells, 1),
    billedDuration: timeAt(cells, 2),
    initDuration: timeAt(cells, 3),
    memorySizeMb: megabytesAt(cells, 4),
    maxMemoryUsedMb: megabytesAt(cells, 5),
    status: textAt(cells, 6),
    errorType: textAt(cells, 7),
    restoreDuration: timeAt(cells, 8),
    billedRestoreDuration: timeAt(cells, 9),
    requestId: ownId === undefined ? requestId : ownId || undefined,
  })
}

export function writeProbe(line: LineBytes, probe: ProbeFields): void {
  writeTuple(line, [
    probe.from,
    probe.environmentId,
    probe.processId,
    probe.call,
    probe.tmpBytes,
    probe.processStartMs,
    probe.handlerStartMs,
    probe.initializationType,
  ])
}

export function unpackProbe(cells: readonly unknown[]): ProbeFields | undefined {
  const environmentId = textAt(cells, 1)
  const processId = textAt(cells, 2)
  const call = countAt(cells, 3)
  if (environmentId === undefined || processId === undefined || call === undefined) return undefined
  return defined({
    from: textAt(cells, 0) === 'log' ? ('log' as const) : ('payload' as const),
    environmentId,
    processId,
    call,
    tmpBytes: countAt(cells, 4),
    processStartMs: numberAt(cells, 5),
    handlerStartMs: numberAt(cells, 6),
    initializationType: textAt(cells, 7),
  })
}

function timeAt(cells: readonly unknown[], index: number): Micros | undefined {
  const cell = numberAt(cells, index)
  return isAmount(cell, mostCount) ? micros(cell) : undefined
}

/** Bytes must be a count as well. */
export const mostMegabytes = mostCount / 2 ** 20

function megabytesAt(cells: readonly unknown[], index: number): number | undefined {
  const cell = numberAt(cells, index)
  return isAmount(cell, mostMegabytes) ? cell : undefined
}

const isAmount = (value: number | undefined, most: number): value is number =>
  value !== undefined && value >= 0 && value <= most

function countAt(cells: readonly unknown[], index: number): number | undefined {
  const cell = cells[index]
  return isCount(cell) ? cell : undefined
}
