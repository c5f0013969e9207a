import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fromMillis, fromSeconds, type Micros, micros } from '../../../../lib/model/time.ts'
import { Deadlines, type Timed } from '../../../../lib/targets/http1/deadlines.ts'

interface Named extends Timed {
  readonly name: string
}

describe('Deadlines', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }))
  afterEach(() => void vi.useRealTimers())

  it('ends what has passed its deadline, and nothing before', () => {
    const { add, ended } = begin()
    add('a', fromMillis(100))
    vi.advanceTimersByTime(99)
    expect(ended).toEqual([])
    vi.advanceTimersByTime(1)
    expect(ended).toEqual(['a'])
    vi.advanceTimersByTime(1_000)
    expect(ended).toEqual(['a'])
  })

  it('is not early where a timer is', () => {
    let ahead = 0
    const { add, ended } = begin(() => micros(Date.now() * 1_000 - ahead))
    add('a', fromMillis(100))
    // The clock says 0.4 ms less than the timer has waited.
    ahead = 400
    vi.advanceTimersByTime(100)
    expect(ended).toEqual([])
    vi.advanceTimersByTime(1)
    expect(ended).toEqual(['a'])
  })

  it('ends those of one timeout one after the other', () => {
    const { add, ended } = begin()
    for (const name of ['a', 'b', 'c']) {
      add(name, fromMillis(100))
      vi.advanceTimersByTime(30)
    }
    vi.advanceTimersByTime(10)
    expect(ended).toEqual(['a'])
    vi.advanceTimersByTime(30)
    expect(ended).toEqual(['a', 'b'])
    vi.advanceTimersByTime(30)
    expect(ended).toEqual(['a', 'b', 'c'])
  })

  it('ends those of other timeouts by theirs', () => {
    const { add, ended } = begin()
    add('slow', fromMillis(300))
    add('fast', fromMillis(100))
    add('slow too', fromMillis(300))
    vi.advanceTimersByTime(100)
    expect(ended).toEqual(['fast'])
    vi.advanceTimersByTime(200)
    expect(ended).toEqual(['fast', 'slow', 'slow too'])
  })

  it('does not end what was removed: the first, the last, one between, or twice', () => {
    const { add, deadlines, ended } = begin()
    const [a, , c, , e] = ['a', 'b', 'c', 'd', 'e'].map((name) => add(name, fromMillis(100)))
    for (const timed of [a, c, e, e]) deadlines.remove(timed!)
    expect([...deadlines].map(({ name }) => name)).toEqual(['b', 'd'])
    vi.advanceTimersByTime(100)
    expect(ended).toEqual(['b', 'd'])
  })

  it('takes in more while it ends some, and after all have ended', () => {
    const { add, ended, onEnd } = begin()
    onEnd((name) => name === 'a' && add('b', fromMillis(100)))
    add('a', fromMillis(100))
    vi.advanceTimersByTime(100)
    expect(ended).toEqual(['a'])
    vi.advanceTimersByTime(100)
    expect(ended).toEqual(['a', 'b'])
    add('c', fromMillis(100))
    vi.advanceTimersByTime(100)
    expect(ended).toEqual(['a', 'b', 'c'])
  })

  it('is not early for a timeout longer than a timer can be', () => {
    const { add, ended } = begin()
    const days = fromSeconds(60 * 24 * 3_600)
    add('a', days)
    vi.advanceTimersByTime(days / 1_000 - 1)
    expect(ended).toEqual([])
    vi.advanceTimersByTime(1)
    expect(ended).toEqual(['a'])
  })

  it('has one timer for a thousand', () => {
    const { add } = begin()
    for (let n = 0; n < 1_000; n++) add(`${n}`, fromMillis(100))
    expect(vi.getTimerCount()).toBe(1)
  })

  it('leaves no timer behind', () => {
    const { add, deadlines } = begin()
    add('a', fromMillis(100))
    deadlines.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})

interface Beginning {
  readonly deadlines: Deadlines<Named>
  readonly ended: readonly string[]
  readonly add: (name: string, timeout: Micros) => Named
  readonly onEnd: (then: (name: string) => unknown) => void
}

function begin(now = (): Micros => micros(Date.now() * 1_000)): Beginning {
  const ended: string[] = []
  let then: (name: string) => unknown = () => undefined
  const deadlines = new Deadlines<Named>(now, ({ name }) => {
    ended.push(name)
    then(name)
  })
  const add = (name: string, timeout: Micros): Named => {
    const timed = { name, deadline: micros(0), queue: undefined, previous: undefined, next: undefined }
    deadlines.add(timed, now(), timeout)
    return timed
  }
  return { deadlines, ended, add, onEnd: (next) => void (then = next) }
}
