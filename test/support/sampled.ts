import type { BillOptions } from '../../lib/cost/bill.ts'
import { createPrice } from '../../lib/compare/price-sample.ts'
import { createTally, type SettingTally } from '../../lib/compare/setting-tally.ts'
import type { Block } from '../../lib/model/block.ts'
import type { Setting } from '../../lib/model/comparison-plan.ts'
import type { Sent } from '../../lib/model/observation.ts'
import type { PhasePlan } from '../../lib/model/plan.ts'
import { micros } from '../../lib/model/time.ts'
import { reportOf } from '../fixtures/invocation.ts'
import { type InMillis, sentInMillis } from './observations.ts'

/** What was measured of one setting, times in ms: Duration round by round, and that of cold starts with their INIT. */
export interface Sampled {
  readonly memoryMb?: number
  readonly warm?: readonly (readonly number[])[]
  readonly cold?: readonly { readonly duration: number; readonly init: number }[]
}

/** A block of `512 MB`, at index 0 of round 0 and warm, of which no version is known, unless it says more. */
export const blockWith = (more: Partial<Block> = {}): Block => ({
  schema: 'coldburst/block@1',
  index: 0,
  setting: '512 MB',
  start: 'warm',
  round: 0,
  ...more,
})

export const loadPhase: PhasePlan = {
  name: 'load',
  discard: false,
  load: { kind: 'closed', concurrency: 1, requests: 5, thinkTime: micros(0) },
}

/** Billed by today's rule at arm64 prices of us-east-1: 0.20 USD per million and 0.0000133334 per GB-second. */
export const arm64Bill: BillOptions = {
  region: 'us-east-1',
  architecture: 'arm64',
  rule: 'current',
  emulated: false,
}

/** An invocation that REPORT tells everything of, over 5 ms after its Duration and INIT. */
export function reported(
  { duration, init, memoryMb = 512 }: { duration: number; init?: number; memoryMb?: number },
  more: InMillis = {},
): Sent {
  const billed = Math.ceil(duration + (init ?? 0))
  const report = reportOf({ duration, billed, memoryMb, ...(init !== undefined && { init }) })
  const { markers, at = 0, ...rest } = more
  return sentInMillis({
    at,
    end: at + duration + (init ?? 0) + 5,
    ...rest,
    markers: { executedVersion: '1', report, ...markers },
  })
}

/** A tally of what was measured: each round a block, each cold start too. Without a bill nothing has a cost. */
export function tallyOf({ memoryMb = 512, warm = [], cold = [] }: Sampled, bill?: BillOptions): SettingTally {
  const tally = createTally()
  const price = bill && createPrice(bill)
  for (const [round, durations] of warm.entries()) {
    const sent = durations.map((duration) => reported({ duration, memoryMb }))
    tally.addBlock(blockWith({ round, memoryMb }), [loadPhase], sent, price)
  }
  for (const [index, start] of cold.entries()) {
    const block = blockWith({ start: 'cold', round: warm.length + index, memoryMb })
    tally.addBlock(block, [loadPhase], [reported({ ...start, memoryMb })], price)
  }
  return tally
}

export const memorySetting = (memoryMb: number): Setting => ({ name: `${memoryMb} MB`, memoryMb })

/** 20 rounds of five, around a value and never further from it than a share of it, as a function of the place. */
export const around = (value: number, share = 0.01, shift = 0): number[][] =>
  Array.from({ length: 20 }, (_, round) =>
    Array.from({ length: 5 }, (_, index) => value * (1 + share * Math.sin(7 * round + 3 * index + shift))),
  )
