import { quote } from './found.ts'

const deepest = 500

/** Why a value would not arrive as JSON just as it was written; undefined when it would. */
export function jsonFault(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return undefined
  if (typeof value === 'number') return numberFault(value)
  if (typeof value === 'object')
    return depth > deepest ? 'is nested too deeply; write it flatter' : firstFault(value, depth)
  return `a ${typeof value} has no form in JSON; write a text, a number, a list or a mapping`
}

function numberFault(value: number): string | undefined {
  if (!Number.isFinite(value)) return `${value} has no form in JSON; write a number, or a text in quotes`
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return undefined
  return `the number ${value} has more digits than JSON carries safely; write it as a text, in quotes`
}

function firstFault(value: object, depth: number): string | undefined {
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) {
    return `a ${quote(value.constructor.name)} has no form in JSON; write a plain mapping`
  }
  for (const part of Object.values(value)) {
    const fault = jsonFault(part, depth + 1)
    if (fault !== undefined) return fault
  }
  return undefined
}
