import { describeFunction } from '../describe.ts'
import type { Operation } from '../operation.ts'
import { errorReply, json } from '../reply.ts'

export const functionOperations: readonly Operation[] = [
  {
    name: 'GetFunctionConfiguration',
    method: 'GET',
    path: '/2015-03-31/functions/{FunctionName}/configuration',
    async handle({ parameters, query }, { config, registry }) {
      const resolved = registry.resolve(parameters['FunctionName'] ?? '', query.get('Qualifier') ?? undefined)
      if (resolved.kind === 'refused') return errorReply(resolved.error)
      return json(describeFunction(resolved.target.deployment.fn, config.region))
    },
  },
]
