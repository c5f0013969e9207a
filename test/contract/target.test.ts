import { createSystemClock } from '../../lib/engine/system-clock.ts'
import { createLeanTarget } from '../../lib/targets/lambda/lean-target.ts'
import { createSdkTarget } from '../../lib/targets/lambda/sdk-target.ts'
import type { Aimed } from './aim.ts'
import { connectionContract, prewarmContract } from './connection-contract.ts'
import { targetContract } from './target-contract.ts'

const clock = () => createSystemClock(process.hrtime.bigint(), false)
const options = ({ endpoint, clock, credentials, proxy }: Aimed) => ({
  function: 'hello',
  logTail: true,
  connection: { region: 'us-east-1', endpoint, credentials, proxy },
  clock,
})

const sdk = {
  clock,
  make: (aimed: Aimed) => createSdkTarget({ ...options(aimed), maxSockets: Infinity }),
}
const lean = { clock, make: (aimed: Aimed) => createLeanTarget(options(aimed)) }

targetContract('the Invoke API through the AWS SDK', sdk)
targetContract('the Invoke API through our own client', lean)
connectionContract('the Invoke API through the AWS SDK', sdk)
connectionContract('the Invoke API through our own client', lean)
prewarmContract('the Invoke API through our own client', lean)
