import { join } from 'node:path'
import { nearest } from '../gates/nearest.ts'
import type { Document } from './document.ts'
import { nameFile, readTextFile, type Context } from './files.ts'
import { quote } from './found.ts'
import { orList } from './numbers.ts'
import { objectDocument } from './object-document.ts'
import { profileSchema } from './schema.ts'
import { yamlDocument } from './yaml-document.ts'

/** A profile: the path of a file (or the name of a ready one), or the same as data. */
export type ProfileSource = string | { readonly input: unknown }

/** The profiles that come with coldburst. */
export const readyProfiles = ['tour', 'nightly', 'compare'] as const

const most = { bytes: 1_000_000, says: '1 MB' }
const example = 'a mapping, such as phases: [{ burst: { size: 50 } }]'

/** Opens a profile and reports keys that it should not have; undefined, and problems, when it is none. */
export function openProfile(source: ProfileSource, context: Context): Document | undefined {
  const document =
    typeof source === 'string'
      ? openFile(source, context)
      : objectDocument(source.input, context.cwd, context.problems)
  if (document === undefined || listsFunctions(document, context)) return undefined
  return document.knowsOnly(Object.keys(profileSchema.shape), example) ? document : undefined
}

/** A functions.yaml or a template is what is fired at, and says nothing of what to fire. */
function listsFunctions(document: Document, { problems }: Context): boolean {
  const key = ['functions', 'Resources'].find((key) => document.peek([key]) !== undefined)
  if (key === undefined) return false
  problems.add(
    document.place([key]),
    `this file lists functions and is no profile; write --local ${document.name} to fire at them`,
  )
  return true
}

function openFile(name: string, context: Context): Document | undefined {
  const here = nameFile(name, context.cwd, { where: name })
  const ready = readyProfiles.some((profile) => profile === name)
  const file = ready && !context.files.exists(here.path) ? readyFile(name, context) : here
  if (!context.files.exists(file.path)) {
    const like = nearest(name, readyProfiles)
    const advice =
      like === undefined
        ? `write the path of a profile, or ${orList(readyProfiles)}`
        : `did you mean ${like}?`
    context.problems.add(file.place, `there is no profile ${quote(name)}; ${advice}`)
    return undefined
  }
  const text = readTextFile(file, most, context)
  return text === undefined ? undefined : yamlDocument({ ...file, text }, context.problems)
}

function readyFile(name: string, { samples }: Context) {
  const path = join(samples, `${name}.yaml`)
  return { name: path, path, place: { where: path } }
}
