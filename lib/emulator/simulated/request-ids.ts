import { randomUUID } from 'node:crypto'

import type { Deployment } from '../functions/deployment.ts'
import { hexOf } from './draws.ts'

/**
 * The id of a function's next invocation. Those of simulated functions follow from the seed and their running
 * number, and all that such an invocation draws follows from its id.
 */
export type RequestIds = (deployment: Deployment) => string

export function createRequestIds(seed: number): RequestIds {
  const given = new Map<string, number>()
  return ({ fn }) => {
    if (fn.runtime !== 'simulated') return randomUUID()
    const number = (given.get(fn.name) ?? 0) + 1
    given.set(fn.name, number)
    return uuidOf(hexOf(`request/${seed}/${fn.name}/${number}`))
  }
}

/** 32 hex digits in the form of a random UUID (version 4, RFC 9562), which readers of logs look for. */
export function uuidOf(hex: string): string {
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
