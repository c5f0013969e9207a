import type { Operation } from '../operation.ts'
import { json } from '../reply.ts'

export const accountOperations: readonly Operation[] = [
  {
    name: 'GetAccountSettings',
    method: 'GET',
    path: '/2016-08-19/account-settings/',
    async handle(_, { config }) {
      const limit = config.accountConcurrency
      return json({ AccountLimit: { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: limit } })
    },
  },
]
