import type { Setting } from '../model/comparison-plan.ts'
import { architectureOf, type Configuration } from './control-plane.ts'

/** Which of the settings the function has already, by name: environment values are looked at and kept nowhere. */
export const currentOf = (found: Configuration, settings: readonly Setting[]): string | undefined =>
  settings.find((setting) => hasAlready(found, setting))?.name

function hasAlready(found: Configuration, { memoryMb, architecture, environment = {} }: Setting): boolean {
  if (memoryMb !== undefined && memoryMb !== found.memoryMb) return false
  if (architecture !== undefined && architecture !== architectureOf(found)) return false
  return Object.entries(environment).every(([name, value]) => isSet(found, name, value))
}

const isSet = ({ environment }: Configuration, name: string, value: string): boolean =>
  environment.kind === 'known' && environment.variables[name] === value
