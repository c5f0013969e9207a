import { unreservedConcurrency } from '../../functions/concurrency.ts'
import type { Operation, Services } from '../operation.ts'
import { json } from '../reply.ts'

export const accountOperations: readonly Operation[] = [
  {
    name: 'GetAccountSettings',
    method: 'GET',
    path: '/2016-08-19/account-settings/',
    async handle(_, services) {
      const { registry, config } = services
      const limit = config.accountConcurrency
      return json({
        AccountLimit: {
          ...CODE_LIMITS,
          ConcurrentExecutions: limit,
          UnreservedConcurrentExecutions: unreservedConcurrency(limit, registry.all()),
        },
        AccountUsage: { TotalCodeSize: await totalCodeSize(services), FunctionCount: registry.all().length },
      })
    },
  },
]

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, 2026-11: 75 GB, 250 MB, 50 MB. */
const CODE_LIMITS = {
  TotalCodeSize: 80_530_636_800,
  CodeSizeUnzipped: 262_144_000,
  CodeSizeZipped: 52_428_800,
}

async function totalCodeSize({ registry, code }: Services): Promise<number> {
  let bytes = 0
  for (const { latest, published } of registry.all()) {
    for (const version of [latest, ...published]) bytes += (await code.factsOf(version))?.sizeBytes ?? 0
  }
  return bytes
}
