import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { createSampler, type Reading } from '../../../../../lib/emulator/resources/sampling/sampler.ts'
import type { SampleLine } from '../../../../../lib/emulator/resources/sampling/resource-log.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function world() {
  const told: Omit<SampleLine, 'kind' | 'at'>[] = []
  let own = 5
  const sampler = createSampler({
    cores: 2,
    now: () => performance.now(),
    ownCpuSeconds: () => own,
    tell: (sample) => told.push(sample),
  })
  const burn = (seconds: number): void => void (own += seconds)
  return { sampler, told, burn }
}

function subject(functionName: string, memoryMb: number) {
  const now = { usedMs: 0, waitedMs: 0, heldBackMs: 0 }
  let gone = false
  return {
    functionName,
    memoryMb,
    read: (): Reading | undefined => (gone ? undefined : { ...now }),
    use: (more: Partial<Reading>): void => {
      now.usedMs += more.usedMs ?? 0
      now.waitedMs += more.waitedMs ?? 0
      now.heldBackMs += more.heldBackMs ?? 0
    },
    end: (): void => void (gone = true),
  }
}

test('a busy second is one line, with what was due and what was got', () => {
  const { sampler, told, burn } = world()
  const [a, b] = [subject('half', 884.5), subject('half', 884.5)]
  for (const one of [a, b]) sampler.observe(one).begin()
  a.use({ usedMs: 500, heldBackMs: 500 })
  burn(0.25)
  vi.advanceTimersByTime(1_000)
  expect(told).toEqual([
    {
      spanMs: 1_000,
      functions: {
        half: {
          busy: 2,
          askedShare: 0.5,
          givenShare: 0.5,
          busySeconds: 2,
          wantedSeconds: 1,
          askedSeconds: 0.5,
          cpuSeconds: 0.5,
          waitedSeconds: 0,
        },
      },
      hostSaturated: false,
      emulatorCpuSeconds: 0.25,
    },
  ])
})

test('what ran between two invocations is not counted', () => {
  const { sampler, told } = world()
  const one = subject('init', 1_769)
  const observed = sampler.observe(one)
  one.use({ usedMs: 70 })
  observed.begin()
  one.use({ usedMs: 30 })
  observed.end()
  one.use({ usedMs: 900 })
  sampler.close()
  expect(told.map(({ functions }) => functions['init']?.cpuSeconds)).toEqual([0.03])
})

test('nothing is told of seconds in which nothing ran, and the next span begins with the next invocation', () => {
  const { sampler, told } = world()
  const observed = sampler.observe(subject('rare', 128))
  observed.begin()
  observed.end()
  vi.advanceTimersByTime(60_000)
  observed.begin()
  vi.advanceTimersByTime(1_000)
  expect(told.map(({ spanMs }) => spanMs)).toEqual([1_000, 1_000])
})

test('a process that ends is counted as far as it was seen', () => {
  const { sampler, told } = world()
  const one = subject('dies', 1_769)
  const observed = sampler.observe(one)
  observed.begin()
  one.use({ usedMs: 400 })
  vi.advanceTimersByTime(1_000)
  one.end()
  observed.end()
  sampler.close()
  expect(told.map(({ functions }) => functions['dies']?.cpuSeconds)).toEqual([0.4, 0])
})

test('more than the host has is said to be saturated, and a share is capped at its cores', () => {
  const { sampler, told } = world()
  const three = [1, 2, 3].map(() => subject('large', 10_240))
  for (const one of three) {
    sampler.observe(one).begin()
    one.use({ usedMs: 660, waitedMs: 340 })
  }
  vi.advanceTimersByTime(1_000)
  expect(told[0]).toMatchObject({
    hostSaturated: true,
    functions: { large: { givenShare: 2, askedSeconds: 3 } },
  })
  expect(told[0]?.functions['large']?.askedShare).toBeCloseTo(5.788_6, 3)
})
