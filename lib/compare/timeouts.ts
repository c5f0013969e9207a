import type { SettingResult } from '../model/comparison.ts'
import type { ComparisonPlan } from '../model/comparison-plan.ts'
import type { DistinctError } from '../model/run.ts'
import { countInWords, listInWords } from '../summary/in-words.ts'

/** Where the function was ended before it was done: of how long it takes there no more is known than that. */
export function ranIntoTimeout({
  plan,
  settings,
}: {
  readonly plan: ComparisonPlan
  readonly settings: readonly SettingResult[]
}): string | undefined {
  const names = settings.filter(({ errors }) => errors.some(isTimeout)).map(({ setting }) => setting.name)
  if (names.length === 0) return undefined
  const where = names.length > mostNamed ? `${countInWords(names.length)} settings` : listInWords(names)
  const flag = plan.base.target.kind === 'local' ? ' (--function-timeout)' : ''
  return `At ${where} the function ran into its timeout; a longer one${flag} shows how long it takes there.`
}

/** So many are named in a sentence. */
const mostNamed = 2

/** Not every answer has the type. */
const isTimeout = ({ name, message = '' }: DistinctError): boolean =>
  name === 'Sandbox.Timedout' || message.includes('Task timed out after')
