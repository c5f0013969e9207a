import { expect, test } from 'vitest'
import { sameVersions } from '../../../lib/model/same-version.ts'

test('names are told together where they are one version, and left out where they are alone or not known', () => {
  const settings = [
    { setting: 'live', version: '3' },
    { setting: 'candidate', version: '4' },
    { setting: '3', version: '3' },
    { setting: 'canary', version: '5' },
    { setting: '4', version: '4' },
    { setting: 'never fired at', version: undefined },
    { setting: 'nor this one', version: undefined },
  ]
  expect(sameVersions(settings)).toEqual([
    { version: '3', names: ['live', '3'] },
    { version: '4', names: ['candidate', '4'] },
  ])
})
