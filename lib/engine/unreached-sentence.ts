import type { Unreached } from '../compare/unreached.ts'
import type { Placement } from '../settings/stage.ts'

/** Why a comparison ended whose blocks did not get to their setting, however often they were fired. */
export function unreachedSentence(
  { obstacle, said }: Unreached,
  functionName: string,
  placement: Pick<Placement, 'qualifier'>,
): string {
  switch (obstacle) {
    case 'gone':
      return `somebody deleted ${whatWas(functionName, placement)} while it was compared`
    case 'refused':
      return `the service does not let these credentials invoke ${functionName}: ${said}`
    case 'unreachable':
      return `the service could not be reached, in three blocks one after the other: ${said}`
    default:
      return obstacle satisfies never
  }
}

function whatWas(functionName: string, { qualifier }: Pick<Placement, 'qualifier'>): string {
  if (qualifier === undefined || qualifier === '$LATEST') return `the function ${functionName}`
  return /^\d+$/.test(qualifier) ? `version ${qualifier} of ${functionName}` : `the alias ${qualifier}`
}
