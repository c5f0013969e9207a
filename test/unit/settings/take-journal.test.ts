import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { UsageError } from '../../../lib/model/usage-error.ts'
import type { Journal, ProcessMark } from '../../../lib/settings/journal.ts'
import type { Life } from '../../../lib/settings/process-mark.ts'
import { claimPath, takeJournal, type Taker } from '../../../lib/settings/take-journal.ts'
import { emptyJournal } from '../../support/journals.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const mark = (pid: number, host = 'here'): ProcessMark => ({ pid, host, started: `start ${pid}` })

/** That of the comparison, which is gone, and of those who want its journal. */
const [dead, first, second, third] = [mark(1), mark(2), mark(3), mark(4)]

/** To whom nobody seems to be there but these. */
const taker = (own: ProcessMark, ...alive: readonly ProcessMark[]): Taker => ({
  own,
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

test('a journal is taken under the name of the taker, who may take it again, and nothing else is left', () => {
  const { path, files, owner } = scene()
  for (const _ of ['once', 'again']) {
    expect(takeJournal(path, taker(first))).toEqual({ kind: 'taken', journal: journalOf(first) })
    expect([owner(), files()]).toEqual([first, [basename(path)]])
  }
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

test.each([
  ['this host', first, 'alive'],
  ['another host', mark(2, 'there'), 'elsewhere'],
])('a claim by a process of %s that may be there is respected', (_, by, life) => {
  const { path, owner, files } = scene()
  write(claimPath(path, dead), by)
  expect(takeJournal(path, taker(second, first))).toEqual({ kind: 'at-work', by, life })
  expect([owner(), files().length]).toEqual([dead, 2])
})

test('claims of processes that died before they could take it are followed, and deleted then', () => {
  const { path, owner, files } = scene()
  write(claimPath(path, dead), first)
  write(claimPath(path, first), second)
  expect(takeJournal(path, taker(third))).toEqual({ kind: 'taken', journal: journalOf(third) })
  expect([owner(), files()]).toEqual([third, [basename(path)]])
})

test('the claim of one that died can be followed by one process only', () => {
  const { path, owner } = scene()
  write(claimPath(path, dead), first)
  write(claimPath(path, first), second)
  const outcome = takeJournal(path, taker(third, second))
  expect(outcome).toEqual({ kind: 'at-work', by: second, life: 'alive' })
  expect(owner()).toEqual(dead)
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
