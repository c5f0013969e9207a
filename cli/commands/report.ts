import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { analyse } from '../../lib/analyse.ts'
import { UsageError } from '../../lib/model/usage-error.ts'
import { ForeignFileError } from '../../lib/store/observation-reader.ts'
import { openRun } from '../../lib/store/run-folder.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { outputFlags, type RawFlags, strangeFlags } from '../flags.ts'
import { withProblems } from '../read-plan.ts'
import { storeDocument } from '../../lib/store/store-document.ts'
import { parseOutputs, printReport, runReports, writeOutputs } from '../outputs.ts'

/** `coldburst report <run>`: every report again from a stored run, also after a crash. */
export async function reportCommand(raw: RawFlags, context: Context): Promise<ExitCode> {
  const flags = outputFlags(raw, context.env)
  const { outputs, problems } = parseOutputs(flags.out, context.cwd, runReports)
  const folder = resolve(context.cwd, String(raw['run']))
  const stored = withProblems([...strangeFlags('report', raw), ...problems], () => openRun(folder))
  const run = await analyse(stored).catch((error: unknown) => {
    if (!(error instanceof ForeignFileError)) throw error
    throw new UsageError([{ where: folder, message: `not a run of coldburst: ${error.message}` }], {
      cause: error,
    })
  })
  // After a crash there is none; the report of a whole run leaves the stored document as it was.
  const unstored = existsSync(join(folder, 'run.json')) ? undefined : storeDocument(run, stored)
  await printReport(run, stored, flags.json, context)
  const unwritten = await writeOutputs(run, stored, outputs)
  for (const trouble of [unstored ?? [], unwritten].flat()) await context.err.write(`coldburst: ${trouble}\n`)
  return unwritten.length > 0 ? exitCodes.invalid : exitCodes.passed
}
