import { expect, test } from 'vitest'
import { PlaneError } from '../../../lib/settings/control-plane.ts'
import { patiently } from '../../../lib/settings/patient-plane.ts'
import { AwsModel } from '../../support/aws-model.ts'
import { never } from '../../support/staging.ts'

/** A plane that fails in the same way each time, and the ms that are waited for it. */
function failing(status: number | undefined, code: string, says = code) {
  const model = new AwsModel()
  model.onCall = (name) => ({ before: new PlaneError(name, code, status, says) })
  const waits: number[] = []
  const plane = patiently(model.plane(), async (ms) => void waits.push(ms), never)
  return { model, plane, waits, waited: () => waits.reduce((sum, ms) => sum + ms, 0) }
}

test('throttled calls are made again, ever more slowly, for two minutes', async () => {
  const { plane, waits, waited, model } = failing(429, 'TooManyRequestsException')
  await expect(plane.configuration()).rejects.toThrow('TooManyRequestsException')
  expect(waits.slice(0, 6)).toEqual([250, 250, 500, 1_000, 2_000, 4_000])
  expect(Math.max(...waits)).toBe(5_000)
  expect(waited()).toBeGreaterThanOrEqual(120_000)
  expect(plane.calls).toBe(waits.length + 1)
  expect(model.calls).toBe(plane.calls)
})

test('another change that is under way is waited for, five minutes at most', async () => {
  const { plane, waited } = failing(409, 'ResourceConflictException', 'An update is in progress for resource')
  await expect(plane.updateConfiguration({ memoryMb: 256, description: '' })).rejects.toThrow('in progress')
  expect(waited()).toBeGreaterThanOrEqual(300_000)
})

test('a network without an answer is tried for less than half a minute, and the error says that it was', async () => {
  const { plane, waited } = failing(undefined, 'ECONNREFUSED')
  await expect(plane.configuration()).rejects.toMatchObject({ afterLost: true })
  expect(waited()).toBeGreaterThanOrEqual(16_000)
  expect(waited()).toBeLessThan(30_000)
})

test('an answer that can’t be read is one that is lost: the call may have been carried out', async () => {
  const { plane, waited } = failing(200, 'HTTP 200')
  await expect(plane.updateConfiguration({ memoryMb: 256, description: '' })).rejects.toMatchObject({
    afterLost: true,
  })
  expect(waited()).toBeGreaterThanOrEqual(16_000)
})

test.each([
  [400, 'InvalidParameterValueException'],
  [403, 'AccessDeniedException'],
  [404, 'ResourceNotFoundException'],
  [412, 'PreconditionFailedException'],
])('%i %s is final at once', async (status, code) => {
  const { plane, waits } = failing(status, code)
  await expect(plane.publishVersion({})).rejects.toMatchObject({ status, afterLost: false })
  expect(waits).toEqual([])
})

test('an alias that exists, or a version that is used, is no change under way', async () => {
  const { plane, waits } = failing(409, 'ResourceConflictException', 'Alias already exists')
  await expect(plane.createAlias('live', '1')).rejects.toThrow('already exists')
  await expect(plane.deleteVersion('1')).rejects.toThrow('already exists')
  expect(waits).toEqual([])
})

test('nothing is asked once the signal has aborted', async () => {
  const abort = new AbortController()
  const model = new AwsModel()
  const plane = patiently(model.plane(), () => Promise.resolve(), abort.signal)
  await plane.configuration()
  abort.abort(new Error('Ctrl-C'))
  await expect(plane.configuration()).rejects.toThrow('Ctrl-C')
  expect(model.calls).toBe(1)
})
