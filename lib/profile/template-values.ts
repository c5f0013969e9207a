import { localAccount, localRegion } from '../model/local-function.ts'
import { isMapping, type Document } from './document.ts'

/** What a value of a template comes to, as far as that can be known without AWS. */
export type TemplateValue =
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }
  /** Only AWS could tell. `says` is a text that stands for it, such as `${Table.Arn}`. */
  | { readonly kind: 'unknown'; readonly says: string }
  /** A list or a mapping that is no intrinsic function. */
  | { readonly kind: 'other'; readonly value: unknown }

/** What resolves a value of the template that `document` holds: literals, parameters with defaults, and what is made of them. */
export function templateValues(document: Document): (value: unknown) => TemplateValue {
  return (value) => resolve(value, { document, local: {}, depth: 0 })
}

interface Scope {
  readonly document: Document
  /** Variables of the `Fn::Sub` around it. */
  readonly local: Readonly<Record<string, unknown>>
  readonly depth: number
}

/** Deeper than anybody nests; an alias of YAML can make a value contain itself. */
const deepest = 30

function resolve(value: unknown, scope: Scope): TemplateValue {
  if (value === undefined || value === null) return { kind: 'absent' }
  if (typeof value === 'string') return { kind: 'text', text: value }
  if (typeof value === 'number' || typeof value === 'boolean') return { kind: 'text', text: String(value) }
  const call = intrinsicOf(value)
  if (call === undefined) return { kind: 'other', value }
  if (scope.depth > deepest) return unknown(call.name)
  return evaluate(call, { ...scope, depth: scope.depth + 1 })
}

interface Intrinsic {
  readonly name: string
  readonly argument: unknown
}

function intrinsicOf(value: unknown): Intrinsic | undefined {
  const [entry, ...more] = isMapping(value) ? Object.entries(value) : []
  if (entry === undefined || more.length > 0) return undefined
  const [name, argument] = entry
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined
}

function evaluate({ name, argument }: Intrinsic, scope: Scope): TemplateValue {
  switch (name) {
    case 'Ref':
      return typeof argument === 'string' ? lookUp(argument, scope) : unknown(name)
    case 'Fn::Sub':
      return substitute(argument, scope)
    case 'Fn::Join':
      return join(argument, scope)
    case 'Fn::FindInMap':
      return findInMap(argument, scope)
    case 'Fn::GetAtt':
      return unknown(Array.isArray(argument) ? argument.map(String).join('.') : describe(argument, name))
    default:
      return unknown(describe(argument, name))
  }
}

const unknown = (what: string): TemplateValue => ({ kind: 'unknown', says: `\${${what}}` })

const describe = (argument: unknown, name: string): string => (typeof argument === 'string' ? argument : name)

/** A variable of the `Fn::Sub` around it, a pseudo parameter, a parameter, or something that only AWS knows. */
function lookUp(name: string, scope: Scope): TemplateValue {
  const { document, local } = scope
  if (Object.hasOwn(local, name)) return resolve(local[name], { ...scope, local: {} })
  if (name === 'AWS::NoValue') return { kind: 'absent' }
  const pseudo = Object.hasOwn(pseudoParameters, name) ? pseudoParameters[name] : undefined
  if (pseudo !== undefined) return { kind: 'text', text: pseudo }
  const found = resolve(document.peek(['Parameters', name, 'Default']), { ...scope, local: {} })
  return found.kind === 'text' ? found : unknown(name)
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html, 2026-11 */
const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': localAccount,
  'AWS::Partition': 'aws',
  'AWS::Region': localRegion,
  'AWS::StackId': `arn:aws:cloudformation:${localRegion}:${localAccount}:stack/local/local`,
  'AWS::StackName': 'local',
  'AWS::URLSuffix': 'amazonaws.com',
}

function substitute(argument: unknown, scope: Scope): TemplateValue {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}]
  if (typeof text !== 'string') return unknown('Fn::Sub')
  const inner = { ...scope, local: isMapping(variables) ? variables : {} }
  let known = true
  const says = text.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    const value = lookUp(name.trim(), inner)
    if (value.kind === 'text') return value.text
    known = false
    return whole
  })
  return known ? { kind: 'text', text: says } : { kind: 'unknown', says }
}

function join(argument: unknown, scope: Scope): TemplateValue {
  const [separator, parts] = Array.isArray(argument) ? argument : []
  if (typeof separator !== 'string' || !Array.isArray(parts)) return unknown('Fn::Join')
  const values = parts.map((part: unknown) => resolve(part, scope)).filter(({ kind }) => kind !== 'absent')
  const says = values.map((value) => textOf(value)).join(separator)
  const known = values.every(({ kind }) => kind === 'text')
  return known ? { kind: 'text', text: says } : { kind: 'unknown', says }
}

function textOf(value: TemplateValue): string {
  if (value.kind === 'text') return value.text
  return value.kind === 'unknown' ? value.says : ''
}

function findInMap(argument: unknown, scope: Scope): TemplateValue {
  const keys = (Array.isArray(argument) ? argument : []).map((key: unknown) => resolve(key, scope))
  const path = keys.flatMap((key) => (key.kind === 'text' ? [key.text] : []))
  if (path.length !== 3 || keys.length !== 3) return unknown('Fn::FindInMap')
  const found = resolve(scope.document.peek(['Mappings', ...path]), scope)
  return found.kind === 'text' ? found : unknown(`Fn::FindInMap ${path.join('.')}`)
}
