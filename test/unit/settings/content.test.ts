import { expect, test } from 'vitest'
import { isUntouched } from '../../../lib/settings/content.ts'
import type { Configuration } from '../../../lib/settings/control-plane.ts'
import type { Latest } from '../../../lib/settings/journal.ts'

const found = (latest: Latest): Configuration => ({
  arn: 'demo',
  version: '$LATEST',
  memoryMb: 128,
  description: '',
  packaging: 'zip',
  environment: { kind: 'known', variables: {} },
  others: 'digest',
  ...latest,
})

test.each([
  ['the same revision', { revision: 'a', modified: '1' }, { revision: 'a', modified: '1' }, true],
  [
    'another one of the same instant',
    { revision: 'b', modified: '1' },
    { revision: 'a', modified: '1' },
    true,
  ],
  [
    'another one of another instant',
    { revision: 'b', modified: '2' },
    { revision: 'a', modified: '1' },
    false,
  ],
  ['another one, and no instants', { revision: 'b' }, { revision: 'a' }, false],
  ['another instant, and no revisions', { modified: '2' }, { modified: '1' }, false],
  ['the same instant, and no revisions', { modified: '1' }, { modified: '1' }, true],
  ['neither, where an endpoint says neither', {}, {}, true],
])('whether somebody has changed $LATEST is told by %s', (_, now, since, untouched) => {
  expect(isUntouched(found(now), since)).toBe(untouched)
})
