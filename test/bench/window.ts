/** How long a client runs before it is measured, and for how long it is. */
export interface WindowLength {
  readonly warmUpMs: number
  readonly measuredMs: number
}

/** What a process did between two looks at it, all its threads together. */
export interface WindowReading {
  readonly requests: number
  readonly wallMicros: number
  readonly cpuMicros: number
}

export interface Window {
  /** To be called about ten times a second with the number of requests that have ended so far. */
  look(ended: number): void
  /** Throws while there was no look in and at the end of the measured time. */
  reading(): WindowReading
}

/** Between looks the client is left alone, so a look later than the end by more than this is not taken. */
const longestOvertimeMs = 250

/** Measures this process from the first look after the warm-up to the last one of the measured time. */
export function createWindow({ warmUpMs, measuredMs }: WindowLength): Window {
  let begin: Look | undefined
  let first: Look | undefined
  let last: Look | undefined
  return {
    look(ended) {
      const look = { at: performance.now(), ended, cpu: cpuMicros() }
      if (ended > 0) begin ??= look
      if (begin === undefined || look.at - begin.at < warmUpMs) return
      first ??= look
      if (look.at - first.at <= measuredMs + longestOvertimeMs) last = look
    },
    reading() {
      if (first === undefined || last === undefined || last.at - first.at < measuredMs / 2) {
        throw new Error('the client was not looked at often enough to be measured')
      }
      return {
        requests: last.ended - first.ended,
        wallMicros: Math.round((last.at - first.at) * 1_000),
        cpuMicros: last.cpu - first.cpu,
      }
    },
  }
}

interface Look {
  readonly at: number
  readonly ended: number
  readonly cpu: number
}

function cpuMicros(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
