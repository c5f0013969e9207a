import { resolve } from 'node:path'
import { type LocalLambda, LocalLambdaError, startLocalLambda } from '../../lib/engine/local-lambda.ts'
import { UsageError } from '../../lib/model/usage-error.ts'
import { type EmulatePlan, parseEmulate } from '../../lib/profile/parse-emulate.ts'
import { fileReader } from '../../lib/store/file-reader.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { profileFlags, type RawFlags, strangeFlags } from '../flags.ts'
import { withProblems } from '../read-plan.ts'
import { samplesFolder } from '../../lib/package-files.ts'

/** `coldburst emulate`: serves until Ctrl-C. The first line on stdout is the endpoint alone. */
export async function emulateCommand(raw: RawFlags, context: Context): Promise<ExitCode> {
  const plan = withProblems(strangeFlags('emulate', raw), () =>
    parseEmulate({
      flags: profileFlags(raw),
      env: context.env,
      files: fileReader,
      cwd: context.cwd,
      samples: samplesFolder,
    }),
  )
  const truthLog = typeof raw['truthLog'] === 'string' ? resolve(context.cwd, raw['truthLog']) : undefined
  const lambda = await start(plan, truthLog)
  try {
    await context.out.write(`${lambda.endpoint}\n`)
    await context.err.write(describe(plan, lambda))
    await Promise.race([stopped(context), lambda.died])
    return exitCodes.passed
  } finally {
    await lambda.close()
  }
}

async function start(plan: EmulatePlan, truthLog: string | undefined): Promise<LocalLambda> {
  try {
    return await startLocalLambda({ ...plan, ...(truthLog === undefined ? {} : { truthLog }) })
  } catch (error) {
    if (!(error instanceof LocalLambdaError) || error.code !== 'PORT_IN_USE') throw error
    const message = `${plan.port} is in use; choose another, or leave it out for any free one`
    throw new UsageError([{ where: '--port', message }], { cause: error })
  }
}

function describe({ functions }: EmulatePlan, { endpoint }: LocalLambda): string {
  const names = functions.map(({ name }) => name)
  const first = names[0] ?? 'hello'
  return [
    `Serving ${names.join(', ')} on this machine only. Ctrl-C ends it.`,
    `  coldburst run --endpoint ${endpoint} --function ${first} --burst 10`,
    `  AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local \\`,
    `    aws lambda invoke --endpoint-url ${endpoint} --function-name ${first} out.json`,
    '',
  ].join('\n')
}

async function stopped(context: Context): Promise<void> {
  await new Promise<void>((resolve) => {
    const release = context.onSignal(() => {
      release()
      resolve()
    })
  })
}
