import { basename, dirname, extname, join } from 'node:path'
import { nearest } from '../gates/nearest.ts'
import { nameFile, sampleFolder, sampleNames, type Context, type NamedFile } from './files.ts'
import { quote } from './found.ts'
import { type CodeRuntime, handlerFileExists, nodeExtensions, pythonFunctionIn } from './handlers.ts'
import { orList } from './numbers.ts'
import type { Place, Stated } from './problems.ts'
import { zipFault } from './zip-file.ts'

/** What `--local` names: code, or a file that lists functions. */
export type LocalCode = FunctionCode | FunctionList

/** A functions.yaml or a SAM template: which of them is known when it is read. */
export interface FunctionList {
  readonly kind: 'list'
  readonly file: NamedFile
}

export interface FunctionCode {
  readonly kind: 'code'
  readonly source: CodeSource
  /** What the function is called when nothing else says. */
  readonly name: string
  /** Said by the path itself, when it names a file or a handler. */
  readonly handler?: string
  readonly runtime?: CodeRuntime
  readonly place: Place
}

/** Absolute path of the folder that becomes LAMBDA_TASK_ROOT, or of the zip file that is unpacked into it. */
export type CodeSource = { readonly kind: 'dir' | 'zip'; readonly path: string }

/** Finds what a folder, a zip, a handler file, `path/to/index.handler`, a list of functions or a sample's name stands for. */
export function locateCode(local: Stated<string>, base: string, context: Context): LocalCode | undefined {
  const file = nameFile(local.value, base, local.place)
  if (context.files.isDirectory(file.path)) return codeIn(file.path, file)
  if (context.files.exists(file.path)) return codeOfFile(file, context)
  return codeOfHandler(file, context) ?? codeOfSample(file, context) ?? reportMissing(file, context)
}

/** Whether a path is that of a file that lists functions. */
export const isFunctionList = (path: string): boolean => /\.(ya?ml|json|template)$/.test(path)

export const sampleCode = (name: string, place: Place, context: Context): FunctionCode => ({
  kind: 'code',
  source: { kind: 'dir', path: sampleFolder(context.samples, name) },
  name,
  place,
})

function codeIn(dir: string, { place }: NamedFile): FunctionCode {
  return { kind: 'code', source: { kind: 'dir', path: dir }, name: functionNameOf(basename(dir)), place }
}

function codeOfFile(file: NamedFile, context: Context): LocalCode | undefined {
  const extension = extname(file.path)
  const stem = basename(file.path, extension)
  if (isFunctionList(file.path)) return { kind: 'list', file }
  if (extension === '.zip') return zipCode(file, functionNameOf(stem), context)
  const code = codeIn(dirname(file.path), file)
  if (basename(file.path) === 'bootstrap') return { ...code, runtime: 'bootstrap' }
  if (nodeExtensions.some((known) => known === extension))
    return { ...code, ...namedBy(stem, code), handler: `${stem}.handler`, runtime: 'node' }
  if (extension === '.py') {
    const handler = `${stem}.${pythonFunctionIn(file.path, context)}`
    return { ...code, ...namedBy(stem, code, pythonStems), handler, runtime: 'python' }
  }
  return reportStrange(file, extension, context)
}

/** The code in a zip file; undefined, and a problem, when it is none. */
export function zipCode(file: NamedFile, name: string, context: Context): FunctionCode | undefined {
  const fault = zipFault(file, context.files)
  if (fault === undefined)
    return { kind: 'code', source: { kind: 'zip', path: file.path }, name, place: file.place }
  context.problems.add(file.place, fault)
  return undefined
}

function reportStrange({ name, place }: NamedFile, extension: string, { problems }: Context): undefined {
  const write =
    'write a folder, a .zip, a .mjs, .js, .cjs or .py file, an executable named bootstrap, a functions.yaml or a SAM template'
  problems.add(place, `${quote(name)} is no function that can be run here${hintFor(extension)}; ${write}`)
}

function hintFor(extension: string): string {
  if (extension === '.ts' || extension === '.mts' || extension === '.cts')
    return ' (compile it to JavaScript first)'
  if (extension === '.jar' || extension === '.rb')
    return ' (only Node and Python handlers and executables named bootstrap are)'
  return ''
}

/** `src/index` is called after its folder, `src/orders` after itself. */
function namedBy(stem: string, code: FunctionCode, usual: readonly string[] = ['index']): { name: string } {
  return { name: usual.includes(stem) ? code.name : functionNameOf(stem) }
}

const pythonStems = ['app', 'lambda_function']

function codeOfHandler(file: NamedFile, { files }: Context): FunctionCode | undefined {
  const handler = basename(file.path)
  const dot = handler.indexOf('.')
  if (dot < 1) return undefined
  const stem = handler.slice(0, dot)
  const code = codeIn(dirname(file.path), file)
  if (handlerFileExists(dirname(file.path), stem, files))
    return { ...code, ...namedBy(stem, code), handler, runtime: 'node' }
  if (!files.exists(join(dirname(file.path), `${stem}.py`))) return undefined
  return { ...code, ...namedBy(stem, code, pythonStems), handler, runtime: 'python' }
}

function codeOfSample({ name, place }: NamedFile, context: Context): FunctionCode | undefined {
  return sampleNames.some((sample) => sample === name) ? sampleCode(name, place, context) : undefined
}

function reportMissing({ name, place }: NamedFile, { problems }: Context): undefined {
  const like = nearest(name, sampleNames)
  const write =
    like === undefined
      ? 'write a folder, a zip, a handler such as src/index.handler, a functions.yaml, a SAM template, or'
      : `did you mean "${like}"? Otherwise write a path, or`
  problems.add(
    place,
    `there is nothing at ${quote(name)}; ${write} one of the samples ${orList(sampleNames)}`,
  )
}

/** A name that Lambda would accept, made from the name of a folder or file. */
function functionNameOf(text: string): string {
  const name = text
    .replaceAll(/[^\w-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)
  return name === '' ? 'function' : name
}
