import { fileURLToPath } from 'node:url'

import type { ProcessFunction } from '../../lib/emulator/protocol.ts'
import { environmentContract } from '../contract/environment-contract.ts'
import { builtEnvironments } from '../support/built-environment.ts'

const { open } = await builtEnvironments()

const fn: ProcessFunction = {
  name: 'hello',
  runtime: 'node',
  codeDir: fileURLToPath(new URL('../../profiles/functions/hello', import.meta.url)),
  handler: 'index.handler',
  memoryMb: 256,
  timeoutMs: 3_000,
  ephemeralStorageMb: 512,
  env: {},
}

environmentContract('process', () => ({ open: () => open(fn, 'on-demand'), until: (work) => work }))
