import { describe, expect, it } from 'vitest'
import type { Output } from '../../../cli/context.ts'
import { createLiveLine } from '../../../cli/live/live-line.ts'
import { KeptStream } from '../../support/stream.ts'

function liveLine(more: Partial<Output> & { readonly quiet?: boolean; readonly planned?: number } = {}) {
  const stream = Object.assign(new KeptStream(), { isTTY: true })
  const { quiet = false, planned, ...rest } = more
  const output: Output = {
    isTerminal: true,
    width: 100,
    color: false,
    unicode: true,
    stream,
    write: async (text) => void stream.write(text),
    ...rest,
  }
  let now = 0
  const live = createLiveLine(output, { quiet, planned, now: () => now })
  /** What is drawn for this many sends at this time, in ms, escapes taken away. */
  const draw = (at: number, sent: number, dropped = 0, errors = 0): string => {
    now = at
    stream.text = ''
    live.show({ sent, ended: sent, inFlight: 3, cold: 2, errors, dropped })
    // oxlint-disable-next-line no-control-regex
    return stream.text.replaceAll(/\x1b\[[0-9?]*[A-Za-z]/g, '').trim()
  }
  return { live, draw, stream }
}

describe('the live line', () => {
  it('shows what was sent, is in flight, cold, failed, and the rate of the last second', () => {
    const { draw } = liveLine()
    expect(draw(0, 0)).toBe('0 sent · 3 in flight · 2 cold · 0 errors · 0/s · 0 s')
    expect(draw(500, 50)).toBe('50 sent · 3 in flight · 2 cold · 0 errors · 100/s · 1 s')
    // Since 500 ms: 150 in 1 s.
    expect(draw(1_500, 200, 0, 7)).toBe('200 sent · 3 in flight · 2 cold · 7 errors · 150/s · 2 s')
  })

  it('shows of how many, where that is known', () => {
    expect(liveLine({ planned: 1_633 }).draw(0, 1_200)).toContain('1,200 of 1,633 sent')
  })

  it('shows dropped ones when there are any', () => {
    expect(liveLine().draw(0, 1, 9)).toContain('9 dropped')
  })

  it('draws with ASCII alone where that is asked for', () => {
    expect(liveLine({ unicode: false }).draw(0, 1)).toMatch(/^[\x20-\x7e]+$/)
  })

  it('is silent where nobody watches, but still says what is to stay', () => {
    const { draw, live, stream } = liveLine({ isTerminal: false })
    expect(draw(0, 1)).toBe('')
    live.say('Stored in runs/x')
    live.clear()
    expect(stream.text).toBe('Stored in runs/x\n')
  })

  it('is silent when it is told to be', () => {
    expect(liveLine({ quiet: true }).draw(0, 1)).toBe('')
  })
})
