import type { Setting } from '../model/comparison-plan.ts'
import { architectureOf, type Configuration, type Variables } from './control-plane.ts'
import type { Content, Latest, Was } from './journal.ts'

/** `$LATEST` before anything was changed. */
export const wasContent = ({ memoryMb, description, architecture }: Was): Content => ({
  memoryMb,
  description,
  architecture,
  environment: {},
})

/** `$LATEST` as a setting wants it, with a Description of its own so that every version is a new one. */
export const contentOf = (was: Was, setting: Setting, description: string): Content => ({
  memoryMb: setting.memoryMb ?? was.memoryMb,
  description,
  architecture: setting.architecture ?? was.architecture,
  environment: setting.environment ?? {},
})

export function sameContent(a: Content, b: Content): boolean {
  return (
    a.memoryMb === b.memoryMb &&
    a.description === b.description &&
    a.architecture === b.architecture &&
    sameVariables(a.environment, b.environment)
  )
}

/** Whether nothing that is ever changed here differs from what was. `original` is the environment, where it varies. */
export function isAsItWas(found: Configuration, was: Was, original: Variables | undefined): boolean {
  return holds(found, wasContent(was), was, original)
}

/** Whether `$LATEST` is this content, and all the rest of it what it was. */
export function isContent(
  found: Configuration,
  content: Content,
  was: Was,
  original: Variables | undefined,
): boolean {
  // Other code would be measured as if it were this one. For another architecture the same zip is sent again.
  const sameCode = found.codeSha256 === was.codeSha256
  return sameCode && found.others === was.others && holds(found, content, was, original)
}

function holds(
  found: Configuration,
  content: Content,
  { varies }: Was,
  original: Variables | undefined,
): boolean {
  const { memoryMb, description, architecture, environment } = content
  if (found.memoryMb !== memoryMb || found.description !== description) return false
  if (varies.architecture && architectureOf(found) !== architecture) return false
  if (!varies.environment || original === undefined) return true
  const { environment: there } = found
  return there.kind === 'known' && sameVariables(there.variables, { ...original, ...environment })
}

/** Names in any order: the service keeps none. */
export function sameVariables(a: Variables, b: Variables): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}

/**
 * Whether nobody has changed `$LATEST` since. A revision may be another one although nothing was changed (a version
 * was published, an update settled late); the instant of the last change then is the same.
 */
export function isUntouched(found: Configuration, { revision, modified }: Latest): boolean {
  // Where an endpoint says neither, there is only the content to tell it by.
  if (revision === undefined && modified === undefined) return true
  const sameRevision = revision !== undefined && found.revision === revision
  return sameRevision || (modified !== undefined && found.modified === modified)
}

/** What is remembered of `$LATEST` to know it again. */
export function latestOf({ revision, modified }: Configuration): Latest {
  return { ...(revision === undefined ? {} : { revision }), ...(modified === undefined ? {} : { modified }) }
}
