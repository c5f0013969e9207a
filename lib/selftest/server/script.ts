/** What a scripted server does, one act after the other. Times in µs. */
export interface Act {
  /** Invocations that belong to this act; time 0 is the arrival of the first of them. */
  readonly requests: number
  /** From the arrival to the answer. Taken in turn, again from the first when all have been used. */
  readonly delays: readonly number[]
  /** During these the server does nothing, like a paused process, and then goes on with all it holds. */
  readonly stalls?: readonly Stall[]
  /** The head of an answer leaves at its time, the body this much later. */
  readonly bodyDelay?: number
  /** Every n-th invocation gets no answer. */
  readonly silentEvery?: number
  /** Every n-th invocation gets its connection reset at the time of its answer. */
  readonly resetEvery?: number
}

export interface Stall {
  /** Since the act's first arrival. */
  readonly from: number
  readonly length: number
}

export type Reaction =
  | { readonly kind: 'answer'; readonly at: number; readonly bodyAt: number }
  | { readonly kind: 'reset'; readonly at: number }
  | { readonly kind: 'silence' }

/** Decides what each invocation gets, from when it arrived; the last act never ends. */
export function createActor(acts: readonly Act[]): (now: number) => Reaction {
  let act = 0
  let seen = 0
  let startedAt: number | undefined
  return (now) => {
    const current = acts[act]
    if (current === undefined) return { kind: 'answer', at: now, bodyAt: now }
    startedAt ??= now
    const reaction = react(current, seen, now, startedAt)
    seen += 1
    if (seen >= current.requests && act < acts.length - 1) {
      act += 1
      seen = 0
      startedAt = undefined
    }
    return reaction
  }
}

function react(act: Act, index: number, now: number, startedAt: number): Reaction {
  const isNth = (every: number | undefined): boolean => every !== undefined && (index + 1) % every === 0
  if (isNth(act.silentEvery)) return { kind: 'silence' }
  const at = answerAt(act, index, now - startedAt) + startedAt
  if (isNth(act.resetEvery)) return { kind: 'reset', at }
  return { kind: 'answer', at, bodyAt: at + (act.bodyDelay ?? 0) }
}

/** A paused process reads nothing, so work that arrives in a stall begins at its end. */
function answerAt({ delays, stalls = [] }: Act, index: number, arrivedAt: number): number {
  const delay = delays[index % delays.length] ?? 0
  const begun = afterStall(stalls, arrivedAt)
  return afterStall(stalls, begun + delay)
}

function afterStall(stalls: readonly Stall[], time: number): number {
  const stall = stalls.find(({ from, length }) => time >= from && time < from + length)
  return stall === undefined ? time : stall.from + stall.length
}
