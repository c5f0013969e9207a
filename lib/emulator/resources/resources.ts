import { availableParallelism } from 'node:os'
import { delimiter, isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { EmulatorConfig } from '../protocol.ts'
import { createStrayHunter } from '../warden/strays.ts'
import type { Warden } from '../warden/warden.ts'
import { readCgroupSystem } from './cgroup/find-cgroups.ts'
import { createClosedLoop, systemClock } from './cpu/closed-loop.ts'
import { createEnvironmentResources, type EnvironmentResources } from './environment-resources.ts'
import type { Mechanism } from './mechanism.ts'
import { chooseMechanisms, type ChosenMechanisms } from './mechanisms.ts'
import { createMemoryWatch } from './memory/memory-watch.ts'
import type { Shared } from './process-resources.ts'
import type { ResourceFacts } from './resource-facts.ts'
import { createMounts, makeMount, mountKind, type Mounts } from './storage/mounts.ts'
import { openResourceLog, type ResourceLog } from './sampling/resource-log.ts'
import { createSampler, type Sampler } from './sampling/sampler.ts'

/** What this machine gives to environments, and by which means it keeps them to it. */
export interface Resources {
  readonly mechanisms: readonly Mechanism[]
  /** What a new environment will have. */
  environment(facts: ResourceFacts): EnvironmentResources
  /** All environments are closed: writes the last of the log. */
  close(): Promise<void>
}

type ResourceSettings = Pick<
  EmulatorConfig,
  'functions' | 'cpu' | 'memory' | 'ephemeralStorage' | 'resourceLog'
>

/** Finds out what works here; rejects when a mechanism that the user has named doesn't. */
export async function openResources(config: ResourceSettings, warden: Warden): Promise<Resources> {
  const cores = availableParallelism()
  const memoryMb = config.functions.flatMap((fn) => (fn.runtime === 'simulated' ? [] : [fn.memoryMb]))
  const { cpu, memory, ephemeralStorage } = config
  const settings = { cpu, memory, ephemeralStorage, memoryMb, cores }
  const chosen = await chooseMechanisms(settings, readCgroupSystem())
  const log = config.resourceLog === undefined ? undefined : openResourceLog(config.resourceLog)
  const sampler = log === undefined ? undefined : samplerInto(log, cores)
  const tellMechanisms = createTeller(chosen, log, cores)
  const memoryWatch = createMemoryWatch()
  const mounts = mountsWith(chosen, warden)
  const shared: Shared = {
    chosen,
    cores,
    warden,
    mounts,
    memoryWatch,
    sampler,
    closedLoop: createClosedLoop(systemClock),
    mountOnly: ephemeralStorage === 'mount',
    onFallback: tellMechanisms,
    groups: { count: 0 },
    strays: createStrayHunter(),
  }
  return {
    mechanisms: chosen.rows,
    environment: (facts) =>
      createEnvironmentResources({ ...facts, paths: [...facts.paths, ...OWN_PATHS] }, shared),
    async close() {
      memoryWatch.close()
      sampler?.close()
      log?.close()
      await mounts?.close()
    },
  }
}

function mountsWith({ namespaces }: ChosenMechanisms, warden: Warden): Mounts | undefined {
  if (namespaces === undefined) return undefined
  return createMounts((spec) => makeMount(namespaces, warden, spec), mountKind)
}

// The runtimes that are part of this program, the Node that runs them, and what functions may call by name.
const OWN_PATHS = [
  fileURLToPath(new URL('..', import.meta.url)),
  process.execPath,
  ...(process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute),
]

/** Tells the mechanisms at once, and again when a function can't have one of them. */
function createTeller(
  { rows }: ChosenMechanisms,
  log: ResourceLog | undefined,
  cores: number,
): (functionName: string, why: string) => void {
  const fallbacks = new Map<string, string>()
  const tell = (): void => {
    const told = fallbacks.size === 0 ? rows : rows.map((row) => withFallbacks(row, fallbacks))
    log?.append({ kind: 'mechanisms', at: Date.now(), cores, rows: told })
  }
  tell()
  return (functionName, why) => {
    if (fallbacks.has(functionName)) return
    fallbacks.set(functionName, why)
    tell()
  }
}

function withFallbacks(row: Mechanism, fallbacks: ReadonlyMap<string, string>): Mechanism {
  if (row.row !== 'ephemeral-storage') return row
  const told = [...fallbacks].map(([name, why]) => `${name} has only a folder of its own in TMPDIR: ${why}`)
  return { ...row, degraded: [...(row.degraded === undefined ? [] : [row.degraded]), ...told].join('; ') }
}

function samplerInto(log: ResourceLog, cores: number): Sampler {
  return createSampler({
    cores,
    now: () => performance.now(),
    ownCpuSeconds() {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1_000_000
    },
    tell: (sample) => log.append({ kind: 'sample', at: Date.now(), ...sample }),
  })
}
