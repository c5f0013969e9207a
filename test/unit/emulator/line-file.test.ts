import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'

import { openLineFile } from '../../../lib/emulator/line-file.ts'

test('each line is on disk at once, behind what was there, and none after the end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'coldburst-test-'))
  const path = join(folder, 'log')
  for (const run of [1, 2]) {
    const file = openLineFile<object>(path, 'the log')
    file.append({ run })
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`{"run":${run}}\n$`))
    file.close()
    file.append({ run: 0 })
    file.close()
  }
  expect(readFileSync(path, 'utf8')).toBe('{"run":1}\n{"run":2}\n')
  rmSync(folder, { recursive: true })
})

test.runIf(process.platform === 'linux')(
  'a full disk ends the file with one warning and stops nobody',
  () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const file = openLineFile<number>('/dev/full', 'the log')
    file.append(1)
    file.append(2)
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/^the log ends early: .*ENOSPC/)]])
    warn.mockRestore()
  },
)
