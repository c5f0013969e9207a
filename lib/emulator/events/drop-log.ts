/** Tells of events that were given up: of each kind the first, the tenth, the hundredth … */
export interface DropLog {
  readonly count: number
  note(functionName: string, why: string, requestId: string): void
}

export function createDropLog(warn: (text: string) => void): DropLog {
  const counts = new Map<string, number>()
  let count = 0
  return {
    get count() {
      return count
    },
    note(functionName, why, requestId) {
      count += 1
      const key = `${functionName}: ${why}`
      const ofKind = (counts.get(key) ?? 0) + 1
      counts.set(key, ofKind)
      if (!/^10*$/.test(String(ofKind))) return
      const times = ofKind === 1 ? '' : ` (${ofKind} so far)`
      warn(
        `an asynchronous invocation of ${functionName} was given up: ${why}${times}, request id ${requestId}`,
      )
    },
  }
}
