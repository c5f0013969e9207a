import { resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { analyseComparison } from '../../lib/analyse-comparison.ts'
import { describeTool } from '../../lib/describe-tool.ts'
import { preflightComparison } from '../../lib/engine/comparison-preflight.ts'
import type { StageWishes } from '../../lib/engine/comparison-stage.ts'
import type { OpenTarget } from '../../lib/engine/open-target.ts'
import { rehearseComparison } from '../../lib/engine/rehearse-comparison.ts'
import { type FiredComparison, runComparison } from '../../lib/engine/run-comparison.ts'
import type { PutBack } from '../../lib/model/comparison.ts'
import type { Secrets } from '../../lib/model/plan.ts'
import { UsageError } from '../../lib/model/usage-error.ts'
import { journalsFolder } from '../../lib/settings/journals.ts'
import type { Rehearsal } from '../../lib/settings/rehearse.ts'
import { openComparison } from '../../lib/store/comparison-folder.ts'
import { storeComparison } from '../../lib/store/store-comparison.ts'
import type { ComparisonReportName } from '../../reports/comparison/index.ts'
import { printDocument } from '../../reports/json.ts'
import { cleanLine } from '../../reports/untrusted.ts'
import { applyRecommended } from '../apply-recommended.ts'
import { comparisonKinds, printComparison, writeComparisonOutputs } from '../comparison-outputs.ts'
import type { Context } from '../context.ts'
import { dryRunText } from '../dry-run-text.ts'
import { type ExitCode, exitCodeOfComparison, exitCodeOfSignal, exitCodes } from '../exit-codes.ts'
import {
  type CompareSwitches,
  compareSwitches,
  outputFlags,
  type OutputFlags,
  type RawFlags,
  runsFolder,
} from '../flags.ts'
import { sayWhatCostsNothing } from '../costs-nothing.ts'
import { strangeFlags } from '../strange-flags.ts'
import { type Interrupt, listenForInterrupt } from '../interrupt.ts'
import { type ComparisonLine, createComparisonLine } from '../live/comparison-line.ts'
import { nothingFiredLines } from '../nothing-fired.ts'
import { offerRestore } from '../offer-restore.ts'
import { type FileOutput, parseOutputs } from '../outputs.ts'
import { readComparison } from '../read-comparison.ts'

/** `coldburst compare [profile]`: the same load over several settings, and which of them to choose. */
export async function compareCommand(raw: RawFlags, context: Context): Promise<ExitCode> {
  const flags = { ...outputFlags(raw, context.env), ...compareSwitches(raw, context.env) }
  const { outputs, problems } = parseOutputs(flags.out, context.cwd, comparisonKinds)
  const found = [...strangeFlags('compare', raw), ...problems]
  const { plan, secrets, notes } = readComparison(raw, context, found)
  const now = (): number => performance.now()
  const live = createComparisonLine(context.err, { quiet: flags.quiet, plan, now })
  const say = (line: string): void => {
    // Some of it quotes what the service said.
    if (!flags.quiet) live.say(cleanLine(line))
  }
  notes.forEach(say)
  await offerRestore(context, { ask: !flags.yes && !flags.dryRun, say })
  const interrupt = listenForInterrupt(context, say, words)
  const { drain, abort } = interrupt
  const applyTo = flags.apply ? flags.applyTo : undefined
  const [startedAt, journals] = [new Date(), journalsFolder(context.env)]
  const wishes = { plan, secrets, startedAt, applyTo, journals, say, drain }
  if (flags.dryRun) return dryRun({ ...wishes, applies: flags.apply }, flags, interrupt, context)
  const fired = await runComparison({
    ...wishes,
    tool: describeTool(),
    runs: resolve(context.cwd, runsFolder(raw, context.env)),
    abort,
    beforeFiring: async (target, rehearse) => {
      sayWhatCostsNothing(raw, target, say)
      await announce(wishes, target, rehearse, flags.yes)
    },
    onProgress: (progress) => live.show(progress),
  }).finally(() => live.clear())
  interrupt.reporting(isPutBack(fired.state.putBack) ? words.putBack : words.reporting)
  try {
    return await conclude(fired, { flags, outputs, interrupt, live }, context)
  } finally {
    interrupt.release()
  }
}

const isPutBack = ({ kind }: PutBack): boolean => kind === 'put-back' || kind === 'nothing-changed'

const words = {
  first:
    'Stopping: waiting for what is in flight, then putting everything back.\nPress Ctrl-C again to give up what is in flight.',
  second: 'Giving up what is in flight, then putting everything back …',
  further: 'Putting back … this is not given up; should it be killed, coldburst restore does the rest.',
  putBack: 'Everything is put back; the report is being made.',
  reporting: 'The report is being made.',
}

type Wishes = StageWishes & { readonly secrets: Secrets }

async function dryRun(
  wishes: Wishes,
  { json }: OutputFlags,
  interrupt: Interrupt,
  { out }: Context,
): Promise<ExitCode> {
  const rehearsed = await rehearseComparison(wishes)
  interrupt.release()
  if (rehearsed === undefined) return exitCodeOfSignal(interrupt.signal ?? 'SIGINT')
  const { plan } = wishes
  const text = json ? printDocument({ plan, ...rehearsed }) : dryRunText(rehearsed, plan, out)
  await out.write(text)
  return interrupt.signal === undefined ? exitCodes.passed : exitCodeOfSignal(interrupt.signal)
}

/** Says what is about to happen to a real account, and stops where the user should say so first. */
async function announce(
  { plan, say }: Wishes,
  target: OpenTarget,
  rehearse: () => Promise<Rehearsal>,
  yes: boolean,
): Promise<void> {
  if (!target.real) return
  const { announcement, objections } = preflightComparison(plan, target, await rehearse())
  say(announcement)
  if (yes || objections.length === 0) return
  throw new UsageError(objections.map((message) => ({ where: target.facts.function, message })))
}

interface Ending {
  readonly flags: OutputFlags & CompareSwitches
  readonly outputs: readonly FileOutput<ComparisonReportName>[]
  readonly interrupt: Interrupt
  readonly live: ComparisonLine
}

/** Whatever happened while firing, what was measured is reported. */
async function conclude(
  { folder, state, newAlias }: FiredComparison,
  { flags, outputs, interrupt, live }: Ending,
  context: Context,
): Promise<ExitCode> {
  if (folder === undefined) {
    for (const line of nothingFiredLines(state)) live.say(`coldburst: ${line}`)
    const isLeft = state.putBack.kind === 'left'
    return interrupt.signal === undefined || isLeft ? exitCodes.invalid : exitCodeOfSignal(interrupt.signal)
  }
  const comparison = await analyseComparison(openComparison(folder))
  const unstored = storeComparison(comparison, folder)
  interrupt.printing()
  await printComparison(comparison, flags.json, context)
  const unwritten = await writeComparisonOutputs(comparison, outputs)
  const troubles = [...(unstored === undefined ? [] : [unstored]), ...unwritten]
  for (const trouble of troubles) live.say(`coldburst: ${trouble}`)
  if (!flags.quiet) live.say(`Stored in ${folder}`)
  interrupt.release()
  const code = exitCodeOfComparison(comparison, interrupt.signal)
  if (flags.apply && interrupt.signal === undefined) {
    const { trouble, signal } = await applyRecommended(comparison, { ...flags, code, newAlias }, context)
    if (signal !== undefined) return exitCodeOfSignal(signal)
    if (trouble !== undefined) troubles.push(trouble)
  }
  return troubles.length > 0 && interrupt.signal === undefined ? exitCodes.invalid : code
}
