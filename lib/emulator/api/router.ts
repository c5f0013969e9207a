import { KNOWN_OPERATIONS } from './known-operations.ts'
import type { Operation } from './operation.ts'

/** What a request asks for. */
export type Routed =
  | {
      readonly kind: 'operation'
      readonly operation: Operation
      readonly parameters: Readonly<Record<string, string>>
      readonly query: URLSearchParams
    }
  /** No operation that is here; the name is AWS's, or else the method and path. */
  | { readonly kind: 'unknown'; readonly name: string }

/** Finds an operation by the request line and the header X-Amz-Target; never throws, whatever is in them. */
export type Router = (method: string, url: string, target?: string) => Routed

export function createRouter(operations: readonly Operation[]): Router {
  const patterns = operations.map(patternOf)
  // One that wants something in the query goes before its neighbour on the same path that doesn't.
  patterns.sort((a, b) => b.wanted.length - a.wanted.length)
  const here = new Set(operations.map(({ name }) => name))
  const strangers = KNOWN_OPERATIONS.filter(([name]) => !here.has(name)).map(([name, method, path]) =>
    patternOf({ name, method, path }),
  )
  return (method, url, target) => {
    const mark = url.indexOf('?')
    const path = mark === -1 ? url : url.slice(0, mark)
    const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1))
    const asked = { method, path, query, target }
    for (const pattern of patterns) {
      const parameters = match(pattern, asked)
      if (parameters !== undefined) return { kind: 'operation', operation: pattern.of, parameters, query }
    }
    if (target !== undefined) return { kind: 'unknown', name: target }
    const stranger = strangers.find((pattern) => match(pattern, asked) !== undefined)
    return { kind: 'unknown', name: stranger?.of.name ?? `${method} ${path}` }
  }
}

interface Pattern<T> {
  readonly of: T
  readonly path: RegExp
  /** What must be in the query. */
  readonly wanted: readonly (readonly [string, string])[]
}

type Signature = Pick<Operation, 'name' | 'path' | 'target'> & { readonly method: string }

// A slash at the end is AWS's for some operations, and clients differ in whether they send it.
function patternOf<T extends Signature>(of: T): Pattern<T> {
  const [path = '', query = ''] = of.path.split('?')
  const source = path.replace(/\/$/, '').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return { of, path: new RegExp(`^${source}/?$`), wanted: [...new URLSearchParams(query)] }
}

interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly target: string | undefined
}

function match({ of, path, wanted }: Pattern<Signature>, asked: Asked) {
  if (of.method !== asked.method || of.target !== asked.target) return undefined
  if (wanted.some(([key, value]) => asked.query.get(key) !== value)) return undefined
  const found = path.exec(asked.path)
  return found === null ? undefined : decodeAll(found.groups ?? {})
}

function decodeAll(groups: Readonly<Record<string, string>>) {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]))
  } catch {
    return undefined
  }
}
