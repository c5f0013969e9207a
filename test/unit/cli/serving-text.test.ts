import { describe, expect, it } from 'vitest'
import { createOutput } from '../../../cli/context.ts'
import { servedSentence, servingText } from '../../../cli/serving-text.ts'
import type { LocalLambda, LocalSummary } from '../../../lib/engine/local-lambda.ts'
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
      '  AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=local \\',
      '    AWS_SECRET_ACCESS_KEY=local aws lambda invoke \\',
      '    --endpoint-url http://127.0.0.1:9001 --function-name hello out.json',
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
      '  url of hello       http://127.0.0.1:9100/',
    ])
  })

  it('breaks long lines between words, and goes on below where they began', () => {
    const means = 'resident memory of the process group, looked at every 20 ms and more often while it grows'
    const degraded = 'work of a few ms runs at full speed and is paid for afterwards, as long as it is short'
    const lines = text({ mechanisms: [{ row: 'memory', means, degraded }] }, { host: '0.0.0.0' }).split('\n')
    expect(lines.slice(2, 8)).toEqual([
      '▲ 0.0.0.0 is not loopback: whoever reaches it can run and replace these',
      'functions, with your rights on this machine. Nobody is asked for credentials.',
      '  memory  resident memory of the process group, looked at every 20 ms and more',
      '          often while it grows',
      '          ▲ work of a few ms runs at full speed and is paid for afterwards, as',
      '            long as it is short',
    ])
  })

  it('has no signs in it that the terminal does not have', () => {
    const said = text({ mechanisms: [{ row: 'cpu', means: 'none', degraded: 'off' }] }, {}, { LC_ALL: 'C' })
    expect(said).toMatch(/^\p{ASCII}*$/u)
  })

  it('warns of an address that others can reach', () => {
    const said = text({}, { host: '0.0.0.0' }).replaceAll('\n', ' ')
    expect(said).toContain('at 0.0.0.0, to every machine that reaches it')
    expect(said).toContain(
      'whoever reaches it can run and replace these functions, with your rights on this machine',
    )
  })
})

describe('what emulate says at its end', () => {
  const nothing: LocalSummary = {
    invocations: 0,
    environmentsStarted: 0,
    peakEnvironments: 0,
    localCapHits: 0,
    throttles: {},
    eventsPending: 0,
    eventsDropped: 0,
    cpuSeconds: 0,
  }

  it('is one line of what it did', () => {
    expect(servedSentence(nothing)).toBe('Served 0 invocations with 0 environments')
    const much = { invocations: 40, environmentsStarted: 12, peakEnvironments: 5, cpuSeconds: 3.21 }
    expect(servedSentence({ ...nothing, ...much })).toBe(
      'Served 40 invocations with 12 environments, at most 5 at once, 3.2 s of processor time',
    )
  })

  it('names what was not served', () => {
    const some = { ...nothing, invocations: 1, environmentsStarted: 1, peakEnvironments: 1 }
    const throttles = { ConcurrentInvocationLimitExceeded: 3, CallerRateLimitExceeded: 1 }
    expect(servedSentence({ ...some, throttles, localCapHits: 2, eventsDropped: 1, eventsPending: 2 })).toBe(
      'Served 1 invocation with 1 environment, at most 1 at once, 4 throttled, 2 refused at --max-environments, ' +
        '1 asynchronous one given up, 2 asynchronous ones lost while waiting',
    )
  })
})
