import { resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { analyse } from '../../lib/analyse.ts'
import type { OpenTarget } from '../../lib/engine/open-target.ts'
import { preflight } from '../../lib/engine/preflight.ts'
import { type FiredRun, runPlan, troublesOf } from '../../lib/engine/run-plan.ts'
import { judge } from '../../lib/gates/exit-status.ts'
import type { Plan } from '../../lib/model/plan.ts'
import { UsageError } from '../../lib/model/usage-error.ts'
import { plannedTotal } from '../../lib/shapes/planned-total.ts'
import { openRun } from '../../lib/store/run-folder.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { isOn, outputFlags, type OutputFlags, type RawFlags, runsFolder } from '../flags.ts'
import { sayWhatCostsNothing } from '../costs-nothing.ts'
import { strangeFlags } from '../strange-flags.ts'
import { type Interrupt, listenForInterrupt } from '../interrupt.ts'
import { createLiveLine, type LiveLine } from '../live/live-line.ts'
import { offerRestore } from '../offer-restore.ts'
import { type FileOutput, parseOutputs, printReport, runReports, writeOutputs } from '../outputs.ts'
import { readPlan } from '../read-plan.ts'
import { storeDocument } from '../../lib/store/store-document.ts'
import { describeTool } from '../../lib/describe-tool.ts'

/** `coldburst run [profile]`: fire, report, judge. */
export async function runCommand(raw: RawFlags, context: Context): Promise<ExitCode> {
  const flags: RunFlags = {
    ...outputFlags(raw, context.env),
    quiet: isOn(raw, 'quiet', context.env),
    yes: isOn(raw, 'yes', context.env),
  }
  const { outputs, problems } = parseOutputs(flags.out, context.cwd, runReports)
  const { plan, secrets, notes } = readPlan(raw, context, [...strangeFlags('run', raw), ...problems])
  const live = createLiveLine(context.err, {
    quiet: flags.quiet,
    planned: plannedTotal(plan),
    now: () => performance.now(),
  })
  const say = (line: string): void => {
    if (!flags.quiet) live.say(line)
  }
  notes.forEach(say)
  await offerRestore(context, { ask: false, say })
  const interrupt = listenForInterrupt(context, say)
  const fired = await runPlan({
    plan,
    secrets,
    tool: describeTool(),
    runs: resolve(context.cwd, runsFolder(raw, context.env)),
    startedAt: new Date(),
    drain: interrupt.drain,
    abort: interrupt.abort,
    beforeFiring: (target) => {
      sayWhatCostsNothing(raw, target, say)
      announce(plan, target, flags.yes, say)
    },
    onProgress: (progress) => live.show(progress),
  }).finally(() => live.clear())
  interrupt.reporting('The report is being made.')
  try {
    return await conclude(fired, { flags, outputs, interrupt, live }, context)
  } finally {
    interrupt.release()
  }
}

interface RunFlags extends OutputFlags {
  readonly quiet: boolean
  readonly yes: boolean
}

/** Says what is about to happen to a real account, and stops where the user should say so first. */
function announce(plan: Plan, target: OpenTarget, yes: boolean, say: (line: string) => void): void {
  if (!target.real) return
  const { announcement, objections } = preflight(plan, target)
  say(announcement)
  if (yes || objections.length === 0) return
  throw new UsageError(objections.map((message) => ({ where: target.facts.function, message })))
}

interface Ending {
  readonly flags: RunFlags
  readonly outputs: readonly FileOutput[]
  readonly interrupt: Interrupt
  readonly live: LiveLine
}

/** Whatever happened while firing, what was observed is reported. */
async function conclude(fired: FiredRun, ending: Ending, context: Context): Promise<ExitCode> {
  const { flags, outputs, interrupt, live } = ending
  const stored = openRun(fired.folder)
  const run = await analyse(stored)
  const unstored = [...troublesOf(fired), storeDocument(run, stored)]
  interrupt.printing()
  await printReport(run, stored, flags.json, context)
  const unwritten = await writeOutputs(run, stored, outputs)
  const troubles = [...unstored, ...unwritten].filter((trouble) => trouble !== undefined)
  for (const trouble of troubles) live.say(`coldburst: ${trouble}`)
  if (!flags.quiet) live.say(`Stored in ${fired.folder}`)
  const code = exitCodeOf(run, judge(run.verdicts, run.plan.inconclusive), interrupt.signal)
  return troubles.length > 0 && interrupt.signal === undefined ? exitCodes.invalid : code
}
