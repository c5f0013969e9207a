import { resolve } from 'node:path'
import { describeTool } from '../../lib/describe-tool.ts'
import { diffRuns } from '../../lib/diff-runs.ts'
import type { RunDiff } from '../../lib/model/diff.ts'
import { type Problem, UsageError } from '../../lib/model/usage-error.ts'
import { limits } from '../../lib/profile/limits.ts'
import { readCount } from '../../lib/profile/numbers.ts'
import { isComparison } from '../../lib/store/comparison-folder.ts'
import { ForeignFileError } from '../../lib/store/observation-reader.ts'
import { openRun, type StoredRun } from '../../lib/store/run-folder.ts'
import { diffReports } from '../../reports/diff/index.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { outputFlags, type RawFlags } from '../flags.ts'
import { strangeFlags } from '../strange-flags.ts'
import { parseOutputs, plain, runReports, writeFiles } from '../outputs.ts'

/** `coldburst diff <baseline> <candidate>`: what changed from one stored run to another, metric by metric. */
export async function diffCommand(raw: RawFlags, context: Context): Promise<ExitCode> {
  const flags = outputFlags(raw, context.env)
  const { outputs, problems } = parseOutputs(flags.out, context.cwd, runReports)
  const seed = readSeed(raw, context.env)
  const sides = [raw['baseline'], raw['candidate']].map((path) => open(resolve(context.cwd, String(path))))
  const found = [...strangeFlags('diff', raw), ...spare(raw), ...problems, ...seed.problems]
  const faults = [...found, ...sides.flatMap((side) => ('problems' in side ? side.problems : []))]
  const [baseline, candidate] = sides
  if (!isRun(baseline) || !isRun(candidate) || faults.length > 0) throw new UsageError(unique(faults))
  const options = { tool: describeTool(), seed: seed.value, force: raw['force'] === true }
  const diff = await diffRuns(baseline, candidate, options).catch((error: unknown) => {
    if (!(error instanceof ForeignFileError)) throw error
    throw new UsageError([{ where: 'observations', message: error.message }], { cause: error })
  })
  for (const part of diffReports[flags.json ? 'json' : 'text'](context.out)(diff))
    await context.out.write(part)
  const unwritten = await writeFiles(outputs, (kind) => diffReports[kind](plain)(diff))
  for (const trouble of unwritten) await context.err.write(`coldburst: ${trouble}\n`)
  return unwritten.length > 0 || !bothValid(diff) ? exitCodes.invalid : exitCodes.passed
}

/** Paths beyond the second. */
function spare(raw: RawFlags): Problem[] {
  const [, ...paths] = Array.isArray(raw['_']) ? raw['_'].map(String) : []
  return paths.map((where) => ({ where, message: 'is a third run; name one baseline and one candidate' }))
}

type Opened = StoredRun | { readonly problems: readonly Problem[] }

function open(folder: string): Opened {
  if (isComparison(folder)) {
    const message = 'is a comparison of settings, not a run; name one of the runs in its blocks/'
    return { problems: [{ where: folder, message }] }
  }
  try {
    return openRun(folder)
  } catch (error) {
    if (error instanceof UsageError) return { problems: error.problems }
    throw error
  }
}

const isRun = (opened: Opened | undefined): opened is StoredRun => opened !== undefined && 'plan' in opened

/** One folder may be named twice. */
const unique = (problems: readonly Problem[]): Problem[] =>
  problems.filter(
    ({ where, message }, index) =>
      problems.findIndex((other) => other.where === where && other.message === message) === index,
  )

/** Of the resampling. */
function readSeed(raw: RawFlags, env: Context['env']): { value: number; problems: readonly Problem[] } {
  const flag = raw['seed']
  const where = flag === undefined ? 'COLDBURST_SEED' : '--seed'
  const wrong = (message: string) => ({ value: 1, problems: [{ where, message }] })
  if (Array.isArray(flag)) return wrong('is given twice; keep one of them')
  const text = typeof flag === 'string' ? flag : env['COLDBURST_SEED'] || '1'
  const reading = readCount(0, limits.seed)(text)
  return reading.kind === 'read' ? { value: reading.value, problems: [] } : wrong(reading.message)
}

const bothValid = ({ baseline, candidate }: RunDiff): boolean =>
  baseline.validity.valid && candidate.validity.valid
