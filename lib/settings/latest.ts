import { changedByOthers } from './changed-by-others.ts'
import type { Configuration, Variables, Zip } from './control-plane.ts'
import { isContent, isUntouched, latestOf, sameContent } from './content.ts'
import type { Change, Content, Latest, Publish, Was } from './journal.ts'
import type { JournalBook } from './journal-book.ts'
import type { PatientPlane } from './patient-plane.ts'
import { type Published, publishMarked } from './publish-marked.ts'
import { SettingRefused } from './refusals.ts'
import { readSettled, settled } from './settle.ts'
import { type LastSeen, unlessOutdated } from './unless-outdated.ts'

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

  const lastSeen: LastSeen = {
    secrets: () => original().variables,
    others,
    goOnFrom(found) {
      if (!is(found, content) || !isUntouched(found, latest)) return false
      latest = latestOf(found)
      return true
    },
  }

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
    const effect = await unlessOutdated<Configuration | undefined>(plane, lastSeen, {
      call: async () => void (await send(plane, by, to)),
      // A call that had no answer and was repeated finds what it did itself.
      ownEffect: async (found, lost) => (lost && is(found, to) ? found : undefined),
      notDone,
    })
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

  async function publish(plane: PatientPlane, of: Publish['of'], description: string): Promise<Published> {
    const entry: Publish = { kind: 'publish', of, description }
    const place = book.begin(entry)
    const { variables } = original()
    const marking = { book, was, content, variables, lastSeen, latest: () => latest }
    const made = await publishMarked(plane, marking, entry, () =>
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
