import { z } from 'zod'

import { reserve } from '../../functions/concurrency.ts'
import type { Operation } from '../operation.ts'
import { EMPTY, json } from '../reply.ts'
import { readDocument } from '../request-document.ts'
import { findWhole } from './found-version.ts'

const PUT_PATH = '/2017-10-31/functions/{FunctionName}/concurrency'

export const concurrencyOperations: readonly Operation[] = [
  {
    name: 'PutFunctionConcurrency',
    method: 'PUT',
    path: PUT_PATH,
    async handle(request, services) {
      const asked = await readDocument(request, schema, { operation: 'PutFunctionConcurrency' })
      const { registry, config } = services
      const { name } = findWhole(request, services).record
      const wanted = asked.ReservedConcurrentExecutions
      const all = registry.all()
      registry.change(name, ({ record }) => reserve(record, wanted, config.accountConcurrency, all))
      return json({ ReservedConcurrentExecutions: wanted })
    },
  },
  {
    name: 'GetFunctionConcurrency',
    method: 'GET',
    path: '/2019-09-30/functions/{FunctionName}/concurrency',
    async handle(request, services) {
      const { reservedConcurrency } = findWhole(request, services).record
      return json(
        reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency },
      )
    },
  },
  {
    name: 'DeleteFunctionConcurrency',
    method: 'DELETE',
    path: PUT_PATH,
    async handle(request, services) {
      const { registry, config } = services
      const { name } = findWhole(request, services).record
      registry.change(name, ({ record }) => reserve(record, undefined, config.accountConcurrency, []))
      return EMPTY
    },
  },
]

const schema = z.object({ ReservedConcurrentExecutions: z.int().min(0) })
