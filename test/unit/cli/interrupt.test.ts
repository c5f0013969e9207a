import { describe, expect, it } from 'vitest'
import type { Context } from '../../../cli/context.ts'
import { type InterruptWords, listenForInterrupt } from '../../../cli/interrupt.ts'

/** A process whose signals are sent by hand. */
function listening(words?: InterruptWords) {
  let listener: ((signal: NodeJS.Signals) => void) | undefined
  const said: string[] = []
  const onSignal: Context['onSignal'] = (heard) => {
    listener = heard
    return () => {
      listener = undefined
    }
  }
  const interrupt = listenForInterrupt({ onSignal }, (line) => void said.push(line), words)
  const state = () => [interrupt.drain.aborted, interrupt.abort.aborted, interrupt.signal]
  return {
    interrupt,
    said,
    state,
    send: (signal: NodeJS.Signals) => listener?.(signal),
    heard: () => listener,
  }
}

describe('an interrupt', () => {
  it('has not come before a signal', () => {
    expect(listening().state()).toEqual([false, false, undefined])
  })

  it('drains first, and says how to stop at once', () => {
    const { send, state, said } = listening()
    send('SIGINT')
    expect(state()).toEqual([true, false, 'SIGINT'])
    expect(said).toEqual([expect.stringContaining('Press Ctrl-C again')])
  })

  it('stops at once the second time, and is that of the first signal', () => {
    const { send, state, said } = listening()
    send('SIGTERM')
    send('SIGINT')
    send('SIGINT')
    expect(state()).toEqual([true, true, 'SIGTERM'])
    expect(said).toHaveLength(1)
  })

  it('answers each signal where there is a word for it, also those that change nothing any more', () => {
    const { send, said, state } = listening({ first: 'one', second: 'two', further: 'more' })
    for (let i = 0; i < 4; i += 1) send('SIGINT')
    expect(said).toEqual(['one', 'two', 'more', 'more'])
    expect(state()).toEqual([true, true, 'SIGINT'])
  })

  it('tells any number of signals once that the report is being made, and remembers the first', () => {
    const { interrupt, send, said, state } = listening()
    interrupt.reporting('it is being made')
    for (let i = 0; i < 3; i += 1) send('SIGTERM')
    expect(said).toEqual(['it is being made'])
    expect(state()).toEqual([false, false, 'SIGTERM'])
  })

  it('leaves the second signal to the process while a report waits to be read', () => {
    const { interrupt, send, said, heard } = listening()
    interrupt.reporting('it is being made')
    send('SIGINT')
    interrupt.printing()
    expect(heard()).toBeDefined()
    send('SIGINT')
    expect(said).toEqual(['it is being made', expect.stringContaining('Press Ctrl-C again')])
    expect(heard()).toBeUndefined()
  })

  it('leaves signals to the process when it is released', () => {
    const { interrupt, heard } = listening()
    interrupt.release()
    expect(heard()).toBeUndefined()
  })
})
