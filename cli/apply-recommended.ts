import type { Comparison } from '../lib/model/comparison.ts'
import type { Setting } from '../lib/model/comparison-plan.ts'
import { defined } from '../lib/model/defined.ts'
import type { LambdaTarget } from '../lib/model/plan.ts'
import type { Applied } from '../lib/settings/apply.ts'
import { cleanLine } from '../reports/untrusted.ts'
import { agrees } from './agrees.ts'
import type { Context } from './context.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { paragraph } from '../reports/paragraph.ts'
import { type Saying, tellUnapplied, tellWayBack } from './tell-applied.ts'

/** What the command line says of applying, and what the comparison came to. */
export interface ApplyWishes {
  readonly yes: boolean
  readonly applyTo?: string
  /** `applyTo`, where there is no such alias yet. */
  readonly newAlias?: string | undefined
  readonly code: ExitCode
}

/** How it went; empty where there is nothing to tell of. */
export interface Applying {
  /** A sentence. */
  readonly trouble?: string
  readonly signal?: NodeJS.Signals
}

/**
 * Sets what a comparison recommends, after asking. Nothing is set where it recommends nothing or can't be believed.
 * Gives a sentence where it was meant to be set and could not be, and the signal that ended the question.
 */
export async function applyRecommended(
  comparison: Comparison,
  wishes: ApplyWishes,
  context: Pick<Context, 'err' | 'ask' | 'onSignal'>,
): Promise<Applying> {
  const say = async (line: string): Promise<void> =>
    context.err.write(`${paragraph(cleanLine(line), context.err)}\n`)
  const setting = recommended(comparison)
  const { target } = comparison.plan.base
  if (wishes.code !== exitCodes.passed || setting === undefined || target.kind !== 'lambda') {
    await say('Nothing is applied: there is no recommendation that can be relied on.')
    return {}
  }
  if (wishes.applyTo === undefined && isInForce(setting, comparison)) {
    await say(already(target, setting))
    return {}
  }
  const { agreed, signal } = wishes.yes
    ? { agreed: true }
    : await asked(questionOf(setting, comparison, wishes), context)
  if (!agreed) {
    await say('Nothing is applied.')
    return signal === undefined ? {} : { signal }
  }
  const trouble = await applyNow(target, setting, wishes, { ...context, say })
  return trouble === undefined ? {} : { trouble }
}

/** Who ends the process at the question is to be told, too, that nothing was applied. */
async function asked(
  question: string,
  context: Pick<Context, 'ask' | 'onSignal'>,
): Promise<{ readonly agreed: boolean; readonly signal?: NodeJS.Signals | undefined }> {
  const givenUp = new AbortController()
  let signal: NodeJS.Signals | undefined
  const release = context.onSignal((came) => {
    signal ??= came
    givenUp.abort()
  })
  try {
    const agreed = await agrees(context, question, givenUp.signal)
    return { agreed: agreed && signal === undefined, signal }
  } finally {
    release()
  }
}

/** To the end, whatever signals come: half of it would be a setting that nobody chose. */
async function applyNow(
  target: LambdaTarget,
  setting: Setting,
  wishes: ApplyWishes,
  { say, err, onSignal }: Saying & Pick<Context, 'onSignal'>,
): Promise<string | undefined> {
  const release = onSignal(() => {
    say(`Setting ${target.function} to ${setting.name} … this is not given up.`).catch(() => undefined)
  })
  try {
    const { says, back } = await apply(target, setting, wishes)
    for (const line of says) await say(line)
    await tellWayBack(back, err)
    // What its environment was is seen only now.
    if (says.length === 0) await say(already(target, setting))
    return undefined
  } catch (error) {
    return await tellUnapplied(error, setting, { say, err })
  } finally {
    release()
  }
}

const already = (target: LambdaTarget, setting: Setting): string =>
  `Nothing is applied: ${target.function} has ${setting.name} already.`

function recommended({ recommendation, plan }: Comparison): Setting | undefined {
  if (recommendation.kind === 'none') return undefined
  return plan.settings.find(({ name }) => name === recommendation.setting)
}

/** Of an environment it is not known here what it was. */
function isInForce({ memoryMb, architecture, environment }: Setting, { target }: Comparison): boolean {
  if (memoryMb === undefined || environment !== undefined) return false
  return memoryMb === target.memoryMb && (architecture ?? target.architecture) === target.architecture
}

function questionOf(
  setting: Setting,
  { target, plan }: Comparison,
  { applyTo, newAlias }: ApplyWishes,
): string {
  const { memoryMb } = target
  const differs = setting.memoryMb !== undefined && memoryMb !== undefined && setting.memoryMb !== memoryMb
  const set = `Set ${plan.base.target.function}${differs ? ` from ${memoryMb} MB` : ''} to ${setting.name}`
  const alias =
    newAlias === undefined ? `point the alias ${applyTo} at it` : `make the alias ${newAlias} for it`
  const published = applyTo === undefined ? '' : `, publish that as a version, and ${alias}`
  return cleanLine(`${set}${published}?`)
}

async function apply(target: LambdaTarget, setting: Setting, { applyTo }: ApplyWishes): Promise<Applied> {
  const { resolveConnection } = await import('../lib/targets/lambda/connection.ts')
  const { applySetting } = await import('../lib/settings/apply.ts')
  return applySetting({
    connection: await resolveConnection(target),
    function: target.function,
    setting,
    ...defined({ alias: applyTo, awsProfile: target.awsProfile }),
  })
}
