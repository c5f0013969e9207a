import type { Setting, Staging } from '../model/comparison-plan.ts'
import type { Architecture, TargetPlan } from '../model/plan.ts'
import type { CompareSection } from './compare-section.ts'
import { combine, qualifiers } from './compared-settings.ts'
import type { Context } from './files.ts'
import { printable } from './found.ts'
import { limits } from './limits.ts'
import type { Place, Problems, Stated } from './problems.ts'
import type { Settings } from './settings.ts'
import { readVaried, type Named, type Source, type Varied } from './varied.ts'

/** What is compared, and how it gets to where it can be invoked. */
export interface SettledVaried {
  readonly settings: readonly Setting[]
  readonly staging: Staging
  /** The one that was named where it only says whose prices apply: of qualifiers, to those that don't say it. */
  readonly pricedAs: Architecture | undefined
  /** What names the settings; undefined where nothing does. */
  readonly said: { readonly place: Place; readonly from: Source } | undefined
}

/** Memory where nothing is named: the powers of two that people set, up to one whole vCPU. */
const usualMemory = [128, 256, 512, 1_024, 1_769]

/** Settles the settings of a comparison. `kind` is undefined where the target could not be settled. */
export function settleVaried(
  settings: Settings,
  section: CompareSection,
  kind: TargetPlan['kind'] | undefined,
  context: Context,
): SettledVaried {
  const { problems } = context
  const named = readVaried(settings, section, problems)
  const inPlace = saidInPlace(settings, section)
  const rival = strongest(changes(named))
  if (named.qualifier !== undefined && rival !== undefined && rank(rival) === rank(named.qualifier)) {
    problems.add(
      named.qualifier.place,
      `compares what is there already, and can't go with ${rival.place.where}, which changes the function; keep one of them`,
    )
  }
  const asTheyAre = named.qualifier !== undefined && rank(named.qualifier) >= rank(rival)
  return asTheyAre && named.qualifier !== undefined
    ? settleQualifiers(named.qualifier, named.architecture, inPlace, problems)
    : settleChanges(named, inPlace?.value === true, section, kind, context)
}

const ranks: Readonly<Record<Source, number>> = { flag: 2, environment: 1, profile: 0 }

export const rank = (said: { readonly from: Source } | undefined): number =>
  said === undefined ? -1 : ranks[said.from]

/** What would change the function: one architecture alone may be about the price only. */
function changes({ memory, architecture, environment }: Varied): readonly Named<unknown>[] {
  const varied = architecture !== undefined && architecture.values.length > 1 ? architecture : undefined
  return [memory, varied, ...environment].filter((named) => named !== undefined)
}

const strongest = (named: readonly Named<unknown>[]): Named<unknown> | undefined =>
  named.toSorted((a, b) => rank(b) - rank(a))[0]

function saidInPlace(
  settings: Settings,
  section: CompareSection,
): (Stated<boolean> & { from: Source }) | undefined {
  const said = settings.switch('inPlace')
  if (said !== undefined) return { ...said, from: settings.typed('inPlace') ? 'flag' : 'environment' }
  const value = section.input.inPlace
  return value === undefined ? undefined : { value, place: section.place('inPlace'), from: 'profile' }
}

function settleQualifiers(
  named: Named<string>,
  architecture: Named<Architecture> | undefined,
  inPlace: ReturnType<typeof saidInPlace>,
  problems: Problems,
): SettledVaried {
  if (inPlace?.value === true && rank(inPlace) >= rank(named)) {
    problems.add(inPlace.place, 'is about settings that are changed, and qualifiers are not; leave it out')
  }
  const settings = qualifiers(named.values)
  checkNumber(settings, [named], 'live,candidate', problems)
  return { settings, staging: 'none', pricedAs: architecture?.values[0], said: named }
}

function settleChanges(
  named: Varied,
  inPlace: boolean,
  section: CompareSection,
  kind: TargetPlan['kind'] | undefined,
  { problems, notes }: Context,
): SettledVaried {
  const { architecture } = named
  const said = strongest(changes(named)) ?? architecture
  // What a profile that can't be understood may have named is not replaced by what is usual.
  const usual = changes(named).length === 0 && section.whole
  if (usual) notes.push(`no settings were named: comparing ${usualMemory.join(', ')} MB`)
  const local = kind === 'local' ? architecture : undefined
  if (local !== undefined && local.values.length > 1) {
    problems.add(
      local.place,
      'the local Lambda runs on this machine, which has one architecture; name one, for its prices',
    )
  }
  const settings = combine({
    memory: usual ? usualMemory : (named.memory?.values ?? []),
    architecture: local === undefined ? (architecture?.values ?? []) : [],
    environment: named.environment.map(({ values }) => values),
  })
  const all = [said, architecture, ...changes(named)].filter((part) => part !== undefined)
  checkNumber(settings, all, exampleOf(named, said), problems)
  if (kind === 'lambda' && architecture?.values.length === 1)
    notes.push(`${architecture.place.where}: every setting is measured on ${architecture.values[0]}`)
  return { settings, staging: inPlace ? 'in-place' : 'versions', pricedAs: local?.values[0], said }
}

/** Several of what was named, in the words of the flag. */
function exampleOf({ architecture, environment }: Varied, said: Named<unknown> | undefined): string {
  const [name] = environment.find((variable) => variable === said)?.values[0] ?? []
  if (name !== undefined) return `${printable(name)}=a,b`
  return said !== undefined && said === architecture ? 'x86_64,arm64' : '512,1024'
}

/** Where something is wrong with what was named, the number of what is left is no mistake of its own. */
function checkNumber(
  settings: readonly Setting[],
  said: readonly Named<unknown>[],
  example: string,
  problems: Problems,
): void {
  const place = said[0]?.place
  const broken = problems.all().some(({ where }) => said.some((named) => named.place.where === where))
  if (place === undefined || broken) return
  if (settings.length < 2)
    problems.add(place, `one setting is nothing to compare; name several, as in ${example}`)
  if (settings.length > limits.settings)
    problems.add(
      place,
      `${settings.length} settings are too many to compare; name ${limits.settings} or fewer combinations`,
    )
}
