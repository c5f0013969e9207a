import { expect, test } from 'vitest'
import { sameVersions } from '../../../lib/model/same-version.ts'

test('names are told together where they are one version, and left out where they are alone or not known', () => {
  const settings = [
    { name: 'live', version: '3' },
    { name: 'candidate', version: '4' },
    { name: '3', version: '3' },
    { name: 'canary', version: '5' },
    { name: '4', version: '4' },
    { name: 'never fired at', version: undefined },
    { name: 'nor this one', version: undefined },
  ]
  expect(sameVersions(settings)).toEqual([
    { version: '3', names: ['live', '3'] },
    { version: '4', names: ['candidate', '4'] },
  ])
})
