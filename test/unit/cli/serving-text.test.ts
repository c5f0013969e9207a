import { describe, expect, it } from 'vitest'
import { createOutput } from '../../../cli/context.ts'
import { servedSentence, servingText } from '../../../cli/serving-text.ts'
import type { LocalLambda } from '../../../lib/engine/local-lambda.ts'
import type { Flags } from '../../../lib/profile/flags.ts'
import { parseEmulate } from '../../../lib/profile/parse-emulate.ts'
import { profileWorld } from '../../support/profile-world.ts'
import { KeptStream } from '../../support/stream.ts'

const lambda: LocalLambda = {
  endpoint: 'http://127.0.0.1:9001',
  mechanisms: [],
  urls: [],
  died: new Promise<never>(() => undefined),
  close: async () => undefined,
}

const text = (more: Partial<LocalLambda> = {}, flags: Flags = {}, env = {}): string =>
  servingText(
    parseEmulate({ ...profileWorld(), flags, env: {}, yes: true }),
    { ...lambda, ...more },
    createOutput(new KeptStream(), env, true),
  )

describe('what emulate says when it is ready', () => {
  it('is what it serves, to whom, and how to call it', () => {
    expect(text().split('\n')).toEqual([
      'Serving hello, cpu, leaky on this machine only. Ctrl-C ends it.',
      '  coldburst run --endpoint http://127.0.0.1:9001 --function hello --burst 10',
      String.raw`  AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local \ `.trimEnd(),
      '    aws lambda invoke --endpoint-url http://127.0.0.1:9001 --function-name hello out.json',
      '',
    ])
  })

  it('is also by which means settings are kept to, with what that costs, and where functions have a URL', () => {
    const lines = text({
      mechanisms: [
        { row: 'cpu', means: 'closed loop' },
        { row: 'ephemeral-storage', means: 'TMPDIR', degraded: '/tmp itself is shared' },
      ],
      urls: [{ function: 'hello', url: 'http://127.0.0.1:9100/' }],
    }).split('\n')
    expect(lines.slice(1, 5)).toEqual([
      '  cpu                closed loop',
      '  ephemeral storage  TMPDIR',
      '                     ▲ /tmp itself is shared',
      '  url of hello  http://127.0.0.1:9100/',
    ])
  })

  it('has no signs in it that the terminal does not have', () => {
    const said = text({ mechanisms: [{ row: 'cpu', means: 'none', degraded: 'off' }] }, {}, { LC_ALL: 'C' })
    expect(said).toMatch(/^\p{ASCII}*$/u)
  })

  it('warns of an address that others can reach', () => {
    const said = text({}, { host: '0.0.0.0' })
    expect(said).toContain('at 0.0.0.0, to every machine that reaches it')
    expect(said).toContain(
      'whoever reaches it can run and replace these functions, with your rights on this machine',
    )
  })
})

describe('what emulate says at its end', () => {
  it('is one line of what it did', () => {
    expect(
      servedSentence({ environmentsStarted: 12, peakEnvironments: 5, localCapHits: 0, cpuSeconds: 3.21 }),
    ).toBe('Served with 12 environments, at most 5 at once, 3.2 s of processor time')
    expect(
      servedSentence({ environmentsStarted: 1, peakEnvironments: 1, localCapHits: 2, cpuSeconds: 0 }),
    ).toBe('Served with 1 environment, at most 1 at once, 2 invocations refused at --max-environments')
    expect(
      servedSentence({ environmentsStarted: 0, peakEnvironments: 0, localCapHits: 0, cpuSeconds: 0 }),
    ).toBe('Served with 0 environments')
  })
})
