import { defined } from '../model/defined.ts'
import type {
  LocalFunction,
  ProcessFunction,
  SimulatedFunction,
  SimulatedModel,
} from '../model/local-function.ts'
import { fromSeconds, type Micros } from '../model/time.ts'
import type { Context, NamedFile } from './files.ts'
import { quote } from './found.ts'
import { type CodeRuntime, handlerFault, handlerFormFault, usualCode, usualHandler } from './handlers.ts'
import type { CodeSource, FunctionCode } from './local-code.ts'
import type { Stated } from './problems.ts'

/** What can be said of a local function besides where its code is. */
export interface FunctionOptions {
  readonly handler?: Stated<string> | undefined
  readonly runtime?: Stated<CodeRuntime> | undefined
  /** The node or python that runs it. */
  readonly binary?: NamedFile | undefined
  readonly memoryMb?: number | undefined
  readonly timeout?: Micros | undefined
  readonly ephemeralStorageMb?: number | undefined
  readonly reserved?: Stated<number> | undefined
  readonly alias?: string | undefined
  readonly provisioned?: Stated<number> | undefined
  readonly url?: LocalFunction['url'] | undefined
  readonly environment?: Readonly<Record<string, string>> | undefined
}

/** Functions of the local Lambda, and the environment variables of each by its name. */
export interface LocalFunctions {
  readonly functions: readonly LocalFunction[]
  readonly environment: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The name of the one that was asked for. */
  readonly chosen?: string
}

const defaults = { memoryMb: 128, timeout: fromSeconds(3), ephemeralStorageMb: 512, alias: 'live' }

/** Settles a function of the local Lambda; undefined, and a problem, when it can't be run. */
export function settleFunction(
  code: FunctionCode,
  options: FunctionOptions,
  context: Context,
): ProcessFunction | undefined {
  const { runtime, handler } = runtimeAndHandler(code, options, context)
  const settings = settingsOf(code.name, options, context)
  const runs = canRun(runtime, handler, code, options, context)
  const binary = binaryOf(runtime, options.binary, context)
  if (!runs || settings === undefined || binary.kind === 'wrong') return undefined
  return defined({ ...settings, runtime, runtimeBinary: binary.path, ...pathOf(code.source), handler })
}

/** Settles a function that is a model; undefined, and problems, when what is said of it is about a process. */
export function settleSimulated(
  name: string,
  model: SimulatedModel,
  options: FunctionOptions,
  context: Context,
): SimulatedFunction | undefined {
  const settings = settingsOf(name, options, context)
  return settings === undefined ? undefined : { ...settings, runtime: 'simulated', model }
}

function runtimeAndHandler(
  { source, ...code }: FunctionCode,
  { handler, runtime }: FunctionOptions,
  { files }: Context,
): { runtime: CodeRuntime; handler: string } {
  const usual = source.kind === 'dir' ? usualCode(source.path, files) : undefined
  const said = runtime?.value ?? code.runtime
  const settled =
    said ?? (handler === undefined ? usual?.runtime : runtimeOf(handler.value, source, files)) ?? 'node'
  const byFolder = usual?.runtime === settled ? usual.handler : usualHandler[settled]
  return { runtime: settled, handler: handler?.value ?? code.handler ?? byFolder }
}

/** Which runtime a handler is of, when nothing but its file says so. */
function runtimeOf(handler: string, source: CodeSource, files: Context['files']): CodeRuntime {
  const isPython =
    source.kind === 'dir' &&
    handlerFault('node', handler, source.path, files) !== undefined &&
    handlerFault('python', handler, source.path, files) === undefined
  return isPython ? 'python' : 'node'
}

function canRun(
  runtime: CodeRuntime,
  handler: string,
  { source, place }: FunctionCode,
  options: FunctionOptions,
  { files, problems }: Context,
): boolean {
  const fault =
    source.kind === 'dir'
      ? handlerFault(runtime, handler, source.path, files)
      : handlerFormFault(runtime, handler)
  if (fault !== undefined) problems.add(options.handler?.place ?? options.runtime?.place ?? place, fault)
  return fault === undefined
}

type Binary = { readonly kind: 'right'; readonly path: string | undefined } | { readonly kind: 'wrong' }

function binaryOf(runtime: CodeRuntime, binary: NamedFile | undefined, context: Context): Binary {
  if (binary === undefined) return { kind: 'right', path: undefined }
  const fault = binaryFault(runtime, binary, context)
  if (fault === undefined) return { kind: 'right', path: binary.path }
  context.problems.add(binary.place, fault)
  return { kind: 'wrong' }
}

function binaryFault(
  runtime: CodeRuntime,
  { name, path }: NamedFile,
  { files }: Context,
): string | undefined {
  if (runtime === 'bootstrap') return 'is the node or python that runs a handler; a bootstrap runs by itself'
  if (!files.exists(path)) return `there is nothing at ${quote(name)}; write the path of a ${runtime}`
  return files.isExecutable(path)
    ? undefined
    : `${quote(name)} is not an executable file; write the path of a ${runtime}`
}

const pathOf = ({ kind, path }: CodeSource): { codeDir: string } | { codeZip: string } =>
  kind === 'dir' ? { codeDir: path } : { codeZip: path }

function settingsOf(name: string, options: FunctionOptions, { problems }: Context) {
  const { reserved, provisioned } = options
  if (reserved !== undefined && provisioned !== undefined && provisioned.value > reserved.value) {
    // https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html, 2026-11
    problems.add(
      provisioned.place,
      `${provisioned.value} is more than the reserved concurrency of ${quote(name)}, ${reserved.value}; write ${reserved.value} or less`,
    )
    return undefined
  }
  return defined({
    name,
    memoryMb: options.memoryMb ?? defaults.memoryMb,
    timeout: options.timeout ?? defaults.timeout,
    envNames: Object.keys(options.environment ?? {}),
    ephemeralStorageMb: options.ephemeralStorageMb ?? defaults.ephemeralStorageMb,
    reservedConcurrency: reserved?.value,
    // Only what an alias stands for can have it: $LATEST can't.
    alias: options.alias ?? (provisioned === undefined ? undefined : defaults.alias),
    provisionedConcurrency: provisioned?.value,
    url: options.url,
  })
}
