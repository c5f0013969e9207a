import { afterEach, describe, expect, it, vi } from 'vitest'
import { fromSeconds } from '../../lib/model/time.ts'
import * as stub from '../support/stub-answers.ts'
import { startStubLambda } from '../support/stub-lambda.ts'
import { startStubProxy } from '../support/stub-proxy.ts'
import { aim, aimAt, never, patience, settle, type TargetMaker } from './aim.ts'
import { transport } from './invocation-endings.ts'

/** What every target promises of the connections it uses. */
export function connectionContract(name: string, maker: TargetMaker): void {
  describe(`${name}, its connections`, () => {
    afterEach(() => {
      vi.useRealTimers()
      vi.unstubAllEnvs()
      vi.restoreAllMocks()
    })

    it('are used again when an answer has come', async () => {
      const { prepare, lambda } = await aim(maker, stub.ok())
      for (let n = 0; n < 5; n++) await (await prepare()).fire(patience, never)
      expect(lambda.connections).toBe(1)
    })

    it('do not carry a request a second time when they end without an answer', async () => {
      const answers = [stub.ok(), stub.closedWithoutAnswer]
      const { prepare, lambda } = await aim(maker, (...said) => answers.shift()?.(...said))
      await (await prepare()).fire(patience, never)
      const reply = await (await prepare()).fire(patience, never)
      expect(reply.outcome).toEqual(transport('ECONNRESET'))
      expect(lambda.requests).toHaveLength(2)
      expect(lambda.connections).toBe(1)
    })

    it('bring an answer in chunks', async () => {
      const { prepare } = await aim(maker, (response) => {
        response.write('{"statusCode":')
        setImmediate(() => {
          response.write('50')
          setImmediate(() => response.end('3}'))
        })
      })
      const reply = await (await prepare()).fire(patience, never)
      expect(reply.outcome).toMatchObject({ kind: 'function-error', errorType: 'HTTP 503' })
      expect(reply.bytesIn).toBe('{"statusCode":503}'.length)
    })

    it('bring an answer after 14 minutes of silence', async () => {
      let answer = (): void => undefined
      const { prepare, lambda } = await aim(maker, (response, request) => {
        answer = () => stub.ok()(response, request)
      })
      vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
      const waiting = (await prepare()).fire(fromSeconds(900), never)
      await vi.waitFor(() => expect(lambda.requests).toHaveLength(1))
      await vi.advanceTimersByTimeAsync(14 * 60_000)
      answer()
      expect((await waiting).outcome).toEqual({ kind: 'ok', status: 200 })
    })

    it('are made with TLS to an https: endpoint whose certificate holds', async () => {
      const { prepare, lambda } = aimAt(maker, await startStubLambda(stub.ok(), { tls: true }))
      const refused = await (await prepare()).fire(patience, never)
      expect(refused.outcome).toMatchObject(transport('DEPTH_ZERO_SELF_SIGNED_CERT'))
      expect(lambda.requests).toHaveLength(0)
      trustAnyone()
      for (let n = 0; n < 3; n++) {
        expect((await (await prepare()).fire(patience, never)).outcome).toEqual({ kind: 'ok', status: 200 })
      }
      expect(lambda.connections).toBe(2)
    })

    it('go through a tunnel of the proxy to an https: endpoint', async () => {
      trustAnyone()
      const { proxy, asked } = await startStubProxy()
      const { prepare, lambda } = aimAt(maker, await startStubLambda(stub.ok(), { tls: true }), proxy)
      for (let n = 0; n < 3; n++) {
        expect((await (await prepare()).fire(patience, never)).outcome).toEqual({ kind: 'ok', status: 200 })
      }
      expect(asked).toEqual([`CONNECT ${new URL(lambda.endpoint).host}`])
      expect(lambda.requests[0]?.headers).not.toHaveProperty('proxy-authorization')
    })

    it('end at the proxy for an http: endpoint', async () => {
      const { proxy, asked } = await startStubProxy()
      const { prepare, lambda } = aimAt(maker, await startStubLambda(stub.ok()), proxy)
      const reply = await (await prepare()).fire(patience, never)
      expect(reply.outcome).toEqual({ kind: 'ok', status: 200 })
      expect(asked).toEqual([`POST ${lambda.endpoint}/2015-03-31/functions/hello/invocations`])
    })

    it('fail when the proxy does not let them through', async () => {
      const { proxy } = await startStubProxy()
      const { authorization: _, ...unknown } = proxy
      const { prepare, lambda } = aimAt(maker, await startStubLambda(stub.ok(), { tls: true }), unknown)
      const reply = await (await prepare()).fire(patience, never)
      expect(reply.outcome).toEqual(transport('PROXY_REFUSED'))
      expect(lambda.connections).toBe(0)
    })
  })
}

/** Node reads it whenever a connection is made, and warns. */
function trustAnyone(): void {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
}

/** What a target promises whose transport can open connections ahead. */
export function prewarmContract(name: string, maker: TargetMaker): void {
  describe(`${name}, its connections made ahead`, () => {
    it('are as many as were asked for, and are used', async () => {
      const { target, prepare, lambda } = await aim(maker, stub.ok())
      await target.prewarm(5, never)
      await expect.poll(() => lambda.connections).toBe(5)
      expect(lambda.requests).toHaveLength(0)
      const reply = await (await prepare()).fire(patience, never)
      expect(reply).not.toHaveProperty('connectionSetup')
      expect(target.connections()).toEqual({ ahead: 5, inCall: 0, failed: 0, closedByPeer: 0 })
      expect(lambda.connections).toBe(5)
    })

    it('carry a burst of as many without one being made in a call', async () => {
      const { target, prepare, lambda } = await aim(maker, stub.ok())
      await target.prewarm(50, never)
      const shots = await Promise.all(Array.from({ length: 50 }, prepare))
      const replies = await Promise.all(shots.map(async (shot) => shot.fire(patience, never)))
      expect(replies.filter((reply) => 'connectionSetup' in reply)).toEqual([])
      expect(lambda.connections).toBe(50)
    })

    it('are told from those made in a call, which say how long that took', async () => {
      const { target, prepare } = await aim(maker, stub.ok())
      const [first, second] = [await prepare(), await prepare()]
      const { connectionSetup = -1, sentAt, endedAt } = await first.fire(patience, never)
      expect(connectionSetup).toBeGreaterThanOrEqual(0)
      expect(connectionSetup).toBeLessThanOrEqual(endedAt - sentAt)
      expect(await second.fire(patience, never)).not.toHaveProperty('connectionSetup')
      expect(target.connections()).toEqual({ ahead: 0, inCall: 1, failed: 0, closedByPeer: 0 })
    })

    it('are waited for no longer when it is aborted, and fail without throwing', async () => {
      const { target } = await aim(maker, stub.ok())
      await target.prewarm(5, AbortSignal.abort())
      const gone = aimAt(maker, { ...(await startStubLambda(stub.ok())), endpoint: 'http://127.0.0.1:1' })
      await gone.target.prewarm(3, never)
      expect(gone.target.connections()).toMatchObject({ ahead: 0, inCall: 0 })
      expect(gone.target.connections()?.failed).toBeGreaterThan(0)
      await settle()
    })
  })
}
