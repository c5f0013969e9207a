import { isMapping, type Document } from './document.ts'
import type { Context } from './files.ts'
import { describeFound, quote } from './found.ts'
import { allOrNone, readEntry, type EntryPath } from './function-entry.ts'
import type { FunctionOptions, LocalFunctions } from './local-function.ts'
import { orList } from './numbers.ts'
import type { Stated } from './problems.ts'

const example = 'functions: [{ name: hello, dir: functions/hello }]'

/**
 * Reads a functions.yaml: `functions`, a list or a mapping by name. `overrides` win over what the file says of each;
 * `wanted` must be one of them.
 */
export function readFunctionsFile(
  document: Document,
  overrides: FunctionOptions,
  wanted: Stated<string> | undefined,
  context: Context,
): LocalFunctions | undefined {
  if (!document.knowsOnly(['functions'], example)) return undefined
  const all = allOrNone(
    entryPaths(document, context)?.map((at) => readEntry(document, at, overrides, context)) ?? [],
  )
  if (all === undefined || wanted === undefined) return all
  const names = all.functions.map(({ name }) => name)
  if (names.includes(wanted.value)) return { ...all, chosen: wanted.value }
  context.problems.add(
    wanted.place,
    `${quote(wanted.value)} is not in the functions file; write ${orList(names)}`,
  )
  return undefined
}

function entryPaths(document: Document, { problems }: Context): readonly EntryPath[] | undefined {
  const functions = document.peek(['functions'])
  const paths = Array.isArray(functions)
    ? pathsOfList(functions)
    : isMapping(functions)
      ? pathsOfMapping(functions)
      : undefined
  if (paths === undefined)
    problems.add(document.place(['functions']), `found ${describeFound(functions)}; write ${example}`)
  else if (paths.length === 0)
    problems.add(document.place(['functions']), `there is no function in it; write ${example}`)
  else reportRepeatedNames(document, paths, problems)
  return paths
}

function pathsOfList(functions: readonly unknown[]): EntryPath[] {
  return functions.map((entry, i) => {
    const name = isMapping(entry) ? entry['name'] : undefined
    return { path: ['functions', i], name: typeof name === 'string' ? name : undefined }
  })
}

function pathsOfMapping(functions: Readonly<Record<string, unknown>>): EntryPath[] {
  return Object.keys(functions).map((name) => ({ path: ['functions', name], name }))
}

function reportRepeatedNames(
  document: Document,
  paths: readonly EntryPath[],
  problems: Context['problems'],
): void {
  const twice = paths.filter(
    ({ name }, i) => name !== undefined && paths.findIndex((other) => other.name === name) < i,
  )
  for (const { path, name } of twice) {
    problems.add(
      document.place([...path, 'name']),
      `two functions are called ${quote(name ?? '')}; rename one of them`,
    )
  }
}
