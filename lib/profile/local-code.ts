import { basename, dirname, extname, join } from 'node:path'
import { nearest } from '../gates/nearest.ts'
import { nameFile, sampleFolder, sampleNames, type Context, type NamedFile } from './files.ts'
import { quote } from './found.ts'
import { orList } from './numbers.ts'
import type { Place, Stated } from './problems.ts'

/** What `--local` names: code in a folder, or a file that lists functions. */
export type LocalCode = FunctionCode | { readonly kind: 'functions-file'; readonly file: NamedFile }

export interface FunctionCode {
  readonly kind: 'code'
  /** Absolute path of the folder that becomes LAMBDA_TASK_ROOT. */
  readonly dir: string
  /** What the function is called when nothing else says. */
  readonly name: string
  /** Said by the path itself, when it names a file or a handler. */
  readonly handler?: string
  readonly runtime?: 'node' | 'bootstrap'
  readonly place: Place
}

export const handlerExtensions = ['.mjs', '.js', '.cjs'] as const

/** Finds what a folder, a handler file, `path/to/index.handler`, a functions.yaml or a sample's name stands for. */
export function locateCode(local: Stated<string>, base: string, context: Context): LocalCode | undefined {
  const file = nameFile(local.value, base, local.place)
  if (context.files.isDirectory(file.path)) return codeIn(file.path, file)
  if (context.files.exists(file.path)) return codeOfFile(file, context)
  return codeOfHandler(file, context) ?? codeOfSample(file, context) ?? reportMissing(file, context)
}

export const sampleCode = (name: string, place: Place, context: Context): FunctionCode => ({
  kind: 'code',
  dir: sampleFolder(context.samples, name),
  name,
  place,
})

function codeIn(dir: string, { place }: NamedFile): FunctionCode {
  return { kind: 'code', dir, name: functionNameOf(basename(dir)), place }
}

function codeOfFile(file: NamedFile, { problems }: Context): LocalCode | undefined {
  const extension = extname(file.path)
  const stem = basename(file.path, extension)
  if (extension === '.yaml' || extension === '.yml') return { kind: 'functions-file', file }
  const code = codeIn(dirname(file.path), file)
  if (basename(file.path) === 'bootstrap') return { ...code, runtime: 'bootstrap' }
  if (handlerExtensions.some((known) => known === extension))
    return { ...code, ...namedBy(stem, code), handler: `${stem}.handler`, runtime: 'node' }
  const write = 'write a folder, a .mjs, .js or .cjs file, an executable named bootstrap, or a functions.yaml'
  problems.add(
    file.place,
    `${quote(file.name)} is no function that can be run here${hintFor(extension)}; ${write}`,
  )
  return undefined
}

function hintFor(extension: string): string {
  if (extension === '.ts' || extension === '.mts' || extension === '.cts')
    return ' (compile it to JavaScript first)'
  if (extension === '.zip' || extension === '.jar') return ' (unpack it first)'
  if (extension === '.py' || extension === '.rb')
    return ' (only Node handlers and executables named bootstrap are)'
  return ''
}

/** `src/index` is called after its folder, `src/orders` after itself. */
function namedBy(stem: string, code: FunctionCode): { name: string } {
  return { name: stem === 'index' ? code.name : functionNameOf(stem) }
}

function codeOfHandler(file: NamedFile, { files }: Context): FunctionCode | undefined {
  const dot = basename(file.path).indexOf('.')
  if (dot < 1) return undefined
  const stem = basename(file.path).slice(0, dot)
  if (!handlerFileExists(dirname(file.path), stem, files)) return undefined
  const code = codeIn(dirname(file.path), file)
  return { ...code, ...namedBy(stem, code), handler: basename(file.path), runtime: 'node' }
}

export function handlerFileExists(dir: string, stem: string, files: Context['files']): boolean {
  return handlerExtensions.some((extension) => files.exists(join(dir, stem + extension)))
}

function codeOfSample({ name, place }: NamedFile, context: Context): FunctionCode | undefined {
  return sampleNames.some((sample) => sample === name) ? sampleCode(name, place, context) : undefined
}

function reportMissing({ name, place }: NamedFile, { problems }: Context): undefined {
  const like = nearest(name, sampleNames)
  const write =
    like === undefined
      ? 'write a folder, a handler such as src/index.handler, a functions.yaml, or'
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
