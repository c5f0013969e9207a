import type { z } from 'zod'
import { nearest } from '../gates/nearest.ts'
import { describeFound, printable } from './found.ts'
import type { Place, Problems } from './problems.ts'

export type Path = readonly (string | number)[]

/** A part of a document: not there, there but wrong (its problems are reported already), or read. */
export type Piece<T> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'broken' }
  | { readonly kind: 'given'; readonly value: T; readonly place: Place }

/** What the user wrote as a tree, read piece by piece, so that one mistake hides no other. */
export interface Document {
  /** Relative paths in the document are relative to this folder. */
  readonly folder: string
  /** Its name in messages. */
  readonly name: string
  read<S extends z.ZodType>(schema: S, path: Path): Piece<z.output<S>>
  /** Whether it is a mapping; problems with that and with keys it does not know are reported. */
  knowsOnly(keys: readonly string[], write: string): boolean
  peek(path: Path): unknown
  /** `at` is an offset in the text that is there. */
  place(path: Path, at?: number): Place
}

/** Where the parts of a document are. */
export interface Places {
  readonly folder: string
  readonly name: string
  value(path: Path, at?: number): Place
  key(path: Path): Place
}

export function documentOf(root: unknown, places: Places, problems: Problems): Document {
  const peek = (path: Path) => path.reduce<unknown>((node, key) => child(node, key), root)
  const report = (issues: readonly z.core.$ZodIssue[], schema: z.ZodType, base: Path) => {
    for (const issue of issues) reportIssue(issue, schema, base, { peek, places, problems })
  }
  return {
    folder: places.folder,
    name: places.name,
    peek,
    place: (path, at) => places.value(path, at),
    read: (schema, path) => {
      const found = peek(path)
      if (found === undefined) return { kind: 'absent' }
      const result = schema.safeParse(found)
      if (result.success) return { kind: 'given', value: result.data, place: places.value(path) }
      report(result.error.issues, schema, path)
      return { kind: 'broken' }
    },
    knowsOnly: (keys, write) => {
      if (!isMapping(root)) problems.add(places.value([]), `found ${describeFound(root)}; write ${write}`)
      else unknownKeys(Object.keys(root), keys, [], { peek, places, problems })
      return isMapping(root)
    },
  }
}

interface Reporting {
  readonly peek: (path: Path) => unknown
  readonly places: Places
  readonly problems: Problems
}

function reportIssue(issue: z.core.$ZodIssue, schema: z.ZodType, base: Path, reporting: Reporting): void {
  const path = [...base, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
  if (issue.code === 'unrecognized_keys') {
    return unknownKeys(issue.keys, keysAt(schema, issue.path), path, reporting)
  }
  const missing = reporting.peek(path) === undefined
  const place = reporting.places.value(missing ? path.slice(0, -1) : path)
  reporting.problems.add(place, missing ? `"${path.at(-1)}" ${issue.message}` : issue.message)
}

function unknownKeys(
  found: readonly string[],
  known: readonly string[],
  path: Path,
  reporting: Reporting,
): void {
  for (const key of found) {
    if (known.includes(key)) continue
    reporting.problems.add(
      reporting.places.key([...path, key]),
      `unknown key "${printable(key)}"; ${advice(key, known)}`,
    )
  }
}

function advice(key: string, known: readonly string[]): string {
  const name = nearest(key, known)
  return name === undefined ? `the keys here are ${known.join(', ')}` : `did you mean "${name}"?`
}

/** The keys that the mapping at `path` inside a schema knows. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const definition = schema._zod.def as z.core.$ZodTypes['_zod']['def']
  if (definition.type === 'optional') return keysAt(definition.innerType, path)
  const [key, ...rest] = path
  if (definition.type === 'array') return keysAt(definition.element, rest)
  if (definition.type !== 'object') return []
  if (key === undefined) return Object.keys(definition.shape)
  const inner = definition.shape[String(key)]
  return inner === undefined ? [] : keysAt(inner, rest)
}

function child(node: unknown, key: string | number): unknown {
  if (Array.isArray(node)) return node[Number(key)]
  return isMapping(node) && Object.hasOwn(node, key) ? node[key] : undefined
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
