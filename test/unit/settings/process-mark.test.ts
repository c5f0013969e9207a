import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import { lifeOf, ownMark } from '../../../lib/settings/process-mark.ts'

const read = async (from: Readable): Promise<string> => String((await once(from, 'data'))[0])

describe('whether a process is still there', () => {
  it('is known of one on this host', () => {
    expect(lifeOf(ownMark())).toBe('alive')
    // Above what Linux gives: /proc/sys/kernel/pid_max is at most 2^22.
    expect(lifeOf({ ...ownMark(), pid: 2 ** 22 + 1 })).toBe('gone')
  })

  it('is not taken from one that has the same id by now', () => {
    expect(lifeOf({ ...ownMark(), started: 'another start' })).toBe('gone')
  })

  it.runIf(process.platform === 'linux')('is not where it has ended and nobody has asked how', async () => {
    // What the shell becomes asks after no child; the first line that comes back says that it has.
    const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec cat'], {
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    })
    const [input, output, , inputOfChild] = parent.stdio as [Writable, Readable, null, Writable, undefined]
    const mark = { pid: Number(await read(output)), host: ownMark().host }
    input.write('become\n')
    await read(output)
    expect(lifeOf(mark)).toBe('alive')
    inputOfChild.end()
    await vi.waitFor(() => expect(lifeOf(mark)).toBe('gone'), 10_000)
    input.end()
    await once(parent, 'close')
  })

  it('can’t be seen on another host, nor in a container that only shares its name', () => {
    expect(lifeOf({ ...ownMark(), host: 'another host' })).toBe('elsewhere')
    const known = ownMark().namespace !== undefined
    expect(lifeOf({ ...ownMark(), namespace: 'pid:[1]' })).toBe(known ? 'elsewhere' : 'alive')
    expect(lifeOf({ pid: process.pid, host: ownMark().host })).toBe('alive')
  })
})
