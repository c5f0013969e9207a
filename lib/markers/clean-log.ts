import { isRecord, parseJson } from './json.ts'

/**
 * A log tail made safe to print: no terminal escapes, control or bidirectional characters, at most the last
 * 20 lines of at most 500 characters, without the lines that Lambda and the probe write themselves.
 */
export function cleanLog(text: string): string {
  const lines = withoutControls(text.slice(-longestLog))
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !isPlatformLine(line))
    .flatMap(unfold)
  return lines
    .slice(-mostLines)
    .map((line) => cut(line, longestLine))
    .join('\n')
}

/** A name or message as one safe line of at most `longest` characters (UTF-16 units). */
export function cleanText(text: string, longest: number): string {
  // Names and ids of every answer come by here, and most have nothing to clean.
  if (text.length <= longest && harmless.test(text)) return text
  // Cleaning only removes, but what it removes may be long: look at a little more than is shown.
  const line = withoutControls(text.slice(0, longest * 4 + 1_000))
  return cut(line.replaceAll(/\s+/g, ' ').trim(), longest)
}

/** Words of printable ASCII with one space between them. */
const harmless = /^[!-~]+(?: [!-~]+)*$/

/**
 * A line of Lambda's Node runtime without its time and request id, which say nothing here; the JSON of an
 * uncaught error as the lines of its stack.
 */
function unfold(line: string): string[] {
  const said = line.replace(runtimePrefix, '')
  const begin = said.indexOf('{"errorType"')
  const error = begin === -1 ? undefined : parseJson(said.slice(begin))
  if (!isRecord(error) || !Array.isArray(error['stack'])) return [said]
  const stack = error['stack'].filter((frame) => typeof frame === 'string')
  return [said.slice(0, begin).trim(), ...stack.flatMap((frame) => withoutControls(frame).split('\n'))]
}

const runtimePrefix = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t(?:[\da-f-]{36}|undefined)\t/

const longestLog = 65_536
const longestLine = 500
const mostLines = 20

function withoutControls(text: string): string {
  return text
    .replaceAll(loneSurrogates, '\ufffd')
    .replaceAll(escapes, '')
    .replaceAll(lineBreaks, '\n')
    .replaceAll(controls, '')
}

const loneSurrogates = /\p{Surrogate}/gu
// ECMA-48: control strings (OSC, DCS, SOS, PM, APC) up to their end, control sequences, other escapes.
const escapes =
  // oxlint-disable-next-line no-control-regex
  /(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x9c|\x1b\\)?|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-Z\\^-~]/g
const lineBreaks = /\r\n?|[\u0085\u2028\u2029]/g
// Also invisible and bidirectional characters, which make a line read as another one.
const controls =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g

function isPlatformLine(line: string): boolean {
  return (
    /^(?:START|END|REPORT) RequestId: |^(?:COLDBURST_PROBE|INIT_START|INIT_REPORT|XRAY) /.test(line) ||
    /^\{(?:"time":"[^"]{0,40}",)?"type":"platform\./.test(line)
  )
}

function cut(line: string, longest: number): string {
  if (line.length <= longest) return line
  // Not between the two halves of a character.
  return `${line.slice(0, Math.max(0, longest - 1)).replace(/[\ud800-\udbff]$/, '')}…`
}
