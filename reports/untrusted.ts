import stringWidth from 'string-width'

/**
 * Text from a function, a service or a network, made safe to show on one line: no terminal escapes, no control or
 * invisible direction-changing characters, no line breaks.
 */
export function cleanLine(text: string): string {
  return cleanLines(text).join(' ').replaceAll(/\s+/gu, ' ').trim()
}

/** The same for text of several lines; tabs become two spaces, blank ends are cut. */
export function cleanLines(text: string): readonly string[] {
  const lines = withoutEscapes(text)
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/u)
    .map((line) =>
      line.replaceAll('\t', '  ').replaceAll(unprintable, '').replaceAll(loneSurrogates, '�').trimEnd(),
    )
  const first = lines.findIndex((line) => line !== '')
  if (first === -1) return []
  return lines.slice(first, lines.findLastIndex((line) => line !== '') + 1)
}

/** The same text in ASCII, each sign as wide as before, so that tables stay straight. */
export function asciiOnly(text: string): string {
  return Array.from(graphemes.segment(text), ({ segment }) =>
    /^\p{ASCII}*$/u.test(segment) ? segment : (stand.get(segment) ?? '?'.repeat(stringWidth(segment))),
  ).join('')
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const stand: ReadonlyMap<string, string> = new Map([
  ['µ', 'u'],
  ['×', 'x'],
  ['·', '-'],
  ['–', '-'],
  ['…', '~'],
  ['✓', '+'],
  ['✗', 'x'],
  ['━', '='],
  ['─', '-'],
  ['│', '|'],
  ['┤', '+'],
  ['┬', '+'],
  ['└', '+'],
  ['▶', '>'],
  ['●', '*'],
  ['○', 'o'],
  ['◆', '#'],
  ['▲', '!'],
  ['≥', '>'],
  ['≤', '<'],
])

const withoutEscapes = (text: string): string =>
  text.replaceAll(terminalStrings, '').replaceAll(terminalCodes, '')

const escape = String.fromCodePoint(0x1b)
const bell = String.fromCodePoint(0x07)
const controlRange = `${String.fromCodePoint(0)}-${String.fromCodePoint(0x1f)}${String.fromCodePoint(0x7f)}-${String.fromCodePoint(0x9f)}`
const eightBit = (...codes: readonly number[]): string => String.fromCodePoint(...codes)

// OSC, DCS, SOS, PM and APC with what they carry (ECMA-48 §8.3): titles, links, clipboard writes. One that is never
// closed loses its introducer only, so that it can't hide the rest of a log.
const terminalStrings = new RegExp(
  `(?:${escape}[\\]PX^_]|[${eightBit(0x90, 0x98, 0x9d, 0x9e, 0x9f)}])[^${controlRange}]*(?:${bell}|${escape}\\\\|${eightBit(0x9c)})`,
  'gu',
)

// CSI sequences (colours, cursor) and two-character escapes (ECMA-48 §5.4).
const terminalCodes = new RegExp(
  `(?:${escape}\\[|${eightBit(0x9b)})[0-?]*[ -/]*[@-~]|${escape}[ -/]*[0-~]`,
  'gu',
)

/** Controls, and format characters such as bidirectional overrides and zero-width ones. */
const unprintable = /[\p{Cc}\p{Cf}]/gu
const loneSurrogates = /\p{Cs}/gu
