import type { Operation } from '../operation.ts'
import { logEventOperations } from './log-events.ts'
import { logGroupOperations } from './log-groups.ts'

/** CloudWatch Logs, as far as functions' logs need it, on Lambda's own endpoint. */
export const logOperations: readonly Operation[] = [...logEventOperations, ...logGroupOperations]
