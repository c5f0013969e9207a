import yargs from 'yargs'
import { LocalLambdaError } from '../lib/engine/local-lambda.ts'
import { UsageError } from '../lib/model/usage-error.ts'
import { PlaneError } from '../lib/settings/control-plane.ts'
import { commandList, purpose } from './command-list.ts'
import { commandLineProblem } from './command-line-problem.ts'
import type { Context } from './context.ts'
import { describeCompare } from './describe-compare-flags.ts'
import {
  describeDiff,
  describeEmulate,
  describeReport,
  describeRestore,
  describeRun,
  describeSelftest,
} from './describe-flags.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { RawFlags } from './flags.ts'
import { paragraph } from '../reports/paragraph.ts'
import { printProblems } from './print-problems.ts'
import { packageVersion } from '../lib/package-files.ts'
import { withWhoListens } from './who-listens.ts'
import { cleanLine, cleanLines } from '../reports/untrusted.ts'

/** Reads the command line, runs its command, and gives the exit code. */
export async function runCli(context: Context): Promise<ExitCode> {
  try {
    return await dispatch(context)
  } catch (error) {
    if (error instanceof UsageError) {
      await printProblems(error, context.err)
      return exitCodes.usage
    }
    const outside = error instanceof LocalLambdaError || error instanceof PlaneError || isWriteFailure(error)
    if (!outside) return reportBug(error, context)
    const said = cleanLine(`coldburst: ${withWhoListens(error.message)}`)
    await context.err.write(`${paragraph(said, context.err)}\n`)
    return exitCodes.invalid
  }
}

async function dispatch(context: Context): Promise<ExitCode> {
  let code: ExitCode = exitCodes.passed
  const run = (command: (raw: RawFlags) => Promise<ExitCode>) => async (raw: RawFlags) => {
    code = await command(raw)
  }
  const parser = yargs()
    .scriptName('coldburst')
    .usage(`$0 <command>\n\n${purpose}`)
    .parserConfiguration({ 'strip-aliased': true, 'strip-dashed': true })
    // Each command is loaded when it is run: --help needs none of them.
    .command(
      commandList.run.usage,
      commandList.run.says,
      describeRun,
      run(async (raw) => (await import('./commands/run.ts')).runCommand(raw, context)),
    )
    .command(
      commandList.compare.usage,
      commandList.compare.says,
      describeCompare,
      run(async (raw) => (await import('./commands/compare.ts')).compareCommand(raw, context)),
    )
    .command(
      commandList.report.usage,
      commandList.report.says,
      describeReport,
      run(async (raw) => (await import('./commands/report.ts')).reportCommand(raw, context)),
    )
    .command(
      commandList.diff.usage,
      commandList.diff.says,
      describeDiff,
      run(async (raw) => (await import('./commands/diff.ts')).diffCommand(raw, context)),
    )
    .command(
      commandList.emulate.usage,
      commandList.emulate.says,
      describeEmulate,
      run(async (raw) => (await import('./commands/emulate.ts')).emulateCommand(raw, context)),
    )
    .command(
      commandList.restore.usage,
      commandList.restore.says,
      describeRestore,
      run(async (raw) => (await import('./commands/restore.ts')).restoreCommand(raw, context)),
    )
    .command(
      commandList.selftest.usage,
      commandList.selftest.says,
      describeSelftest,
      run(async (raw) => (await import('./commands/selftest.ts')).selftestCommand(raw, context)),
    )
    .demandCommand(1, 1, 'name a command')
    .strictCommands()
    .recommendCommands()
    .version(packageVersion())
    .help()
    .wrap(Math.min(110, context.out.width))
    .exitProcess(false)
    .fail((message, error) => {
      // yargs has its own error class for some of what the user got wrong, and none for the rest.
      if (error && error.name !== 'YError') throw error
      throw new UsageError([commandLineProblem(message || error.message, context.args)])
    })
  // With a callback yargs hands over what it would print: the help or the version.
  let printed = ''
  await parser.parseAsync([...context.args], {}, (error, _, output) => {
    if (error) throw error
    printed = output
  })
  if (printed !== '') await context.out.write(`${withoutTypes(printed)}\n`)
  return code
}

/** Every value is a text to yargs, so its type column tells a reader nothing. */
const typeColumn = / *(\[(string|boolean|array)\]| \[default: false\])+/.source

const withoutTypes = (help: string): string =>
  help.replaceAll(new RegExp(`\\n${typeColumn}(?=\\n)`, 'g'), '').replaceAll(new RegExp(typeColumn, 'g'), '')

/** Standard output is a full disk, or something else that takes no more. */
const isWriteFailure = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && error.syscall === 'write'

/** Not the user's doing: keep the stack. */
async function reportBug(error: unknown, { err }: Context): Promise<ExitCode> {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  await err.write(`coldburst: internal error, please report it\n${cleanLines(stack).join('\n')}\n`)
  return exitCodes.internalError
}
