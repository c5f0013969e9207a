import { type ApplyWork, at, type Done, mayHaveTakenEffect } from './apply-record.ts'
import { type Configuration, PlaneError } from './control-plane.ts'
import { isOutdated } from './refusals.ts'
import { readSettled } from './settle.ts'

export interface Publishing {
  readonly step: 'kept' | 'version'
  /** Throws where `$LATEST` is not what is to be published. */
  readonly check: (now: Configuration) => void
  /** What to say of a version that is new. */
  readonly tell: (version: string) => Done
}

/**
 * Publishes `$LATEST` under its own Description, since the version is there to stay. No mark tells it from others, so
 * where an answer is lost it is asked for again: Lambda then gives the same. Gives the version, which may have been
 * there before.
 */
export async function publishUnmarked(work: ApplyWork, publishing: Publishing): Promise<string> {
  const { versions, record } = work
  const version = await published(work, publishing)
  if (!versions.has(version)) record.note(publishing.step, publishing.tell(version))
  versions.add(version)
  return version
}

async function published(work: ApplyWork, { step, check }: Publishing): Promise<string> {
  let lost = false
  try {
    for (let attempt = 0; ; attempt += 1) {
      const now = await readSettled(work.plane)
      check(now)
      try {
        return (await work.plane.publishVersion(at(now))).version
      } catch (error) {
        if (!(error instanceof PlaneError)) throw error
        lost ||= mayHaveTakenEffect(error) && (error.afterLost || !isOutdated(error))
        // Where an answer was lost, publishing again gives the version that was made: nothing has changed since.
        if (!isOutdated(error) || attempt >= 2) throw error
      }
    }
  } catch (error) {
    if (lost) work.record.note(step, await appeared(work))
    throw error
  }
}

/** Nobody can say whose a version is that has come about meanwhile: no command that deletes it is given. */
async function appeared({ plane, versions }: ApplyWork): Promise<Done> {
  try {
    const fresh = (await plane.versions()).filter(({ version }) => !versions.has(version))
    const says = fresh.map(({ version }) => `version ${version} is new, and may have been published here`)
    return { says, back: [] }
  } catch (error) {
    if (!(error instanceof PlaneError)) throw error
    return { says: ['it is not known whether a version was published'], back: [] }
  }
}
