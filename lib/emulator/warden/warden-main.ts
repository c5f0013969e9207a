import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'

import { emptyAndRemove } from '../resources/cgroup/remove.ts'
import { killStrays } from './strays.ts'
import { type Guarded, keyOf, type WardenLine } from './warden.ts'

const guarded = new Map<string, Guarded>()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

for await (const line of createInterface({ input: process.stdin })) note(line)
await cleanUp()

function note(line: string): void {
  // Only the emulator writes here; its last line may be torn.
  const parsed = parseLine(line)
  if (parsed === undefined) return
  if (parsed.guard) guarded.set(keyOf(parsed), parsed)
  else guarded.delete(keyOf(parsed))
}

function parseLine(line: string): WardenLine | undefined {
  try {
    return JSON.parse(line) as WardenLine
  } catch {
    return undefined
  }
}

async function cleanUp(): Promise<void> {
  const left = [...guarded.values()]
  for (const kept of left) if ('group' in kept) kill(kept.group)
  const cgroups = left.flatMap((kept) => ('cgroup' in kept ? [kept.cgroup] : []))
  await emptyAndRemove(cgroups)
  const logStreams = left.flatMap((kept) => ('logStream' in kept ? [kept.logStream] : []))
  if (logStreams.length > 0) await killStrays(new Set(logStreams))
  // Until the killed ones are gone they may still write into their folders.
  for (let tries = 0; tries < 3; tries += 1) {
    for (const kept of left) if ('folder' in kept) remove(kept.folder)
    await setTimeout(20)
  }
}

function kill(group: number): void {
  // 0 and 1 would mean our own group and everybody.
  if (!Number.isInteger(group) || group <= 1) return
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    // The next try, or nobody: there is no one left to tell.
  }
}
