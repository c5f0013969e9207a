import { expect, test } from 'vitest'

import { chooseMechanisms } from '../../../../lib/emulator/resources/mechanisms.ts'

const settings = {
  cpu: 'off',
  memory: 'watch',
  ephemeralStorage: 'check',
  memoryMb: [128],
  cores: 2,
} as const

test('what is named and does not work here is refused with the reason', async () => {
  const asked = chooseMechanisms({ ...settings, cpu: 'quota' }, undefined)
  await expect(asked).rejects.toThrow("cpu: 'quota' does not work here: this system has no control groups")
  const limit = chooseMechanisms({ ...settings, memory: 'cgroup' }, undefined)
  await expect(limit).rejects.toThrow(
    "memory: 'cgroup' does not work here: this system has no control groups",
  )
})

test('every row is told, and what is less faithful is told with it', async () => {
  const { rows, cpu, hierarchies } = await chooseMechanisms(settings, undefined)
  expect(rows.map(({ row }) => row)).toEqual(['cpu', 'memory', 'ephemeral-storage', 'freeze'])
  expect(rows[0]).toEqual({
    row: 'cpu',
    means: 'none',
    degraded: 'functions get all the processor they can: Duration does not follow memory',
  })
  expect(rows[2]?.degraded).toMatch(/^\/tmp itself is shared/)
  expect({ cpu, hierarchies }).toEqual({ cpu: 'off', hierarchies: {} })
})

test('functions that ask for more vCPU than there are make it a lesser machine', async () => {
  const { rows } = await chooseMechanisms({ ...settings, memoryMb: [128, 3_539] }, undefined)
  expect(rows[0]?.degraded).toMatch(
    /; this machine has 2 vCPU: functions with more by their memory get no more$/,
  )
})

test.runIf(process.platform === 'linux')('without quotas the loop is taken, and says why', async () => {
  const { rows, cpu } = await chooseMechanisms({ ...settings, cpu: 'auto' }, undefined)
  expect(cpu).toBe('closed-loop')
  expect(rows[0]?.degraded).toMatch(/\(no cgroup quota: this system has no control groups\)$/)
})
