import type { Share } from '../model/arrival.ts'
import type { ConnectionCounts } from '../model/health.ts'
import type { Micros } from '../model/time.ts'

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
    const whole =
      (end?.ended === 'completed' || end?.ended === 'interrupted') &&
      Number.isFinite(end.at) &&
      Number.isFinite(end.peakInFlight)
    return whole ? (end as ShareEnd) : undefined
  } catch {
    return undefined
  }
}
