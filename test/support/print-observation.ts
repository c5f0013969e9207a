import type { Observation } from '../../lib/model/observation.ts'
import { LineBytes } from '../../lib/store/line-bytes.ts'
import { writeObservation } from '../../lib/store/observation-line.ts'

/** The line of an observation as it is stored, with its line feed. */
export function printObservation(observation: Observation): string {
  const line = new LineBytes(0)
  writeObservation(line, observation)
  return line.gathered().toString()
}
