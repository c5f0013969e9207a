import type { Measure } from '../measure.ts'
import { burstSkew } from './burst-skew.ts'
import { memory } from './memory.ts'
import { scheduleLag } from './schedule-lag.ts'
import { throughput } from './throughput.ts'

/** Every measure, in the order they run. A new one is a file and a line here. */
export const measures: Readonly<Record<string, Measure>> = { throughput, burstSkew, scheduleLag, memory }
