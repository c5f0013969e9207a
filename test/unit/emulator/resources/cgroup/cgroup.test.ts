import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { createCgroup } from '../../../../../lib/emulator/resources/cgroup/cgroup.ts'
import { findCgroups } from '../../../../../lib/emulator/resources/cgroup/find-cgroups.ts'
import { findHierarchy } from '../../../../../lib/emulator/resources/cgroup/hierarchy.ts'
import { temporaryFolder } from '../../../../support/temporary-folder.ts'

const limits = { quota: { quotaUs: 1_447, periodUs: 20_000 }, memoryBytes: 134_217_728 }

/** A folder with some folders and files in it, as the kernel would show them. */
function fakeRoot(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const controllers = 'cpuset cpu io memory hugetlb pids\n'

describe('where a controller is', () => {
  test('version 1: a hierarchy of its own, or one shared with another controller', () => {
    const root = fakeRoot({ 'cpu,cpuacct/jobs/tasks': '', 'memory/tasks': '' })
    const self = '5:cpu,cpuacct:/jobs\n4:memory:/outside/of/the/container\n1:name=systemd:/x\n'
    expect(findHierarchy(root, self, 'cpu')).toEqual({ version: 1, folder: join(root, 'cpu,cpuacct/jobs') })
    expect(findHierarchy(root, self, 'memory')).toEqual({ version: 1, folder: join(root, 'memory') })
  })

  test('version 2: one for all', () => {
    const root = fakeRoot({ 'cgroup.controllers': controllers, 'user/me/cgroup.procs': '' })
    const found = { version: 2, folder: join(root, 'user/me') }
    expect(findHierarchy(root, '0::/user/me\n', 'cpu')).toEqual(found)
    expect(findHierarchy(root, '0::/user/me\n', 'memory')).toEqual(found)
  })

  test('both at once: the one that has the controller', () => {
    const root = fakeRoot({ 'cpu/tasks': '', 'unified/cgroup.controllers': 'hugetlb memory\n' })
    expect(findHierarchy(root, '3:cpu:/\n0::/\n', 'cpu')).toEqual({ version: 1, folder: join(root, 'cpu') })
    expect(findHierarchy(root, '3:cpu:/\n0::/\n', 'memory')).toEqual({
      version: 2,
      folder: join(root, 'unified'),
    })
  })

  test('nowhere', () => {
    expect(findHierarchy(fakeRoot({}), '3:cpu:/\n0::/\n', 'cpu')).toBeUndefined()
    expect(findHierarchy(fakeRoot({}), 'garbage', 'cpu')).toBeUndefined()
  })
})

describe('a group of version 1', () => {
  const open = () => {
    const root = fakeRoot({ 'cpu/g/cpu.stat': 'nr_periods 9\nnr_throttled 3\nthrottled_time 2500000\n' })
    mkdirSync(join(root, 'memory/g'), { recursive: true })
    writeFileSync(join(root, 'memory/g/memory.oom_control'), 'under_oom 0\noom_kill 2\n')
    const hierarchies = {
      cpu: { version: 1, folder: join(root, 'cpu') },
      memory: { version: 1, folder: join(root, 'memory') },
    } as const
    const group = createCgroup(hierarchies, 'g', limits)
    return { group, read: (path: string) => readFileSync(join(root, path), 'utf8') }
  }

  test('has a quota per period, and a limit of memory', () => {
    const { group, read } = open()
    group.holdCpu(true)
    expect(read('cpu/g/cpu.cfs_period_us')).toBe('20000')
    expect(read('cpu/g/cpu.cfs_quota_us')).toBe('1447')
    expect(read('memory/g/memory.limit_in_bytes')).toBe('134217728')
  })

  test('is free with -1', () => {
    const { group, read } = open()
    group.holdCpu(false)
    expect(read('cpu/g/cpu.cfs_quota_us')).toBe('-1')
  })

  test('takes processes in all hierarchies, and tells what the kernel did', async () => {
    const { group, read } = open()
    await group.join(4711)
    expect([read('cpu/g/cgroup.procs'), read('memory/g/cgroup.procs')]).toEqual(['4711', '4711'])
    expect(group.heldBackMs()).toBe(2.5)
    expect(group.memoryKills()).toBe(2)
  })
})

describe('a group of version 2', () => {
  const open = () => {
    const root = fakeRoot({
      'g/cpu.stat': 'usage_usec 9\nthrottled_usec 2500\n',
      'g/memory.events': 'low 0\noom 1\noom_kill 1\noom_group_kill 0\n',
    })
    const one = { version: 2, folder: root } as const
    const group = createCgroup({ cpu: one, memory: one }, 'g', limits)
    return { group, root, read: (path: string) => readFileSync(join(root, path), 'utf8') }
  }

  test('is one folder, with cpu.max and memory.max', () => {
    const { group, root, read } = open()
    expect(group.folders).toEqual([join(root, 'g')])
    group.holdCpu(true)
    expect(read('g/cpu.max')).toBe('1447 20000')
    expect(read('g/memory.max')).toBe('134217728')
    expect(group.heldBackMs()).toBe(2.5)
    expect(group.memoryKills()).toBe(1)
  })

  test('is free with max', () => {
    const { group, read } = open()
    group.holdCpu(false)
    expect(read('g/cpu.max')).toBe('max 20000')
  })
})

describe('whether groups can be used', () => {
  test('not without control groups, and not without the controller', async () => {
    expect(await findCgroups(undefined, ['cpu'])).toMatchObject({ kind: 'unusable' })
    const nothing = { root: fakeRoot({}), selfCgroup: '0::/\n' }
    expect(await findCgroups(nothing, ['cpu'])).toEqual({
      kind: 'unusable',
      why: 'no control groups for cpu are mounted',
    })
  })

  test('version 2 hands a controller on to its children only when told to', async () => {
    const root = fakeRoot({ 'cgroup.controllers': controllers, 'cgroup.subtree_control': 'memory\n' })
    const found = await findCgroups({ root, selfCgroup: '0::/\n' }, ['cpu'])
    expect(found).toMatchObject({ kind: 'usable', version: 2 })
    expect(readFileSync(join(root, 'cgroup.subtree_control'), 'utf8')).toBe('+cpu')
  })

  test('not where nothing can be made', async () => {
    const root = fakeRoot({ 'cgroup.controllers': controllers, 'cgroup.subtree_control': 'cpu', taken: '' })
    const found = await findCgroups({ root: join(root, 'taken/..'), selfCgroup: '0::/taken\n' }, ['cpu'])
    expect(found).toMatchObject({ kind: 'unusable', why: expect.stringContaining('ENOTDIR') })
  })
})
