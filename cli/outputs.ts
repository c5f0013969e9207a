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
export interface FileOutput {
  readonly kind: ReportName
  readonly path: string
}

/** Reads `--out kind=path`, and makes sure before anything is sent that the file can be written. */
export function parseOutputs(
  texts: readonly string[],
  cwd: string,
): { outputs: FileOutput[]; problems: Problem[] } {
  const outputs: FileOutput[] = []
  const problems: Problem[] = []
  for (const text of texts) {
    const cut = text.indexOf('=')
    const kind = text.slice(0, Math.max(0, cut))
    const path = resolve(cwd, text.slice(cut + 1))
    const twice = outputs.some((output) => output.path === path)
    const fault =
      cut === -1
        ? `"${text}" names no file`
        : (kindFault(kind) ??
          fileFault(path, text.slice(cut + 1)) ??
          (twice ? `"${text.slice(cut + 1)}" is written twice` : undefined))
    if (fault === undefined && isReportName(kind)) outputs.push({ kind, path })
    else problems.push({ where: '--out', message: `${fault}; write kind=path, for example md=report.md` })
  }
  return { outputs, problems }
}

function kindFault(kind: string): string | undefined {
  if (isReportName(kind)) return undefined
  return `there is no kind "${kind}", ${didYouMean(kind, Object.keys(reports))}`
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
  const plain = { width: 100, color: false, unicode: true }
  const unwritten: string[] = []
  for (const { kind, path } of outputs) {
    const report = Readable.from(reports[kind](plain)(run, stored.observations()))
    const file = createWriteStream(path)
    await pipeline(report, file).catch((error: unknown) => {
      // A report that fails is a bug; only what the file system says is news for the user.
      if (!file.errored || file.errored !== error) throw error
      unwritten.push(`the ${kind} report could not be written (${file.errored.message})`)
    })
  }
  return unwritten
}
