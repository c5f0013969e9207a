import type { Report } from '../lib/model/report.ts'

/** The run document itself: two spaces, a newline at the end, keys always in the same order. */
export function jsonReport(): Report {
  return async function* json(run) {
    yield printDocument(run)
  }
}

/** A document as its file shows it: what a terminal would obey is escaped. */
export const printDocument = (document: object): string =>
  `${escapeControls(JSON.stringify(document, inOrder, 2))}\n`

/** The order in which a reader expects them; all other keys follow by name. */
const leading = [
  'schema',
  'kind',
  'name',
  'version',
  'tool',
  'plan',
  'target',
  'startedAt',
  'durationMs',
  'ended',
  'validity',
  'notes',
  'setting',
  'fate',
  'recommendation',
  'settings',
  'differences',
  'spent',
  'putBack',
  'health',
  'emulation',
  'counts',
  'starts',
  'evidence',
  'environments',
  'distributions',
  'phases',
  'errors',
  'cost',
  'verdicts',
  'all',
  'cold',
  'restored',
  'reinitialized',
  'warm',
  'count',
  'min',
  'mean',
  'p50',
  'p90',
  'p95',
  'p99',
  'p99_9',
  'max',
] as const

const ranks: ReadonlyMap<string, number> = new Map(leading.map((key, index) => [key, index]))

/** A replacer for JSON.stringify: the same document, however it was put together. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => byRank(a, b)))
}

function byRank(a: string, b: string): number {
  const [first, second] = [ranks.get(a) ?? leading.length, ranks.get(b) ?? leading.length]
  if (first !== second) return first - second
  return a < b ? -1 : 1
}

/** JSON leaves these as they are, but a terminal obeys them: 8-bit controls, line separators, text direction. */
const escapeControls = (json: string): string =>
  json.replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => unicodeEscape(character, index)).join(''),
  )

const unicodeEscape = (character: string, index: number): string =>
  `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
