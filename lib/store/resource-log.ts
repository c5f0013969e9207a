import type {
  MechanismRow,
  MechanismsLine,
  ResourceLine,
  ResourceSample,
  SampledFunction,
} from '../model/emulation.ts'
import { defined } from '../model/defined.ts'
import { countOf, fieldOf, ratioOf } from './fields.ts'
import { jsonLines } from './json-lines.ts'

/** Written by the local Lambda while a run fires at it. */
export const resourceLogName = 'local-lambda.ndjson'

/**
 * What the local Lambda told of itself, in order. A torn last line and lines that are none of its own are passed
 * over; a file that is missing gives none. Never rejects.
 */
export async function* readResourceLog(path: string): AsyncGenerator<ResourceLine> {
  for await (const value of jsonLines(path)) {
    const line = toLine(value)
    if (line !== undefined) yield line
  }
}

function toLine(value: unknown): ResourceLine | undefined {
  const kind = fieldOf(value, 'kind')
  if (kind === 'mechanisms') return toMechanisms(value)
  return kind === 'sample' ? toSample(value) : undefined
}

/** More rows, and longer texts, than there will ever be. */
const [mostRows, longestText] = [20, 500]

function toMechanisms(value: unknown): MechanismsLine | undefined {
  const rows = fieldOf(value, 'rows')
  if (!Array.isArray(rows)) return undefined
  return defined({
    kind: 'mechanisms' as const,
    cores: countOf(value, 'cores'),
    rows: rows
      .slice(0, mostRows)
      .map(toRow)
      .filter((row) => row !== undefined),
  })
}

function toRow(value: unknown): MechanismRow | undefined {
  const [row, means, degraded] = [textOf(value, 'row'), textOf(value, 'means'), textOf(value, 'degraded')]
  return row === undefined || means === undefined ? undefined : defined({ row, means, degraded })
}

function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name)
  return typeof field === 'string' && field !== '' ? field.slice(0, longestText) : undefined
}

function toSample(value: unknown): ResourceSample | undefined {
  const [spanMs, functions] = [ratioOf(value, 'spanMs'), fieldOf(value, 'functions')]
  if (spanMs === undefined || typeof functions !== 'object' || functions === null) return undefined
  return {
    kind: 'sample',
    spanMs,
    functions: Object.entries(functions).flatMap(
      ([name, fn]: [string, unknown]) => toFunction(name, fn) ?? [],
    ),
    hostSaturated: fieldOf(value, 'hostSaturated') === true,
    emulatorCpuSeconds: ratioOf(value, 'emulatorCpuSeconds') ?? 0,
  }
}

function toFunction(name: string, value: unknown): SampledFunction | undefined {
  const [askedShare, givenShare] = [ratioOf(value, 'askedShare'), ratioOf(value, 'givenShare')]
  const [wantedSeconds, askedSeconds] = [ratioOf(value, 'wantedSeconds'), ratioOf(value, 'askedSeconds')]
  const cpuSeconds = ratioOf(value, 'cpuSeconds')
  if (askedShare === undefined || wantedSeconds === undefined || askedSeconds === undefined) return undefined
  if (cpuSeconds === undefined) return undefined
  return {
    name,
    busy: countOf(value, 'busy') ?? 0,
    askedShare,
    givenShare: givenShare ?? askedShare,
    busySeconds: ratioOf(value, 'busySeconds') ?? 0,
    wantedSeconds,
    askedSeconds,
    cpuSeconds,
    waitedSeconds: ratioOf(value, 'waitedSeconds') ?? 0,
  }
}
