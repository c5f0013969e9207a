import { resolve } from 'node:path'
import type { LogLines } from '../../lib/engine/local-config.ts'
import { type LocalLambda, LocalLambdaError, startLocalLambda } from '../../lib/engine/local-lambda.ts'
import { UsageError } from '../../lib/model/usage-error.ts'
import { samplesFolder } from '../../lib/package-files.ts'
import { type EmulatePlan, parseEmulate } from '../../lib/profile/parse-emulate.ts'
import { fileReader } from '../../lib/store/file-reader.ts'
import { cleanLines } from '../../reports/untrusted.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { isOn, profileFlags, type RawFlags } from '../flags.ts'
import { paragraph } from '../../reports/paragraph.ts'
import { strangeFlags } from '../strange-flags.ts'
import { withProblems } from '../read-plan.ts'
import { servedSentence, servingText } from '../serving-text.ts'

/** `coldburst emulate`: serves until Ctrl-C. The first line on stdout is the endpoint alone. */
export async function emulateCommand(raw: RawFlags, context: Context): Promise<ExitCode> {
  const plan = withProblems(strangeFlags('emulate', raw), () =>
    parseEmulate({
      flags: profileFlags(raw),
      env: context.env,
      yes: isOn(raw, 'yes', context.env),
      files: fileReader,
      cwd: context.cwd,
      samples: samplesFolder,
    }),
  )
  const lambda = await start(plan, raw, context)
  let ended: Awaited<ReturnType<LocalLambda['close']>>
  try {
    await context.out.write(`${lambda.endpoint}\n`)
    await context.err.write(servingText(plan, lambda, context.err))
    await Promise.race([stopped(context), lambda.died])
  } finally {
    ended = await lambda.close()
  }
  if (ended !== undefined) await context.err.write(`${paragraph(servedSentence(ended), context.err)}\n`)
  return exitCodes.passed
}

async function start(plan: EmulatePlan, raw: RawFlags, context: Context): Promise<LocalLambda> {
  const truthLog = typeof raw['truthLog'] === 'string' ? resolve(context.cwd, raw['truthLog']) : undefined
  try {
    return await startLocalLambda({
      ...plan,
      ...(truthLog === undefined ? {} : { truthLog }),
      ...(isOn(raw, 'logs', context.env) ? { onLog: printTo(context) } : {}),
    })
  } catch (error) {
    const [where, message] = addressFault(error, plan) ?? []
    if (where === undefined || message === undefined) throw error
    throw new UsageError([{ where, message }], { cause: error })
  }
}

/** What the user can mend: where to listen. */
function addressFault(error: unknown, { host, port }: EmulatePlan): readonly [string, string] | undefined {
  if (!(error instanceof LocalLambdaError)) return undefined
  if (error.code === 'PORT_IN_USE')
    return ['--port', `${port} is in use; choose another, or leave it out for any free one`]
  if (error.code === 'PORT_NOT_ALLOWED')
    return ['--port', `${port} is not open to you; choose one from 1024 up, or leave it out for any free one`]
  if (error.code === 'URL_PORT_UNAVAILABLE')
    return ['url', `${error.message}; choose another port, or leave it out for any free one`]
  return error.message.includes('EADDRNOTAVAIL')
    ? ['--host', `${host} is no address of this machine; write one that is, or leave it out`]
    : undefined
}

/** Each line behind the name of its function. What functions print may hold anything. */
function printTo({ err }: Context): (lines: LogLines) => void {
  return ({ function: name, lines }) => {
    const text = lines.flatMap(cleanLines).map((line) => `[${name}] ${line}\n`)
    // A reader that has gone is no reason to stop serving.
    err.write(text.join('')).catch(() => undefined)
  }
}

async function stopped(context: Context): Promise<void> {
  await new Promise<void>((resolve) => {
    const release = context.onSignal(() => {
      release()
      resolve()
    })
  })
}
