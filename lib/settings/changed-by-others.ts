import { architectureOf, type Configuration, type Variables } from './control-plane.ts'
import type { Content, Was } from './journal.ts'
import { ChangedByOthers } from './stage.ts'

/**
 * What is there, what was set here and what was before, for what is not written over. `original` is the environment
 * before, where it varies and is known; of it no values are told.
 */
export function changedByOthers(
  found: Configuration,
  ours: Content,
  was: Was,
  functionName: string,
  original: Variables | undefined,
): ChangedByOthers {
  const members = [
    ...plainMembers(found, ours, was),
    ...(was.varies.environment ? environmentMembers(found, ours, original) : []),
    ...frozenMembers(found, was),
  ]
  return new ChangedByOthers(
    functionName,
    members.filter(({ differs }) => differs).map(({ name }) => name),
    members.map(({ says }) => says),
  )
}

/** A member of the configuration, what is to be told of it, and whether it is other than was set here. */
interface Member {
  readonly name: string
  readonly differs: boolean
  readonly says: string
}

const plainMembers = (found: Configuration, ours: Content, was: Was): readonly Member[] => [
  ...told('memory', `${found.memoryMb} MB`, `${ours.memoryMb} MB`, `${was.memoryMb} MB`),
  ...told('description', quoted(found.description), quoted(ours.description), quoted(was.description)),
  ...(was.varies.architecture
    ? told('architecture', architectureOf(found), ours.architecture, was.architecture)
    : []),
]

/** Nothing of what is, was set and was the same. */
function told(name: string, found: string, ours: string, was: string): readonly Member[] {
  if (found !== ours) {
    return [{ name, differs: true, says: `${name} is ${found} (set here: ${ours}; before: ${was})` }]
  }
  return ours === was
    ? []
    : [{ name, differs: false, says: `${name} is ${found}, as set here (before: ${was})` }]
}

/** Words of somebody else, on one line. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)

/** The variables that are compared, and the names of others that differ: values of before, or of others, may be secrets. */
function environmentMembers(
  { environment: found }: Configuration,
  { environment: ours }: Content,
  original: Variables | undefined,
): readonly Member[] {
  if (found.kind !== 'known') {
    return [{ name: 'environment', differs: true, says: `its environment can't be read: ${found.why}` }]
  }
  const there = found.variables
  const compared = Object.keys(ours).map((name) => {
    const says = `environment variable ${name} ${whose(there[name], ours[name], original?.[name])}`
    return { name, differs: there[name] !== ours[name], says }
  })
  const names = new Set([...Object.keys(there), ...Object.keys(original ?? {})])
  const others = [...names].filter(
    (name) => original !== undefined && !(name in ours) && there[name] !== original[name],
  )
  const more = others.map((name) => ({
    name,
    differs: true,
    says: `environment variable ${name} is not what it was`,
  }))
  return [...compared, ...more]
}

function whose(found: string | undefined, ours: string | undefined, original: string | undefined): string {
  if (found === ours) return `is ${quoted(found ?? '')}, as set here`
  const set = `set here: ${quoted(ours ?? '')}`
  if (found === original) return `is what it was (${set})`
  return found === undefined ? `is not there (${set})` : `is another one than before (${set})`
}

/** What is never set here. */
const frozenMembers = (found: Configuration, was: Was): readonly Member[] => [
  ...(found.codeSha256 === was.codeSha256
    ? []
    : [{ name: 'code', differs: true, says: 'its code is another one than before' }]),
  // Only a digest is kept of these: some of them are secrets.
  ...(found.others === was.others
    ? []
    : [
        {
          name: 'other members',
          differs: true,
          says: 'timeout, role, layers or another member is not what it was',
        },
      ]),
]
