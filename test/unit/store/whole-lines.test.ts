import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { wholeLines } from '../../../lib/store/whole-lines.ts'
import { collect } from '../../support/observations.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** All parts of a file of this text put together, and its torn end. */
async function read(text: string): Promise<{ whole: string; torn: string | undefined; parts: number }> {
  const path = join(temporaryFolder(), 'lines')
  writeFileSync(path, text)
  const parts = await collect(wholeLines(path))
  for (const part of parts) expect(part.text.endsWith('\n')).toBe(!part.torn)
  const whole = parts.filter(({ torn }) => !torn).map((part) => part.text)
  return { whole: whole.join(''), torn: parts.find(({ torn }) => torn)?.text, parts: parts.length }
}

describe('the lines of a file', () => {
  it('are none where it is empty', async () => {
    expect(await read('')).toEqual({ whole: '', torn: undefined, parts: 0 })
  })

  it('are all there, in order and in parts, whatever their lengths', async () => {
    const lines = Array.from({ length: 9_000 }, (_, n) => `${n} ${'é'.repeat((n * 37) % 400)}\n`).join('')
    const { whole, torn, parts } = await read(`${lines}the end`)
    expect(whole).toBe(lines)
    expect(torn).toBe('the end')
    expect(parts).toBeGreaterThan(20)
  })

  it('may be longer than what is read at once', async () => {
    const lines = [3, 900_000, 70_000, 0, 2_000_000, 5].map((length) => `${'x'.repeat(length)}\n`).join('')
    expect(await read(lines)).toMatchObject({ whole: lines, torn: undefined })
  })

  it('are cut where one is absurdly long, and go on after it', async () => {
    const { whole } = await read(`a\n${'x'.repeat(9_000_000)}\nb\n`)
    const [a, long = '', b] = whole.split('\n')
    expect([a, b]).toEqual(['a', 'b'])
    expect(long.length).toBeLessThan(5_000_000)
  })
})
