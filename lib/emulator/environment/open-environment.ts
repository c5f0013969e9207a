import type { Deployment } from '../functions/deployment.ts'
import type { Environment, InitializationType } from './environment.ts'
import { createProcessEnvironment, type EnvironmentHost } from './process-environment.ts'

/** Makes an environment of the kind that its function is; rejects when this machine refuses what it needs. */
export async function openEnvironment(
  deployment: Deployment,
  initializationType: InitializationType,
  host: EnvironmentHost,
): Promise<Environment> {
  const { fn } = deployment
  if (fn.runtime === 'simulated') throw new Error('simulated functions come in a later change')
  return createProcessEnvironment({ ...deployment, fn }, initializationType, host)
}
