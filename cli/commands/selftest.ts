import { fileURLToPath } from 'node:url'
import { createLogUpdate } from 'log-update'
import { didYouMean } from '../../lib/gates/nearest.ts'
import type { Selftest } from '../../lib/model/selftest.ts'
import { type Problem, UsageError } from '../../lib/model/usage-error.ts'
import { isOff } from '../../lib/selftest/rows.ts'
import { runSelftest, selftestIds, type SelftestStep } from '../../lib/selftest/run-selftest.ts'
import { printDocument } from '../../reports/json.ts'
import { selftestReport } from '../../reports/selftest.ts'
import type { Context, Output } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { isOn, type RawFlags } from '../flags.ts'
import { strangeFlags } from '../strange-flags.ts'
import { listenForInterrupt } from '../interrupt.ts'

/** `coldburst selftest`: what theory says, what was measured, and whether they agree. */
export async function selftestCommand(raw: RawFlags, context: Context): Promise<ExitCode> {
  const { only, problems } = chosen(raw['only'])
  const found = [...strangeFlags('selftest', raw), ...problems]
  if (found.length > 0) throw new UsageError(found)
  const quiet = isOn(raw, 'quiet', context.env)
  const progress = createProgress(context.err, quiet)
  const interrupt = listenForInterrupt(context, () => progress.say('Stopping: what is done so far follows.'))
  const cli = fileURLToPath(new URL('../main.js', import.meta.url))
  const selftest = await runSelftest({
    ...(only === undefined ? {} : { only }),
    cli,
    signal: interrupt.drain,
    onProgress: progress.show,
  }).finally(() => progress.clear())
  interrupt.release()
  await print(selftest, isOn(raw, 'json', context.env), context)
  return exitCodeOf(selftest, interrupt.signal)
}

/** Names of checks, in whatever case. */
function chosen(value: unknown): { only?: readonly string[]; problems: readonly Problem[] } {
  if (value === undefined) return { problems: [] }
  const known = new Map(selftestIds.map((id) => [id.toLowerCase(), id]))
  const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string')
  const names = texts.flatMap((text) => text.split(',').map((name) => name.trim()))
  const strange = names.filter((name) => !known.has(name.toLowerCase()))
  const problems = strange.map((name) => ({
    where: '--only',
    message:
      name === ''
        ? `names no check; write some of ${selftestIds.join(', ')}`
        : `there is no check ${name}; ${didYouMean(name, selftestIds)}`,
  }))
  return { only: names.flatMap((name) => known.get(name.toLowerCase()) ?? []), problems }
}

interface SelftestProgress {
  readonly show: (step: SelftestStep) => void
  say(line: string): void
  clear(): void
}

/** One line on a terminal, one line for each check elsewhere. */
function createProgress(output: Output, quiet: boolean): SelftestProgress {
  const say = (line: string): void => void output.write(`${line}\n`)
  const nothing = (): void => undefined
  if (quiet) return { show: nothing, say: nothing, clear: nothing }
  if (!output.isTerminal) return { show: (step) => say(lineOf(step)), say, clear: nothing }
  const draw = createLogUpdate(output.stream, { showCursor: true })
  const clear = (): void => draw.clear()
  return {
    show: (step) => draw(lineOf(step)),
    say(line) {
      clear()
      say(line)
    },
    clear,
  }
}

const lineOf = ({ index, of, id, title, again }: SelftestStep): string =>
  `${index} of ${of}  ${id}  ${title}${again ? ' (again)' : ''}`

async function print(selftest: Selftest, json: boolean, { out }: Context): Promise<void> {
  await out.write(json ? printDocument(selftest) : selftestReport(selftest, out))
}

/** An answer that is off makes this tool's numbers as little to be believed as an invalid run's. */
function exitCodeOf(selftest: Selftest, signal: NodeJS.Signals | undefined): ExitCode {
  if (signal !== undefined) return signal === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted
  return isOff(selftest.checks) ? exitCodes.invalid : exitCodes.passed
}
