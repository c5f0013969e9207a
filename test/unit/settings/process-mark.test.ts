import { describe, expect, it } from 'vitest'
import { lifeOf, ownMark } from '../../../lib/settings/process-mark.ts'

describe('whether a process is still there', () => {
  it('is known of one on this host', () => {
    expect(lifeOf(ownMark())).toBe('alive')
    // Above what Linux gives: /proc/sys/kernel/pid_max is at most 2^22.
    expect(lifeOf({ ...ownMark(), pid: 2 ** 22 + 1 })).toBe('gone')
  })

  it('is not taken from one that has the same id by now', () => {
    expect(lifeOf({ ...ownMark(), started: 'another start' })).toBe('gone')
  })

  it('can’t be seen on another host, nor in a container that only shares its name', () => {
    expect(lifeOf({ ...ownMark(), host: 'another host' })).toBe('elsewhere')
    const known = ownMark().namespace !== undefined
    expect(lifeOf({ ...ownMark(), namespace: 'pid:[1]' })).toBe(known ? 'elsewhere' : 'alive')
    expect(lifeOf({ pid: process.pid, host: ownMark().host })).toBe('alive')
  })
})
