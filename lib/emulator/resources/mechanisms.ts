import { existsSync } from 'node:fs'

import type { Hierarchies } from './cgroup/cgroup.ts'
import { type CgroupSystem, findCgroups, type FoundCgroups } from './cgroup/find-cgroups.ts'
import { shareOf } from './cpu/share.ts'
import { type Mechanism, MechanismUnavailable } from './mechanism.ts'
import { findNamespaceTools, type NamespaceTools } from './storage/private-tmp.ts'

/** What the user wants, of EmulatorConfig. */
export interface MechanismSettings {
  readonly cpu: 'auto' | 'quota' | 'closed-loop' | 'off'
  readonly memory: 'auto' | 'cgroup' | 'watch'
  readonly ephemeralStorage: 'auto' | 'mount' | 'check'
  /** Of all functions that are known from the start. */
  readonly memoryMb: readonly number[]
  readonly cores: number
}

/** The means that were found to work here, and what they are called. */
export interface ChosenMechanisms {
  readonly rows: readonly Mechanism[]
  readonly cpu: 'quota' | 'closed-loop' | 'off'
  /** Of the groups that environments need: none when they need none. */
  readonly hierarchies: Hierarchies
  readonly namespaces: NamespaceTools | undefined
}

/** Takes the best of what works here, or what the user has named; rejects when that doesn't work. */
export async function chooseMechanisms(
  settings: MechanismSettings,
  system: CgroupSystem | undefined,
): Promise<ChosenMechanisms> {
  // One after the other: each is so short that the other would only make it slower.
  const cpu = await chooseCpu(settings, system)
  const memory = await chooseMemory(settings, system)
  const storage = await chooseStorage(settings)
  return {
    rows: [cpu.row, memory.row, storage.row, FREEZE],
    cpu: cpu.kind,
    hierarchies: { ...cpu.hierarchies, ...memory.hierarchies },
    namespaces: storage.tools,
  }
}

interface ChosenCpu {
  readonly kind: ChosenMechanisms['cpu']
  readonly row: Mechanism
  readonly hierarchies: Hierarchies
}

async function chooseCpu(settings: MechanismSettings, system: CgroupSystem | undefined): Promise<ChosenCpu> {
  const named = settings.cpu
  if (named === 'off') return { kind: 'off', row: cpuRow(settings, 'none', CPU_OFF), hierarchies: {} }
  const loops = existsSync('/proc/self/stat')
  if (named === 'closed-loop') {
    if (!loops) throw new MechanismUnavailable('cpu', named, 'this system has no /proc')
    return { kind: named, row: cpuRow(settings, LOOP, COARSE), hierarchies: {} }
  }
  const found = await findCgroups(system, ['cpu'])
  if (found.kind === 'usable') {
    const means = `cgroup v${found.version} quota of each 20 ms`
    return { kind: 'quota', row: cpuRow(settings, means), hierarchies: found.hierarchies }
  }
  if (named === 'quota') throw new MechanismUnavailable('cpu', named, found.why)
  if (loops) {
    const row = cpuRow(settings, LOOP, `${COARSE} (no cgroup quota: ${found.why})`)
    return { kind: 'closed-loop', row, hierarchies: {} }
  }
  return { kind: 'off', row: cpuRow(settings, 'none', CPU_OFF), hierarchies: {} }
}

const LOOP = 'closed loop over the processor time used, by SIGSTOP and SIGCONT'
const COARSE =
  'work of a few ms runs at full speed and is paid for afterwards, and a process that leaves its group is not held'
const CPU_OFF = 'functions get all the processor they can: Duration does not follow memory'

function cpuRow({ memoryMb, cores }: MechanismSettings, means: string, worse?: string): Mechanism {
  const tooLarge = memoryMb.some((mb) => shareOf(mb) > cores)
  const capped = `this machine has ${cores} vCPU: functions with more by their memory get no more`
  const degraded = [...(worse === undefined ? [] : [worse]), ...(tooLarge ? [capped] : [])].join('; ')
  return { row: 'cpu', means, ...(degraded === '' ? {} : { degraded }) }
}

interface ChosenMemory {
  readonly row: Mechanism
  readonly hierarchies: Hierarchies
}

// The kernel's limit would count files of /tmp, which is memory here and is not on Lambda, and would not count
// the program's code, which Max Memory Used has. So it is never the first limit, and stands behind only if asked.
async function chooseMemory(
  { memory: named }: MechanismSettings,
  system: CgroupSystem | undefined,
): Promise<ChosenMemory> {
  const watch = process.platform === 'linux' ? WATCH : WATCH_BY_PS
  if (named !== 'cgroup') return { row: watch, hierarchies: {} }
  const found: FoundCgroups = await findCgroups(system, ['memory'])
  if (found.kind === 'unusable') throw new MechanismUnavailable('memory', named, found.why)
  const means = `${WATCH.means}; behind it the limit of cgroup v${found.version}, with room for /tmp`
  return { row: { row: 'memory', means }, hierarchies: found.hierarchies }
}

const WATCH: Mechanism = {
  row: 'memory',
  means: 'resident memory of the process group, looked at every 20 ms and more often while it grows',
}
const WATCH_BY_PS: Mechanism = {
  row: 'memory',
  means: 'resident memory of the process group, looked at twice a second by ps',
  degraded: 'a function that grows fast is ended late, and Max Memory Used misses short peaks',
}

async function chooseStorage({
  ephemeralStorage: named,
}: MechanismSettings): Promise<{ readonly row: Mechanism; readonly tools: NamespaceTools | undefined }> {
  if (named === 'check') return { row: checkRow(), tools: undefined }
  const tools = await findNamespaceTools()
  if (typeof tools !== 'string') return { row: tools.asUser ? MOUNT_AS_USER : MOUNT, tools }
  if (named === 'mount') throw new MechanismUnavailable('ephemeralStorage', named, tools)
  return { row: checkRow(tools), tools: undefined }
}

const MOUNT: Mechanism = { row: 'ephemeral-storage', means: 'a tmpfs on /tmp in a mount namespace' }
const MOUNT_AS_USER: Mechanism = {
  row: 'ephemeral-storage',
  means: 'a tmpfs on /tmp in a user and mount namespace',
}

function checkRow(why?: string): Mechanism {
  const reason = why === undefined ? '' : ` (no mount namespace: ${why})`
  return {
    row: 'ephemeral-storage',
    means: 'a folder of its own in TMPDIR, its size checked every 250 ms and at the end of an invocation',
    degraded: `/tmp itself is shared with this machine, and one that is full ends the process where Lambda's writes fail with ENOSPC${reason}`,
  }
}

const FREEZE: Mechanism = { row: 'freeze', means: 'SIGSTOP and SIGCONT to the process group' }
