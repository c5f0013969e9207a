import type { Unit } from '../model/verdict.ts'
import { didYouMean } from './nearest.ts'
import { type Piece, problem, type ThresholdProblem } from './threshold.ts'

/** How an amount of one unit is written; the first spelling that suits it is the canonical one. */
interface Notation {
  readonly is: string
  readonly example: string
  readonly spellings: readonly Spelling[]
  /** What a number alone means. */
  readonly bare: Spelling
  /** The unit itself, in which every amount can be written. */
  readonly base: Spelling
}

/** The base unit is the written number × `times` / `over`; both are integers, so that less gets rounded. */
interface Spelling {
  readonly suffix: string
  readonly times: number
  readonly over: number
}

const spelling = (suffix: string, times = 1, over = 1): Spelling => ({ suffix, times, over })
const plain = spelling('')
const millis = spelling('ms', 1_000)
const micros = spelling('us')
const bytes = spelling('B')
const dollars = spelling('usd')

const notations: Readonly<Record<Unit, Notation>> = {
  µs: {
    is: 'a time',
    example: '250ms',
    spellings: [spelling('s', 1_000_000), millis, micros],
    bare: millis,
    base: micros,
  },
  B: {
    is: 'an amount of memory',
    example: '100MB',
    spellings: [spelling('GB', 1_024 ** 3), spelling('MB', 1_024 ** 2), spelling('KB', 1_024), bytes],
    bare: bytes,
    base: bytes,
  },
  ratio: { is: 'a ratio', example: '8%', spellings: [spelling('%', 1, 100)], bare: plain, base: plain },
  USD: { is: 'an amount of money', example: '4.20usd', spellings: [dollars], bare: dollars, base: dollars },
  count: { is: 'a count', example: '10', spellings: [], bare: plain, base: plain },
  'GB-s': { is: 'a number of GB-seconds', example: '1.5', spellings: [], bare: plain, base: plain },
}

const suffixes = Object.values(notations).flatMap(({ spellings }) => spellings.map(({ suffix }) => suffix))

/** Reads `250ms`, `8%`, `1.5GB` into the base unit of a metric; `of` names the metric in what is said. */
export function parseAmount({ text, at }: Piece, unit: Unit, of: string): number | ThresholdProblem {
  const [, digits, suffix] = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(.*)$/is.exec(text) ?? []
  const notation = notations[unit]
  if (digits === undefined || suffix === undefined) return problem(at, notANumber(text, notation))
  const written = suffix === '' ? notation.bare : spellingOf(suffix, notation)
  if (written === undefined) return problem(at + text.length - suffix.length, wrongUnit(suffix, notation, of))
  const amount = toBase(Number(digits), written)
  if (!Number.isFinite(amount)) return problem(at, `${text} is too large`)
  if (unit === 'ratio' && amount > 1) {
    const meant = written.suffix === '%' ? 'at most 100%' : `${digits}% or a fraction such as 0.08`
    return problem(at, `${of} is a ratio, from 0 to 1: write ${meant}`)
  }
  return amount
}

/** The canonical text: `parseAmount` gives back exactly this amount. */
export function printAmount(amount: number, unit: Unit): string {
  const { spellings, base } = notations[unit]
  const short = spellings.find((spelling) => isShort(inSpelling(amount, spelling)))
  const exact = [short, spellings.at(-1)].find(
    (spelling) => spelling !== undefined && toBase(inSpelling(amount, spelling), spelling) === amount,
  )
  return exact === undefined ? `${amount}${base.suffix}` : `${inSpelling(amount, exact)}${exact.suffix}`
}

/** At least 1, with at most three decimals. */
const isShort = (written: number): boolean => written >= 1 && Number.isInteger(written * 1_000)

const toBase = (written: number, { times, over }: Spelling): number => (written * times) / over

/** 15 digits: 0.07 is 7 %, not 7.000000000000001 %. */
const inSpelling = (amount: number, { times, over }: Spelling): number =>
  Number(((amount * over) / times).toPrecision(15))

/** Also in capitals, and with the letter mu that keyboards have or the one that Unicode prefers. */
const spellingOf = (suffix: string, { spellings }: Notation): Spelling | undefined =>
  spellings.find((known) => known.suffix.toLowerCase() === suffix.toLowerCase().replace(/^[µμ]s$/, 'us'))

function notANumber(text: string, { example }: Notation): string {
  if (text === '') return `a value is missing: write one such as ${example}`
  if (text.startsWith('-')) return `${text} is negative, and nothing that is measured here can be`
  return `"${text}" is not a value: write one such as ${example}`
}

function wrongUnit(suffix: string, { is, spellings }: Notation, of: string): string {
  const fitting = spellings.map(({ suffix }) => suffix)
  const known = suffixes.some((other) => other.toLowerCase() === suffix.toLowerCase())
  if (fitting.length === 0) return `${of} is ${is}: write the number without "${suffix}"`
  return known
    ? `${of} is ${is}: write it in ${fitting.join(', ')}, not in ${suffix}`
    : `unknown unit "${suffix}": ${didYouMean(suffix, fitting)}`
}
