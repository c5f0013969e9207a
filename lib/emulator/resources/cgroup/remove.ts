import { existsSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** Kills whatever is in control groups and removes them; gives up after a second and never rejects. */
export async function emptyAndRemove(folders: readonly string[]): Promise<void> {
  const left = new Set(folders)
  for (let tries = 0; left.size > 0 && tries < MOST_TRIES; tries += 1) {
    if (tries > 0) await setTimeout(PAUSE_MS)
    for (const folder of left) {
      killMembers(folder)
      if (isDone(folder)) left.delete(folder)
    }
  }
}

const MOST_TRIES = 50
const PAUSE_MS = 20

/** Kills whatever is in a control group now. */
export function killMembers(folder: string): void {
  try {
    if (existsSync(join(folder, 'cgroup.kill'))) return writeFileSync(join(folder, 'cgroup.kill'), '1')
    for (const id of readFileSync(join(folder, 'cgroup.procs'), 'latin1').split('\n')) {
      // 0 stands for a process that can't be seen from here, and would be our own group.
      if (Number(id) > 1) process.kill(Number(id), 'SIGKILL')
    }
  } catch {
    // It has ended by itself, or the folder is gone.
  }
}

/** A group that still holds a dying process can't be removed (EBUSY): the only reason to try again. */
function isDone(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EBUSY')
  }
}
