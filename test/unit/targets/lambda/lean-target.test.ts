import { describe, expect, it, onTestFinished } from 'vitest'
import { fromSeconds, micros } from '../../../../lib/model/time.ts'
import type { Connection } from '../../../../lib/targets/lambda/connection.ts'
import { createLeanTarget } from '../../../../lib/targets/lambda/lean-target.ts'
import type { Prepared, Target } from '../../../../lib/targets/target.ts'

const owner = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
const body = Buffer.from('{}')
const never = new AbortController().signal

/** Its clock stands still, and nothing listens where it fires. */
function leanTarget(credentials: Connection['credentials']): Target {
  const now = () => micros(7)
  const clock = { now, until: async () => undefined, breathe: async () => undefined }
  const connection = { region: 'eu-west-1', endpoint: 'http://127.0.0.1:1', credentials }
  const target = createLeanTarget({ function: 'hello', logTail: true, connection, clock })
  onTestFinished(() => target.close())
  return target
}

const fire = async (prepared: Prepared | Promise<Prepared>) => (await prepared).fire(fromSeconds(20), never)

describe('the lean transport', () => {
  it.each<[string, Connection['credentials']]>([
    ['given', owner],
    ['asked for and at hand', () => owner],
  ])('prepares at once with credentials that are %s', (_, credentials) => {
    expect(leanTarget(credentials).prepare(body)).not.toBeInstanceOf(Promise)
  })

  it('waits for credentials that are promised', async () => {
    const prepared = leanTarget(async () => owner).prepare(body)
    expect(prepared).toBeInstanceOf(Promise)
    expect(await prepared).toHaveProperty('discard')
  })

  it.each<[string, Connection['credentials']]>([
    [
      'throws',
      () => {
        throw Object.assign(new Error('expired'), { name: 'ExpiredTokenException' })
      },
    ],
    [
      'rejects',
      async () => Promise.reject(Object.assign(new Error('expired'), { name: 'ExpiredTokenException' })),
    ],
  ])('fires nothing, and says why, when the provider of credentials %s', async (_, credentials) => {
    const target = leanTarget(credentials)
    expect(await fire(target.prepare(body))).toEqual({
      sentAt: 7,
      endedAt: 7,
      bytesIn: 0,
      markers: {},
      outcome: { kind: 'transport-error', code: 'ExpiredTokenException', message: 'expired' },
    })
    expect(target.connections()).toEqual({ ahead: 0, inCall: 0, failed: 0, closedByPeer: 0 })
  })

  it('does not send a session token with a line break, nor repeat it', async () => {
    const { outcome } = await fire(
      leanTarget({ ...owner, sessionToken: 'hidden\r\nx-evil: 1' }).prepare(body),
    )
    expect(outcome).toMatchObject({ kind: 'transport-error', code: 'ERR_INVALID_CHAR' })
    expect(JSON.stringify(outcome)).not.toContain('hidden')
  })

  it('asks for the credentials anew with every request', async () => {
    let asked = 0
    const target = leanTarget(() => {
      asked += 1
      return owner
    })
    for (let n = 0; n < 3; n++) (await target.prepare(body)).discard()
    expect(asked).toBe(3)
  })
})
