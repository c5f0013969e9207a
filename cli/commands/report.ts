import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { analyse } from '../../lib/analyse.ts'
import { analyseComparison } from '../../lib/analyse-comparison.ts'
import { isComparison, openComparison } from '../../lib/store/comparison-folder.ts'
import { refuseForeign } from '../../lib/store/foreign-file.ts'
import { openRun } from '../../lib/store/run-folder.ts'
import { storeComparison } from '../../lib/store/store-comparison.ts'
import { comparisonKinds, printComparison, writeComparisonOutputs } from '../comparison-outputs.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { outputFlags, type OutputFlags, type RawFlags } from '../flags.ts'
import { paragraph } from '../../reports/paragraph.ts'
import { strangeFlags } from '../strange-flags.ts'
import { withProblems } from '../read-plan.ts'
import { storeDocument } from '../../lib/store/store-document.ts'
import { parseOutputs, printReport, runReports, writeOutputs } from '../outputs.ts'

/** `coldburst report <run>`: every report again from a stored run or comparison, also after a crash. */
export async function reportCommand(raw: RawFlags, context: Context): Promise<ExitCode> {
  const folder = resolve(context.cwd, String(raw['run']))
  const asked = { raw, folder, flags: outputFlags(raw, context.env) }
  return isComparison(folder) ? reportComparison(asked, context) : reportRun(asked, context)
}

interface Asked {
  readonly raw: RawFlags
  readonly folder: string
  readonly flags: OutputFlags
}

async function reportRun({ raw, folder, flags }: Asked, context: Context): Promise<ExitCode> {
  const { outputs, problems } = parseOutputs(flags.out, context.cwd, runReports)
  const stored = withProblems([...strangeFlags('report', raw), ...problems], () => openRun(folder))
  const run = await analyse(stored).catch((error: unknown) => refuseForeign(folder, 'run', error))
  // After a crash there is none; the report of a whole run leaves the stored document as it was.
  const unstored = existsSync(join(folder, 'run.json')) ? undefined : storeDocument(run, stored)
  await printReport(run, stored, flags.json, context)
  return conclude(unstored, await writeOutputs(run, stored, outputs), context)
}

async function reportComparison({ raw, folder, flags }: Asked, context: Context): Promise<ExitCode> {
  const { outputs, problems } = parseOutputs(flags.out, context.cwd, comparisonKinds)
  const stored = withProblems([...strangeFlags('report', raw), ...problems], () => openComparison(folder))
  const comparison = await analyseComparison(stored).catch((error: unknown) =>
    refuseForeign(folder, 'comparison', error),
  )
  const unstored = existsSync(join(folder, 'comparison.json'))
    ? undefined
    : storeComparison(comparison, folder)
  await printComparison(comparison, flags.json, context)
  return conclude(unstored, await writeComparisonOutputs(comparison, outputs), context)
}

async function conclude(
  unstored: string | undefined,
  unwritten: readonly string[],
  { err }: Context,
): Promise<ExitCode> {
  for (const trouble of [unstored ?? [], unwritten].flat())
    await err.write(`${paragraph(`coldburst: ${trouble}`, err)}\n`)
  return unwritten.length > 0 ? exitCodes.invalid : exitCodes.passed
}
