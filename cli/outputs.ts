import { accessSync, constants, createWriteStream, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { didYouMean } from '../lib/gates/nearest.ts'
import type { Run } from '../lib/model/run.ts'
import type { Problem } from '../lib/model/usage-error.ts'
import type { StoredRun } from '../lib/store/run-folder.ts'
import { isReportName, type ReportName, reports } from '../reports/index.ts'
import type { Context } from './context.ts'

/** A report that goes into a file. */
export interface FileOutput<K extends string = ReportName> {
  readonly kind: K
  readonly path: string
}

/** Kinds of reports of a run. */
export const runReports = Object.keys(reports).filter(isReportName)

/** Reads `--out kind=path`, and makes sure before anything is sent that the file can be written. */
export function parseOutputs<K extends string>(
  texts: readonly string[],
  cwd: string,
  kinds: readonly K[],
): { outputs: FileOutput<K>[]; problems: Problem[] } {
  const outputs: FileOutput<K>[] = []
  const problems: Problem[] = []
  for (const text of texts) {
    const cut = text.indexOf('=')
    const named = text.slice(0, Math.max(0, cut))
    const kind = kinds.find((known) => known === named)
    const path = resolve(cwd, text.slice(cut + 1))
    const twice = outputs.some((output) => output.path === path)
    const fault =
      cut === -1
        ? `"${text}" names no file`
        : (kindFault(named, kinds) ??
          fileFault(path, text.slice(cut + 1)) ??
          (twice ? `"${text.slice(cut + 1)}" is written twice` : undefined))
    if (fault === undefined && kind !== undefined) outputs.push({ kind, path })
    else problems.push({ where: '--out', message: `${fault}; write kind=path, for example md=report.md` })
  }
  return { outputs, problems }
}

function kindFault(kind: string, kinds: readonly string[]): string | undefined {
  if (kinds.includes(kind)) return undefined
  return `there is no kind "${kind}", ${didYouMean(kind, kinds)}`
}

function fileFault(path: string, named: string): string | undefined {
  if (named === '') return 'the path is empty'
  const folder = dirname(path)
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return `there is no folder for "${named}"`
  if (existsSync(path) && statSync(path).isDirectory()) return `"${named}" is a folder`
  try {
    accessSync(existsSync(path) ? path : folder, constants.W_OK)
    return undefined
  } catch {
    return `"${named}" can't be written`
  }
}

/** The report people see: text, or with `--json` the document alone, on stdout. */
export async function printReport(
  run: Run,
  stored: StoredRun,
  json: boolean,
  { out }: Pick<Context, 'out'>,
): Promise<void> {
  const report = reports[json ? 'json' : 'text'](out)
  for await (const part of report(run, stored.observations())) await out.write(part)
}

/** Writes every report that can be written, and returns a sentence for each that can't. */
export async function writeOutputs(
  run: Run,
  stored: StoredRun,
  outputs: readonly FileOutput[],
): Promise<string[]> {
  return writeFiles(outputs, (kind) => reports[kind](plain)(run, stored.observations()))
}

/** What a file is written for: no terminal of anybody's. */
export const plain = { width: 100, color: false, unicode: true }

/** Writes what `reportOf` gives for each kind into its file, and returns a sentence for each that can't be written. */
export async function writeFiles<K extends string>(
  outputs: readonly FileOutput<K>[],
  reportOf: (kind: K) => Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<string[]> {
  const unwritten: string[] = []
  for (const { kind, path } of outputs) {
    const report = Readable.from(reportOf(kind))
    const file = createWriteStream(path)
    await pipeline(report, file).catch((error: unknown) => {
      // A report that fails is a bug; only what the file system says is news for the user.
      if (!file.errored || file.errored !== error) throw error
      unwritten.push(`the ${kind} report could not be written (${file.errored.message})`)
    })
  }
  return unwritten
}
