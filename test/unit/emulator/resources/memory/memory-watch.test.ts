import { expect, test } from 'vitest'

import { checkMemory, watchedGroup } from '../../../../../lib/emulator/resources/memory/memory-watch.ts'
import type { Family } from '../../../../../lib/emulator/resources/proc/family.ts'

const MB = 1_048_576

/** A family of which one says what it holds. */
function family(members: number) {
  const holds = { eachMb: 0, onceMb: 0, looks: 0 }
  const faked: Family = {
    pid: -1,
    size: members,
    refresh: () => undefined,
    usage: () => undefined,
    residentBytes: () => holds.eachMb * MB,
    proportionalBytes: () => ((holds.looks += 1), holds.onceMb * MB),
    peakBytes: () => undefined,
    pids: () => [],
    close: () => undefined,
  }
  return { faked, holds }
}

test('over its limit is over its limit, and the peak is kept', () => {
  const { faked, holds } = family(1)
  let over = 0
  const group = watchedGroup(faked, 128 * MB, () => (over += 1))
  holds.eachMb = 128
  expect(checkMemory(group, 0)).toBe(true)
  holds.eachMb = 129
  expect(checkMemory(group, 20)).toBe(false)
  holds.eachMb = 50
  expect(checkMemory(group, 40)).toBe(true)
  expect(over).toBe(1)
  expect(group.peakBytes).toBe(129 * MB)
})

test('pages that members share are counted once before anybody is ended', () => {
  const { faked, holds } = family(4)
  const group = watchedGroup(faked, 256 * MB, () => undefined)
  Object.assign(holds, { eachMb: 800, onceMb: 210 })
  expect(checkMemory(group, 0)).toBe(true)
  expect(group.peakBytes).toBe(210 * MB)
  holds.onceMb = 257
  // It can't have grown by 46 MB when the sum has grown by 40: no second, slow look.
  holds.eachMb = 840
  expect(checkMemory(group, 20)).toBe(true)
  expect(holds.looks).toBe(1)
  holds.eachMb = 847
  expect(checkMemory(group, 40)).toBe(false)
})

test('one that grows is looked at sooner the less it has left', () => {
  const { faked, holds } = family(1)
  const group = watchedGroup(faked, 128 * MB, () => undefined)
  holds.eachMb = 48
  checkMemory(group, 0)
  // 80 MB at 8 MB a ms
  expect(group.dueAt).toBe(10)
  holds.eachMb = 112
  checkMemory(group, 10)
  expect(group.dueAt).toBe(12)
  checkMemory(group, 12)
  expect(group.dueAt).toBe(32)
})
