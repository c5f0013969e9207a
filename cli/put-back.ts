import { UsageError } from '../lib/model/usage-error.ts'
import type { ReadableJournal } from '../lib/settings/journals.ts'
import type { Connect, Restored } from '../lib/settings/restore.ts'
import { defined } from '../lib/model/defined.ts'

/** Puts back what one journal says, if its process is gone. What keeps it from that is in the answer, whatever it is. */
export async function putBackOne(stored: ReadableJournal, say: (line: string) => void): Promise<Restored> {
  const { life, journal } = stored
  if (life !== 'gone') return { kind: 'at-work', by: journal.process, life }
  // Only here: it loads the SDK, and hardly any command has something to put back.
  const { restore } = await import('../lib/settings/restore.ts')
  try {
    return await restore(stored, connect(stored), say)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const why = error.problems.map(({ where, message }) => `${where}: ${message}.`).join(' ')
    return { kind: 'left', why: `${why} Then run coldburst restore again.`, journal: stored.path }
  }
}

const connect =
  ({ journal }: ReadableJournal): Connect =>
  async (place) => {
    const { resolveConnection } = await import('../lib/targets/lambda/connection.ts')
    const { region, endpoint, awsProfile } = place
    const target = { kind: 'lambda' as const, function: journal.where.function, logTail: false }
    return resolveConnection({ ...target, ...defined({ region, endpoint, awsProfile }) })
  }
