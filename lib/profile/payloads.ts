import type { PayloadPlan } from '../model/plan.ts'
import { defined } from '../model/defined.ts'
import type { Document, Path } from './document.ts'
import { bytesOf, nameFile, readTextFile, type Context } from './files.ts'
import { printable, quote } from './found.ts'
import { jsonFault } from './json-value.ts'
import type { Place } from './problems.ts'
import { payloadSchema } from './schema.ts'
import type { Setting, Settings } from './settings.ts'

/** Payloads of a plan, and their bodies in the same order. */
export interface SettledPayloads {
  readonly plans: readonly PayloadPlan[]
  readonly bodies: readonly string[]
}

interface Payload {
  readonly weight: number
  readonly body: string
}

/** A synchronous invocation takes 6 MB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const most = { bytes: 6 * 1_024 ** 2, says: '6 MB, the most that Lambda takes' }

/** The payloads of flags, else of the profile, else `{}`. `keep` stores the bodies in the plan. */
export function settlePayloads(
  settings: Settings,
  document: Document | undefined,
  keep: boolean,
  sha256: (text: string) => string,
  context: Context,
): SettledPayloads {
  const flags = settings.list('payload').map((setting) => payloadOfFlag(setting, context))
  const profile = document === undefined ? [] : payloadsOf(document, context)
  const wanted = flags.length > 0 ? flags : profile.length > 0 ? profile : [{ weight: 1, body: '{}' }]
  const payloads = wanted.filter((payload) => payload !== undefined)
  return {
    plans: payloads.map(({ weight, body }) =>
      defined({ weight, bytes: bytesOf(body), sha256: sha256(body), body: keep ? body : undefined }),
    ),
    bodies: payloads.map(({ body }) => body),
  }
}

function payloadOfFlag({ value, place }: Setting, context: Context): Payload | undefined {
  const body = value.startsWith('@')
    ? bodyOfFile(value.slice(1), context.cwd, place, context)
    : bodyOfText(value, place, context)
  return body === undefined ? undefined : { weight: 1, body }
}

function bodyOfFile(name: string, base: string, place: Place, context: Context): string | undefined {
  const body = readTextFile(nameFile(name, base, place), most, context)
  if (body === undefined) return undefined
  if (body.trim() !== '') return checkJson(body, place, `the file ${quote(name)}`, context)
  context.problems.add(place, `the payload file ${quote(name)} is empty; write JSON into it, at least {}`)
  return undefined
}

function bodyOfText(text: string, place: Place, context: Context): string | undefined {
  if (text.trim() === '') context.problems.add(place, 'the payload is empty; write JSON, at least {}')
  else if (isFile(text, context))
    context.problems.add(place, `${quote(text)} is a file; write @${printable(text)} to send what is in it`)
  else return checkJson(text, place, quote(text), context)
  return undefined
}

const isFile = (text: string, { files, cwd }: Context) =>
  text.length < 1_000 &&
  !/^\s*[[{"]/.test(text) &&
  !isJson(text) &&
  files.exists(nameFile(text, cwd, { where: '' }).path)

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function checkJson(text: string, place: Place, says: string, { problems }: Context): string | undefined {
  try {
    JSON.parse(text)
    if (bytesOf(text) <= most.bytes) return text
    problems.add(place, `the payload is larger than ${most.says}; write a smaller one`)
  } catch (error) {
    // Which character is wrong is known to the engine alone.
    const why = error instanceof SyntaxError ? ` (${printable(error.message)})` : ''
    problems.add(place, `${says} is not JSON${why}; write JSON such as {"key": "value"}, or @file`)
  }
  return undefined
}

function payloadsOf(document: Document, context: Context): readonly (Payload | undefined)[] {
  const [one, many] = [document.peek(['payload']), document.peek(['payloads'])]
  if (one !== undefined && many !== undefined) {
    context.problems.add(
      document.place(['payload']),
      'there are payloads too; keep one of payload and payloads',
    )
  }
  if (one !== undefined) return [withWeight(1, bodyOfValue(document, ['payload'], context))]
  if (many === undefined) return []
  if (Array.isArray(many) && many.length > 0)
    return many.map((_, i) => payloadAt(document, ['payloads', i], context))
  context.problems.add(
    document.place(['payloads']),
    'is not a list of payloads; write payloads: [{ json: { key: value } }]',
  )
  return [undefined]
}

function payloadAt(document: Document, path: Path, context: Context): Payload | undefined {
  const piece = document.read(payloadSchema, path)
  if (piece.kind !== 'given') return undefined
  const { weight = 1, file } = piece.value
  const hasJson = document.peek([...path, 'json']) !== undefined
  if (file !== undefined && !hasJson) {
    return withWeight(weight, bodyOfFile(file, document.folder, document.place([...path, 'file']), context))
  }
  if (file === undefined && hasJson)
    return withWeight(weight, bodyOfValue(document, [...path, 'json'], context))
  const found = hasJson ? 'has both file and json' : 'has neither file nor json'
  context.problems.add(piece.place, `${found}; write one of them`)
  return undefined
}

const withWeight = (weight: number, body: string | undefined): Payload | undefined =>
  body === undefined ? undefined : { weight, body }

function bodyOfValue(document: Document, path: Path, context: Context): string | undefined {
  const value = document.peek(path)
  const fault = jsonFault(value)
  if (fault === undefined)
    return checkJson(JSON.stringify(value), document.place(path), 'the payload', context)
  context.problems.add(document.place(path), fault)
  return undefined
}
