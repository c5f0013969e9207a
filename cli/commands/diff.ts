import { resolve } from 'node:path'
import { describeTool } from '../../lib/describe-tool.ts'
import { diffRuns, NotComparable } from '../../lib/diff-runs.ts'
import type { RunDiff } from '../../lib/model/diff.ts'
import { type Problem, UsageError } from '../../lib/model/usage-error.ts'
import { openPair } from '../../lib/open-pair.ts'
import { limits } from '../../lib/profile/limits.ts'
import { readCount } from '../../lib/profile/numbers.ts'
import { diffReports } from '../../reports/diff/index.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { outputFlags, type RawFlags } from '../flags.ts'
import { paragraph } from '../../reports/paragraph.ts'
import { strangeFlags } from '../strange-flags.ts'
import { parseOutputs, plain, runReports, writeFiles } from '../outputs.ts'

/** `coldburst diff <baseline> <candidate>`: what changed from one stored run to another, metric by metric. */
export async function diffCommand(raw: RawFlags, context: Context): Promise<ExitCode> {
  const flags = outputFlags(raw, context.env)
  const { outputs, problems } = parseOutputs(flags.out, context.cwd, runReports)
  const seed = readSeed(raw, context.env)
  const pair = openPair(pathOf(raw['baseline'], context), pathOf(raw['candidate'], context))
  const unfit = pair.kind === 'unfit' ? pair.problems : []
  const found = [...strangeFlags('diff', raw), ...spare(raw), ...problems, ...seed.problems, ...unfit]
  if (pair.kind === 'unfit' || found.length > 0) throw new UsageError(found)
  const options = { tool: describeTool(), seed: seed.value, force: raw['force'] === true }
  const diff = await diffRuns(pair.baseline, pair.candidate, options).catch(refuseToForce)
  for (const part of diffReports[flags.json ? 'json' : 'text'](context.out)(diff))
    await context.out.write(part)
  const unwritten = await writeFiles(outputs, (kind) => diffReports[kind](plain)(diff))
  for (const trouble of unwritten)
    await context.err.write(`${paragraph(`coldburst: ${trouble}`, context.err)}\n`)
  return unwritten.length > 0 || !bothValid(diff) ? exitCodes.invalid : exitCodes.passed
}

function refuseToForce(error: unknown): never {
  if (!(error instanceof NotComparable)) throw error
  const advice = 'Runs that differ so are not comparable; --force compares them all the same.'
  throw new UsageError(error.problems, { advice, cause: error })
}

const pathOf = (path: unknown, { cwd }: Context): string => resolve(cwd, String(path))

/** Paths beyond the second. */
function spare(raw: RawFlags): Problem[] {
  const [, ...paths] = Array.isArray(raw['_']) ? raw['_'].map(String) : []
  return paths.map((where) => ({ where, message: 'is a third run; name one baseline and one candidate' }))
}

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
