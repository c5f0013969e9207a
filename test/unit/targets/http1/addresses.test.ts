import { describe, expect, it } from 'vitest'
import { type Addresses, createAddresses } from '../../../../lib/targets/http1/addresses.ts'

describe('createAddresses', () => {
  it('asks once for many, and again after 10 s', async () => {
    const { addresses, asked, wait } = book(['10.0.0.1'])
    await Promise.all([addresses.inOrder(), addresses.inOrder()])
    wait(9_999)
    await addresses.inOrder()
    expect(asked()).toBe(1)
    wait(1)
    await addresses.inOrder()
    expect(asked()).toBe(2)
  })

  it('goes round the addresses of the preferred family, and keeps the others for when they fail', async () => {
    const { addresses } = book(['10.0.0.1', 'fd00::1', '10.0.0.2', '10.0.0.3'])
    expect(await addresses.inOrder()).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', 'fd00::1'])
    expect(await addresses.inOrder()).toEqual(['10.0.0.2', '10.0.0.3', '10.0.0.1', 'fd00::1'])
    expect(await addresses.inOrder()).toEqual(['10.0.0.3', '10.0.0.1', '10.0.0.2', 'fd00::1'])
    expect(await addresses.inOrder()).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', 'fd00::1'])
  })

  it('tries last what has failed, until it asks again', async () => {
    const { addresses, wait } = book(['fd00::1', '10.0.0.1'])
    await addresses.inOrder()
    addresses.failed('fd00::1')
    expect(await addresses.inOrder()).toEqual(['10.0.0.1', 'fd00::1'])
    wait(10_000)
    expect(await addresses.inOrder()).toEqual(['fd00::1', '10.0.0.1'])
  })

  it('still tries all when all have failed', async () => {
    const { addresses } = book(['10.0.0.1', '10.0.0.2'])
    await addresses.inOrder()
    addresses.failed('10.0.0.1')
    addresses.failed('10.0.0.2')
    expect(await addresses.inOrder()).toEqual(['10.0.0.1', '10.0.0.2'])
  })

  it('does not keep a failure', async () => {
    let asked = 0
    const addresses = createAddresses('a.example', async () => {
      if (++asked === 1) throw new Error('no name server')
      return ['10.0.0.1']
    })
    await expect(addresses.inOrder()).rejects.toThrow('no name server')
    expect(await addresses.inOrder()).toEqual(['10.0.0.1'])
  })

  it.each(['10.0.0.1', 'fd00::1'])('does not ask for %s, which is an address', async (address) => {
    const addresses = createAddresses(address, async () => {
      throw new Error('asked')
    })
    expect(await addresses.inOrder()).toEqual([address])
  })
})

function book(found: readonly string[]): {
  addresses: Addresses
  asked: () => number
  wait: (ms: number) => void
} {
  let [asked, time] = [0, 0]
  const resolve = async (): Promise<readonly string[]> => {
    asked += 1
    return found
  }
  const addresses = createAddresses('a.example', resolve, () => time)
  return { addresses, asked: () => asked, wait: (ms) => void (time += ms) }
}
