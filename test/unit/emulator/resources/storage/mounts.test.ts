import { mkdirSync, renameSync, symlinkSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import {
  createMounts,
  type Mount,
  mountKind,
  type MountSpec,
} from '../../../../../lib/emulator/resources/storage/mounts.ts'
import { temporaryFolder } from '../../../../support/temporary-folder.ts'

const small: MountSpec = { megabytes: 512, kept: [] }
const large: MountSpec = { megabytes: 1_024, kept: [] }

/** Mounts that are numbered as they are made, and what became of them. */
function numbered(fails: ReadonlySet<number> = new Set()) {
  const made: string[] = []
  const closed: string[] = []
  const make = async (spec: MountSpec): Promise<Mount> => {
    const name = `${made.length + 1} of ${spec.megabytes}`
    made.push(name)
    if (fails.has(made.length)) throw new Error('no more mounts')
    return { enter: [name], close: () => void closed.push(name) }
  }
  const mounts = createMounts(make, ({ megabytes }) => String(megabytes))
  const take = async (spec: MountSpec) => (await mounts.take(spec)).enter[0]
  return { mounts, take, made, closed }
}

describe('mounts that are made ahead', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const quiet = () => vi.advanceTimersByTimeAsync(1_000)

  test('are one, for the next of the same kind', async () => {
    const { take, made } = numbered()
    expect(await take(small)).toBe('1 of 512')
    await quiet()
    await quiet()
    expect(made).toEqual(['1 of 512', '2 of 512'])
    expect(await take(small)).toBe('2 of 512')
    expect(await take(small)).toBe('3 of 512')
  })

  test('are not made during a burst', async () => {
    const { take, made } = numbered()
    await Promise.all([take(small), take(small), take(small)])
    expect(made).toHaveLength(3)
    await quiet()
    expect(made).toHaveLength(4)
  })

  test('go when another kind is wanted, and with the emulator', async () => {
    const { mounts, take, closed } = numbered()
    await take(small)
    await quiet()
    expect(await take(large)).toBe('3 of 1024')
    expect(closed).toEqual(['2 of 512'])
    await quiet()
    await mounts.close()
    expect(closed).toEqual(['2 of 512', '4 of 1024'])
    await quiet()
    expect(closed).toHaveLength(2)
  })

  test('that failed are made again for who needs one, who is told when that fails too', async () => {
    const { take } = numbered(new Set([2, 4, 5]))
    await take(small)
    await quiet()
    expect(await take(small)).toBe('3 of 512')
    await quiet()
    await expect(take(small)).rejects.toThrow('no more mounts')
  })
})

describe.runIf(process.platform === 'linux')('the kind of a mount', () => {
  test('is another when what stays visible was replaced', () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'code'))
    mkdirSync(join(root, 'next'))
    symlinkSync('code', join(root, 'link'))
    const kinds = () => ['code', 'link'].map((name) => mountKind({ megabytes: 512, kept: [name] }, root))
    const before = kinds()
    mkdirSync(join(root, 'code/inside'))
    expect(kinds()).toEqual(before)
    renameSync(join(root, 'code'), join(root, 'old'))
    renameSync(join(root, 'next'), join(root, 'code'))
    unlinkSync(join(root, 'link'))
    symlinkSync('old', join(root, 'link'))
    const after = kinds()
    expect(after[0]).not.toBe(before[0])
    expect(after[1]).not.toBe(before[1])
  })
})
