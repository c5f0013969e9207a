import { setMaxListeners } from 'node:events'
import { expect, onTestFinished } from 'vitest'
import type { Clock } from '../../lib/model/clock.ts'
import { fromSeconds } from '../../lib/model/time.ts'
import type { Proxy } from '../../lib/targets/http1/proxy.ts'
import type { Connection } from '../../lib/targets/lambda/connection.ts'
import type { Prepared, Target } from '../../lib/targets/target.ts'
import * as stub from '../support/stub-answers.ts'
import { type Answer, startStubLambda, type StubLambda } from '../support/stub-lambda.ts'

/** How the targets under test are made. */
export interface TargetMaker {
  clock(): Clock
  make(aimed: Aimed): Target
}

/** Where and as whom a target under test fires. */
export interface Aimed {
  readonly endpoint: string
  readonly clock: Clock
  readonly credentials: Connection['credentials']
  readonly proxy?: Proxy
}

export const patience = fromSeconds(20)
export const never = new AbortController().signal
setMaxListeners(0, never)
export const body = Buffer.from('{"holdMs":300}')
export const local = { accessKeyId: 'local', secretAccessKey: 'local' }

export interface Aim {
  readonly lambda: StubLambda
  readonly target: Target
  readonly prepare: () => Promise<Prepared>
}

export async function aim(maker: TargetMaker, answer: Answer): Promise<Aim> {
  return aimAt(maker, await startStubLambda(answer))
}

export function aimAt(maker: TargetMaker, lambda: StubLambda, proxy?: Proxy): Aim {
  const { endpoint } = lambda
  const aimed = { endpoint, clock: maker.clock(), credentials: local, ...(proxy ? { proxy } : {}) }
  const target = closing(maker.make(aimed))
  return { lambda, target, prepare: async () => target.prepare(body) }
}

/** Closes it after the test. */
export function closing(target: Target): Target {
  onTestFinished(() => target.close())
  return target
}

/** A round trip of a connection through this process's event loop. */
export async function settle(): Promise<void> {
  const { endpoint, connections } = await startStubLambda(stub.ok())
  expect(connections).toBe(0)
  await (await fetch(endpoint)).text()
}
