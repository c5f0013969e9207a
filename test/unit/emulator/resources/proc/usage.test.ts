import { expect, test } from 'vitest'

import { parseSchedstat, parseStat } from '../../../../../lib/emulator/resources/proc/usage.ts'

// utime 250, stime 30, cutime 12, cstime 5: fields 14 to 17.
const stat = (command: string) =>
  `4711 (${command}) S 1 4711 4711 0 -1 4194304 900 0 0 0 250 30 12 5 20 0 11 0 12345 99 88`

test.each(['node', 'a b', ') R 1 2 3 4', '((('])(
  'the name %j of a process can not forge its times',
  (name) => {
    expect(parseStat(stat(name))).toEqual({ ownMs: 2_800, reapedMs: 170 })
  },
)

test('a process that is gone has no times', () => {
  expect(parseStat(undefined)).toBeUndefined()
  expect(parseStat('')).toBeUndefined()
  expect(parseSchedstat(undefined)).toBeUndefined()
})

test('schedstat is in ns', () => {
  expect(parseSchedstat('24738576 237142 4\n')).toEqual({ ranMs: 24.738576, waitedMs: 0.237142 })
})
