import { join, posix } from 'node:path'
import type { LocalFunction } from '../model/plan.ts'
import { fromSeconds, type Micros } from '../model/time.ts'
import type { Context } from './files.ts'
import { quote } from './found.ts'
import { handlerFileExists, type FunctionCode } from './local-code.ts'
import type { Place, Stated } from './problems.ts'

export type LocalRuntime = LocalFunction['runtime']

/** What can be said of a local function besides where its code is. */
export interface FunctionOptions {
  readonly handler?: Stated<string> | undefined
  readonly runtime?: Stated<LocalRuntime> | undefined
  readonly memoryMb?: number | undefined
  readonly timeout?: Micros | undefined
  readonly environment?: Readonly<Record<string, string>> | undefined
}

/** Functions of the local Lambda, and the environment variables of each by its name. */
export interface LocalFunctions {
  readonly functions: readonly LocalFunction[]
  readonly environment: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const defaults = { memoryMb: 128, timeout: fromSeconds(3) }

/** Settles a function of the local Lambda; undefined, and a problem, when its handler is not there. */
export function settleFunction(
  code: FunctionCode,
  options: FunctionOptions,
  context: Context,
): LocalFunction | undefined {
  const runtime = options.runtime?.value ?? code.runtime ?? usualRuntime(code, options, context)
  const handler = options.handler?.value ?? code.handler ?? usualHandler[runtime]
  const place = options.handler?.place ?? options.runtime?.place ?? code.place
  if (!canRun(runtime, handler, code.dir, place, context)) return undefined
  return {
    name: code.name,
    runtime,
    codeDir: code.dir,
    handler,
    memoryMb: options.memoryMb ?? defaults.memoryMb,
    timeout: options.timeout ?? defaults.timeout,
    envNames: Object.keys(options.environment ?? {}),
  }
}

const usualHandler: Readonly<Record<LocalRuntime, string>> = { node: 'index.handler', bootstrap: 'bootstrap' }

function usualRuntime(code: FunctionCode, options: FunctionOptions, { files }: Context): LocalRuntime {
  if (options.handler !== undefined || handlerFileExists(code.dir, 'index', files)) return 'node'
  return files.exists(join(code.dir, 'bootstrap')) ? 'bootstrap' : 'node'
}

function canRun(
  runtime: LocalRuntime,
  handler: string,
  dir: string,
  place: Place,
  context: Context,
): boolean {
  const fault = runtime === 'node' ? nodeFault(handler, dir, context) : bootstrapFault(dir, context)
  if (fault !== undefined) context.problems.add(place, fault)
  return fault === undefined
}

function nodeFault(handler: string, dir: string, { files }: Context): string | undefined {
  const [folder, base] = [posix.dirname(handler), posix.basename(handler)]
  const dot = base.indexOf('.')
  const stem = base.slice(0, dot)
  if (dot < 1 || dot === base.length - 1)
    return `${quote(handler)} is not a handler; write file.export, such as index.handler`
  if (posix.isAbsolute(handler) || folder.split('/').includes('..')) {
    return `the handler ${quote(handler)} is outside of its folder; write one inside, such as index.handler`
  }
  if (['.mjs', '.js', '.cjs'].includes(base.slice(dot)))
    return `${quote(handler)} names a file; write its export too: ${posix.join(folder, stem)}.handler`
  if (handlerFileExists(join(dir, folder), stem, files)) return undefined
  const file = posix.join(folder, stem)
  return `the handler ${quote(handler)} is missing: there is no ${file}.mjs, ${file}.js or ${file}.cjs in ${quote(dir)}; write that file, or another handler`
}

function bootstrapFault(dir: string, { files }: Context): string | undefined {
  const path = join(dir, 'bootstrap')
  if (!files.exists(path) || files.isDirectory(path))
    return `there is no executable named bootstrap in ${quote(dir)}; put one there`
  return files.isExecutable(path) ? undefined : `${quote(path)} is not executable; run chmod +x on it`
}
