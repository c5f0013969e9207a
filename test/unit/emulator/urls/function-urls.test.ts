import { expect, test } from 'vitest'

import { createFunctionUrls } from '../../../../lib/emulator/urls/function-urls.ts'

function newUrls() {
  return createFunctionUrls({
    host: '127.0.0.1',
    region: 'us-east-1',
    fleet: { invoke: () => Promise.reject(new Error('nobody is invoked here')) },
    registry: { resolve: () => ({ kind: 'refused', error: { status: 404, type: 'gone', body: {} } }) },
    requestIds: () => 'r1',
  })
}

const settings = { authType: 'NONE', invokeMode: 'BUFFERED' } as const

test('a URL whose function is deleted while its port opens is closed again', async () => {
  const urls = newUrls()
  const creating = [urls.create('fn', '$LATEST', settings), urls.create('fn', 'live', settings)]
  await urls.keepOnly('fn', ['$LATEST'])
  const [kept, gone] = await Promise.allSettled(creating)
  expect(kept?.status).toBe('fulfilled')
  expect(gone).toMatchObject({ status: 'rejected', reason: { error: { status: 404 } } })
  expect(urls.list('fn')).toHaveLength(1)
  await urls.close()
})

test('a URL that is being created when all ends listens to nobody', async () => {
  const urls = newUrls()
  const creating = urls.create('fn', '$LATEST', settings)
  await urls.close()
  await expect(creating).rejects.toThrow('Function not found')
  expect(urls.addresses()).toEqual([])
})
