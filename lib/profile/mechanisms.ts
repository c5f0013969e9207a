import type { Mechanisms } from '../model/plan.ts'
import { quote } from './found.ts'
import { orList, readOneOf } from './numbers.ts'
import { right, wrong, type Reading } from './problems.ts'

/** By which means the local Lambda can hold functions to their settings; the first of each is the default. */
export const mechanismWords = {
  cpu: ['auto', 'quota', 'closed-loop', 'off'],
  memory: ['auto', 'cgroup', 'watch'],
  tmp: ['auto', 'mount', 'check'],
} as const

export const usualMechanisms: Mechanisms = { cpu: 'auto', memory: 'auto', tmp: 'auto' }

/** Reads `cpu=off,memory=watch`: those that are named. */
export function readMechanisms(text: string): Reading<Partial<Mechanisms>> {
  const named: Record<string, string> = {}
  for (const part of text.split(',')) {
    const [row = '', means, ...more] = part.split('=').map((word) => word.trim())
    if (!isRow(row) || means === undefined || more.length > 0) {
      return wrong(`${quote(part)} names no mechanism; write one such as cpu=off, of ${orList(rows)}`)
    }
    if (named[row] !== undefined) return wrong(`${row} is given twice; keep one of them`)
    const reading = readOneOf<string>(mechanismWords[row])(means)
    if (reading.kind === 'wrong') return wrong(`${row}: ${reading.message}`)
    named[row] = reading.value
  }
  return right(named)
}

const rows = Object.keys(mechanismWords)

const isRow = (row: string): row is keyof Mechanisms => Object.hasOwn(mechanismWords, row)
