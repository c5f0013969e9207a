import type { z } from 'zod'
import type { LocalFunction, SimulatedModel } from '../model/local-function.ts'
import type { Document, Path } from './document.ts'
import { variablesOf } from './environment.ts'
import { nameFile, statedFile, type Context, type NamedFile } from './files.ts'
import { quote } from './found.ts'
import { zipCode, type FunctionCode } from './local-code.ts'
import {
  settleFunction,
  settleSimulated,
  type FunctionOptions,
  type LocalFunctions,
} from './local-function.ts'
import type { Place } from './problems.ts'
import { localFunctionSchema } from './target-schema.ts'

/** A function with the values of its environment variables. */
export interface Entry {
  readonly fn: LocalFunction
  readonly environment: Readonly<Record<string, string>>
}

/** The functions that were read; undefined when one could not be, or there is none. */
export function allOrNone(entries: readonly (Entry | undefined)[]): LocalFunctions | undefined {
  const known = entries.filter((entry) => entry !== undefined)
  if (known.length !== entries.length || known.length === 0) return undefined
  return {
    functions: known.map(({ fn }) => fn),
    environment: Object.fromEntries(known.map(({ fn, environment }) => [fn.name, environment])),
  }
}

/** Where a function stands in a functions file, and what it is called there. */
export interface EntryPath {
  readonly path: Path
  readonly name: string | undefined
}

/** Reads one function of a functions file; undefined, and problems, when it can't be run. */
export function readEntry(
  document: Document,
  { path, name }: EntryPath,
  overrides: FunctionOptions,
  context: Context,
): Entry | undefined {
  const piece = document.read(localFunctionSchema, path)
  if (piece.kind !== 'given') return undefined
  const place = (key: string) => document.place([...path, key])
  const known = nameOf(name ?? piece.value.name, document, path, context)
  const options = optionsOf(piece.value, document, path, overrides, context)
  const { simulate, dir, zip } = piece.value
  const given = Object.entries({ dir, zip, simulate }).filter(([, value]) => value !== undefined)
  if (given.length !== 1) {
    const found = given.length === 0 ? 'has no code' : `has ${given.map(([key]) => key).join(' and ')}`
    context.problems.add(document.place(path), `${found}; write one of dir: FOLDER, zip: FILE and simulate`)
    return undefined
  }
  if (known === undefined) return undefined
  const fn =
    simulate === undefined
      ? settleCode(known, { dir, zip }, place, document.folder, options, context)
      : settleModel(known, simulate, options, context)
  return fn === undefined ? undefined : { fn, environment: options.environment ?? {} }
}

function nameOf(
  name: string | undefined,
  document: Document,
  path: Path,
  { problems }: Context,
): string | undefined {
  if (name === undefined) problems.add(document.place(path), '"name" is missing; write name: hello')
  else if (/^[\w-]{1,64}$/.test(name)) return name
  else
    problems.add(
      document.place([...path, 'name']),
      `${quote(name)} can't name a function; write letters, digits, - or _, at most 64`,
    )
  return undefined
}

function optionsOf(
  input: FunctionInput,
  document: Document,
  path: Path,
  overrides: FunctionOptions,
  context: Context,
): FunctionOptions {
  const { handler, runtime, binary, reserved, provisioned, env, url } = input
  const stated = <T>(key: string, value: T | undefined) =>
    value === undefined ? undefined : { value, place: document.place([...path, key]) }
  return {
    handler: stated('handler', handler),
    runtime: stated('runtime', runtime),
    binary: statedFile(stated('binary', binary), document.folder),
    memoryMb: overrides.memoryMb ?? input.memory,
    timeout: overrides.timeout ?? input.timeout,
    ephemeralStorageMb: overrides.ephemeralStorageMb ?? input.ephemeralStorage,
    reserved: overrides.reserved ?? stated('reserved', reserved),
    alias: input.alias,
    provisioned: overrides.provisioned ?? stated('provisioned', provisioned),
    url: url === true ? { port: 0, mode: 'buffered' } : url === false ? undefined : url,
    environment: {
      ...variablesOf(env, (variable) => document.place([...path, 'env', variable]), context.problems),
      ...overrides.environment,
    },
  }
}

type FunctionInput = z.output<typeof localFunctionSchema>

function settleCode(
  name: string,
  { dir, zip }: Pick<FunctionInput, 'dir' | 'zip'>,
  placeOf: (key: string) => Place,
  base: string,
  options: FunctionOptions,
  context: Context,
): LocalFunction | undefined {
  const file = nameFile(dir ?? zip ?? '', base, placeOf(zip === undefined ? 'dir' : 'zip'))
  const code = zip === undefined ? folderCode(file, name, context) : zipCode(file, name, context)
  return code === undefined ? undefined : settleFunction(code, options, context)
}

function folderCode(folder: NamedFile, name: string, { files, problems }: Context): FunctionCode | undefined {
  if (files.isDirectory(folder.path))
    return { kind: 'code', source: { kind: 'dir', path: folder.path }, name, place: folder.place }
  problems.add(folder.place, `there is no folder ${quote(folder.name)}; write one, relative to this file`)
  return undefined
}

/** A model has no code that a handler could be in. */
function settleModel(
  name: string,
  model: SimulatedModel,
  options: FunctionOptions,
  context: Context,
): LocalFunction | undefined {
  const foreign = [options.handler, options.runtime, options.binary].filter((said) => said !== undefined)
  for (const { place } of foreign)
    context.problems.add(place, 'is about a process, and this function is simulated; remove it')
  return foreign.length > 0 ? undefined : settleSimulated(name, model, options, context)
}
