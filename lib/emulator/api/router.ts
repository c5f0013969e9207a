import type { Operation } from './operation.ts'

/** What a request asks for, by its method and path. */
export type Routed =
  | {
      readonly kind: 'operation'
      readonly operation: Operation
      readonly parameters: Readonly<Record<string, string>>
      readonly query: URLSearchParams
    }
  /** No operation that is here. */
  | { readonly kind: 'unknown'; readonly name: string }

/** Reads request lines; never throws, whatever is in them. */
export function createRouter(operations: readonly Operation[]): (method: string, url: string) => Routed {
  const patterns = operations.map((operation) => ({ operation, pattern: patternOf(operation.path) }))
  return (method, url) => {
    const mark = url.indexOf('?')
    const path = mark === -1 ? url : url.slice(0, mark)
    for (const { operation, pattern } of patterns) {
      if (operation.method !== method) continue
      const match = pattern.exec(path)
      const parameters = match === null ? undefined : decodeAll(match.groups ?? {})
      if (parameters === undefined) continue
      const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1))
      return { kind: 'operation', operation, parameters, query }
    }
    return { kind: 'unknown', name: `${method} ${path}` }
  }
}

// A slash at the end is AWS's for some operations, and clients differ in whether they send it.
function patternOf(path: string): RegExp {
  const source = path.replace(/\/$/, '').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return new RegExp(`^${source}/?$`)
}

function decodeAll(groups: Readonly<Record<string, string>>) {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]))
  } catch {
    return undefined
  }
}
