import { readThreshold } from '../../lib/gates/read-threshold.ts'
import type { FiringPlan } from '../../lib/model/plan.ts'
import { samplesFolder } from '../../lib/package-files.ts'
import { type ParsedPlan, parseProfileObject } from '../../lib/profile/parse-plan.ts'
import type { ProfileInput } from '../../lib/profile/schema.ts'
import { fileReader, sha256 } from '../../lib/store/file-reader.ts'
import { payload, region } from './invocation.ts'

export type Phase = NonNullable<ProfileInput['phases']>[number]
export type Transport = FiringPlan['transport']

/** What a user would fire at a function behind `endpoint`, resolved as the command line resolves it. */
export function benchPlan(
  endpoint: string,
  functionName: string,
  phase: Phase,
  transport: Transport = 'lean',
): ParsedPlan {
  const world = { files: fileReader, cwd: process.cwd(), samples: samplesFolder, sha256, readThreshold }
  const profile: ProfileInput = {
    name: 'bench',
    target: { function: functionName, endpoint, region },
    payload: JSON.parse(payload),
    firing: { transport },
    phases: [phase],
  }
  return parseProfileObject(profile, world)
}
