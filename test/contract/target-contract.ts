import type { IncomingHttpHeaders } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { fromMillis, fromSeconds, type Micros } from '../../lib/model/time.ts'
import type { Prepared, Reply } from '../../lib/targets/target.ts'
import * as stub from '../support/stub-answers.ts'
import { startStubLambda } from '../support/stub-lambda.ts'
import { aim, body, closing, local, never, patience, settle, type TargetMaker } from './aim.ts'
import { endings, transport } from './invocation-endings.ts'

const expired = async (): Promise<never> => {
  throw Object.assign(new Error('the token has expired'), { name: 'CredentialsProviderError' })
}

/** What every target promises, whatever carries its requests. */
export function targetContract(name: string, maker: TargetMaker): void {
  describe(`${name}, as a target`, () => {
    it.each(endings)('ends %s as its one outcome', async (_, answer, expected) => {
      const { prepare } = await aim(maker, answer)
      const reply = await (await prepare()).fire(patience, never)
      expect(reply.outcome).toEqual(expected)
      expectOrder(reply)
    })

    it('ends a refused connection as a transport error', async () => {
      const endpoint = `http://127.0.0.1:${await freePort()}`
      const target = closing(maker.make({ endpoint, clock: maker.clock(), credentials: local }))
      const reply = await (await target.prepare(body)).fire(patience, never)
      expect(reply.outcome).toMatchObject(transport('ECONNREFUSED'))
      expectOrder(reply)
    })

    it('ends credentials that can’t be had as a transport error, fired or discarded', async () => {
      const { endpoint, requests } = await startStubLambda(stub.ok())
      const target = closing(maker.make({ endpoint, clock: maker.clock(), credentials: expired }))
      const [fired, discarded] = [await target.prepare(body), await target.prepare(body)]
      discarded.discard()
      const reply = await fired.fire(patience, never)
      expect(reply.outcome).toMatchObject(transport('CredentialsProviderError'))
      expectOrder(reply)
      expect(requests).toEqual([])
    })

    it('reads the markers and the tail of an answer', async () => {
      const { prepare } = await aim(maker, stub.ok('{}', stub.tail(stub.coldTail)))
      const reply = await (await prepare()).fire(patience, never)
      expect(reply.markers).toMatchObject({
        requestId: stub.requestId,
        executedVersion: '$LATEST',
        report: { requestId: stub.requestId, duration: 2_500, initDuration: 100_000 },
      })
      expect(reply.log).toBe(stub.coldTail)
      expect(reply.bytesIn).toBe(2)
    })

    it('sends the body as it is', async () => {
      const { prepare, lambda } = await aim(maker, stub.ok())
      await (await prepare()).fire(patience, never)
      expect(lambda.requests.map((request) => request.body)).toEqual([body.toString()])
    })

    it('signs by the service’s clock once that has refused a request for its time', async () => {
      const theirs = Date.now() + 3_600_000
      const { prepare, lambda } = await aim(maker, (response, request) => {
        const date = new Date(theirs).toUTCString()
        stub.answer(403, '{"message":"Signature expired"}', {
          date,
          'x-amzn-errortype': 'InvalidSignatureException',
        })(response, request)
      })
      for (let n = 0; n < 2; n++) await (await prepare()).fire(patience, never)
      const [first = NaN, second = NaN] = lambda.requests.map((request) => signedAt(request.headers))
      expect(Math.abs(first - theirs)).toBeGreaterThan(3_000_000)
      expect(Math.abs(second - theirs)).toBeLessThan(60_000)
    })

    it('writes nothing while it prepares, and at once when it is fired', async () => {
      const { prepare, lambda } = await aim(maker, stub.ok())
      const shots = [await prepare(), await prepare()]
      await settle()
      expect(lambda.connections).toBe(0)
      await shots[0]!.fire(patience, never)
      expect(lambda.requests).toHaveLength(1)
      shots[1]!.discard()
    })

    it('never writes what was discarded', async () => {
      const { prepare, lambda } = await aim(maker, stub.ok())
      const shots = await Promise.all(Array.from({ length: 20 }, prepare))
      for (const shot of shots) shot.discard()
      await settle()
      expect(lambda.connections).toBe(0)
    })

    it.each([
      ['headers', stub.silence],
      ['the rest of the body', stub.stalledBody],
    ])('gives up after its timeout when %s do not come', async (_, answer) => {
      const { prepare, lambda } = await aim(maker, answer)
      const [short, long] = [await prepare(), await prepare()]
      const abort = new AbortController()
      const waiting = long.fire(patience, abort.signal)
      const reply = await short.fire(fromMillis(100), never)
      expect(reply.outcome).toEqual({ kind: 'timed-out' })
      expect(reply.endedAt - reply.sentAt).toBeGreaterThanOrEqual(fromMillis(99))
      expectOrder(reply)
      // Each has its own: the other one goes on.
      await expect.poll(() => lambda.open).toBe(1)
      abort.abort()
      await waiting
    })

    it.each([
      ['headers', stub.silence],
      ['the rest of the body', stub.stalledBody],
    ])('gives up when it is aborted while %s do not come', async (_, answer) => {
      const { prepare, lambda } = await aim(maker, answer)
      const abort = new AbortController()
      const waiting = (await prepare()).fire(patience, abort.signal)
      await expect.poll(() => lambda.requests.length).toBe(1)
      abort.abort()
      const reply = await waiting
      expect(reply.outcome).toMatchObject({ kind: 'transport-error', code: 'INTERRUPTED' })
      expectOrder(reply)
      await expect.poll(() => lambda.open).toBe(0)
    })

    it('gives up at once when it was aborted before it was fired', async () => {
      const { prepare } = await aim(maker, stub.silence)
      const reply = await (await prepare()).fire(patience, AbortSignal.abort())
      expect(reply.outcome).toMatchObject({ kind: 'transport-error', code: 'INTERRUPTED' })
      expectOrder(reply)
    })

    it('does not give up at once for a timeout longer than a timer can be', async () => {
      const { prepare } = await aim(maker, (response, request) => {
        setTimeout(() => stub.ok()(response, request), 50)
      })
      const reply = await (await prepare()).fire(fromSeconds(60 * 24 * 3_600), never)
      expect(reply.outcome).toEqual({ kind: 'ok', status: 200 })
    })

    it('does not take an answer that has come for given up', async () => {
      const { prepare } = await aim(maker, stub.ok())
      const abort = new AbortController()
      const reply = await (await prepare()).fire(patience, abort.signal)
      abort.abort()
      expect(reply.outcome.kind).toBe('ok')
    })

    it('releases 200 prepared requests together, each on its own connection when answers are slow', async () => {
      const held: (() => void)[] = []
      const { prepare, lambda } = await aim(maker, (response, request) => {
        held.push(() => stub.ok()(response, request))
        if (held.length === 200) for (const release of held) release()
      })
      const shots: Prepared[] = []
      for (let n = 0; n < 200; n++) shots.push(await prepare())
      expect(lambda.connections).toBe(0)
      const replies = await Promise.all(shots.map(async (shot) => shot.fire(patience, never)))
      expect(lambda.connections).toBe(200)
      expect(new Set(replies.map(({ outcome }) => outcome.kind))).toEqual(new Set(['ok']))
      // None was sent after another one's answer: they were all on their way at once.
      const lastSent = Math.max(...replies.map(({ sentAt }) => sentAt))
      expect(lastSent).toBeLessThanOrEqual(Math.min(...replies.map(({ endedAt }) => endedAt)))
    })
  })
}

function expectOrder({ sentAt, firstByteAt, endedAt }: Reply): void {
  const order: readonly Micros[] = [sentAt, firstByteAt ?? sentAt, endedAt]
  expect(order).toEqual(order.toSorted((a, b) => a - b))
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The request's `x-amz-date`, ms. */
function signedAt(headers: IncomingHttpHeaders): number {
  const date = String(headers['x-amz-date'])
  return Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'))
}
