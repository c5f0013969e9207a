import { setTimeout as sleep } from 'node:timers/promises'
import { type ControlPlane, PlaneError } from './control-plane.ts'

/** A control plane that asks again, until it is answered or its patience is at an end. */
export interface PatientPlane extends ControlPlane {
  /** Rejects when the plane's signal aborts. */
  pause(ms: number): Promise<void>
}

export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

export const realWait: Wait = (ms, signal) => sleep(ms, undefined, { signal })

/** Of what waits with it nothing is given up. */
export const never: AbortSignal = new AbortController().signal

/** Whether a wait, or what was to be repeated, ended because its signal was aborted. */
export const isGivenUp = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted && error instanceof Error && error.name === 'AbortError'

/**
 * The same calls, repeated where the service was too busy or no answer came. A repeated write may find its own
 * effect: whoever makes it must look before it calls that a failure.
 */
export function patiently(plane: ControlPlane, wait: Wait, signal: AbortSignal): PatientPlane {
  const pause = (ms: number): Promise<void> => wait(ms, signal)
  const again = <T>(call: () => Promise<T>): Promise<T> => repeat(call, pause, signal)
  return {
    get calls() {
      return plane.calls
    },
    pause,
    configuration: (qualifier) => again(() => plane.configuration(qualifier)),
    zip: (qualifier) => again(() => plane.zip(qualifier)),
    updateConfiguration: (change) => again(() => plane.updateConfiguration(change)),
    updateCode: (change) => again(() => plane.updateCode(change)),
    publishVersion: (what) => again(() => plane.publishVersion(what)),
    versions: () => again(() => plane.versions()),
    deleteVersion: (version) => again(() => plane.deleteVersion(version)),
    aliases: () => again(() => plane.aliases()),
    createAlias: (name, version) => again(() => plane.createAlias(name, version)),
    updateAlias: (name, version, revision) => again(() => plane.updateAlias(name, version, revision)),
    deleteAlias: (name) => again(() => plane.deleteAlias(name)),
    close: () => plane.close(),
  }
}

async function repeat<T>(
  call: () => Promise<T>,
  pause: (ms: number) => Promise<void>,
  signal: AbortSignal,
): Promise<T> {
  const waited = { throttled: 0, busy: 0, lost: 0 }
  for (;;) {
    signal.throwIfAborted()
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof PlaneError)) throw error
      error.afterLost = waited.lost > 0
      const why = whyAgain(error)
      if (why === undefined || waited[why] >= patience[why].all) throw error
      const ms = Math.min(Math.max(patience[why].first, waited[why]), patience[why].longest)
      waited[why] += ms
      await pause(ms)
    }
  }
}

/**
 * ms. The control plane takes 15 requests a second of the whole account, other tools' included
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, 2026-11).
 */
const patience = {
  throttled: { first: 250, longest: 5_000, all: 120_000 },
  busy: { first: 250, longest: 2_000, all: 300_000 },
  lost: { first: 250, longest: 4_000, all: 16_000 },
} as const

function whyAgain({ status, code, operation, says }: PlaneError): keyof typeof patience | undefined {
  // Below 400 it was done, maybe, and the answer could not be read.
  if (status === undefined || status < 400 || status >= 500) return 'lost'
  if (status === 429 || /^(TooManyRequests|Throttling|RequestLimitExceeded)/.test(code)) return 'throttled'
  if (status !== 409) return undefined
  // Of an alias a conflict is that it exists, of a version that it is used; of the rest that a change is under way.
  const underWay = /cannot be performed at this time|in progress/i.test(says)
  return underWay || /^(UpdateFunction|PublishVersion)/.test(operation) ? 'busy' : undefined
}
