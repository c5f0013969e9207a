import { isContent, wasContent } from './content.ts'
import { type ControlPlane, PlaneError, type PublishedVersion, type Variables } from './control-plane.ts'
import type { Content, Journal, Step, Was } from './journal.ts'
import type { JournalBook } from './journal-book.ts'
import { isMarkOf } from './marks.ts'
import { isMissing } from './refusals.ts'

/** What is looked for among versions. */
interface Wanted {
  readonly description: string
  /** What `$LATEST` was when it was published. */
  readonly content: Content
  /** The environment as it was; absent where it does not vary, or is not known. */
  readonly variables?: Variables | undefined
}

/** Versions that may be what was to be published, but for those whose origin is known. */
export async function alike(
  plane: ControlPlane,
  journal: Journal,
  was: Was,
  { description, content, variables }: Wanted,
  all?: readonly PublishedVersion[],
): Promise<readonly string[]> {
  const known = new Set([...was.versions, ...journal.steps.flatMap(versionsOf)])
  const found: string[] = []
  for (const one of all ?? (await plane.versions())) {
    if (one.description !== description || known.has(one.version)) continue
    const { description: mark } = content
    // Whoever publishes $LATEST publishes its description, too: the rest must be what was to be published.
    const made = await configurationOf(plane, one.version)
    const same = made !== undefined && isContent({ ...made, description: mark }, content, was, variables)
    if (same) found.push(one.version)
  }
  return found
}

function versionsOf(step: Step): readonly string[] {
  if (step.kind !== 'publish') return []
  if (step.outcome?.kind === 'unclear') return step.outcome.versions
  return step.outcome?.kind === 'done' ? [step.outcome.version] : []
}

/** Undefined where it has been deleted meanwhile. */
async function configurationOf(plane: ControlPlane, version: string) {
  try {
    return await plane.configuration(version)
  } catch (error) {
    if (error instanceof PlaneError && isMissing(error)) return undefined
    throw error
  }
}

/** Takes down what became of publications that had no outcome. Never are two versions taken for one of them. */
export async function resolvePublications(
  book: JournalBook,
  was: Was,
  plane: ControlPlane,
  all: readonly PublishedVersion[],
): Promise<void> {
  for (const [place, step] of book.journal.steps.entries()) {
    if (step.kind !== 'publish' || step.outcome !== undefined) continue
    const content = contentAt(book.journal.steps.slice(0, place), was)
    const { description } = step
    const versions = await alike(plane, book.journal, was, { description, content }, all)
    book.end(place, { ...step, outcome: outcomeOf(versions) })
  }
}

function contentAt(steps: readonly Step[], was: Was): Content {
  const last = steps.findLast((step) => step.kind === 'change' && step.outcome?.kind === 'done')
  return last?.kind === 'change' ? last.to : wasContent(was)
}

function outcomeOf(versions: readonly string[]) {
  const [version] = versions
  if (version === undefined) return { kind: 'not-done' } as const
  if (versions.length > 1) return { kind: 'unclear', versions } as const
  return { kind: 'done', version, ours: true } as const
}

/** Versions with a description of ours. */
interface Sorted {
  readonly own: readonly string[]
  /** Each of several of which one may be ours. */
  readonly unclear: readonly (readonly string[])[]
  readonly theirs: readonly PublishedVersion[]
}

/** What is there of a comparison, by the numbers that its journal knows. */
export function sortVersions({ id, steps }: Journal, was: Was, all: readonly PublishedVersion[]): Sorted {
  const marked = all.filter(
    ({ version, description }) => isMarkOf(id, description) && !was.versions.includes(version),
  )
  // Of a function that was deleted and made again, numbers are other versions: the description must be right, too.
  const own = marked.filter(({ version, description }) =>
    steps.some(
      (step) =>
        step.kind === 'publish' &&
        step.description === description &&
        step.outcome?.kind === 'done' &&
        step.outcome.ours &&
        step.outcome.version === version,
    ),
  )
  const unclear = steps.flatMap((step) =>
    step.kind === 'publish' && step.outcome?.kind === 'unclear' ? [step.outcome.versions] : [],
  )
  const there = unclear
    .map((versions) => versions.filter((version) => marked.some((one) => one.version === version)))
    .filter((versions) => versions.length > 0)
  const others = marked.filter((one) => !own.includes(one) && !unclear.flat().includes(one.version))
  return { own: own.map(({ version }) => version), unclear: there, theirs: others }
}
