import { defined } from '../model/defined.ts'
import type { Target } from '../targets/target.ts'
import type { Inbox } from './inbox.ts'
import type { SystemClock } from './system-clock.ts'
import type { ThreadInput } from './thread-messages.ts'

/** The target by the plan's transport. Only that one is loaded: the SDK takes a fifth of a second. */
export async function aimTarget(
  { plan, function: name, qualifier, logTail, region, endpoint, proxy, userAgent }: ThreadInput,
  credentials: Inbox['credentials'],
  clock: SystemClock,
): Promise<Target> {
  const connection = defined({ region, endpoint, credentials, proxy })
  const options = { function: name, qualifier, logTail, connection, clock }
  if (plan.firing.transport === 'lean') {
    const { createLeanTarget } = await import('../targets/lambda/lean-target.ts')
    return createLeanTarget({ ...options, userAgent })
  }
  const { createSdkTarget } = await import('../targets/lambda/sdk-target.ts')
  return createSdkTarget({ ...options, maxSockets: Infinity })
}
