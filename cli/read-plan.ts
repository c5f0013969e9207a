import { readThreshold } from '../lib/gates/read-threshold.ts'
import { type Problem, UsageError } from '../lib/model/usage-error.ts'
import { type ParsedPlan, parsePlan } from '../lib/profile/parse-plan.ts'
import { fileReader, sha256 } from '../lib/store/file-reader.ts'
import type { Context } from './context.ts'
import { profileFlags, type RawFlags } from './flags.ts'
import { samplesFolder } from '../lib/package-files.ts'

/** The plan of a command line. Throws UsageError with its problems and those found before. */
export function readPlan(raw: RawFlags, context: Context, found: readonly Problem[]): ParsedPlan {
  const profile = raw['profile']
  return withProblems(found, () =>
    parsePlan({
      flags: profileFlags(raw),
      env: context.env,
      profile: typeof profile === 'string' ? profile : undefined,
      files: fileReader,
      cwd: context.cwd,
      samples: samplesFolder,
      sha256,
      readThreshold,
    }),
  )
}

/** Runs `work`; when it, or what came before it, has problems, throws all of them together. */
export function withProblems<T>(found: readonly Problem[], work: () => T): T {
  const result = attempt(work)
  if (result instanceof UsageError) throw new UsageError([...found, ...result.problems], { cause: result })
  if (found.length > 0) throw new UsageError(found)
  return result
}

function attempt<T>(work: () => T): T | UsageError {
  try {
    return work()
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
}
