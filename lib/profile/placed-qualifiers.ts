import type { TargetPlan } from '../model/plan.ts'
import type { Document } from './document.ts'
import { quote } from './found.ts'
import { orList } from './numbers.ts'
import type { Place, Problems } from './problems.ts'
import type { Settings } from './settings.ts'
import type { SettledVaried } from './settle-varied.ts'

/** A qualifier in the function's name contradicts a comparison, and a local function has only those that it has. */
export function checkQualifiers(
  target: TargetPlan,
  varied: SettledVaried,
  settings: Settings,
  document: Document | undefined,
  problems: Problems,
): void {
  const own = saidQualifier(target, settings, document)
  if (own !== undefined) {
    problems.add(
      own.place,
      varied.staging === 'none'
        ? `${quote(own.qualifier)} is one qualifier, and --qualifier names those that are compared; leave it out here`
        : `settings are measured with the code of $LATEST; leave ${own.qualifier} out, or compare qualifiers with --qualifier ${own.qualifier},other`,
    )
  }
  if (target.kind === 'local' && varied.staging === 'none') checkLocal(target, varied, problems)
}

/** `$LATEST` is what is measured anyway, and a local function's own alias was chosen by nobody. */
function saidQualifier(
  { kind, qualifier }: TargetPlan,
  settings: Settings,
  document: Document | undefined,
): { readonly qualifier: string; readonly place: Place } | undefined {
  if (qualifier === undefined || qualifier === '$LATEST') return undefined
  const flag = settings.text('function')
  const written = document?.peek(['target', 'function'])
  const name = flag?.value ?? (typeof written === 'string' ? written : '')
  if (!name.endsWith(`:${qualifier}`)) {
    return kind === 'local'
      ? undefined
      : { qualifier, place: document?.place(['target', 'qualifier']) ?? { where: '--function' } }
  }
  const place = flag?.place ?? document?.place(['target', 'function']) ?? { where: '--function' }
  return { qualifier, place }
}

function checkLocal(
  target: Extract<TargetPlan, { kind: 'local' }>,
  { settings, said }: SettledVaried,
  problems: Problems,
): void {
  const fn = target.functions.find(({ name }) => name === target.function)
  const known = ['$LATEST', ...(fn?.alias === undefined ? [] : ['1', fn.alias])]
  const unknown = settings.flatMap(({ qualifier = '$LATEST' }) =>
    known.includes(qualifier) ? [] : quote(qualifier),
  )
  if (unknown.length === 0) return
  const there =
    known.length === 1
      ? 'it has $LATEST only, and two are compared: give it an alias in a functions.yaml'
      : `there are ${known.join(', ')}`
  problems.add(
    said?.place ?? { where: '--qualifier' },
    `${target.function} has no version or alias ${orList(unknown)}; ${there}`,
  )
}
