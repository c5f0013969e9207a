import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { isSent, type Sent } from '../../lib/model/observation.ts'
import { openRun } from '../../lib/store/run-folder.ts'
import { cli, onlyRun, readRun } from '../support/cli.ts'
import { collect } from '../support/observations.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('two threads fire the schedule of one, each its share, and the report is of both', async () => {
  const cwd = temporaryFolder()
  const flags = [
    '--local',
    'hello',
    '--burst',
    '6',
    '--repeat',
    '2',
    '--every',
    '3s',
    '--seed',
    '7',
    '--json',
  ]
  const { code, stderr } = await cli(['run', ...flags, '--threads', '2'], { cwd })
  expect(code, stderr).toBe(0)
  const folder = onlyRun(cwd)
  const run = readRun(folder)
  const sent = await sentIn(folder)
  expect(run.counts).toMatchObject({ planned: 12, sent: 12, ok: 12 })
  expect(sent.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual([...Array(12).keys()])
  expect(sent.every(({ seq, share }) => seq % 2 === share)).toBe(true)
  expect(run.health.burstSkew).toHaveLength(2)
  expect(run.health.burstSkew.map(({ size }) => size)).toEqual([6, 6])
  // The skew is of both threads: the last of all sends minus the first of all.
  const first = sent.filter(({ seq }) => seq < 6).map(({ sentAt }) => sentAt)
  expect(run.health.burstSkew[0]!.skew).toBe(Math.max(...first) - Math.min(...first))
})

test('connections are opened before a burst, and their set-up is in no measured time', async () => {
  const cwd = temporaryFolder()
  const endpoint = await startServer()
  const { code, stderr, stdout } = await cli(['run', ...at(endpoint), '--burst', '20', '--yes'], { cwd })
  expect(code, stderr + stdout).toBe(0)
  const { health } = readRun(onlyRun(cwd))
  expect(health.connections).toMatchObject({ ahead: 20, inCall: 0, failed: 0 })
  expect(health.connectionSetup).toBeUndefined()
})

test('without prewarm every invocation of a burst is marked with the set-up of its connection', async () => {
  const cwd = temporaryFolder()
  const endpoint = await startServer()
  const flags = [...at(endpoint), '--burst', '20', '--no-prewarm']
  const { code, stderr, stdout } = await cli(['run', ...flags], { cwd })
  expect(code, stderr + stdout).toBe(0)
  const folder = onlyRun(cwd)
  const { health } = readRun(folder)
  expect(health.connections).toMatchObject({ ahead: 0, inCall: 20, failed: 0 })
  expect(health.connectionSetup?.count).toBe(20)
  for (const one of await sentIn(folder)) {
    expect(one.connectionSetup).toBeGreaterThan(0)
    expect(one.connectionSetup).toBeLessThanOrEqual(one.endedAt - one.sentAt)
  }
})

test('the SDK’s transport gives the same answers to the same load', async () => {
  const [lean, sdk] = await Promise.all(
    ['lean', 'sdk'].map(async (transport) => {
      const cwd = temporaryFolder()
      const flags = ['--local', 'hello', '-c', '3', '-n', '12', '--transport', transport]
      const { code, stderr } = await cli(['run', ...flags], { cwd })
      expect(code, stderr).toBe(0)
      return readRun(onlyRun(cwd))
    }),
  )
  expect(lean!.plan.firing.transport).toBe('lean')
  expect(sdk!.plan.firing.transport).toBe('sdk')
  expect(lean!.counts).toEqual(sdk!.counts)
  expect(lean!.starts.cold).toBe(sdk!.starts.cold)
  expect(lean!.distributions.duration?.all?.count).toBe(sdk!.distributions.duration?.all?.count)
})

test('what the generator was doing is sampled while it fires, and kept with the run', async () => {
  const cwd = temporaryFolder()
  const flags = ['--local', 'hello', '--rate', '20/s', '-d', '2500ms']
  const { code, stderr } = await cli(['run', ...flags], { cwd })
  expect(code, stderr).toBe(0)
  const folder = onlyRun(cwd)
  expect(existsSync(join(folder, 'health.ndjson'))).toBe(true)
  const { sampled } = readRun(folder).health
  expect(sampled?.samples).toBeGreaterThanOrEqual(3)
  expect(sampled?.mostSentPerSecond).toBeGreaterThan(10)
  expect(sampled?.firingThread.max).toBeLessThanOrEqual(1)
})

test('a wrong way of firing is told with what to write instead, and nothing is sent', async () => {
  const cwd = temporaryFolder()
  const flags = ['--local', 'hello', '--threads', '0', '--transport', 'fast', '--on-late', 'queue']
  const { code, stderr } = await cli(['run', ...flags], { cwd })
  expect(code).toBe(2)
  expect(stderr).toMatch(/--threads/)
  expect(stderr).toMatch(/--transport.*lean or sdk/s)
  expect(stderr).toMatch(/--on-late.*send or drop/s)
  expect(existsSync(join(cwd, 'runs'))).toBe(false)
})

test('no secret of a proxy or of the credentials is stored with a run', async () => {
  const cwd = temporaryFolder()
  const endpoint = await startServer()
  const env = {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret-of-the-test',
    HTTP_PROXY: 'http://user:password-of-the-test@127.0.0.1:9',
  }
  const { code, stderr } = await cli(['run', ...at(endpoint), '--burst', '2'], { cwd, env })
  expect(code, stderr).toBe(0)
  const folder = onlyRun(cwd)
  for (const name of ['plan.json', 'run.json', 'observations.0.ndjson', 'health.ndjson']) {
    expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/of-the-test/)
  }
})

const at = (endpoint: string): string[] => [
  '--function',
  'hello',
  '--endpoint',
  endpoint,
  '--region',
  'eu-west-1',
]

/** Answers every invocation after 20 ms, so that those of a burst need a connection each. */
async function startServer(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => setTimeout(() => response.end('{}'), 20))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function sentIn(folder: string): Promise<Sent[]> {
  return (await collect(openRun(folder).observations())).filter(isSent)
}
