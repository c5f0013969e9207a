import type { z } from 'zod'

import { configSchema } from './config-schema.ts'
import type { EmulatorConfig, ParentMessage } from './protocol.ts'

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
  const parsed = configSchema.safeParse(value['config'])
  if (!parsed.success) {
    return { kind: 'invalid', code: 'INVALID_CONFIG', problems: parsed.error.issues.map(describeIssue) }
  }
  const config: EmulatorConfig = parsed.data
  return { kind: 'message', message: { kind, config } }
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  const at = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return `config${at}: ${message}`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
