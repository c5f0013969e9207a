// Does a fixed amount of work: the same number of rounds of SHA-512 over 64 KB in every call, about 150 ms of
// processor time at one vCPU. Fields of the event, all optional:
//   {"rounds": 1700}  another amount
//   {"holdMs": 300}  keeps the environment busy that long after the work, without using the processor

import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { withProbe } from 'coldburst/probe'

const block = Buffer.alloc(64 * 1024, 'coldburst')

export const handler = withProbe(async (event) => {
  const { rounds = 1700, holdMs = 0 } = event ?? {}
  // Each round hashes what the one before found, so that none can be left out.
  let digest = Buffer.alloc(0)
  for (let round = 0; round < rounds; round++) {
    digest = createHash('sha512').update(digest).update(block).digest()
  }
  if (holdMs > 0) await sleep(holdMs)
  return { rounds, digest: digest.toString('hex') }
})
