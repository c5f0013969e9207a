import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { UsageError } from '../../../lib/model/usage-error.ts'
import type { Journal, ProcessMark } from '../../../lib/settings/journal.ts'
import type { Life } from '../../../lib/settings/process-mark.ts'
import { takeJournal, type Taker } from '../../../lib/settings/take-journal.ts'
import { emptyJournal } from '../../support/journals.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const mark = (pid: number, host = 'here'): ProcessMark => ({ pid, host, started: `start ${pid}` })

/** That of the comparison, which is gone, and of those who want its journal. */
const [dead, first, second, third] = [mark(1), mark(2), mark(3), mark(4)]

/** s, Unix epoch: when claims are made that a test leaves. */
const then = 1_700_000_000

/** To whom nobody seems to be there but these. */
const taker = (own: ProcessMark, ...alive: readonly ProcessMark[]): Taker => ({
  own,
  now: Date.now,
  lifeOf: ({ pid, host }): Life => {
    if (host !== 'here') return 'elsewhere'
    return alive.some((one) => one.pid === pid) ? 'alive' : 'gone'
  },
})

const journalOf = (process: ProcessMark): Journal => ({ ...emptyJournal, process })

/** A folder with the journal of the comparison, and how it is after that. */
function scene() {
  const path = join(temporaryFolder(), 'checkout.json')
  write(path, dead)
  return {
    path,
    owner: () => (JSON.parse(readFileSync(path, 'utf8')) as Journal).process,
    files: () => readdirSync(join(path, '..')),
  }
}

function write(path: string, process: ProcessMark): void {
  writeFileSync(path, JSON.stringify(journalOf(process)))
}

test('a journal is taken under the name of the taker, and nothing else is left', () => {
  const { path, files, owner } = scene()
  expect(takeJournal(path, taker(first))).toEqual({ kind: 'taken', journal: journalOf(first) })
  expect([owner(), files()]).toEqual([first, [basename(path)]])
  expect(takeJournal(path, taker(second, first))).toEqual({ kind: 'at-work', by: first, life: 'alive' })
})

test('one that is no longer there is none to take', () => {
  const { path, files } = scene()
  rmSync(path)
  expect(takeJournal(path, taker(first))).toEqual({ kind: 'no-longer-there' })
  expect(files()).toEqual([])
})

test.each([
  ['is at it', () => undefined, { kind: 'at-work', by: first, life: 'alive' }, first],
  ['has put it back', (path: string) => rmSync(path), { kind: 'no-longer-there' }, undefined],
  ['has died', (path: string) => write(path, third), { kind: 'taken', journal: journalOf(second) }, second],
])('whoever has looked at it before another took it, who %s, learns of that', (_, then, outcome, owner) => {
  const { path, files, ...journal } = scene()
  let looked = false
  const slow = taker(second, first)
  const lifeOf = (mark: ProcessMark): Life => {
    if (!looked) {
      looked = true
      takeJournal(path, taker(first))
      then(path)
    }
    return slow.lifeOf(mark)
  }
  expect(takeJournal(path, { ...slow, lifeOf })).toEqual(outcome)
  expect(files()).toEqual(owner === undefined ? [] : [basename(path)])
  if (owner !== undefined) expect(journal.owner()).toEqual(owner)
})

/** A claim that was left at `then`. */
function leaveClaim(path: string, by: ProcessMark): void {
  write(`${path}.claim`, by)
  utimesSync(`${path}.claim`, then, then)
}

const at = (seconds: number, of: Taker): Taker => ({ ...of, now: () => (then + seconds) * 1_000 })

test.each([
  ['this host', first],
  ['another host', mark(2, 'there')],
])('a claim that a process of %s has just made is respected', (_, by) => {
  const { path, owner, files } = scene()
  leaveClaim(path, by)
  const outcome = takeJournal(path, at(9, taker(second, first)))
  expect(outcome).toEqual({ kind: 'at-work', by, life: 'alive' })
  expect([owner(), files().length]).toEqual([dead, 2])
})

test.each([
  ['a process that is gone', first, 1],
  ['another host, long ago', mark(2, 'there'), 11],
  ['a process that is there, but long ago', third, 11],
])('a claim of %s is nobody’s any more, and is deleted', (_, by, seconds) => {
  const { path, owner, files } = scene()
  leaveClaim(path, by)
  const outcome = takeJournal(path, at(seconds, taker(second, third)))
  expect(outcome).toEqual({ kind: 'taken', journal: journalOf(second) })
  expect([owner(), files()]).toEqual([second, [basename(path)]])
})

test('a claim that was torn by a power loss is in nobody’s way', () => {
  const { path, owner } = scene()
  writeFileSync(`${path}.claim`, '{')
  expect(takeJournal(path, taker(first))).toMatchObject({ kind: 'taken' })
  expect(owner()).toEqual(first)
})

test('whoever lost a claim is told who has the journal by now, not who had the claim', () => {
  const { path } = scene()
  leaveClaim(path, first)
  const slow = at(1, taker(second, first, third))
  let asked = 0
  const lifeOf = (mark: ProcessMark): Life => {
    // After the claim's maker was asked for.
    if (++asked === 2) write(path, third)
    return slow.lifeOf(mark)
  }
  expect(takeJournal(path, { ...slow, lifeOf })).toEqual({ kind: 'at-work', by: third, life: 'alive' })
})

test('a journal that can’t be written stays free', () => {
  const { path, owner, files } = scene()
  const obstacle = `${path}.part`
  mkdirSync(obstacle)
  expect(() => takeJournal(path, taker(first))).toThrow(UsageError)
  expect([owner(), files()]).toEqual([dead, [basename(path), basename(obstacle)]])
  rmSync(obstacle, { recursive: true })
  expect(takeJournal(path, taker(second))).toMatchObject({ kind: 'taken' })
})

test('a journal that is damaged by now is told of', () => {
  const { path } = scene()
  writeFileSync(path, '{')
  expect(() => takeJournal(path, taker(first))).toThrow("it can't be read any more (it is no whole JSON)")
})
