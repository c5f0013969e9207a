import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Quota } from '../cpu/share.ts'
import { keepFile, type KeptFile } from '../proc/kept-file.ts'
import type { Controller, Hierarchy } from './hierarchy.ts'
import { openKnob, type Knob } from './knob.ts'
import { emptyAndRemove, killMembers } from './remove.ts'

/** A control group of one environment: its processes come and go in it. */
export interface Cgroup {
  /** One for each hierarchy. */
  readonly folders: readonly string[]
  /** Takes 10 to 20 ms while the kernel waits for all cores, so it holds up nobody here. */
  join(pid: number): Promise<void>
  /** Held to its quota, or free to use all there is, as it is in the beginning. */
  holdCpu(held: boolean): void
  /** How long its processes were held back by the quota so far, ms over all cores. */
  heldBackMs(): number
  /** How many processes the kernel has killed for the limit of memory. */
  memoryKills(): number
  /** Ends what is left in it, also what has left its process group. */
  kill(): void
  /** The same, and removes it. */
  remove(): Promise<void>
}

export type Hierarchies = Readonly<Partial<Record<Controller, Hierarchy>>>

/** What a group is limited to, where it has the controller for it. */
export interface Limits {
  readonly quota: Quota
  readonly memoryBytes: number
}

/** Makes a group of a name below our own; throws the system's error where that is not allowed. */
export function createCgroup(hierarchies: Hierarchies, name: string, limits: Limits): Cgroup {
  const places = [hierarchies.cpu, hierarchies.memory].flatMap((one) => (one === undefined ? [] : [one]))
  const folders = [...new Set(places.map(({ folder }) => join(folder, name)))]
  // All files stay open: they are needed often, and also when there are no more to be had.
  const opened: (Knob | KeptFile)[] = []
  const keep = <T extends Knob | KeptFile>(file: T): T => {
    opened.push(file)
    return file
  }
  const close = (): void => {
    for (const file of opened) file.close()
  }
  try {
    for (const folder of folders) mkdirSync(folder, { recursive: true })
    const members = folders.map((folder) => keep(openKnob(join(folder, 'cgroup.procs'))))
    const cpu = hierarchies.cpu && openCpu(hierarchies.cpu, name, limits.quota, keep)
    const memory = hierarchies.memory && openMemory(hierarchies.memory, name, limits.memoryBytes, keep)
    return {
      folders,
      async join(pid) {
        await Promise.all(members.map((file) => file.writeLater(String(pid))))
      },
      holdCpu: (held) => cpu?.hold(held),
      // ns in version 1, µs in version 2.
      heldBackMs: () =>
        field(cpu?.stat, 'throttled_time') / 1_000_000 + field(cpu?.stat, 'throttled_usec') / 1_000,
      memoryKills: () => field(memory, 'oom_kill'),
      kill() {
        for (const folder of folders) killMembers(folder)
      },
      async remove() {
        close()
        await emptyAndRemove(folders)
      },
    }
  } catch (error) {
    close()
    void emptyAndRemove(folders)
    throw error
  }
}

type Keep = <T extends Knob | KeptFile>(file: T) => T

function openCpu({ version, folder }: Hierarchy, name: string, quota: Quota, keep: Keep) {
  const own = join(folder, name)
  const { quotaUs, periodUs } = quota
  const stat = keep(keepFile(join(own, 'cpu.stat')))
  if (version === 2) {
    const limit = keep(openKnob(join(own, 'cpu.max')))
    return { stat, hold: (held: boolean) => limit.write(held ? `${quotaUs} ${periodUs}` : `max ${periodUs}`) }
  }
  writeFileSync(join(own, 'cpu.cfs_period_us'), String(periodUs))
  const limit = keep(openKnob(join(own, 'cpu.cfs_quota_us')))
  return { stat, hold: (held: boolean) => limit.write(held ? String(quotaUs) : '-1') }
}

/** Sets the limit; gives the file that tells what was killed for it. */
function openMemory({ version, folder }: Hierarchy, name: string, bytes: number, keep: Keep): KeptFile {
  const own = join(folder, name)
  writeFileSync(join(own, version === 2 ? 'memory.max' : 'memory.limit_in_bytes'), String(bytes))
  return keep(keepFile(join(own, version === 2 ? 'memory.events' : 'memory.oom_control')))
}

function field(file: KeptFile | undefined, name: string): number {
  const [, value = 0] = new RegExp(`^${name} (\\d+)$`, 'm').exec(file?.read() ?? '') ?? []
  return Number(value)
}
