import { availableParallelism } from 'node:os'
import { readThreshold } from '../lib/gates/read-threshold.ts'
import type { Problem } from '../lib/model/usage-error.ts'
import { samplesFolder } from '../lib/package-files.ts'
import { type ParsedComparison, parseComparison } from '../lib/profile/parse-comparison.ts'
import { fileReader, sha256 } from '../lib/store/file-reader.ts'
import type { Context } from './context.ts'
import { compareSwitches, profileFlags, type RawFlags } from './flags.ts'
import { withProblems } from './read-plan.ts'

/** What a command line compares. Throws UsageError with its problems and those found before. */
export function readComparison(
  raw: RawFlags,
  context: Pick<Context, 'env' | 'cwd' | 'canAsk'>,
  found: readonly Problem[],
): ParsedComparison {
  const { profile } = raw
  const { apply, applyTo, yes, dryRun } = compareSwitches(raw, context.env)
  const where = raw['apply'] === true ? '--apply' : '--apply-to'
  return withProblems(found, () =>
    parseComparison({
      flags: profileFlags(raw),
      env: context.env,
      profile: typeof profile === 'string' ? profile : undefined,
      // An alias without a name is told by itself.
      apply:
        apply && applyTo !== ''
          ? { where, alias: applyTo, canAsk: yes || dryRun || context.canAsk }
          : undefined,
      files: fileReader,
      cwd: context.cwd,
      samples: samplesFolder,
      cpus: availableParallelism(),
      sha256,
      readThreshold,
    }),
  )
}
