import type { Measure } from '../measure.ts'
import { burst } from './burst.ts'
import { compare } from './compare.ts'
import { cpuShare } from './cpu-share.ts'
import { firingMemory } from './firing-memory.ts'
import { localLambda } from './local-lambda.ts'
import { localLambdaSimulated } from './local-lambda-simulated.ts'
import { preparing } from './preparing.ts'
import { scheduleLag } from './schedule-lag.ts'
import { serviceTime } from './service-time.ts'
import { startUp } from './start-up.ts'
import { storedRun } from './stored-run.ts'
import { throughput } from './throughput.ts'

/** Every measure, in the order they run. A new one is a file and a line here. */
export const measures: Readonly<Record<string, Measure>> = {
  throughput,
  burst,
  scheduleLag,
  serviceTime,
  firingMemory,
  storedRun,
  startUp,
  preparing,
  localLambda,
  localLambdaSimulated,
  cpuShare,
  compare,
}
