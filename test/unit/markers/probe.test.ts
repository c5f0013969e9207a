import { describe, expect, test } from 'vitest'
import { parseProbe, probeInLog, probeInPayload } from '../../../lib/markers/probe.ts'

const told = {
  environmentId: '2026/11/23/[$LATEST]22be53a8cfde4e68b844f8ec293b2543',
  processId: '6f6c1c1e-0a3c-4d55-9a0b-7f6a3a0f2b11',
  call: 3,
  initializationType: 'on-demand',
  processStartMs: 1_795_000_000_000,
  handlerStartMs: 1_795_000_001_000,
  tmpBytes: 12_582_912,
}

describe('parseProbe', () => {
  test('keeps all fields and says where they are from', () => {
    expect(parseProbe(told, 'payload')).toEqual({ from: 'payload', ...told })
  })

  test('needs no more than the ids and the call', () => {
    const { environmentId, processId, call } = told
    expect(parseProbe({ environmentId, processId, call }, 'log')).toEqual({
      from: 'log',
      environmentId,
      processId,
      call,
    })
  })

  test.each([
    ['an empty id', { ...told, environmentId: '' }],
    ['an id of 257 characters', { ...told, processId: 'x'.repeat(257) }],
    ['an id with a line break', { ...told, environmentId: 'a\nb' }],
    ['an id with a terminal escape', { ...told, environmentId: '\u001b[31m' }],
    ['an id that is a number', { ...told, processId: 7 }],
    ['call 0', { ...told, call: 0 }],
    ['half a call', { ...told, call: 1.5 }],
    ['a call in a string', { ...told, call: '1' }],
    ['a list', [told]],
    ['nothing', null],
  ])('refuses %s', (_, value) => {
    expect(parseProbe(value, 'payload')).toBeUndefined()
  })

  test('leaves out what else is wrong', () => {
    const wrong = {
      ...told,
      initializationType: 'x'.repeat(65),
      processStartMs: -1,
      handlerStartMs: '1',
      tmpBytes: 0.5,
    }
    const { environmentId, processId, call } = told
    expect(parseProbe(wrong, 'log')).toEqual({ from: 'log', environmentId, processId, call })
  })

  test('drops fields it does not know', () => {
    expect(parseProbe({ ...told, more: 'x'.repeat(1_000_000) }, 'log')).toEqual({ from: 'log', ...told })
  })
})

describe('probeInPayload', () => {
  test('reads the key coldburst of an object', () => {
    expect(probeInPayload({ message: 'hi', coldburst: told })).toEqual({ from: 'payload', ...told })
  })

  test('reads the header of an API Gateway shaped payload, in any case', () => {
    const headers = { 'Content-Type': 'text/plain', 'X-Coldburst-Probe': JSON.stringify(told) }
    expect(probeInPayload({ statusCode: 200, headers, body: 'hi' })).toEqual({ from: 'payload', ...told })
  })

  test.each([
    ['a header that is not JSON', { statusCode: 200, headers: { 'x-coldburst-probe': '{' } }],
    ['a header that is no string', { statusCode: 200, headers: { 'x-coldburst-probe': told } }],
    ['headers without a status', { headers: { 'x-coldburst-probe': JSON.stringify(told) } }],
    ['headers that are a list', { statusCode: 200, headers: [JSON.stringify(told)] }],
    ['a string', JSON.stringify({ coldburst: told })],
    ['null', null],
    ['a list', [{ coldburst: told }]],
  ])('finds nothing in %s', (_, payload) => {
    expect(probeInPayload(payload)).toBeUndefined()
  })
})

describe('probeInLog', () => {
  const line = (call: number): string => `COLDBURST_PROBE ${JSON.stringify({ ...told, call })}`

  test('reads the last line that is well-formed', () => {
    const log = ['START', line(1), line(2), 'COLDBURST_PROBE {"call":', 'END', ''].join('\n')
    expect(probeInLog(log)).toEqual({ from: 'log', ...told, call: 2 })
  })

  test('reads only what begins before the index it is given', () => {
    const log = `${line(1)}\nREPORT\n${line(2)}\n`
    expect(probeInLog(log, log.indexOf('REPORT'))?.call).toBe(1)
  })

  test('does not read from the middle of a line', () => {
    expect(probeInLog(`user says ${line(1)}\n`)).toBeUndefined()
  })

  test('reads a line whose end of line is missing when the object is whole', () => {
    expect(probeInLog(line(4))?.call).toBe(4)
    expect(probeInLog(line(4).slice(0, -1))).toBeUndefined()
  })
})
