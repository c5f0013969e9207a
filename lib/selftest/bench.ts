import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../analyse.ts'
import { describeTool } from '../describe-tool.ts'
import { runPlan } from '../engine/run-plan.ts'
import { readThreshold } from '../gates/read-threshold.ts'
import type { Observation } from '../model/observation.ts'
import { samplesFolder } from '../package-files.ts'
import { parseProfileObject } from '../profile/parse-plan.ts'
import { fileReader, sha256 } from '../store/file-reader.ts'
import { openRun } from '../store/run-folder.ts'
import type { Bench, Experiment } from './check.ts'
import { fireInProcess } from './cli-process.ts'
import type { Measured } from './measured.ts'
import { between } from './noise/lateness.ts'
import type { NoiseMeter } from './noise/noise-meter.ts'
import { noiseOf } from './noise/noise.ts'
import type { ServerProcess } from './server/server-process.ts'

export interface BenchOptions {
  readonly server: ServerProcess
  readonly meter: NoiseMeter
  /** Path of the built command line. */
  readonly cli: string
  /** For what is stored; each run's own folder is deleted when it has been read. */
  readonly folder: string
  readonly signal: AbortSignal
}

/** The function that the scripted server is fired at as; any name will do. */
const functionName = 'selftest'

/** Runs experiments one after the other. After an interrupt they throw its reason: half a run answers nothing. */
export function createBench(options: BenchOptions): Bench {
  const { server, meter, signal } = options
  const watch = async <T extends Omit<Measured, 'served' | 'noise'>>(
    { acts }: Pick<Experiment, 'acts'>,
    work: () => Promise<T>,
  ): Promise<T & Measured> => {
    signal.throwIfAborted()
    await server.play(acts)
    const before = meter.look()
    const result = await work()
    signal.throwIfAborted()
    const after = meter.look()
    const wakeUps = between(before.wakeUps, after.wakeUps)
    const queues = between(before.queues, after.queues)
    const served = await server.book()
    const lateness = served.flatMap(({ late }) => late ?? [])
    return { ...result, served, noise: noiseOf({ wakeUps, queues }, lateness) }
  }
  return {
    signal,
    fire: async (experiment) => watch(experiment, async () => fireHere(experiment, options)),
    fireInProcess: async (experiment) =>
      watch(experiment, async () => fireInProcess(experiment, { ...options, functionName })),
  }
}

async function fireHere(
  { profile }: Experiment,
  { server, folder, signal }: BenchOptions,
): Promise<Omit<Measured, 'served' | 'noise'>> {
  const target = { function: functionName, endpoint: server.endpoint, region: 'us-east-1' }
  const world = { files: fileReader, cwd: folder, samples: samplesFolder, sha256, readThreshold }
  const { plan, secrets } = parseProfileObject({ ...profile, name: 'selftest', target }, world)
  const fired = await runPlan({
    plan,
    secrets,
    tool: describeTool(),
    runs: join(folder, 'runs'),
    startedAt: new Date(),
    drain: signal,
    abort: signal,
  })
  signal.throwIfAborted()
  const measured = await readRun(fired.folder)
  rmSync(fired.folder, { recursive: true, force: true })
  return measured
}

/** The document of a stored run, and its observations. */
async function readRun(folder: string): Promise<Omit<Measured, 'served' | 'noise'>> {
  const stored = openRun(folder)
  const run = await analyse(stored)
  const observations: Observation[] = []
  for await (const observation of stored.observations()) observations.push(observation)
  return { run, observations }
}
