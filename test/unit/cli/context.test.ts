import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { askOn, createOutput } from '../../../cli/context.ts'
import { brokenStream, KeptStream } from '../../support/stream.ts'

const output = (env: Readonly<Record<string, string>>, colorless = false) =>
  createOutput(new KeptStream(), env, colorless)

describe('an output', () => {
  it('resolves a write when the bytes have left', async () => {
    const stream = new KeptStream()
    await createOutput(stream, {}, false).write('report')
    expect(stream.text).toBe('report')
  })

  it('takes a reader that has gone for no fault, however much is still to be written', async () => {
    const piped = createOutput(brokenStream('EPIPE'), {}, false)
    await piped.write('first')
    await piped.write('second')
    await piped.write('third')
  })

  it('rejects when the disk is full, and does not end the process besides', async () => {
    const redirected = createOutput(brokenStream('ENOSPC'), {}, false)
    await expect(redirected.write('report')).rejects.toThrow('ENOSPC')
  })

  it('is 80 columns wide where it is no terminal', () => {
    expect(output({})).toMatchObject({ isTerminal: false, width: 80 })
  })

  it('has color away from a terminal only when that is asked for', () => {
    expect(output({}).color).toBe(false)
    expect(output({ FORCE_COLOR: '1' }).color).toBe(true)
    expect(output({ FORCE_COLOR: '' }).color).toBe(true)
    expect(output({ FORCE_COLOR: '0' }).color).toBe(false)
  })

  it('has no color with NO_COLOR or --no-color, whatever else is said; an empty NO_COLOR says nothing', () => {
    expect(output({ FORCE_COLOR: '1', NO_COLOR: '1' }).color).toBe(false)
    expect(output({ FORCE_COLOR: '1' }, true).color).toBe(false)
    expect(output({ FORCE_COLOR: '1', NO_COLOR: '' }).color).toBe(true)
  })

  it.each([
    [{}, true],
    [{ LANG: 'de_DE.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LANG: 'C' }, false],
    [{ LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' }, false],
    [{ LC_ALL: '', LC_CTYPE: 'en_US.UTF-8', LANG: 'C' }, true],
    [{ TERM: 'dumb', LANG: 'de_DE.UTF-8' }, false],
    [{ TERM: 'linux' }, false],
  ])('draws with Unicode by what the locale %j says', (env, unicode) => {
    expect(output(env as Readonly<Record<string, string>>).unicode).toBe(unicode)
  })
})

describe('a question', () => {
  const typed = (text: string): PassThrough => {
    const input = new PassThrough()
    input.end(text)
    return input
  }

  it('is written before the answer, which is the next line without its end', async () => {
    const shown = new KeptStream()
    expect(await askOn(typed('yes\r\nno\n'), shown, 'Put it back now? [Y/n] ')).toBe('yes')
    expect(shown.text).toBe('Put it back now? [Y/n] ')
  })

  it('is answered by an empty line, too', async () => {
    expect(await askOn(typed('\n'), new KeptStream(), '? ')).toBe('')
  })

  it('has no answer when the input ends before one', async () => {
    const shown = new KeptStream()
    expect(await askOn(typed(''), shown, '? ')).toBeUndefined()
    expect(shown.text).toBe('? \n')
  })

  it('has none when it is given up, and leaves the input at rest', async () => {
    const [input, shown, givenUp] = [new PassThrough(), new KeptStream(), new AbortController()]
    const answer = askOn(input, shown, '? ', givenUp.signal)
    givenUp.abort()
    expect(await answer).toBeUndefined()
    expect(shown.text).toBe('? \n')
    expect(input.isPaused()).toBe(true)
    expect(await askOn(new PassThrough(), new KeptStream(), '? ', givenUp.signal)).toBeUndefined()
  })

  it('leaves the input at rest, so that it keeps no process from ending', async () => {
    const input = new PassThrough()
    const answer = askOn(input, new KeptStream(), '? ')
    input.write('y\n')
    expect(await answer).toBe('y')
    expect(input.isPaused()).toBe(true)
  })
})
