import type { Setting, Staging } from '../../lib/model/comparison-plan.ts'
import type { PutBack } from '../../lib/model/comparison.ts'
import type { Journal } from '../../lib/settings/journal.ts'
import { type JournalKeeping, openBook } from '../../lib/settings/journal-book.ts'
import { journalSchema } from '../../lib/settings/journal-schema.ts'
import { type StageOptions, stageIn } from '../../lib/settings/open-stage.ts'
import { patiently } from '../../lib/settings/patient-plane.ts'
import type { Stage } from '../../lib/settings/stage.ts'
import { undo } from '../../lib/settings/undo.ts'
import type { AwsModel } from './aws-model.ts'

/** A disk with one journal, as the text it would be. */
export class JournalDisk implements JournalKeeping {
  readonly path = '/state/journals/checkout.json'
  text: string | undefined
  /** After it nothing reaches the disk any more. */
  dead = false
  written = 0

  write(journal: Journal): void {
    if (this.dead) return
    this.written += 1
    this.text = JSON.stringify(journal)
  }

  remove(): void {
    if (!this.dead) this.text = undefined
  }

  read(): Journal {
    return journalSchema.parse(JSON.parse(this.text ?? ''))
  }
}

export const never = new AbortController().signal

export function stageOptions(staging: Staging, settings: readonly Setting[]): StageOptions {
  return {
    connection: {
      region: 'eu-west-1',
      endpoint: 'https://lambda.eu-west-1.amazonaws.com',
      credentials: () => Promise.reject(new Error('nothing is sent')),
    },
    function: 'checkout',
    staging,
    settings,
    id: 'ab1',
    say: () => undefined,
    wait: async () => undefined,
  }
}

export function openOn(
  model: AwsModel,
  disk: JournalDisk,
  staging: Staging,
  settings: readonly Setting[],
  more: Partial<StageOptions> = {},
): Promise<Stage> {
  return stageIn(
    { ...stageOptions(staging, settings), ...more },
    {
      planeOf: () => model.plane(),
      lock(journal) {
        disk.write(journal)
        return openBook(journal, disk)
      },
    },
  )
}

/** What another process does that finds the journal. */
export function restoreFrom(
  model: AwsModel,
  disk: JournalDisk,
  say: (line: string) => void = () => undefined,
): Promise<PutBack> {
  const book = openBook(disk.read(), disk)
  return undo(
    book,
    patiently(model.plane(), async () => undefined, never),
    say,
  )
}
