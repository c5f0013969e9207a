import type { Check } from '../check.ts'
import { arrivalSpacing } from './arrival-spacing.ts'
import { constantDelay, longConstantDelay } from './constant-delay.ts'
import { failures } from './failures.ts'
import { flagsAndClocks } from './flags-and-clocks.ts'
import { generatorPause } from './generator-pause.ts'
import { lockedServer, noDoubleCorrection } from './locked-server.ts'
import { mixture } from './mixture.ts'
import { rateAccuracy } from './rate-accuracy.ts'
import { saturatedGenerator } from './saturated-generator.ts'
import { rareStall, serverStall } from './server-stall.ts'
import { sharding } from './sharding.ts'
import { whatTheClockCovers } from './what-the-clock-covers.ts'

/** In the order they are run. */
export const checks: readonly Check[] = [
  rareStall,
  lockedServer,
  serverStall,
  constantDelay,
  generatorPause,
  noDoubleCorrection,
  saturatedGenerator,
  mixture,
  arrivalSpacing,
  rateAccuracy,
  sharding,
  flagsAndClocks,
  longConstantDelay,
  whatTheClockCovers,
  failures,
]
