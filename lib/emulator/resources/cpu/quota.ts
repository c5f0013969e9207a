import type { Cgroup } from '../cgroup/cgroup.ts'
import type { Throttle } from './throttle.ts'

/**
 * Lets the kernel hold what is in a cgroup to its quota. A new process begins without, for its INIT. What is
 * stopped uses nothing and needs no change.
 */
export function quotaThrottle(group: Cgroup): Throttle {
  group.holdCpu(false)
  const before = group.heldBackMs()
  let holds = false
  return {
    hold() {
      if (holds) return
      holds = true
      group.holdCpu(true)
    },
    letFinish() {
      holds = false
      group.holdCpu(false)
    },
    rest: () => undefined,
    heldBackMs: () => group.heldBackMs() - before,
    countsAsWaiting: true,
  }
}
