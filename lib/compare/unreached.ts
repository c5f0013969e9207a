import { isSent, type Observation, type Sent } from '../model/observation.ts'
import { interruptedCode } from '../model/outcome.ts'

/**
 * What kept an invocation from its setting. `gone`: there is nothing of that name any more. `refused`: whoever invokes
 * is not let in. `unreachable`: nobody answers there.
 */
export type Obstacle = 'gone' | 'refused' | 'unreachable'

/** Why an invocation says nothing of its setting: it never got there. Undefined where it did, or may have. */
export function obstacleOf({ outcome }: Sent): Obstacle | undefined {
  if (outcome.kind === 'transport-error')
    return nobodyThere.includes(outcome.code) ? 'unreachable' : undefined
  if (outcome.kind !== 'service-error') return undefined
  if (outcome.name === 'ResourceNotFoundException') return 'gone'
  // ExpiredTokenException, UnrecognizedClientException, AccessDeniedException, …: of a function's own rights, as for
  // its KMS key, the service tells with 502 (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, 2026-11).
  return outcome.status === 401 || outcome.status === 403 ? 'refused' : undefined
}

/** No connection was made. One that broke may have been broken by what the function did. */
const nobodyThere = [
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]

/** A block of which nothing reached its setting. */
export interface Unreached {
  readonly obstacle: Obstacle
  /** What was said last, with its name. */
  readonly said: string
}

/** Undefined where one invocation at least got there, or none was sent. */
export function unreachedBlock(observations: Iterable<Observation>): Unreached | undefined {
  let unreached: Unreached | undefined
  for (const observation of observations) {
    if (!isSent(observation) || isInterrupted(observation)) continue
    const obstacle = obstacleOf(observation)
    if (obstacle === undefined) return undefined
    unreached = { obstacle, said: saidBy(observation) }
  }
  return unreached
}

/** Whether the user gave up waiting for it. */
export const isInterrupted = ({ outcome }: Sent): boolean =>
  outcome.kind === 'transport-error' && outcome.code === interruptedCode

function saidBy({ outcome }: Sent): string {
  if (outcome.kind !== 'transport-error' && outcome.kind !== 'service-error') return outcome.kind
  const name = outcome.kind === 'service-error' ? outcome.name : outcome.code
  const { message } = outcome
  return message === undefined ? name : message.includes(name) ? message : `${name}: ${message}`
}
