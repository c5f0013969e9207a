import type { Share } from '../model/arrival.ts'
import type { ConnectionCounts } from '../model/health.ts'
import type { Micros } from '../model/time.ts'
import { isCount } from './count.ts'

export const observationsSchema = 'coldburst/observations@1'

/** The first line of a share's file. */
export interface ShareHeader {
  readonly schema: typeof observationsSchema
  readonly share: number
  readonly of: number
}

/** The last line of a share's file, there when its firing ended in order. */
export interface ShareEnd {
  readonly ended: 'completed' | 'interrupted'
  /** Since the run began. */
  readonly at: Micros
  readonly eventLoopDelay?: { readonly count?: number; readonly p99: Micros; readonly max: Micros }
  /** Share of wall time in which the firing thread worked; polling for an instant is not work. */
  readonly busy?: number
  readonly connections?: ConnectionCounts
  /** Of all shares together, as far as this one saw. */
  readonly peakInFlight: number
}

export const shareFileName = (share: number): string => `observations.${share}.ndjson`

export function printHeader(share: Share): string {
  const header: ShareHeader = { schema: observationsSchema, share: share.index, of: share.of }
  return `${JSON.stringify(header)}\n`
}

export const printEnd = (end: ShareEnd): string => `${JSON.stringify({ end })}\n`

/** The header of a file's first line, or undefined when the file is not ours. */
export function parseHeader(line: string): ShareHeader | undefined {
  try {
    const header = JSON.parse(line) as Partial<ShareHeader> | null
    const ours = header?.schema === observationsSchema
    return ours && Number.isInteger(header.share) && Number.isInteger(header.of)
      ? (header as ShareHeader)
      : undefined
  } catch {
    return undefined
  }
}

/** The end record of a line, or undefined when the line is something else. */
export function parseEnd(line: string): ShareEnd | undefined {
  if (!line.startsWith('{"end":')) return undefined
  try {
    const { end } = JSON.parse(line) as { end: Partial<ShareEnd> | null }
    return isEnd(end) ? end : undefined
  } catch {
    return undefined
  }
}

function isEnd(end: Partial<ShareEnd> | null): end is ShareEnd {
  if (end?.ended !== 'completed' && end?.ended !== 'interrupted') return false
  const { at, busy = 0, peakInFlight, eventLoopDelay: delay, connections } = end
  return (
    isCount(at) &&
    isCount(peakInFlight) &&
    Number.isFinite(busy) &&
    (delay === undefined || areCounts(delay, ['p99', 'max'])) &&
    (delay?.count === undefined || isCount(delay.count)) &&
    (connections === undefined || areCounts(connections, ['ahead', 'inCall', 'failed', 'closedByPeer']))
  )
}

/** Of a value read from a file. */
const areCounts = <T extends object>(value: T | null, names: readonly (keyof T)[]): boolean =>
  value !== null && names.every((name) => isCount(value[name]))
