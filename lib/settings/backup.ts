import type { Journal } from './journal.ts'

/**
 * The version that keeps what `$LATEST` was: values of environment variables may be secrets, which a journal must
 * not hold. Undefined where none was made, or it is not known to be.
 */
export function backupOf({ steps }: Journal): string | undefined {
  for (const step of steps) {
    if (step.kind === 'publish' && step.of === 'backup' && step.outcome?.kind === 'done') {
      return step.outcome.version
    }
  }
  return undefined
}
