import { expect, test } from 'vitest'

import type { ProcessGroup } from '../../../../lib/emulator/environment/process-group.ts'
import type { Cgroup } from '../../../../lib/emulator/resources/cgroup/cgroup.ts'
import { NO_THROTTLE } from '../../../../lib/emulator/resources/cpu/throttle.ts'
import { adoptProcess, type Shared } from '../../../../lib/emulator/resources/process-resources.ts'

const nothing = () => undefined
const nothingLater = () => Promise.resolve()

/** What the quota is set to, in turn. */
function adopted() {
  const held: boolean[] = []
  const group: Cgroup = {
    folders: [],
    join: nothingLater,
    holdCpu: (now) => void held.push(now),
    heldBackMs: () => 0,
    memoryKills: () => 0,
    kill: nothing,
    remove: nothingLater,
  }
  const processes: ProcessGroup = {
    pid: process.pid,
    gone: false,
    freeze: nothing,
    thaw: nothing,
    kill: nothing,
    ended: new Promise(nothing),
  }
  const facts = {
    functionName: 'f',
    logStream: 's',
    memoryMb: 128,
    ephemeralStorageMb: 512,
    paths: [],
    onOutput: nothing,
  }
  const storage = {
    tmpDir: '/tmp',
    enter: [],
    inMemory: true,
    limitBytes: 1,
    measure: undefined,
    close: nothingLater,
  }
  const resources = adoptProcess({ facts, shared, group, storage }, processes, nothing)
  if (resources === undefined) throw new Error('not adopted')
  return { resources, held }
}

const shared: Shared = {
  chosen: { rows: [], cpu: 'quota', hierarchies: {}, namespaces: undefined },
  cores: 2,
  memoryWatch: { watch: nothing, unwatch: nothing, close: nothing },
  closedLoop: () => NO_THROTTLE,
  sampler: undefined,
  groups: { count: 0 },
  strays: { end: nothingLater },
  warden: { guard: nothing, release: nothing, close: nothing },
  mountOnly: false,
  mounts: undefined,
  onFallback: nothing,
}

test('a process that is killed is no more held to its share: with little of it, ending can take seconds', () => {
  const { resources, held } = adopted()
  resources.initialised()
  expect(held).toEqual([false, true])
  resources.beforeKill()
  expect(held).toEqual([false, true, false])
  resources.end()
})
