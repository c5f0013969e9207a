import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProcessFunction } from '../../../lib/emulator/protocol.ts'
import { type BareHost, startBareHost } from '../bare-host.ts'
import { type EmulatorProcess, startEmulator } from '../emulator-process.ts'
import type { Goal } from '../goal.ts'
import { type InvokeClient, openInvokeClient } from '../invoke-client.ts'
import type { Bench, Findings } from '../measure.ts'
import { median, percentile } from '../order.ts'
import { pssBytes } from '../pss.ts'
import { number } from '../table.ts'

const coldStarts = 15
const warmUps = 300
const invocations = 3_000
/** Environments that are started at once, and then looked at while they are idle. */
const atOnce = 40
/** As many as the local Lambda lets start at the same time on two cores. */
const startsAtOnce = 4

interface Reading {
  /** From the request to the answer; ms. */
  readonly cold: readonly number[]
  readonly initDuration: readonly number[]
  /** From the spawn to the answer, and to the first request for work; ms. */
  readonly bareCold: readonly number[]
  readonly bareReady: readonly number[]
  /** The same without limits of the heap. */
  readonly unlimitedCold: readonly number[]
  readonly warm: readonly number[]
  readonly perSecond: number
  readonly barePerSecond: number
  /** Megabytes, each: of environments, of what the emulator grew by, and of bare runtimes. */
  readonly environmentMb: number
  readonly grownMb: number
  readonly bareMb: number
}

/** What an environment of the local Lambda costs beside a bare Node process that asks for the same work. */
export async function localLambda(bench: Bench): Promise<Findings> {
  const folder = bench.newFolder()
  const handler = join(folder, 'index.mjs')
  writeFileSync(handler, 'export const handler = async () => ({ ok: true })\n')
  const names = ['warm', 'burst', ...Array.from({ length: coldStarts + 1 }, (_, number) => `cold-${number}`)]
  const functions = names.map((name) => processFunction(name, folder))
  // Pinned to one core, starts would wait for the emulator, and for each other.
  const emulator = await startEmulator(functions, folder, undefined)
  const bare = await startBareHost(handler)
  const client = await openInvokeClient(emulator.endpoint)
  try {
    const cold = await coldSide(client, bare)
    const warm = await warmSide(client)
    return findings({ ...cold, warm, ...(await idleSide(emulator, bare)) })
  } finally {
    client.close()
    await bare.end()
    await emulator.end()
  }
}

/** One whole vCPU, so that no share of the processor holds it up. */
function processFunction(name: string, codeDir: string): ProcessFunction {
  return {
    name,
    runtime: 'node',
    codeDir,
    handler: 'index.handler',
    memoryMb: 1_769,
    timeoutMs: 60_000,
    ephemeralStorageMb: 512,
    env: {},
  }
}

/**
 * The limits that a Node function has, on Lambda too, so that it collects its garbage in time. Node takes none of
 * its own code from its cache when it is started with any flag of V8.
 */
const heapLimits = ['--max-old-space-size=1592', '--max-semi-space-size=88']

type ColdSide = Pick<Reading, 'cold' | 'initDuration' | 'bareCold' | 'bareReady' | 'unlimitedCold'>

async function coldSide(client: InvokeClient, bare: BareHost): Promise<ColdSide> {
  const side: Record<keyof ColdSide, number[]> = {
    cold: [],
    initDuration: [],
    bareCold: [],
    bareReady: [],
    unlimitedCold: [],
  }
  for (let round = 0; round <= coldStarts; round += 1) {
    const { answered, ready } = await bare.coldStart(heapLimits)
    const unlimited = await bare.coldStart([])
    const { millis, log } = await client.invoke(`cold-${round}`)
    const init = /\tInit Duration: ([\d.]+) ms/.exec(log)?.[1]
    if (init === undefined) throw new Error(`this was no cold start: ${log}`)
    // The first of each reads its files from the disk.
    if (round === 0) continue
    side.cold.push(millis)
    side.initDuration.push(Number(init))
    side.bareCold.push(answered)
    side.bareReady.push(ready)
    side.unlimitedCold.push(unlimited.answered)
  }
  return side
}

async function warmSide(client: InvokeClient): Promise<readonly number[]> {
  const warm: number[] = []
  for (let number = 0; number < warmUps + invocations; number += 1) {
    const { millis } = await client.invoke('warm')
    if (number >= warmUps) warm.push(millis)
  }
  return warm
}

type IdleSide = Pick<Reading, 'perSecond' | 'barePerSecond' | 'environmentMb' | 'grownMb' | 'bareMb'>

async function idleSide(emulator: EmulatorProcess, bare: BareHost): Promise<IdleSide> {
  const ownBefore = megabytes([emulator.pid])
  const clients: InvokeClient[] = []
  for (let number = 0; number < atOnce; number += 1) clients.push(await openInvokeClient(emulator.endpoint))
  const startedAt = performance.now()
  await Promise.all(clients.map((client) => client.invoke('burst')))
  const perSecond = atOnce / ((performance.now() - startedAt) / 1_000)
  const lines = emulator.truth().filter((line) => line.function === 'burst')
  const pids = [...new Set(lines.flatMap(({ processId }) => processId ?? []))]
  if (pids.length !== atOnce) throw new Error(`${pids.length} environments of ${atOnce} were started`)
  const environmentMb = megabytes(pids) / atOnce
  const grownMb = (megabytes([emulator.pid]) - ownBefore) / atOnce
  for (const client of clients) client.close()
  const bareStartedAt = performance.now()
  const bares = await bare.startIdle(atOnce, startsAtOnce)
  const barePerSecond = bares.length / ((performance.now() - bareStartedAt) / 1_000)
  return { perSecond, barePerSecond, environmentMb, grownMb, bareMb: megabytes(bares) / bares.length }
}

/** NaN where the system doesn't tell. */
function megabytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (pssBytes(pid) ?? Number.NaN), 0) / 1_048_576
}

function findings(reading: Reading): Findings {
  const { cold, initDuration, bareCold, bareReady, unlimitedCold, warm } = reading
  const row = (what: string, emulated: number, bare: number | undefined): string[] => [
    what,
    number(emulated),
    bare === undefined ? '' : number(bare),
    bare === undefined ? '' : number(emulated / bare),
  ]
  const { environmentMb, grownMb, bareMb, perSecond, barePerSecond } = reading
  return {
    title:
      `The local Lambda's processes beside bare Node ones with the same empty handler: ${coldStarts} cold starts in ` +
      `turns, ${invocations.toLocaleString('en-US')} warm invocations one by one, ${atOnce} environments at once; medians`,
    table: [
      ['', 'local Lambda', 'bare node', '×'],
      row('cold start to the answer, ms', median(cold), median(bareCold)),
      row('the same, the bare one without limits of its heap', median(cold), median(unlimitedCold)),
      row('INIT (to the first request for work), ms', median(initDuration), median(bareReady)),
      row('warm round trip p50, ms', percentile(warm, 50), undefined),
      row('warm round trip p99, ms', percentile(warm, 99), undefined),
      row('memory of an idle one, MB', environmentMb + grownMb, bareMb),
      row('starts per second', perSecond, barePerSecond),
    ],
    notes: [
      `Memory is the processes' own and their part of what they share (PSS), ${number(grownMb)} MB of it what the emulator itself grew by for each.`,
      `Bare processes have the same limits of the heap as the functions, unless said otherwise; for starts per second and memory they have none, and are started ${startsAtOnce} at a time. A cold start of the local Lambda begins with a request over HTTP and ends with an answer that has the log tail in it.`,
    ],
    goals: goalsOf(reading),
    data: reading,
  }
}

function goalsOf({ cold, bareCold, warm, environmentMb, grownMb }: Reading): Goal[] {
  const times = median(cold) / median(bareCold)
  const idle = environmentMb + grownMb
  return [
    {
      what: 'local Lambda: cold start, against a bare node process with the same heap limits',
      bound: 'at most',
      limit: 1.15,
      unit: '×',
      measured: times,
    },
    {
      what: 'local Lambda: warm round trip, p50',
      bound: 'at most',
      limit: 0.6,
      unit: 'ms',
      measured: percentile(warm, 50),
    },
    {
      what: 'local Lambda: memory of an idle environment',
      bound: 'at most',
      limit: 10,
      unit: 'MB',
      measured: idle,
    },
  ]
}
