import { readThreshold } from '../../lib/gates/read-threshold.ts'
import { samplesFolder } from '../../lib/package-files.ts'
import { type ParsedPlan, parseProfileObject } from '../../lib/profile/parse-plan.ts'
import type { ProfileInput } from '../../lib/profile/schema.ts'
import { fileReader, sha256 } from '../../lib/store/file-reader.ts'
import { payload, region } from './invocation.ts'

/** What a user would fire at a function behind `endpoint`, resolved as the command line resolves it. */
export function benchPlan(
  endpoint: string,
  functionName: string,
  phase: NonNullable<ProfileInput['phases']>[number],
): ParsedPlan {
  const world = { files: fileReader, cwd: process.cwd(), samples: samplesFolder, sha256, readThreshold }
  const target = { function: functionName, endpoint, region }
  return parseProfileObject({ name: 'bench', target, payload: JSON.parse(payload), phases: [phase] }, world)
}
