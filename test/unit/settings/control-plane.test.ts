import { expect, test } from 'vitest'
import { PlaneError } from '../../../lib/settings/control-plane.ts'

test('an error of the control plane names its code, once', () => {
  const refused = new PlaneError('PublishVersion', 'AccessDeniedException', 403, 'not authorized')
  expect(refused.message).toBe('PublishVersion failed: not authorized (AccessDeniedException)')
  const broken = new PlaneError('GetFunction', 'ECONNREFUSED', undefined, 'connect ECONNREFUSED 127.0.0.1:1')
  expect(broken.message).toBe('GetFunction failed: connect ECONNREFUSED 127.0.0.1:1')
})
