import type { FunctionRecord, Stamp } from '../../lib/emulator/functions/function-record.ts'
import { createRecord, settle } from '../../lib/emulator/functions/lifecycle.ts'

let ids = 0

/** A time, and ids that can be told apart: id-1, id-2, … */
export function countingStamp(now = 0): Stamp {
  return {
    now,
    newId() {
      ids += 1
      return `id-${ids}`
    },
  }
}

export const arnOf = (qualifier: string): string => `arn:fn:${qualifier}`

export const content = {
  fn: {
    name: 'fn',
    runtime: 'node',
    handler: 'index.handler',
    codeDir: '/code',
    memoryMb: 128,
    timeoutMs: 3_000,
    ephemeralStorageMb: 512,
    env: {},
  },
  settings: { description: 'about', role: 'role', runtimeName: 'nodejs22.x' },
  code: { kind: 'folder', path: '/code' },
} as const

/** A function that is Active since 0. */
export function activeRecord(name = 'fn', stamp: Stamp = countingStamp()): FunctionRecord {
  return settle(createRecord({ ...content, fn: { ...content.fn, name } }, {}, 0, stamp), stamp)
}
