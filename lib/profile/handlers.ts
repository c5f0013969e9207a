import { join, posix } from 'node:path'
import type { Context } from './files.ts'
import { quote } from './found.ts'

export const codeRuntimes = ['node', 'python', 'bootstrap'] as const

export type CodeRuntime = (typeof codeRuntimes)[number]

type Files = Context['files']

export const nodeExtensions = ['.mjs', '.js', '.cjs'] as const

export function handlerFileExists(dir: string, stem: string, files: Files): boolean {
  return nodeExtensions.some((extension) => files.exists(join(dir, stem + extension)))
}

/** The runtime and handler of a folder that says neither: what Lambda's own console and SAM make it. */
export function usualCode(dir: string, files: Files): { runtime: CodeRuntime; handler: string } {
  const python = usualPython.find(([module]) => files.exists(join(dir, `${module}.py`)))
  if (handlerFileExists(dir, 'index', files)) return { runtime: 'node', handler: usualHandler.node }
  if (files.exists(join(dir, 'bootstrap'))) return { runtime: 'bootstrap', handler: usualHandler.bootstrap }
  if (python !== undefined) return { runtime: 'python', handler: python.join('.') }
  return { runtime: 'node', handler: usualHandler.node }
}

const usualPython = [
  ['lambda_function', 'lambda_handler'],
  ['app', 'lambda_handler'],
] as const

/** The handler of a runtime when nothing says another. */
export const usualHandler: Readonly<Record<CodeRuntime, string>> = {
  node: 'index.handler',
  python: 'lambda_function.lambda_handler',
  bootstrap: 'bootstrap',
}

/** The function of a Python file that is meant when only the file is named. */
export function pythonFunctionIn(path: string, { files }: Context): string {
  return definesHandler(path, files) ? 'handler' : 'lambda_handler'
}

function definesHandler(path: string, files: Files): boolean {
  try {
    const text = files.readText(path)
    return /^(async )?(def )?handler\b/m.test(text) && !/^(async )?(def )?lambda_handler\b/m.test(text)
  } catch {
    // What can't be read is said when it is run.
    return false
  }
}

/** Why a handler can't be run from a folder; undefined when it can, as far as its file shows. */
export function handlerFault(
  runtime: CodeRuntime,
  handler: string,
  dir: string,
  files: Files,
): string | undefined {
  switch (runtime) {
    case 'node':
      return handlerFormFault(runtime, handler) ?? nodeFileFault(handler, dir, files)
    case 'python':
      return handlerFormFault(runtime, handler) ?? pythonFileFault(handler, dir, files)
    case 'bootstrap':
      return bootstrapFault(dir, files)
    default:
      return runtime satisfies never
  }
}

/** Why a text is no handler at all. */
export function handlerFormFault(runtime: CodeRuntime, handler: string): string | undefined {
  if (runtime === 'bootstrap') return undefined
  const example = runtime === 'node' ? 'index.handler' : 'app.lambda_handler'
  const [folder, base] = [posix.dirname(handler), posix.basename(handler)]
  const dot = base.indexOf('.')
  const extension = base.slice(dot)
  if (dot < 1 || dot === base.length - 1 || base.endsWith('.'))
    return `${quote(handler)} is not a handler; write file.export, such as ${example}`
  if (posix.isAbsolute(handler) || folder.split('/').includes('..'))
    return `the handler ${quote(handler)} is outside of its folder; write one inside, such as ${example}`
  if (['.mjs', '.js', '.cjs', '.py'].includes(extension)) {
    const usual = extension === '.py' ? 'lambda_handler' : 'handler'
    return `${quote(handler)} names a file; write its export too: ${posix.join(folder, base.slice(0, dot))}.${usual}`
  }
  return undefined
}

/** Node's runtime client takes what stands before the first dot for the file. */
function nodeFileFault(handler: string, dir: string, files: Files): string | undefined {
  const base = posix.basename(handler)
  const file = posix.join(posix.dirname(handler), base.slice(0, base.indexOf('.')))
  if (handlerFileExists(dir, file, files)) return undefined
  return `the handler ${quote(handler)} is missing: there is no ${file}.mjs, ${file}.js or ${file}.cjs in ${quote(dir)}; write that file, or another handler${templateHint(dir, files)}`
}

/** Python's takes what stands before the last one for the module, in packages by dots or slashes. */
function pythonFileFault(handler: string, dir: string, files: Files): string | undefined {
  const module = handler.slice(0, handler.lastIndexOf('.')).replaceAll('.', '/')
  if (files.exists(join(dir, `${module}.py`)) || files.exists(join(dir, module, '__init__.py')))
    return undefined
  return `the handler ${quote(handler)} is missing: there is no ${module}.py in ${quote(dir)}; write that file, or another handler${templateHint(dir, files)}`
}

function bootstrapFault(dir: string, files: Files): string | undefined {
  const path = join(dir, 'bootstrap')
  if (!files.exists(path) || files.isDirectory(path))
    return `there is no executable named bootstrap in ${quote(dir)}; put one there`
  return files.isExecutable(path) ? undefined : `${quote(path)} is not executable; run chmod +x on it`
}

/** The folder of a SAM application holds its template, and seldom a handler. */
function templateHint(dir: string, files: Files): string {
  const template = ['template.yaml', 'template.yml', 'functions.yaml'].find((name) =>
    files.exists(join(dir, name)),
  )
  return template === undefined ? '' : ` (or name ${join(dir, template)})`
}
