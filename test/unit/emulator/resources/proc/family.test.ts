import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

import { openFamily } from '../../../../../lib/emulator/resources/proc/family.ts'

const openFiles = (): number => readdirSync('/proc/self/fd').length

// Starts a child for each line it reads, and ends it for the next one.
const PARENT = 'while read _; do sleep 60 <&- >&- & echo started; read _; kill $!; wait $!; echo ended; done'

test.runIf(process.platform === 'linux')(
  'children that have ended leave no open file behind, also where nobody asks for the processor time',
  async () => {
    const parent = spawn('/bin/sh', ['-c', PARENT], { stdio: ['pipe', 'pipe', 'ignore'] })
    const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]()
    const next = async (): Promise<unknown> => {
      parent.stdin.write('\n')
      return (await lines.next()).value
    }
    const family = openFamily(parent.pid ?? 0)
    const before = openFiles()
    for (let round = 0; round < 3; round += 1) {
      expect(await next()).toBe('started')
      family.refresh(false)
      expect(family.size).toBe(2)
      expect(await next()).toBe('ended')
      family.residentBytes()
    }
    expect(family.size).toBe(1)
    expect(openFiles()).toBe(before)
    family.close()
    parent.stdin.end()
    await once(parent, 'close')
  },
)
