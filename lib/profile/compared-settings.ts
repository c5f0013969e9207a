import type { Setting } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import type { Architecture } from '../model/plan.ts'
import { printable } from './found.ts'
import type { Variable } from './varied.ts'

/** What is combined with what. An empty list is what is not varied. */
export interface Choices {
  readonly memory: readonly number[]
  readonly architecture: readonly Architecture[]
  /** One list for each variable. */
  readonly environment: readonly (readonly Variable[])[]
}

/** Every combination in the order given: memory turns slowest, the last variable fastest. A name says what varies. */
export function combine({ memory, architecture, environment }: Choices): readonly Setting[] {
  const variables = environment.reduce<readonly (readonly Variable[])[]>(
    (all, values) => all.flatMap((some) => values.map((value) => [...some, value])),
    [[]],
  )
  const settings = orNone(memory).flatMap((memoryMb) =>
    orNone(architecture).flatMap((architecture) =>
      variables.map((some) => ({ memoryMb, architecture, some })),
    ),
  )
  const named = settings.map(({ memoryMb, architecture: chosen, some }) => {
    const parts = [
      memoryMb !== undefined && `${memoryMb} MB`,
      architecture.length > 1 && chosen,
      ...some.map(([name, value]) => `${name}=${short(value)}`),
    ].filter((part) => typeof part === 'string')
    const values = some.length === 0 ? undefined : Object.fromEntries(some)
    return defined({ name: parts.join(' '), memoryMb, architecture: chosen, environment: values })
  })
  return unlike(named)
}

/** Settings that are there already. */
export const qualifiers = (names: readonly string[]): readonly Setting[] =>
  names.map((qualifier) => ({ name: qualifier, qualifier }))

const orNone = <T>(values: readonly T[]): readonly (T | undefined)[] =>
  values.length === 0 ? [undefined] : values

const longest = 40

const short = (value: string): string =>
  printable(value.length > longest ? `${value.slice(0, longest)}…` : value)

/** Long values may differ beyond where they are cut, and others in what can't be shown. */
function unlike(settings: readonly Setting[]): readonly Setting[] {
  const taken = new Set<string>()
  return settings.map((setting) => {
    let name = setting.name
    for (let n = 2; taken.has(name); n += 1) name = `${setting.name} (${n})`
    taken.add(name)
    return { ...setting, name }
  })
}
