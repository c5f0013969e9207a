import { isAbsolute } from 'node:path'

import type { EmulatorConfig, FunctionConfig, ParentMessage } from './protocol.ts'

export type ParsedMessage =
  | { readonly kind: 'message'; readonly message: ParentMessage }
  | {
      readonly kind: 'invalid'
      readonly code: 'INVALID_CONFIG' | 'INVALID_MESSAGE'
      readonly problems: string[]
    }

/** Reads what came over the IPC channel; every problem of a configuration is named at once. */
export function parseMessage(value: unknown): ParsedMessage {
  const kind = isRecord(value) ? value['kind'] : undefined
  if (kind === 'stats' || kind === 'stop') return { kind: 'message', message: { kind } }
  if (kind !== 'start' || !isRecord(value)) {
    return { kind: 'invalid', code: 'INVALID_MESSAGE', problems: ['kind must be start, stats or stop'] }
  }
  const problems: string[] = []
  const config = readConfig(value['config'], problems)
  if (problems.length > 0) return { kind: 'invalid', code: 'INVALID_CONFIG', problems }
  return { kind: 'message', message: { kind, config } }
}

function readConfig(value: unknown, problems: string[]): EmulatorConfig {
  const read = reader(value, 'config', problems)
  const config: EmulatorConfig = {
    port: read.integer('port', 0, 65_535),
    region: read.text('region', /^[a-z]{2}(-[a-z]+)+-\d$/),
    functions: read
      .list('functions')
      .map((item, i) => readFunction(item, `config.functions[${i}]`, problems)),
    accountConcurrency: read.integer('accountConcurrency', 0, 1_000_000, 1_000),
    idleMs: read.milliseconds('idleMs', MAX_TIMER_MS, 300_000),
    ...read.optional('maxEnvironments', () => read.integer('maxEnvironments', 1, 100_000)),
    ...read.optional('truthLog', () => read.text('truthLog', /./)),
  }
  const names = config.functions.map((fn) => fn.name)
  if (names.length === 0) problems.push('config.functions must hold at least one function')
  if (new Set(names).size < names.length) problems.push('config.functions must not name a function twice')
  return config
}

function readFunction(value: unknown, at: string, problems: string[]): FunctionConfig {
  const read = reader(value, at, problems)
  const runtime = read.text('runtime', /^(node|bootstrap)$/)
  const codeDir = read.text('codeDir', /./)
  if (codeDir !== '' && !isAbsolute(codeDir)) problems.push(`${at}.codeDir must be an absolute path`)
  return {
    name: read.text('name', /^[a-zA-Z0-9_-]{1,64}$/),
    runtime: runtime === 'bootstrap' ? 'bootstrap' : 'node',
    codeDir,
    handler: read.text('handler', /^[^\0]*$/),
    memoryMb: read.integer('memoryMb', 1, 32_768),
    timeoutMs: read.milliseconds('timeoutMs', 900_000),
    env: read.texts('env'),
  }
}

// setTimeout fires at once for anything longer.
const MAX_TIMER_MS = 2 ** 31 - 1

function reader(value: unknown, at: string, problems: string[]) {
  const record = isRecord(value) ? value : {}
  if (!isRecord(value)) problems.push(`${at} must be an object`)
  const refuse = (key: string, what: string): void => {
    problems.push(`${at}.${key} must be ${what}`)
  }
  return {
    integer(key: string, least: number, most: number, fallback?: number): number {
      const found = record[key] ?? fallback
      if (typeof found === 'number' && Number.isInteger(found) && found >= least && found <= most)
        return found
      refuse(key, `an integer from ${least} to ${most}`)
      return least
    },
    milliseconds(key: string, most: number, fallback?: number): number {
      const found = record[key] ?? fallback
      if (typeof found === 'number' && found > 0 && found <= most) return found
      refuse(key, `more than 0 and at most ${most}`)
      return most
    },
    text(key: string, form: RegExp): string {
      const found = record[key]
      if (typeof found === 'string' && form.test(found)) return found
      refuse(key, `a text of the form ${form.source}`)
      return ''
    },
    texts(key: string): Record<string, string> {
      const entries = Object.entries(isRecord(record[key]) ? record[key] : {})
      const texts = entries.filter((entry): entry is [string, string] => isVariable(entry))
      if (!isRecord(record[key]) || texts.length < entries.length) refuse(key, 'names with texts')
      return Object.fromEntries(texts)
    },
    list(key: string): readonly unknown[] {
      const found: unknown = record[key]
      if (Array.isArray(found)) return found as readonly unknown[]
      refuse(key, 'a list')
      return []
    },
    optional<T>(key: string, read: () => T): Record<string, T> {
      return record[key] === undefined ? {} : { [key]: read() }
    },
  }
}

// What spawn() would throw on: a name with `=`, or a zero byte anywhere.
function isVariable([name, text]: [string, unknown]): boolean {
  return /^[^=\0]+$/.test(name) && typeof text === 'string' && !text.includes('\0')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
