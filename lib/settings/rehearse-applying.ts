import type { Setting } from '../model/comparison-plan.ts'
import { applyOn } from './apply.ts'
import { architectureOf, type Configuration, type ControlPlane } from './control-plane.ts'
import type { StageOptions } from './open-stage.ts'
import { never, patiently, realWait } from './patient-plane.ts'
import type { RehearsedCall } from './rehearse.ts'
import { rehearsedPlane } from './rehearsed-plane.ts'

/** What applying asks of the control plane, shown with one setting: nobody knows yet which is recommended. */
export interface RehearsedApplying {
  readonly setting: string
  readonly calls: readonly RehearsedCall[]
}

/** Of the settings the one that takes the most calls; undefined where there is none. */
export async function rehearseApplying(
  options: StageOptions,
  settings: readonly Setting[],
  planeOf: (functionName: string) => ControlPlane,
): Promise<RehearsedApplying | undefined> {
  const { connection, function: name, applyTo, wait = realWait, signal = never } = options
  const real = planeOf(name)
  const calls: RehearsedCall[] = []
  try {
    const found = await patiently(real, wait, signal).configuration()
    const setting = settings.toSorted((a, b) => changes(found, b) - changes(found, a))[0]
    if (setting === undefined) return undefined
    const plane = rehearsedPlane(real, (call) => calls.push({ ...call, during: 'applying' }))
    const alias = applyTo === undefined ? {} : { alias: applyTo }
    await applyOn({ connection, function: name, setting, wait, ...alias }, plane)
    return { setting: setting.name, calls }
  } finally {
    real.close()
  }
}

function changes(found: Configuration, { memoryMb, architecture, environment = {} }: Setting): number {
  const { kind, variables = {} } = { variables: undefined, ...found.environment }
  const other = Object.entries(environment).some(([name, value]) => variables[name] !== value)
  return [
    memoryMb !== undefined && memoryMb !== found.memoryMb,
    architecture !== undefined && architecture !== architectureOf(found),
    kind !== 'unreadable' && other,
  ].filter(Boolean).length
}
