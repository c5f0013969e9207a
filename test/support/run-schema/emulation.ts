import { z } from 'zod'
import { count, time } from './amounts.ts'

const mechanism = z.object({
  row: z.string().describe('cpu, memory, ephemeral-storage, freeze'),
  means: z.string(),
  degraded: z.exactOptional(z.string()).describe('what is not as on Lambda because of it'),
})

const functionShare = z.object({
  name: z.string(),
  memoryMb: z.number(),
  vcpus: z.number().describe('of one environment by its memory: MB / 1,769'),
  vcpusHere: z.number().describe('the same, no more than this machine has'),
  busyAtOnce: count.describe('most environments busy at once'),
  busyTime: time.describe('µs; sum over its environments, INIT left out, as for all times here'),
  wantedTime: time.describe('µs in which it wanted a processor: used it, waited for it, or was held back'),
  cpuTime: time.describe('µs of processor time'),
  waitedTime: time.describe('µs in which it was allowed to run and no core was free'),
  askedShare: z
    .exactOptional(z.number())
    .describe('vCPUs that were due to it while it wanted one; absent where it wanted next to nothing'),
  achievedShare: z.exactOptional(z.number()).describe('vCPUs that it got of them'),
})

/** What the local Lambda told of itself. */
export const emulation = z
  .object({
    cores: z.exactOptional(count),
    mechanisms: z.array(mechanism).describe('by which means functions were held to their settings'),
    functions: z.array(functionShare),
    hostSaturated: z
      .object({ seconds: z.number(), of: z.number() })
      .describe('seconds in which environments were due more than this machine could give, of those watched'),
    ownCpuTime: time.describe('µs of processor time of the local Lambda itself'),
  })
  .describe('What the local Lambda told of itself.')
