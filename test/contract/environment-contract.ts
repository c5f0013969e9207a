import { describe, expect, it } from 'vitest'

import type { Environment } from '../../lib/emulator/environment/environment.ts'
import type { Answer, Call, Served } from '../../lib/emulator/environment/invocation.ts'

/** Opens environments of one kind whose function behaves as the sample `hello`, with a timeout of 3 s. */
export interface EnvironmentMaker {
  open(this: void): Promise<Environment>
  /** Waits for work of such environments: a virtual clock has to be moved on for that. */
  until<T>(this: void, work: Promise<T>): Promise<T>
}

/** What every environment promises, whether a process or a model is behind it. */
export function environmentContract(kind: string, make: () => EnvironmentMaker): void {
  describe(`an environment that is a ${kind}`, () => {
    it('serves its first invocation cold, after an INIT, and the next ones warm', async () => {
      const { call } = await opened(make())
      const [first, second] = [await call(), await call()]
      expect(first).toMatchObject({ start: 'cold', ordinal: 1, outcome: 'ok' })
      expect(first.initMs).toBeGreaterThan(0)
      expect(second).toMatchObject({ start: 'warm', ordinal: 2, outcome: 'ok' })
      expect(second).not.toHaveProperty('initMs')
    })

    it('can have its INIT ahead of the first invocation, which is cold all the same', async () => {
      const { environment, call, until } = await opened(make())
      await until(environment.initialise())
      const first = await call()
      expect(first).toMatchObject({ start: 'cold', ordinal: 1 })
      expect(first.initMs).toBeGreaterThan(0)
      expect(await call()).toMatchObject({ start: 'warm' })
    })

    it('tells the answer, and that it is the same environment and process as before', async () => {
      const { environment, call, answers } = await opened(make())
      const marks = [markOf(await call()), markOf(await call())]
      const [first, second] = marks
      expect(first).toMatchObject({ environmentId: environment.logStream, call: 1 })
      expect(second).toEqual({ ...first, call: 2 })
      expect(answers.map(({ payload }) => JSON.parse(payload.toString()))).toMatchObject([
        { message: 'Hello, world!' },
        { message: 'Hello, world!' },
      ])
    })

    it('stays warm after its handler has thrown', async () => {
      const { call } = await opened(make())
      const failed = await call({ throw: 'no luck' })
      expect(failed).toMatchObject({ outcome: 'error', answer: { functionError: true } })
      expect(failed).not.toHaveProperty('status')
      expect(payloadOf(failed)).toMatchObject({ errorType: 'Error', errorMessage: 'no luck' })
      expect(await call()).toMatchObject({ start: 'warm', ordinal: 2, outcome: 'ok' })
    })

    it('starts a new process inside the invocation that follows a crash', async () => {
      const { call } = await opened(make())
      const before = markOf(await call())
      const crashed = await call({ exit: 3 })
      expect(crashed).toMatchObject({ outcome: 'exit', status: 'error', errorType: 'Runtime.ExitError' })
      expect(payloadOf(crashed)).toEqual({
        errorType: 'Runtime.ExitError',
        errorMessage: 'RequestId: request-2 Error: Runtime exited with error: exit status 3',
      })
      const after = await call()
      expect(after).toMatchObject({ start: 'reinitialized', ordinal: 3, outcome: 'ok' })
      expect(after).not.toHaveProperty('initMs')
      expect(markOf(after)).toMatchObject({ environmentId: before.environmentId, call: 1 })
      expect(markOf(after).processId).not.toBe(before.processId)
    })

    it('ends an invocation at its timeout, and starts a new process inside the next', async () => {
      const { call } = await opened(make())
      const late = await call({ holdMs: 10_000 })
      expect(late).toMatchObject({ outcome: 'timeout', status: 'timeout' })
      expect(reportOf(late)).toContain('\tDuration: 3000.00 ms\tBilled Duration:')
      expect(payloadOf(late)).toMatchObject({ errorType: 'Sandbox.Timedout' })
      expect(await call()).toMatchObject({ start: 'reinitialized', outcome: 'ok' })
    })

    it('gives the end of the log to who wants it, with the probe’s line between START and END', async () => {
      const { environment, call } = await opened(make())
      const lines = logOf(await call())
      expect(lines[0]).toMatch(/^START RequestId: request-1 Version: /)
      expect(lines[1]).toContain(`COLDBURST_PROBE {"environmentId":"${environment.logStream}"`)
      expect(lines[2]).toBe('END RequestId: request-1')
      expect(lines[3]).toMatch(/^REPORT RequestId: request-1\tDuration: \d+\.\d\d ms\t.*\tInit Duration: /)
      expect(await call({}, { tail: false })).not.toHaveProperty('tail')
    })

    it('has the name of a log stream, which is like no other', async () => {
      const maker = make()
      const [one, other] = [await opened(maker), await opened(maker)]
      expect(one.environment.logStream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[(\$LATEST|\d+)\][0-9a-f]{32}$/)
      expect(other.environment.logStream).not.toBe(one.environment.logStream)
      await Promise.all([one.environment.shutDown(), other.environment.shutDown()])
    })

    it('ends what it serves when it is shut down, and serves nothing more', async () => {
      const { environment, call, until } = await opened(make())
      await call()
      const cut = call({ holdMs: 2_500 })
      await environment.shutDown()
      expect(await until(cut)).toMatchObject({ outcome: 'exit', answer: { functionError: true } })
      await expect(call()).rejects.toThrow('the environment is shut down')
    })
  })
}

async function opened({ open, until }: EnvironmentMaker) {
  const environment = await open()
  const answers: Answer[] = []
  let calls = 0
  const call = (event: object = {}, more: Partial<Call> = {}): Promise<Served> => {
    calls += 1
    const served = environment.serve({
      requestId: `request-${calls}`,
      payload: Buffer.from(JSON.stringify(event)),
      invokedArn: 'arn:aws:lambda:us-east-1:000000000000:function:hello',
      tail: true,
      onAnswer: (answer) => void answers.push(answer),
      ...more,
    })
    return until(served)
  }
  return { environment, call, answers, until }
}

interface Mark {
  readonly environmentId: string
  readonly processId: string
  readonly call: number
}

function markOf(served: Served): Mark {
  const { coldburst } = payloadOf(served) as { readonly coldburst: Mark }
  const { environmentId, processId, call } = coldburst
  return { environmentId, processId, call }
}

function payloadOf({ answer }: Served): unknown {
  return JSON.parse(answer.payload.toString())
}

function logOf({ tail }: Served): readonly string[] {
  return (tail ?? Buffer.of()).toString().trimEnd().split('\n')
}

const reportOf = (served: Served): string => logOf(served).at(-1) ?? ''
