import { invalidParameter, Refusal, validationFailed } from './service-error.ts'
import { failure } from './request-document.ts'

/** One page of a list, and what to ask for to get the next one. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | undefined
}

/**
 * The page that Marker and MaxItems ask for. `keyOf` tells items apart and orders them: the marker names the
 * last one seen, so that nothing is skipped or shown twice when others come and go.
 */
export function pageOf<T>(all: readonly T[], keyOf: (item: T) => string, query: URLSearchParams): Page<T> {
  const after = readMarker(query.get('Marker'))
  const most = readMaxItems(query.get('MaxItems'))
  const keyed = all.map((item) => ({ item, key: keyOf(item) })).sort((a, b) => (a.key < b.key ? -1 : 1))
  const rest = after === undefined ? keyed : keyed.filter(({ key }) => key > after)
  const page = rest.slice(0, most)
  const last = page.at(-1)
  return {
    items: page.map(({ item }) => item),
    next: last === undefined || rest.length <= most ? undefined : Buffer.from(last.key).toString('base64'),
  }
}

/** Versions in the order of their numbers, $LATEST first. */
export function versionKey(version: string): string {
  return (version === '$LATEST' ? '' : version).padStart(12, '0')
}

// AWS gives no more than 50 at once, however many are asked for.
const MOST_ITEMS = 50

function readMaxItems(text: string | null): number {
  if (text === null) return MOST_ITEMS
  const items = Number(text)
  if (!Number.isInteger(items)) throw new Refusal(invalidParameter(`MaxItems must be a number, not ${text}`))
  const constraint =
    items < 1
      ? 'Member must have value greater than or equal to 1'
      : items > 10_000
        ? 'Member must have value less than or equal to 10000'
        : undefined
  if (constraint !== undefined) throw new Refusal(validationFailed([failure(text, ['MaxItems'], constraint)]))
  return Math.min(items, MOST_ITEMS)
}

function readMarker(text: string | null): string | undefined {
  if (text === null) return undefined
  const key = Buffer.from(text, 'base64').toString()
  if (key === '' || Buffer.from(key).toString('base64') !== text) {
    throw new Refusal(invalidParameter('Invalid Marker: it is none that this service has given.'))
  }
  return key
}
