import type { LocalFunction } from '../model/plan.ts'
import { isMapping, type Document, type Path } from './document.ts'
import { variablesOf } from './environment.ts'
import { nameFile, readTextFile, type Context, type NamedFile } from './files.ts'
import { describeFound, quote } from './found.ts'
import type { FunctionCode } from './local-code.ts'
import { settleFunction, type FunctionOptions, type LocalFunctions } from './local-function.ts'
import { localFunctionSchema } from './target-schema.ts'
import { yamlDocument } from './yaml-document.ts'

const most = { bytes: 1_000_000, says: '1 MB' }
const example = 'functions: [{ name: hello, dir: functions/hello }]'

interface Entry {
  readonly fn: LocalFunction
  readonly environment: Readonly<Record<string, string>>
}

/** Reads a functions.yaml: `functions`, a list or a mapping by name. `overrides` win over what the file says of each. */
export function readFunctionsFile(
  file: NamedFile,
  overrides: FunctionOptions,
  context: Context,
): LocalFunctions | undefined {
  const text = readTextFile(file, most, context)
  const document = text === undefined ? undefined : yamlDocument({ ...file, text }, context.problems)
  if (document === undefined || isTemplate(document, context)) return undefined
  if (!document.knowsOnly(['functions'], example)) return undefined
  const entries = entryPaths(document, context)?.map((at) => readEntry(document, at, overrides, context))
  const known = entries?.filter((entry) => entry !== undefined)
  if (known === undefined || known.length !== entries?.length || known.length === 0) return undefined
  return {
    functions: known.map(({ fn }) => fn),
    environment: Object.fromEntries(known.map(({ fn, environment }) => [fn.name, environment])),
  }
}

function isTemplate(document: Document, { problems }: Context): boolean {
  const key = ['AWSTemplateFormatVersion', 'Resources', 'Transform'].find(
    (key) => document.peek([key]) !== undefined,
  )
  if (key !== undefined)
    problems.add(
      document.place([key]),
      `this is a CloudFormation template; write a functions file: ${example}`,
    )
  return key !== undefined
}

interface EntryPath {
  readonly path: Path
  readonly name: string | undefined
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
  else if (!uniqueNames(document, paths, problems)) return undefined
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

function uniqueNames(
  document: Document,
  paths: readonly EntryPath[],
  problems: Context['problems'],
): boolean {
  const twice = paths.filter(
    ({ name }, i) => name !== undefined && paths.findIndex((other) => other.name === name) < i,
  )
  for (const { path, name } of twice) {
    problems.add(
      document.place([...path, 'name']),
      `two functions are called ${quote(name ?? '')}; rename one of them`,
    )
  }
  return twice.length === 0
}

function readEntry(
  document: Document,
  { path, name }: EntryPath,
  overrides: FunctionOptions,
  context: Context,
): Entry | undefined {
  const piece = document.read(localFunctionSchema, path)
  if (piece.kind !== 'given') return undefined
  const code = codeOf(document, path, name ?? piece.value.name, piece.value.dir, context)
  if (code === undefined) return undefined
  const { handler, runtime, memory, timeout, env } = piece.value
  const placeOf = (key: string) => document.place([...path, key])
  const options: FunctionOptions = {
    handler: handler === undefined ? undefined : { value: handler, place: placeOf('handler') },
    runtime: runtime === undefined ? undefined : { value: runtime, place: placeOf('runtime') },
    memoryMb: overrides.memoryMb ?? memory,
    timeout: overrides.timeout ?? timeout,
    environment: {
      ...variablesOf(env, (variable) => document.place([...path, 'env', variable]), context.problems),
      ...overrides.environment,
    },
  }
  const fn = settleFunction(code, options, context)
  return fn === undefined ? undefined : { fn, environment: options.environment ?? {} }
}

function codeOf(
  document: Document,
  path: Path,
  name: string | undefined,
  dir: string,
  context: Context,
): FunctionCode | undefined {
  const place = document.place([...path, 'dir'])
  const folder = nameFile(dir, document.folder, place)
  if (name === undefined) context.problems.add(document.place(path), '"name" is missing; write name: hello')
  else if (!/^[\w-]{1,64}$/.test(name)) {
    context.problems.add(
      document.place([...path, 'name']),
      `${quote(name)} can't name a function; write letters, digits, - or _, at most 64`,
    )
  } else if (!context.files.isDirectory(folder.path)) {
    context.problems.add(place, `there is no folder ${quote(dir)}; write one, relative to this file`)
  } else return { kind: 'code', dir: folder.path, name, place }
  return undefined
}
