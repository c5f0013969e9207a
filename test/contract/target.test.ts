import { createSystemClock } from '../../lib/engine/system-clock.ts'
import type { Clock } from '../../lib/model/clock.ts'
import { createSdkTarget } from '../../lib/targets/lambda/sdk-target.ts'
import type { Target } from '../../lib/targets/target.ts'
import { targetContract } from './target-contract.ts'

const local = { accessKeyId: 'local', secretAccessKey: 'local' }

function sdkTarget(endpoint: string, clock: Clock): Target {
  return createSdkTarget({
    function: 'hello',
    logTail: true,
    connection: { region: 'us-east-1', endpoint, credentials: local },
    maxSockets: Infinity,
    clock,
  })
}

targetContract('the Invoke API through the AWS SDK', {
  clock: () => createSystemClock(process.hrtime.bigint(), false),
  make: sdkTarget,
  withoutCredentials: (endpoint, clock) =>
    createSdkTarget({
      function: 'hello',
      logTail: true,
      connection: {
        region: 'us-east-1',
        endpoint,
        credentials: async () => {
          throw Object.assign(new Error('the token has expired'), { name: 'CredentialsProviderError' })
        },
      },
      maxSockets: Infinity,
      clock,
    }),
})
