import { changedByOthers } from './changed-by-others.ts'
import { type Configuration, PlaneError, type Variables, type Zip } from './control-plane.ts'
import { isContent, isUntouched, latestOf, sameContent } from './content.ts'
import type { Change, Content, Latest, Publish, Was } from './journal.ts'
import type { JournalBook } from './journal-book.ts'
import { alike } from './own-versions.ts'
import type { PatientPlane } from './patient-plane.ts'
import { isDenied, isOutdated, isRefusal, refused, SettingRefused } from './refusals.ts'
import { readSettled, settled } from './settle.ts'

/** `$LATEST`, changed step by step: each is in the journal before and after, and none is made over somebody else's. */
export interface LatestChanger {
  /**
   * Makes `$LATEST` this content and waits until it is. Rejects with SettingRefused where the service does not take
   * it, with ChangedByOthers, and with PlaneError for all else.
   */
  change(plane: PatientPlane, to: Content): Promise<void>
  /**
   * Publishes `$LATEST` and gives the version; `ours` is false for one that was there before, or that somebody else
   * has published of the same. Rejects as `change` does.
   */
  publish(plane: PatientPlane, of: Publish['of'], description: string): Promise<Published>
}

export interface Published {
  readonly version: string
  readonly ours: boolean
}

/** What is there to begin with. */
export interface Standing {
  readonly content: Content
  readonly latest: Latest
}

/** What can't be had from a journal: the environment and the code, as they were. */
export interface Original {
  readonly variables?: Variables
  readonly zip?: Zip
}

/** Repeats of a write whose revision was out of date although nobody had changed anything. */
const mostRepeats = 3

export function changeLatest(
  book: JournalBook,
  was: Was,
  standing: Standing,
  original: () => Original,
): LatestChanger {
  let { content, latest } = standing
  const arn = book.journal.where.function

  const is = (found: Configuration, wanted: Content): boolean =>
    isContent(found, wanted, was, original().variables)

  const others = (found: Configuration): Error =>
    changedByOthers(found, content, was, arn, original().variables)

  async function step(plane: PatientPlane, by: Change['by'], to: Content): Promise<void> {
    const entry: Change = { kind: 'change', by, from: content, to }
    const place = book.begin(entry)
    const found = await carryOut(plane, entry, () =>
      book.end(place, { ...entry, outcome: { kind: 'not-done' } }),
    )
    const done = is(found, to)
    if (!done && !(found.update === 'Failed' && is(found, content))) throw others(found)
    latest = latestOf(found)
    content = done ? to : content
    book.end(place, { ...entry, outcome: done ? { kind: 'done', latest } : { kind: 'not-done' } })
    if (found.update === 'Failed') {
      throw new SettingRefused(`the update failed: ${found.updateReason ?? 'no reason given'}`)
    }
  }

  /** What is there when it has settled, whatever that is. */
  async function carryOut(
    plane: PatientPlane,
    { by, to }: Change,
    notDone: () => void,
  ): Promise<Configuration> {
    // Undefined where the service took it: what is answered when it is looked at says nothing about that any more.
    const effect = await unlessOutdated<Configuration | undefined>(
      plane,
      async () => void (await send(plane, by, to)),
      // A call that had no answer and was repeated finds what it did itself.
      async (found, lost) => (lost && is(found, to) ? found : undefined),
      notDone,
    )
    return effect ?? settled(plane, latest.revision)
  }

  async function send(plane: PatientPlane, by: Change['by'], to: Content): Promise<Configuration> {
    const { variables, zip } = original()
    const revision = latest.revision === undefined ? {} : { revision: latest.revision }
    if (by === 'UpdateFunctionCode') {
      if (zip === undefined) throw new Error('there is no code to put back')
      return plane.updateCode({ zip, architecture: to.architecture, ...revision })
    }
    const whole = variables === undefined ? {} : { variables: { ...variables, ...to.environment } }
    const { memoryMb, description } = to
    return plane.updateConfiguration({ memoryMb, description, ...whole, ...revision })
  }

  /**
   * Makes a call again whose revision is another one although `$LATEST` is what it was. `ownEffect` is told whether
   * an answer was lost: only then may the call have done already what it says. Where the service said no, and so it is
   * certain that nothing was done, that is told to `notDone` before it rejects.
   */
  async function unlessOutdated<T>(
    plane: PatientPlane,
    call: () => Promise<T>,
    ownEffect: (found: Configuration, lost: boolean) => Promise<T | undefined>,
    notDone: () => void,
  ): Promise<T> {
    let lost = false
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await call()
      } catch (error) {
        if (!(error instanceof PlaneError)) throw error
        lost ||= error.afterLost
        const no = isRefusal(error) ? refused(error, original().variables) : undefined
        // One that follows a lost answer may be of the second call alone.
        if ((no !== undefined || isDenied(error)) && !lost) notDone()
        if (no !== undefined && !lost) throw no
        if (no === undefined && !isOutdated(error)) throw error
        const found = await readSettled(plane)
        const effect = await ownEffect(found, lost)
        if (effect !== undefined) return effect
        if (no !== undefined) throw no
        if (repeats >= mostRepeats || !is(found, content) || !isUntouched(found, latest)) {
          if (!lost) notDone()
          throw others(found)
        }
        latest = latestOf(found)
        await plane.pause(500)
      }
    }
  }

  async function publish(plane: PatientPlane, of: Publish['of'], description: string): Promise<Published> {
    const entry: Publish = { kind: 'publish', of, description }
    const place = book.begin(entry)
    const made = await publishOnce(plane, entry, () =>
      book.end(place, { ...entry, outcome: { kind: 'not-done' } }),
    )
    // From here on it is known by its number, whatever else is published under its description.
    book.end(place, { ...entry, outcome: { kind: 'done', ...made } })
    const found = await readSettled(plane)
    // By its content alone: AWS does not say whether a publication changes the instant of the last change.
    if (!is(found, content)) throw others(found)
    latest = latestOf(found)
    book.end(place, { ...entry, outcome: { kind: 'done', ...made, latest } })
    return made
  }

  async function publishOnce(
    plane: PatientPlane,
    { of, description }: Publish,
    notDone: () => void,
  ): Promise<Published> {
    /** What somebody else has published of the same: Lambda gives it again, and makes no new version. */
    const theirs: string[] = []
    return unlessOutdated(
      plane,
      async () => {
        const revision = latest.revision === undefined ? {} : { revision: latest.revision }
        // Of a setting the Description is that of $LATEST already.
        const told = of === 'backup' ? { description } : {}
        const made = await plane.publishVersion({ ...told, ...revision })
        const known = [...was.versions, ...theirs].includes(made.version)
        return { version: made.version, ours: made.description === description && !known }
      },
      async (_, lost) => {
        const { variables } = original()
        const there = await alike(plane, book.journal, was, { description, content, variables })
        if (!lost) theirs.push(...there)
        const [version, ...more] = there.filter((one) => !theirs.includes(one))
        return version === undefined || more.length > 0 ? undefined : { version, ours: true }
      },
      notDone,
    )
  }

  return {
    async change(plane, to) {
      // Lambda takes no second change while one is under way: one after the other.
      if (to.architecture !== content.architecture) {
        await step(plane, 'UpdateFunctionCode', { ...content, architecture: to.architecture })
      }
      if (!sameContent(content, to)) await step(plane, 'UpdateFunctionConfiguration', to)
    },
    publish,
  }
}
