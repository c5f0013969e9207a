import type { Operation } from '../operation.ts'
import { accountOperations } from './account.ts'
import { aliasOperations } from './aliases.ts'
import { concurrencyOperations } from './concurrency.ts'
import { createFunctionOperations } from './create-function.ts'
import { downloadOperations } from './download-code.ts'
import { eventConfigOperations } from './event-config.ts'
import { functionUrlOperations } from './function-urls.ts'
import { functionOperations } from './functions.ts'
import { invokeOperations } from './invoke.ts'
import { invokeStreamOperations } from './invoke-stream.ts'
import { logOperations } from './logs.ts'
import { policyOperations } from './policies.ts'
import { provisionedConcurrencyOperations } from './provisioned-concurrency.ts'
import { tagOperations } from './tags.ts'
import { updateFunctionOperations } from './update-function.ts'
import { versionOperations } from './versions.ts'

/** Every operation that is here. */
export const operations: readonly Operation[] = [
  ...invokeOperations,
  ...invokeStreamOperations,
  ...functionOperations,
  ...createFunctionOperations,
  ...updateFunctionOperations,
  ...versionOperations,
  ...aliasOperations,
  ...concurrencyOperations,
  ...provisionedConcurrencyOperations,
  ...tagOperations,
  ...policyOperations,
  ...functionUrlOperations,
  ...eventConfigOperations,
  ...accountOperations,
  ...downloadOperations,
  ...logOperations,
]
