import { expect, it } from 'vitest'
import { compareCommand } from '../../../cli/commands/compare.ts'
import { createOutput } from '../../../cli/context.ts'
import { startFakeLambda, usualStart } from '../../support/fake-lambda/fake-lambda.ts'
import { KeptStream } from '../../support/stream.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('shows nothing that a terminal would obey of a function, as JSON neither', async () => {
  const description = 'takes \u009b2J orders \u202e'
  const fake = await startFakeLambda({
    start: { ...usualStart, latest: { ...usualStart.latest, description } },
  })
  const [out, err] = [new KeptStream(), new KeptStream()]
  const context = {
    args: [],
    env: { COLDBURST_STATE: temporaryFolder() },
    cwd: temporaryFolder(),
    out: createOutput(out, {}, false),
    err: createOutput(err, {}, false),
    canAsk: false,
    ask: () => Promise.resolve(undefined),
    onSignal: () => () => undefined,
  }
  const flags = { function: 'demo', endpoint: fake.endpoint, region: 'us-east-1', memory: '128,256' }
  expect(await compareCommand({ ...flags, dryRun: true, json: true }, context), err.text).toBe(0)
  expect(out.text).not.toMatch(/[\u0080-\u009f\u202e]/)
  expect(out.text).toContain(String.raw`\u009b2J orders \u202e`)
  expect(JSON.parse(out.text)).toHaveProperty('plan.settings')
})
