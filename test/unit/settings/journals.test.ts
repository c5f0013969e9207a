import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UsageError } from '../../../lib/model/usage-error.ts'
import type { Journal } from '../../../lib/settings/journal.ts'
import { openBook } from '../../../lib/settings/journal-book.ts'
import { createJournal, fileKeeping, journalPath } from '../../../lib/settings/journal-file.ts'
import { findJournals, journalsFolder, type ReadableJournal } from '../../../lib/settings/journals.ts'
import { ownMark } from '../../../lib/settings/process-mark.ts'
import { forget, restore } from '../../../lib/settings/restore.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

function journal(more: Partial<Journal> = {}): Journal {
  return {
    schema: 'coldburst/journal@1',
    id: 'ab1',
    startedAt: '2026-11-02T10:00:00.000Z',
    process: ownMark(),
    where: {
      region: 'eu-west-1',
      endpoint: 'https://lambda.eu-west-1.amazonaws.com',
      function: 'arn:aws:lambda:eu-west-1:123456789012:function:checkout',
    },
    willBe: [{ name: '256 MB', memoryMb: 256 }],
    steps: [],
    ...more,
  }
}

/** As an earlier process with the same id would be told apart. */
const gone = { ...ownMark(), started: 'another start' }

/** Another process that is there. */
const parent = { pid: process.ppid, host: ownMark().host }

function onlyJournal(folder: string): ReadableJournal {
  const [stored] = findJournals(folder)
  if (stored?.kind !== 'journal') throw new Error('no journal')
  return stored
}

/** A connection to where nobody answers, because nothing is to be sent. */
const unreachable = async () => ({
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:1',
  credentials: () => Promise.reject(new Error('nothing is sent')),
})

test('the folder is that of COLDBURST_STATE, of XDG_STATE_HOME where it is absolute, or the home folder’s', () => {
  expect(journalsFolder({ COLDBURST_STATE: '/s', XDG_STATE_HOME: '/x', HOME: '/h' })).toBe('/s/journals')
  expect(journalsFolder({ XDG_STATE_HOME: '/x', HOME: '/h' })).toBe('/x/coldburst/journals')
  expect(journalsFolder({ XDG_STATE_HOME: 'x', HOME: '/h' })).toBe('/h/.local/state/coldburst/journals')
})

test('a journal is on the disk, for its owner only, from the first entry to the last', () => {
  const folder = join(temporaryFolder(), 'state', 'journals')
  const book = createJournal(folder, journal())
  const [name = ''] = readdirSync(folder)
  expect(name).toMatch(/^checkout-[0-9a-f]{16}\.json$/)
  const path = join(folder, name)
  expect([statSync(path).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700])
  const step = { kind: 'alias', name: 'coldburst-ab1-1', version: '7' } as const
  const place = book.begin(step)
  const onDisk = (): unknown => JSON.parse(readFileSync(path, 'utf8'))
  expect(onDisk()).toEqual({ ...journal(), steps: [step] })
  const ended = { ...step, outcome: { kind: 'done' } } as const
  book.end(place, ended)
  expect(onDisk()).toEqual({ ...journal(), steps: [ended] })
  expect(readdirSync(folder)).toEqual([name])
  book.close()
  expect(readdirSync(folder)).toEqual([])
})

test('a function under comparison is locked; another one of the account, or of another endpoint, is not', () => {
  const folder = temporaryFolder()
  createJournal(folder, journal())
  expect(() => createJournal(folder, journal({ id: 'zz9' }))).toThrow(
    'a comparison of 2026-11-02T10:00:00.000Z is under way here, or could not be put back; coldburst restore says what keeps it from that',
  )
  const others = temporaryFolder()
  createJournal(others, journal({ process: parent }))
  expect(() => createJournal(others, journal())).toThrow(
    `process ${process.ppid} is at it (a comparison of 2026-11-02T10:00:00.000Z); wait until it has ended`,
  )
  const { where } = journal()
  createJournal(folder, journal({ where: { ...where, function: `${where.function}2` } }))
  createJournal(folder, journal({ where: { ...where, endpoint: 'http://127.0.0.1:9001' } }))
  expect(readdirSync(folder)).toHaveLength(3)
})

test('an interrupted comparison keeps its lock until it was restored, also when its process id is another’s now', () => {
  const folder = temporaryFolder()
  createJournal(folder, journal({ process: gone }))
  expect(() => createJournal(folder, journal())).toThrow('run coldburst restore')
  expect(findJournals(folder)).toMatchObject([{ kind: 'journal', life: 'gone' }])
})

test('journals are found oldest first, and damaged ones are told and harm nobody', () => {
  const folder = temporaryFolder()
  const { where } = journal()
  const named = (name: string) => ({ ...where, function: `${where.function}-${name}` })
  createJournal(folder, journal({ where: named('b'), startedAt: '2026-11-02T11:00:00.000Z' }))
  createJournal(folder, journal({ where: named('a'), startedAt: '2026-11-02T10:30:00.000Z', process: gone }))
  writeFileSync(join(folder, 'a-torn.json'), '{"schema":"coldburst/jour')
  writeFileSync(join(folder, 'b-empty.json'), '')
  writeFileSync(join(folder, 'c-foreign.json'), '{"schema":"coldburst/run@1"}')
  mkdirSync(join(folder, 'd-folder.json'))
  writeFileSync(join(folder, 'checkout.json.part'), '{')
  const found = findJournals(folder)
  expect(found.map((stored) => (stored.kind === 'journal' ? stored.life : stored.why))).toEqual([
    'gone',
    'alive',
    'it is no whole JSON',
    'it is no whole JSON',
    expect.stringContaining('it is no journal: '),
    'it is a folder',
  ])
  const kinds = found.map(({ kind }) => kind).join(' ')
  expect(kinds).toBe('journal journal damaged damaged damaged no-journal')
  expect(findJournals(join(folder, 'nowhere'))).toEqual([])
})

test('a folder of journals that can’t be read is none that could be deleted', () => {
  const path = join(temporaryFolder(), 'journals')
  writeFileSync(path, '')
  expect(findJournals(path)).toEqual([{ kind: 'no-journal', path, why: expect.stringContaining('ENOTDIR') }])
})

test.each([
  ['a process at work', parent, 'alive'],
  ['a process of another host', { ...ownMark(), host: 'another host' }, 'elsewhere'],
])('the journal of %s is let alone', async (_, mark, life) => {
  const folder = temporaryFolder()
  createJournal(folder, journal({ process: mark }))
  const stored = onlyJournal(folder)
  expect(stored.life).toBe(life)
  const connect = () => Promise.reject(new Error('nobody may be asked'))
  expect(await restore(stored, connect, () => undefined)).toEqual({ kind: 'at-work', by: mark, life })
  expect(JSON.parse(readFileSync(stored.path, 'utf8'))).toEqual(journal({ process: mark }))
})

test('a process of another host may be running: its lock is told as what it is', () => {
  const folder = temporaryFolder()
  createJournal(folder, journal({ process: { pid: 7, host: 'build-7' } }))
  expect(() => createJournal(folder, journal())).toThrow(
    /process 7 was at it .* on host build-7, which can't be looked at from here; wait until it has ended, or, /,
  )
})

test('of a process of another host somebody can say that it is gone, but not of one that has come since', async () => {
  const folder = temporaryFolder()
  createJournal(folder, journal({ process: { pid: 7, host: 'build-7' } }))
  const stored = { ...onlyJournal(folder), life: 'gone' } as const
  expect(await restore(stored, unreachable, () => undefined)).toEqual({ kind: 'nothing-changed' })
  const by = { pid: 8, host: 'build-8' }
  createJournal(folder, journal({ process: by }))
  const outcome = await restore(stored, unreachable, () => undefined)
  expect(outcome).toEqual({ kind: 'at-work', by, life: 'elsewhere' })
})

test('a damaged journal can be forgotten', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'torn.json'), '{')
  const [damaged] = findJournals(folder)
  if (damaged?.kind !== 'damaged') throw new Error('not found')
  expect(forget(damaged)).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})

test.each([
  ['another comparison, which runs', { id: 'zz9', process: parent }, 'it is another one by now'],
  ['another one that was interrupted', { id: 'zz9', process: gone }, 'it is another one by now'],
  ['the same, which a process is putting back', { process: parent }, 'is at it'],
])('a journal is not forgotten where by now it is that of %s', (_, now, why) => {
  const folder = temporaryFolder()
  createJournal(folder, journal({ process: gone }))
  const stored = onlyJournal(folder)
  writeFileSync(stored.path, JSON.stringify(journal(now)))
  expect(forget(stored)).toContain(why)
  expect(onlyJournal(folder).journal).toEqual(journal(now))
  expect(readdirSync(folder)).toHaveLength(1)
})

test('a journal is not forgotten in the place of a damaged one, nor while another process takes it', () => {
  const folder = temporaryFolder()
  createJournal(folder, journal({ process: gone }))
  const stored = onlyJournal(folder)
  expect(forget({ kind: 'damaged', path: stored.path, why: 'torn' })).toBe('it is another one by now')
  writeFileSync(`${stored.path}.claim`, JSON.stringify({ process: parent }))
  expect(forget(stored)).toBe(`process ${parent.pid} on ${parent.host} is at it`)
  expect(onlyJournal(folder).journal).toEqual(journal({ process: gone }))
})

test('what could not be put back by this process can be forgotten by it', () => {
  const folder = temporaryFolder()
  createJournal(folder, journal({ process: gone }))
  const stored = onlyJournal(folder)
  writeFileSync(stored.path, JSON.stringify(journal()))
  expect(forget(stored)).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})

test.each([
  ['another process has taken over', { process: parent }],
  ['another comparison has begun', { id: 'zz9' }],
])('a journal that %s is neither written nor deleted by whoever had it before', (_, now) => {
  const folder = temporaryFolder()
  const book = createJournal(folder, journal())
  const { path } = onlyJournal(folder)
  const others = journal(now)
  writeFileSync(path, JSON.stringify(others))
  const step = { kind: 'alias', name: 'coldburst-ab1-1', version: '7' } as const
  expect(() => book.begin(step)).toThrow(`process ${others.process.pid} on ${others.process.host} has it now`)
  book.close()
  expect(onlyJournal(folder).journal).toEqual(others)
})

test('a folder that can’t be written is the user’s to change, before anything is', () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  expect(() => createJournal(join(file, 'journals'), journal())).toThrow(
    /COLDBURST_STATE: .* nothing was changed/,
  )
})

test('a name never leads out of the folder', () => {
  const { where } = journal()
  const path = journalPath('/state', { ...where, function: 'arn:aws:lambda:x:y:function:../../etc/passwd' })
  expect(path).toMatch(/^\/state\/-etc-passwd-[0-9a-f]{16}\.json$/)
})

test('a journal that another process has taken since it was found is left to it', async () => {
  const folder = temporaryFolder()
  createJournal(folder, journal({ process: gone }))
  const stored = onlyJournal(folder)
  const taken = journal({ process: parent })
  const connect = async () => {
    writeFileSync(stored.path, JSON.stringify(taken))
    return unreachable()
  }
  const outcome = await restore(stored, connect, () => undefined)
  expect(outcome).toEqual({ kind: 'at-work', by: parent, life: 'alive' })
  expect(JSON.parse(readFileSync(stored.path, 'utf8'))).toEqual(taken)
})

test('a journal that can not be deleted when all is put back is told of, and stops nothing', () => {
  const said: string[] = []
  const remove = () => {
    throw new Error('EROFS')
  }
  const book = openBook(journal(), { path: '/j', write: () => undefined, remove })
  expect(() => book.close()).toThrow('EROFS')
  book.goOn((line) => void said.push(line))
  book.close()
  expect(said).toEqual([expect.stringContaining('EROFS')])
})

test('a disk that takes no more of a journal is no bug', () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  const book = openBook(journal(), fileKeeping(join(file, 'checkout.json'), journal()))
  const step = { kind: 'alias', name: 'coldburst-ab1-1', version: '7' } as const
  expect(() => book.begin(step)).toThrow(UsageError)
})
