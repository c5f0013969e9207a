import { nearest } from '../gates/nearest.ts'
import { quote } from './found.ts'
import { right, wrong, type Reading } from './problems.ts'

/** Reads a whole number from `least` to `most`: digits, with `_` between them where wanted. */
export function readCount(least: number, most: number = 100_000_000) {
  return (text: string): Reading<number> => {
    const plain = text.trim()
    if (!/^[-+]?\d+(_\d+)*$/.test(plain)) {
      return wrong(`${quote(text)} is not a whole number; write one such as ${Math.max(least, 10)}`)
    }
    const count = Number(plain.replaceAll('_', ''))
    if (count >= least && count <= most) return right(count)
    return wrong(
      count < least
        ? `${quote(text)} is too small; write ${least} or more`
        : `${quote(text)} is too large; write ${most} or less`,
    )
  }
}

/** Reads an amount of US dollars: `1`, `$1.50`, `1.50usd`. */
export function readUsd(text: string): Reading<number> {
  const amount = /^\$?\s*(\d+(?:\.\d+)?)\s*(?:usd)?$/i.exec(text.trim())
  if (amount !== null) return right(Number(amount[1]))
  return wrong(`${quote(text)} is not an amount of US dollars; write one such as 1usd or $0.50`)
}

/** Reads how often a payload is taken compared with the others: any number above 0. */
export function readWeight(text: string): Reading<number> {
  const weight = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : 0
  if (weight > 0 && weight <= 1_000_000) return right(weight)
  return wrong(`${quote(text)} is not a weight; write a number above 0, such as 9`)
}

/** Reads a share of a whole, `20%` or `0.2`, as a number from 0 to 1. */
export function readShare(text: string): Reading<number> {
  const parts = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text.trim())
  if (parts === null) return wrong(`${quote(text)} is not a share; write one such as 20% or 0.2`)
  const written = Number(parts[1])
  const isPercent = parts[2] === '%'
  const share = isPercent ? written / 100 : written
  if (share <= 1) return right(share)
  const meant = isPercent || share > 100 ? 'one from 0% to 100%, or from 0 to 1' : bothWays(share)
  return wrong(`${quote(text)} is more than all; write ${meant}`)
}

/** Somebody who writes 5 of a whole means per cent. */
const bothWays = (percent: number): string => `${percent}% or ${Number((percent / 100).toPrecision(12))}`

/** Reads one of some words. */
export function readOneOf<const T extends string>(words: readonly T[]) {
  return (text: string): Reading<T> => {
    const plain = text.trim().toLowerCase()
    const word = words.find((word) => word === plain)
    if (word !== undefined) return right(word)
    const like = nearest(plain, words)
    const advice = like === undefined ? `write ${orList(words)}` : `did you mean ${like}?`
    return wrong(`${quote(text)} is not known here; ${advice}`)
  }
}

/** `a`, `a or b`, `a, b or c`. */
export function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
