import { quote } from './found.ts'

/** Why a value would not arrive as JSON just as it was written; undefined when it would. */
export function jsonFault(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return undefined
  if (typeof value === 'number') return numberFault(value)
  if (typeof value === 'object') return firstFault(value)
  return `a ${typeof value} has no form in JSON; write a text, a number, a list or a mapping`
}

function numberFault(value: number): string | undefined {
  if (!Number.isFinite(value)) return `${value} has no form in JSON; write a number, or a text in quotes`
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return undefined
  return `the number ${value} has more digits than JSON carries safely; write it as a text, in quotes`
}

function firstFault(value: object): string | undefined {
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) {
    return `a ${quote(value.constructor.name)} has no form in JSON; write a plain mapping`
  }
  for (const part of Object.values(value)) {
    const fault = jsonFault(part)
    if (fault !== undefined) return fault
  }
  return undefined
}
