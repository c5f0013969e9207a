import { type ControlPlane, PlaneError } from './control-plane.ts'
import type { Was } from './journal.ts'
import type { Original } from './latest.ts'
import { isMissing } from './refusals.ts'

/** The version that keeps what was is no longer there. */
export class BackupMissing extends PlaneError {
  constructor(backup: string, cause: PlaneError) {
    super(
      cause.operation,
      'BackupMissing',
      410,
      `version ${backup}, which kept what was, has been deleted`,
      cause,
    )
    this.name = 'BackupMissing'
  }
}

/** What it keeps, as far as the settings change it. Rejects with BackupMissing, or with another PlaneError where it can't be read. */
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
    throw new BackupMissing(backup, error)
  }
}

async function readVariables(plane: ControlPlane, backup: string) {
  const { environment } = await plane.configuration(backup)
  if (environment.kind === 'known') return environment.variables
  const says = `the environment of version ${backup} can't be read: ${environment.why}`
  throw new PlaneError('GetFunctionConfiguration', 'EnvironmentUnreadable', 403, says)
}
