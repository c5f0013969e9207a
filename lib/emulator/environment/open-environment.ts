import type { Deployment } from '../functions/deployment.ts'
import { createSimulatedEnvironment } from '../simulated/simulated-environment.ts'
import type { SimulatedHost } from '../simulated/simulated-host.ts'
import type { Environment, InitializationType } from './environment.ts'
import { createProcessEnvironment, type EnvironmentHost } from './process-environment.ts'

/** Makes an environment of the kind that its function is; rejects when this machine refuses what it needs. */
export async function openEnvironment(
  deployment: Deployment,
  initializationType: InitializationType,
  host: EnvironmentHost,
  simulated: SimulatedHost,
): Promise<Environment> {
  const { fn } = deployment
  if (fn.runtime === 'simulated')
    return createSimulatedEnvironment({ ...deployment, fn }, initializationType, simulated)
  return createProcessEnvironment({ ...deployment, fn }, initializationType, host)
}
