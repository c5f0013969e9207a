import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClassifier } from '../../lib/classify/classify.ts'
import { isSent } from '../../lib/model/observation.ts'
import { ran } from '../../lib/model/outcome.ts'
import { openRun } from '../../lib/store/run-folder.ts'
import { cli, onlyRun, readRun } from '../support/cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Truth {
  readonly requestId: string
  readonly environment: string
  readonly start: string
}

/** What happens inside an invocation of the sample `hello` with a time limit of 1 s. */
const events = fc.record({
  ok: fc.constant({ weight: 10, json: { holdMs: 40 } }),
  quick: fc.constant({ weight: 10, json: {} }),
  exits: fc.record({ weight: fc.integer({ min: 1, max: 4 }), json: fc.constant({ exit: 3 }) }),
  timesOut: fc.record({ weight: fc.integer({ min: 1, max: 2 }), json: fc.constant({ holdMs: 5_000 }) }),
  throws: fc.record({ weight: fc.integer({ min: 1, max: 4 }), json: fc.constant({ throw: 'on purpose' }) }),
})

const phase = fc.oneof(
  fc.record({
    burst: fc.record({
      size: fc.integer({ min: 2, max: 8 }),
      repeat: fc.integer({ min: 1, max: 3 }),
      every: fc.constantFrom('700ms', '1500ms'),
    }),
  }),
  fc.record({
    closed: fc.record({
      concurrency: fc.integer({ min: 1, max: 5 }),
      requests: fc.integer({ min: 5, max: 40 }),
    }),
  }),
  fc.record({
    rate: fc.record({
      per: fc.constantFrom('10/s', '30/s'),
      for: fc.constantFrom('1s', '2s'),
      arrivals: fc.constantFrom('uniform', 'poisson'),
    }),
  }),
)

const schedule = fc.record({
  seed: fc.integer({ min: 1, max: 1_000 }),
  payloads: events.map((each) => Object.values(each)),
  phases: fc.array(phase, { minLength: 2, maxLength: 3 }),
})

test('on mixed runs with crashes, timeouts and reuse, every start is classified as it truly was', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(schedule, async (random) => {
      const cwd = temporaryFolder()
      const target = { local: 'hello', timeout: '1s' }
      const profile = join(cwd, 'random.json')
      writeFileSync(profile, JSON.stringify({ target, ...random }))
      const { code, stderr } = await cli(['run', profile, '--json'], { cwd })
      expect([0, 3], stderr).toContain(code)
      const { told, truth } = await compare(onlyRun(cwd))
      expect(told).toEqual(truth)
      for (const each of truth.values()) seen.add(each.split(' ')[0] ?? '')
      expect(readRun(onlyRun(cwd)).evidence.disagreements).toEqual([])
    }),
    { numRuns: 6, seed: 20_261_123, endOnFailure: true },
  )
  // Else the schedules would have tested less than they are for.
  expect(seen).toEqual(new Set(['cold', 'warm', 'reinitialized']))
}, 180_000)

/** Start and environment by request id: as inferred from the markers, and as the local Lambda knows it. */
async function compare(folder: string): Promise<Record<'told' | 'truth', Map<string, string>>> {
  const truth = new Map(
    readFileSync(join(folder, 'truth.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Truth)
      .map(({ requestId, start, environment }) => [requestId, `${start} in ${environment}`]),
  )
  const told = new Map<string, string>()
  const classifier = createClassifier({ reportsInit: true })
  for await (const observation of openRun(folder).observations()) {
    if (!isSent(observation) || !ran(observation.outcome)) continue
    const { start, environmentId } = classifier.classify(observation)
    told.set(observation.markers.requestId ?? 'no request id', `${start} in ${environmentId}`)
  }
  return { told: sorted(told), truth: sorted(truth) }
}

const sorted = (map: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)))
