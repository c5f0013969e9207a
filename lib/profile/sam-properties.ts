import { isMapping, type Document, type Path } from './document.ts'
import { describeFound } from './found.ts'
import { accept, type Place, type Problems, type Reading, type Stated } from './problems.ts'
import type { TemplateNotes } from './sam-notes.ts'
import type { TemplateValue } from './template-values.ts'

/** A SAM template that is being read. */
export interface Template {
  readonly document: Document
  readonly resolve: (value: unknown) => TemplateValue
  readonly notes: TemplateNotes
}

type Keys = readonly string[]

/** The properties of one function, with those of `Globals.Function` below them. */
export interface FunctionProperties {
  /** Whether it is there at all, whatever it is. */
  has(keys: Keys): boolean
  peek(keys: Keys): TemplateValue
  says(keys: Keys, text: string): boolean
  /** Reads a text or number; undefined where there is none, and, with a problem, where it can't be known or is wrong. */
  read<T>(keys: Keys, reader: (text: string) => Reading<T>): Stated<T> | undefined
  /** The texts of a list; none where there is no list. */
  list(keys: Keys): readonly string[]
  /** The entries of a mapping, each with its place; the function's own win. */
  entries(keys: Keys): ReadonlyMap<string, { readonly value: TemplateValue; readonly place: Place }>
  place(keys: Keys): Place
  report(keys: Keys, message: string): void
}

/** What a template says of the function with the logical id `id`. */
export function functionProperties(id: string, template: Template, problems: Problems): FunctionProperties {
  const { document, resolve } = template
  const own: Path = ['Resources', id, 'Properties']
  const shared: Path = ['Globals', 'Function']
  const pathOf = (keys: Keys): Path =>
    document.peek([...own, ...keys]) === undefined && document.peek([...shared, ...keys]) !== undefined
      ? [...shared, ...keys]
      : [...own, ...keys]
  const peek = (keys: Keys): TemplateValue => {
    const above = keys.length > 1 ? peek(keys.slice(0, -1)) : undefined
    // Of what only AWS could tell, no part is known either.
    return above?.kind === 'unknown' ? above : resolve(document.peek(pathOf(keys)))
  }
  const place = (keys: Keys) => document.place(pathOf(keys))
  return {
    has: (keys) => peek(keys).kind !== 'absent',
    peek,
    says: (keys, text) => textOf(peek(keys)) === text,
    read: (keys, reader) => readValue(peek(keys), place(keys), reader, problems),
    list(keys) {
      const value = document.peek(pathOf(keys))
      return (Array.isArray(value) ? value : []).flatMap((part: unknown) => textOf(resolve(part)) ?? [])
    },
    entries: (keys) =>
      new Map(
        [shared, own].flatMap((base) => {
          const mapping = document.peek([...base, ...keys])
          return Object.entries(isMapping(mapping) ? mapping : {}).map(([name, value]) => {
            const entry = { value: resolve(value), place: document.place([...base, ...keys, name]) }
            return [name, entry] as const
          })
        }),
      ),
    place,
    report: (keys, message) => problems.add(place(keys), message),
  }
}

const textOf = (value: TemplateValue): string | undefined => (value.kind === 'text' ? value.text : undefined)

function readValue<T>(
  value: TemplateValue,
  place: Place,
  reader: (text: string) => Reading<T>,
  problems: Problems,
): Stated<T> | undefined {
  switch (value.kind) {
    case 'absent':
      return undefined
    case 'text':
      return accept({ value: value.text, place }, reader, problems)
    case 'unknown':
      problems.add(place, `only AWS knows ${value.says}; write a value, or a parameter with a Default`)
      return undefined
    case 'other':
      problems.add(place, `found ${describeFound(value.value)}; write a text or a number`)
      return undefined
    default:
      return value satisfies never
  }
}
