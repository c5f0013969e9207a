import type { ProbeFields } from '../model/markers.ts'

/** What the ids of one probe tell, given all those seen before. */
export interface Sighting {
  /** Another process had served in this environment when this one was first seen. */
  readonly environmentServedBefore: boolean
  /** Ids that can't both be true, as a sentence. */
  readonly conflict?: string
}

export interface Identities {
  see(probe: ProbeFields): Sighting
}

/** Remembers environments and processes, nothing of single invocations. */
export function createIdentities(): Identities {
  const environments = new Set<string>()
  const processes = new Map<string, SeenProcess>()

  function see(probe: ProbeFields): Sighting {
    const seen = processes.get(probe.processId)
    // Nearly always: what is known of the process says that its environment is known too.
    if (seen?.environmentId === probe.environmentId) return seeAgain(seen, probe.call)
    const known = environments.has(probe.environmentId)
    environments.add(probe.environmentId)
    if (seen === undefined) {
      const { environmentId, call } = probe
      processes.set(probe.processId, {
        environmentId,
        environmentServedBefore: known,
        firstCallSeen: call === 1,
      })
      return { environmentServedBefore: known }
    }
    return { environmentServedBefore: known, conflict: twoHomes }
  }

  return { see }
}

interface SeenProcess {
  readonly environmentId: string
  readonly environmentServedBefore: boolean
  firstCallSeen: boolean
}

/** Where one environment serves several at once, call 1 may end after call 2: the process began as it began. */
function seeAgain(seen: SeenProcess, call: number): Sighting {
  if (call > 1) return seen
  const conflict = seen.firstCallSeen
  seen.firstCallSeen = true
  return conflict ? { environmentServedBefore: true, conflict: twoFirstCalls } : seen
}

// An id that a SnapStart snapshot holds is the same in all its clones.
const twoHomes = 'one process id was seen in two environments: the id may be part of a snapshot'
const twoFirstCalls = 'the first call of one process was seen twice: its id may be part of a snapshot'
