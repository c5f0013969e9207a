import { type ControlPlane, PlaneError } from './control-plane.ts'
import type { Journal, Was } from './journal.ts'
import type { Original } from './latest.ts'
import { isMissing } from './refusals.ts'

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

/** What it keeps, as far as the settings change it. Rejects with PlaneError where it can't be read any more. */
export async function readOriginal(
  plane: ControlPlane,
  backup: string | undefined,
  { varies }: Was,
): Promise<Original> {
  if (backup === undefined) return {}
  try {
    return {
      ...(varies.environment ? { variables: await readVariables(plane, backup) } : {}),
      ...(varies.architecture ? { zip: await plane.zip(backup) } : {}),
    }
  } catch (error) {
    if (!(error instanceof PlaneError) || !isMissing(error)) throw error
    // Not the function is missing, which would leave nothing to put back.
    const says = `version ${backup}, which kept what was, has been deleted`
    throw new PlaneError(error.operation, 'BackupMissing', 410, says, error)
  }
}

async function readVariables(plane: ControlPlane, backup: string) {
  const { environment } = await plane.configuration(backup)
  if (environment.kind === 'known') return environment.variables
  const says = `the environment of version ${backup} can't be read: ${environment.why}`
  throw new PlaneError('GetFunctionConfiguration', 'EnvironmentUnreadable', 403, says)
}
