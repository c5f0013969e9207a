import { FilterPatternError, type Matcher } from './filter-pattern-error.ts'

/**
 * A pattern like `{ ($.level = "error" || $.ms >= 200) && $.user.name = "a*" }`; a message that is not JSON,
 * or has no such field, does not match
 * (docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html, 2026).
 */
export function jsonMatcher(pattern: string): Matcher {
  const inner = /^\{([^]*)\}$/.exec(pattern)?.[1]
  if (inner === undefined) throw new FilterPatternError('Invalid filter pattern: { without its }')
  const tokens = tokensOf(inner)
  const test = readAny(tokens)
  if (tokens.length > 0) throw unexpected(tokens[0])
  return (message) => {
    const value = parse(message)
    return value !== undefined && test(value)
  }
}

type Test = (document: unknown) => boolean

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  let rest = text.trimStart()
  while (rest !== '') {
    const token = TOKEN.exec(rest)?.[0]
    if (token === undefined)
      throw new FilterPatternError(`Invalid character(s) in term '${rest.slice(0, 1)}'`)
    if (token.startsWith('%'))
      throw new FilterPatternError('Regular expressions (%…%) are not supported by the local Lambda')
    tokens.push(token)
    rest = rest.slice(token.length).trimStart()
  }
  return tokens
}

const TOKEN = /^(?:&&|\|\||[()]|[!<>]=|[=<>]|%|"(?:[^"\\]|\\[^])*"|\$(?:\.[\w-]+|\[\d+\])*|[\w.*:/@+-]+)/

function readAny(tokens: string[]): Test {
  const tests = [readAll(tokens)]
  while (tokens[0] === '||') {
    tokens.shift()
    tests.push(readAll(tokens))
  }
  return (document) => tests.some((test) => test(document))
}

function readAll(tokens: string[]): Test {
  const tests = [readOne(tokens)]
  while (tokens[0] === '&&') {
    tokens.shift()
    tests.push(readOne(tokens))
  }
  return (document) => tests.every((test) => test(document))
}

function readOne(tokens: string[]): Test {
  const token = tokens.shift()
  if (token === '(') {
    const test = readAny(tokens)
    const closing = tokens.shift()
    if (closing !== ')') throw unexpected(closing)
    return test
  }
  if (token === undefined || !/^\$./.test(token)) throw unexpected(token)
  const field = fieldReader(token)
  const operator = tokens.shift()
  const operand = tokens.shift()
  if (operator === undefined || operand === undefined) throw unexpected(undefined)
  return comparison(field, operator, operand)
}

function fieldReader(selector: string): (document: unknown) => unknown {
  const keys = [...selector.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index))
  return (document) => {
    let value = document
    for (const key of keys) value = member(value, key)
    return value
  }
}

function member(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  if (typeof key === 'number' && !Array.isArray(value)) return undefined
  return (value as Readonly<Record<string | number, unknown>>)[key]
}

function comparison(field: (document: unknown) => unknown, operator: string, operand: string): Test {
  if (operator === 'IS' || operator === 'NOT') return stateTest(field, `${operator} ${operand}`)
  if (/^(?:&&|\|\||[()])$/.test(operand)) throw unexpected(operand)
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(operand))
    return numberTest(field, operator, Number(operand))
  const text = operand.startsWith('"') ? operand.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : operand
  if (operator === '=') return (document) => isLike(field(document), text)
  if (operator === '!=') {
    return (document) => {
      const value = field(document)
      return value !== undefined && !isLike(value, text)
    }
  }
  throw new FilterPatternError(`Invalid filter pattern: ${operator} compares numbers, and ${operand} is none`)
}

function stateTest(field: (document: unknown) => unknown, state: string): Test {
  switch (state) {
    case 'IS TRUE':
      return (document) => field(document) === true
    case 'IS FALSE':
      return (document) => field(document) === false
    case 'IS NULL':
      return (document) => field(document) === null
    case 'NOT EXISTS':
      return (document) => field(document) === undefined
    default:
      throw unexpected(state)
  }
}

function numberTest(field: (document: unknown) => unknown, operator: string, limit: number): Test {
  const holds = COMPARISONS[operator]
  if (holds === undefined) throw unexpected(operator)
  return (document) => {
    const value = field(document)
    return typeof value === 'number' && holds(value, limit)
  }
}

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** `*` stands for any characters. Step by step: a regular expression made of it could take for ever. */
function isLike(value: unknown, text: string): boolean {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return false
  const said = String(value)
  const [first = '', ...others] = text.split('*')
  if (others.length === 0) return said === text
  const last = others.pop() ?? ''
  if (!said.startsWith(first)) return false
  let at = first.length
  for (const piece of others) {
    const found = said.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return said.length - last.length >= at && said.endsWith(last)
}

function parse(message: string): unknown {
  if (!/^\s*[{[]/.test(message)) return undefined
  try {
    return JSON.parse(message) as unknown
  } catch {
    // Not JSON: it has no fields.
    return undefined
  }
}

function unexpected(token: string | undefined): FilterPatternError {
  const what = token === undefined ? 'it ends too early' : `${token} is not expected here`
  return new FilterPatternError(`Invalid filter pattern: ${what}`)
}
