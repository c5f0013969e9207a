import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { probeInLog, probeInPayload } from '../../../lib/markers/probe.ts'
import { type Surroundings, createProbe } from '../../../lib/probe/index.ts'

let folder: string
let lines: string[]
let ids: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'probe-test-'))
  lines = []
  ids = 0
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const stream = '2026/11/23/[$LATEST]22be53a8cfde4e68b844f8ec293b2543'

function probeIn(changes: Partial<Surroundings> = {}) {
  return createProbe({
    environment: { AWS_LAMBDA_LOG_STREAM_NAME: stream, AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' },
    temporaryFolder: () => folder,
    write: (line) => void lines.push(line),
    now: () => 1_795_000_001_000.4,
    processStartMs: 1_795_000_000_000.6,
    randomId: () => `random-id-${++ids}`,
    ...changes,
  })
}

const firstMark = {
  environmentId: stream,
  processId: 'random-id-1',
  call: 1,
  initializationType: 'on-demand',
  processStartMs: 1_795_000_000_001,
  handlerStartMs: 1_795_000_001_000,
  tmpBytes: 0,
}

describe('what it adds to a response', () => {
  test('the key coldburst, to a plain object, without changing the object of the function', async () => {
    const response = Object.freeze({ message: 'hi' })
    const handler = probeIn().withProbe(async () => response)
    expect(await handler()).toEqual({ message: 'hi', coldburst: firstMark })
    expect(response).toEqual({ message: 'hi' })
  })

  test('a header, to an API Gateway shaped response, beside those that are there', async () => {
    const handler = probeIn().withProbe(async () => ({
      statusCode: 200,
      headers: { 'content-type': 'text/plain' },
      body: 'hi',
    }))
    expect(await handler()).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'text/plain', 'x-coldburst-probe': JSON.stringify(firstMark) },
      body: 'hi',
    })
  })

  test('a header, also where there were none and where the status is a string', async () => {
    const response = await probeIn().withProbe(async () => ({ statusCode: '200' }))()
    expect(probeInPayload(response)).toEqual({ from: 'payload', ...firstMark })
    expect(Object.keys(response)).toEqual(['statusCode', 'headers'])
  })

  test('a header in ASCII, whatever the log stream is called', async () => {
    const name = 'größe[$LATEST]22be53a8cfde4e68b844f8ec293b2543'
    const probe = probeIn({ environment: { AWS_LAMBDA_LOG_STREAM_NAME: name } })
    const response: unknown = await probe.withProbe(async () => ({ statusCode: 200 }))()
    const headers = Object(response).headers
    expect(headers['x-coldburst-probe']).toMatch(/^[\x20-\x7e]+$/)
    expect(JSON.parse(headers['x-coldburst-probe']).environmentId).toBe(name)
  })

  test.each([['text'], [7], [null], [undefined], [['a']], [new Date(0)], [{ coldburst: 'mine' }]])(
    'nothing, to %j',
    async (response) => {
      expect(await probeIn().withProbe(async () => response)()).toBe(response)
    },
  )

  test('nothing, to headers that it does not understand', async () => {
    const response = { statusCode: 200, headers: 'none' }
    expect(await probeIn().withProbe(async () => response)()).toBe(response)
  })

  test('nothing, to an object whose getter throws: whoever serialises it sees the error', async () => {
    const response = {
      get broken(): string {
        throw new Error('no')
      },
    }
    expect(await probeIn().withProbe(async () => response)()).toBe(response)
  })
})

describe('what it prints', () => {
  test('one line when the handler is entered, which our reader understands', async () => {
    const handler = probeIn().withProbe(async () => {
      expect(lines).toHaveLength(1)
      return 'text'
    })
    await handler()
    expect(lines.join('')).toBe(`COLDBURST_PROBE ${JSON.stringify(firstMark)}\n`)
    expect(probeInLog(lines.join(''))).toEqual({ from: 'log', ...firstMark })
  })

  test('a line with the next number at each call', async () => {
    const handler = probeIn().withProbe(async () => null)
    await handler()
    await handler()
    expect(lines.map((line) => probeInLog(line)?.call)).toEqual([1, 2])
  })
})

describe('how it calls the handler', () => {
  test('with the same arguments and `this`, and with the same number of parameters to the runtime', async () => {
    const calls: unknown[] = []
    const module = {
      name: 'module',
      handler: probeIn().withProbe(async function (this: unknown, event: string, context: string) {
        calls.push([this, event, context])
        return null
      }),
    }
    await module.handler('event', 'context')
    expect(calls).toEqual([[module, 'event', 'context']])
    expect(module.handler.length).toBe(2)
  })

  test('a callback handler answers through its callback', () => {
    type Callback = (error: Error | null, response?: unknown) => void
    const handler = probeIn().withProbe((_event: unknown, _context: unknown, callback: Callback) => {
      callback(null, { message: 'hi' })
    })
    const answers: unknown[] = []
    handler({}, {}, (error, response) => answers.push([error, response]))
    expect(answers).toEqual([[null, { message: 'hi', coldburst: firstMark }]])
    expect(handler.length).toBe(3)
  })

  test('errors pass unchanged: rejected, thrown, or given to a callback', async () => {
    const error = new Error('mine')
    const probe = probeIn()
    await expect(probe.withProbe(() => Promise.reject(error))()).rejects.toBe(error)
    const throwing = probe.withProbe(() => {
      throw error
    })
    expect(throwing).toThrow(error)
    const answers: unknown[] = []
    const handler = probe.withProbe((_e: unknown, _c: unknown, callback: (...args: unknown[]) => void) =>
      callback(error),
    )
    handler({}, {}, (...args) => answers.push(args))
    expect(answers).toEqual([[error, undefined]])
  })

  test('all the same when the probe itself fails', async () => {
    const probe = probeIn({
      write: () => {
        throw new Error('stdout is closed')
      },
    })
    const response = { message: 'hi' }
    expect(await probe.withProbe(async () => response)()).toBe(response)
  })
})

describe('identity', () => {
  const call = async (probe: ReturnType<typeof createProbe>) =>
    probeInPayload(await probe.withProbe(async () => ({}))())

  test('no id is made before the first call', () => {
    probeIn().withProbe(async () => null)
    expect(ids).toBe(0)
  })

  test('a log stream that is the same everywhere is not an environment id', async () => {
    const probe = probeIn({ environment: { AWS_LAMBDA_LOG_STREAM_NAME: '$LATEST' } })
    expect((await call(probe))?.environmentId).toBe('random-id-2')
  })

  test('without a log stream the id is kept in the temporary files, and outlives the process', async () => {
    const first = await call(probeIn({ environment: {} }))
    const second = await call(probeIn({ environment: {} }))
    expect(second?.environmentId).toBe(first?.environmentId)
    expect(second?.processId).not.toBe(first?.processId)
    expect(readFileSync(join(folder, '.coldburst-environment'), 'utf8')).toBe(first?.environmentId)
  })

  test('where nothing can be kept, or what is kept is no id, the process stands for its environment', async () => {
    const missing = await call(probeIn({ environment: {}, temporaryFolder: () => join(folder, 'none') }))
    expect(missing?.environmentId).toBe(missing?.processId)
    writeFileSync(join(folder, '.coldburst-environment'), 'not\nan id')
    const spoilt = await call(probeIn({ environment: {} }))
    expect(spoilt?.environmentId).toBe(spoilt?.processId)
  })
})

describe('tmpBytes', () => {
  const measure = async () => probeInPayload(await probeIn().withProbe(async () => ({}))())?.tmpBytes

  test('counts the files in all folders, without following links', async () => {
    writeFileSync(join(folder, 'a'), 'x'.repeat(1_000))
    mkdirSync(join(folder, 'deep', 'deeper'), { recursive: true })
    writeFileSync(join(folder, 'deep', 'deeper', 'b'), 'x'.repeat(234))
    symlinkSync('/usr', join(folder, 'link'))
    symlinkSync(join(folder, 'a'), join(folder, 'again'))
    expect(await measure()).toBe(1_234)
  })

  test('is known for 1,000 entries, and absent beyond', async () => {
    for (let i = 0; i < 1_000; i++) writeFileSync(join(folder, `f${i}`), 'x')
    expect(await measure()).toBe(1_000)
    writeFileSync(join(folder, 'one-more'), 'x')
    expect(await measure()).toBeUndefined()
  })

  test('is measured at each call, before the handler runs', async () => {
    const handler = probeIn().withProbe(async () => {
      writeFileSync(join(folder, `f${lines.length}`), 'x'.repeat(100))
      return null
    })
    await handler()
    await handler()
    await handler()
    expect(lines.map((line) => probeInLog(line)?.tmpBytes)).toEqual([0, 100, 200])
  })
})
