import type { ProbeFields } from '../model/markers.ts'
import { isRecord, parseJson } from './json.ts'
import { believableName } from './report-fields.ts'

/**
 * Checks what claims to be the probe's object. Undefined unless both ids and the call number are right;
 * any other field that is wrong is left out.
 */
export function parseProbe(value: unknown, from: ProbeFields['from']): ProbeFields | undefined {
  if (!isRecord(value)) return undefined
  const environmentId = believableName(value['environmentId'], 256)
  const processId = believableName(value['processId'], 256)
  const call = count(value['call'])
  if (environmentId === undefined || processId === undefined || call === undefined || call < 1)
    return undefined
  const probe: Told = { from, environmentId, processId, call }
  addCompanions(probe, value)
  return probe
}

/** The probe in a payload: under the key `coldburst`, or in the header of an API Gateway shaped one. */
export function probeInPayload(payload: unknown): ProbeFields | undefined {
  if (!isRecord(payload)) return undefined
  return parseProbe(payload['coldburst'], 'payload') ?? parseProbe(headerOf(payload), 'payload')
}

/** The last well-formed `COLDBURST_PROBE` line that begins before the index `before`. */
export function probeInLog(log: string, before: number = log.length): ProbeFields | undefined {
  // Most logs have none, and searching backwards is several times slower.
  if (!log.includes(opening)) return undefined
  let at = before > 0 ? log.lastIndexOf(opening, before - 1) : -1
  for (let tries = 0; at >= 0 && tries < mostTries; tries++) {
    const probe = parseProbe(probeLine(log, at), 'log')
    if (probe !== undefined) return probe
    at = at > 0 ? log.lastIndexOf(opening, at - 1) : -1
  }
  return undefined
}

const opening = 'COLDBURST_PROBE '
const headerName = 'x-coldburst-probe'
const longest = 4_096
const mostTries = 32
const mostHeaders = 200

type Told = { -readonly [K in keyof ProbeFields]: ProbeFields[K] }

function addCompanions(probe: Told, value: Readonly<Record<string, unknown>>): void {
  const initializationType = believableName(value['initializationType'], 64)
  const processStartMs = count(value['processStartMs'])
  const handlerStartMs = count(value['handlerStartMs'])
  const tmpBytes = count(value['tmpBytes'])
  if (initializationType !== undefined) probe.initializationType = initializationType
  if (processStartMs !== undefined) probe.processStartMs = processStartMs
  if (handlerStartMs !== undefined) probe.handlerStartMs = handlerStartMs
  if (tmpBytes !== undefined) probe.tmpBytes = tmpBytes
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

/** Gateways and people write header names in any case. */
function headerOf(payload: Readonly<Record<string, unknown>>): unknown {
  const headers = payload['headers']
  if (payload['statusCode'] === undefined || !isRecord(headers)) return undefined
  const name = Object.keys(headers)
    .slice(0, mostHeaders)
    .find((key) => key.toLowerCase() === headerName)
  const text = name === undefined ? undefined : headers[name]
  return typeof text === 'string' && text.length <= longest ? parseJson(text) : undefined
}

function probeLine(log: string, at: number): unknown {
  if (at > 0 && log[at - 1] !== '\n') return undefined
  const end = log.indexOf('\n', at)
  const text = log.slice(at + opening.length, end < 0 ? undefined : end)
  return text.length <= longest ? parseJson(text) : undefined
}
