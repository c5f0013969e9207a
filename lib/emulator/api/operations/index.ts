import type { Operation } from '../operation.ts'
import { accountOperations } from './account.ts'
import { functionOperations } from './functions.ts'
import { invokeOperations } from './invoke.ts'

/** Every operation that is here. */
export const operations: readonly Operation[] = [
  ...invokeOperations,
  ...functionOperations,
  ...accountOperations,
]
