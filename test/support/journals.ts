import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { journalPath } from '../../lib/settings/journal-file.ts'
import type { Journal } from '../../lib/settings/journal.ts'
import { journalsFolder } from '../../lib/settings/journals.ts'
import { openStage } from '../../lib/settings/open-stage.ts'
import { functionArn } from './fake-lambda/configuration.ts'
import { type FakeLambda, startFakeLambda } from './fake-lambda/fake-lambda.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** No process has it: the largest id there can be is smaller. */
const nobody = 2 ** 30

/** A fake Lambda on which a comparison has set `$LATEST` to 128 MB, and its journal, of a process that is gone. */
export async function interruptedComparison(): Promise<{ fake: FakeLambda; journal: Journal }> {
  const fake = await startFakeLambda()
  const journals = journalsFolder({ COLDBURST_STATE: temporaryFolder() })
  const setting = { name: '128 MB', memoryMb: 128 }
  const credentials = async () => ({ accessKeyId: 'any', secretAccessKey: 'any' })
  const stage = await openStage({
    connection: { region: 'us-east-1', endpoint: fake.endpoint, credentials },
    function: 'demo',
    staging: 'in-place',
    settings: [setting, { name: '256 MB', memoryMb: 256 }],
    id: 'k1',
    journals,
    say: () => undefined,
    wait: async () => undefined,
  })
  const { signal } = new AbortController()
  await stage.prepare([], signal)
  await stage.place(setting, true, signal)
  const where = { region: 'us-east-1', endpoint: fake.endpoint, function: functionArn }
  const written = JSON.parse(readFileSync(journalPath(journals, where), 'utf8')) as Journal
  return { fake, journal: { ...written, process: { pid: nobody, host: hostname() } } }
}

/** A journal of a comparison that was killed before it had changed anything, of a function that can't be asked. */
export const emptyJournal: Journal = {
  schema: 'coldburst/journal@1',
  id: 'k1',
  startedAt: '2020-02-03T11:00:00.000Z',
  process: { pid: nobody, host: hostname() },
  where: {
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    awsProfile: 'none of these',
    function: `${functionArn}2`,
  },
  willBe: [],
  steps: [],
}

/** Puts a journal where commands with this state folder look for it, and gives its path. */
export function leaveJournal(state: string, journal: Journal): string {
  const path = journalPath(journalsFolder({ COLDBURST_STATE: state }), journal.where)
  mkdirSync(dirname(path), { recursive: true })
  rmSync(path, { force: true })
  writeFileSync(path, JSON.stringify(journal))
  return path
}
