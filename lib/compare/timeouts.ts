import type { SettingResult } from '../model/comparison.ts'
import type { ComparisonPlan } from '../model/comparison-plan.ts'
import type { DistinctError } from '../model/run.ts'
import { listInWords } from '../summary/in-words.ts'

interface Facts {
  readonly plan: ComparisonPlan
  readonly settings: readonly SettingResult[]
}

/** Where the function was ended before it was done: of how long it takes there no more is known than that. */
export function ranIntoTimeout({ plan, settings }: Facts): string | undefined {
  const names = settings.filter(({ errors }) => errors.some(isTimeout)).map(({ setting }) => setting.name)
  if (names.length === 0) return undefined
  const flag = plan.base.target.kind === 'local' ? ' (--function-timeout)' : ''
  return `At ${listInWords(names)} the function ran into its timeout; a longer one${flag} shows how long it takes there.`
}

/** Older answers have no type, only the message. What a function throws itself may say anything. */
const isTimeout = ({ name, message = '' }: DistinctError): boolean =>
  name === 'Sandbox.Timedout' || (name === 'Unknown' && /Task timed out after [\d.]+ seconds$/u.test(message))
