import { PlaneError } from './control-plane.ts'
import type { CreateAlias } from './journal.ts'
import type { JournalBook } from './journal-book.ts'
import type { PatientPlane } from './patient-plane.ts'
import { isRefusal, refused } from './refusals.ts'

/** An alias for a version, taken down before and after. Rejects with SettingRefused and PlaneError. */
export async function makeAlias(
  plane: PatientPlane,
  book: JournalBook,
  name: string,
  version: string,
): Promise<void> {
  const entry: CreateAlias = { kind: 'alias', name, version }
  const place = book.begin(entry)
  try {
    await plane.createAlias(name, version)
  } catch (error) {
    if (!(error instanceof PlaneError)) throw error
    const no = isRefusal(error) ? refused(error, undefined) : undefined
    if (no !== undefined && !error.afterLost) {
      book.end(place, { ...entry, outcome: { kind: 'not-done' } })
      throw no
    }
    // A call that had no answer and was repeated is told that the alias exists, or meets another no.
    const told = no !== undefined || error.status === 409
    if (!told || !(await isThere(plane, name, version))) throw no ?? error
  }
  book.end(place, { ...entry, outcome: { kind: 'done' } })
}

async function isThere(plane: PatientPlane, name: string, version: string): Promise<boolean> {
  return (await plane.aliases()).some((alias) => alias.name === name && alias.version === version)
}
