import type { PoolDeployment } from './resident.ts'

/** What this machine has for environments with a process; those of a model take nothing. */
export interface RoomLimits {
  readonly maxEnvironments: number
  /** What they may have together by their functions' settings; absent, any. */
  readonly roomFor?: {
    readonly megabytes: number
    /** So many are let in whatever they have: functions seldom use what they are set to. */
    readonly anyway: number
  }
}

/** How much of it is taken. */
export interface Room {
  /** Whether there is room for one more when these have gone. */
  fits(deployment: PoolDeployment, going?: readonly PoolDeployment[]): boolean
  enter(deployment: PoolDeployment): void
  leave(deployment: PoolDeployment): void
  /** How many there are. */
  readonly environments: number
}

export function createRoom({ maxEnvironments, roomFor }: RoomLimits): Room {
  let environments = 0
  let megabytes = 0
  return {
    fits(deployment, going = []) {
      if (!takesRoom(deployment)) return true
      const left = environments - going.length
      if (left >= maxEnvironments) return false
      const leftMb = going.reduce((sum, { fn }) => sum - fn.memoryMb, megabytes)
      if (roomFor === undefined || left < roomFor.anyway) return true
      return leftMb + deployment.fn.memoryMb <= roomFor.megabytes
    },
    enter(deployment) {
      if (!takesRoom(deployment)) return
      environments += 1
      megabytes += deployment.fn.memoryMb
    },
    leave(deployment) {
      if (!takesRoom(deployment)) return
      environments -= 1
      megabytes -= deployment.fn.memoryMb
    },
    get environments() {
      return environments
    },
  }
}

/** Whether it needs anything of this machine: a model is a few numbers. */
export function takesRoom({ fn }: PoolDeployment): boolean {
  return fn.runtime !== 'simulated'
}
