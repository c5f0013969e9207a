import type { Setting } from '../lib/model/comparison-plan.ts'
import { UsageError } from '../lib/model/usage-error.ts'
import { PlaneError } from '../lib/settings/control-plane.ts'
import { cleanLine } from '../reports/untrusted.ts'
import type { Context } from './context.ts'

/** Where it is told; `say` for sentences. */
export interface Saying extends Pick<Context, 'err'> {
  readonly say: (line: string) => Promise<void>
}

/** Why it could not be set, which is said, with what was done of it and the way back. */
export async function tellUnapplied(
  error: unknown,
  { name }: Setting,
  { say, err }: Saying,
): Promise<string> {
  const { HalfApplied } = await import('../lib/settings/apply-record.ts')
  const isHalf = error instanceof HalfApplied
  if (!(isHalf || error instanceof UsageError || error instanceof PlaneError)) throw error
  const why = `${name} could not be applied${isHalf ? ' in full' : ''} (${error.message})`
  const { says, back } = isHalf ? error.done : { says: [], back: [] }
  for (const line of [...says, `coldburst: ${why}`]) await say(line)
  await tellWayBack(back, err)
  return why
}

/** Each command on a line of its own that is never broken, with nothing before it: so all can be copied at once. */
export async function tellWayBack(commands: readonly string[], err: Context['err']): Promise<void> {
  if (commands.length === 0) return
  const order = commands.length === 1 ? '' : ', in this order'
  await err.write([`To go back${order}:`, ...commands.map(cleanLine), ''].join('\n'))
}
