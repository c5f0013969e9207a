import { existsSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

export type Handler = (event: unknown, context: unknown, callback: unknown) => unknown

/**
 * Loads `file.export` (also `dir/file.export` and `file.object.method`) from the function's folder, as
 * CommonJS or ESM. Throws Errors named as Lambda names them: Runtime.ImportModuleError and so on.
 */
export async function loadHandler(folder: string, handler: string): Promise<Handler> {
  const [, name, exported] = /^([^.]+)\.(.+)$/.exec(basename(handler)) ?? []
  if (name === undefined || exported === undefined || handler.includes('..')) {
    throw named('Runtime.MalformedHandlerName', `Bad handler: ${handler}`)
  }
  const file = findFile(resolve(folder, dirname(handler), name))
  if (file === undefined) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${name}'`)
  const module = await importFile(file)
  const found = pick(module, exported) ?? pick(module['default'], exported)
  if (found === undefined) {
    throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`)
  }
  if (typeof found !== 'function') throw named('Runtime.HandlerNotFound', `${handler} is not a function`)
  return found as Handler
}

function findFile(path: string): string | undefined {
  // The order of Lambda's own runtime: a file without an extension first.
  const paths = ['', '.js', '.mjs', '.cjs'].map((extension) => `${path}${extension}`)
  return paths.find((candidate) => existsSync(candidate) && statSync(candidate).isFile())
}

async function importFile(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>
  } catch (error) {
    throw renamed(error)
  }
}

function renamed(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error ? error.code : undefined
  if (error instanceof SyntaxError) return named('Runtime.UserCodeSyntaxError', String(error), error)
  const missing = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND'
  return missing ? named('Runtime.ImportModuleError', String(error), error) : error
}

function named(name: string, message: string, cause?: Error): Error {
  const error = new Error(message, cause === undefined ? {} : { cause })
  error.name = name
  if (cause?.stack !== undefined) error.stack = cause.stack
  return error
}

function pick(module: unknown, path: string): unknown {
  let found = module
  for (const key of path.split('.')) {
    if ((typeof found !== 'object' && typeof found !== 'function') || found === null) return undefined
    found = (found as Record<string, unknown>)[key]
  }
  return found
}
