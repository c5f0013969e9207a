import { defined } from '../model/defined.ts'
import type { Load } from '../model/plan.ts'
import { flagName } from './flags.ts'
import { orList } from './numbers.ts'
import type { Problems } from './problems.ts'
import type { Setting, Settings } from './settings.ts'

export type Form = Load['kind']

/** The flags about the load, which forms of load each belongs to, and which of them ask for a form. */
const flagsOf = {
  burst: ['burst'],
  repeat: ['burst'],
  every: ['burst'],
  rate: ['rate'],
  stages: ['stages'],
  arrivals: ['rate', 'stages'],
  concurrency: ['closed'],
  requests: ['closed'],
  duration: ['rate', 'closed'],
  thinkTime: ['closed'],
} as const satisfies Readonly<Record<string, readonly Form[]>>

export type LoadFlag = keyof typeof flagsOf
export const loadFlags = Object.keys(flagsOf) as LoadFlag[]
const askingFlags = ['burst', 'rate', 'stages', 'concurrency', 'requests'] as const

export type Said = Readonly<Partial<Record<LoadFlag, Setting>>>

/** When nothing asks for a form, variables alone say nothing of the load. When flags ask for one form, variables that ask for another are left aside: a flag wins over the environment. */
export function saidOfLoad(settings: Settings): Said {
  const said: Said = defined(
    Object.fromEntries(loadFlags.map((flag) => [flag, settings.text(flag)])) as Record<
      LoadFlag,
      Setting | undefined
    >,
  )
  const typed = Object.fromEntries(Object.entries(said).filter(([, { from }]) => from === 'flag'))
  const wanted = formsOf(typed)
  if (wanted.length === 0) return formsOf(said).length === 0 ? typed : said
  const fits = (flag: string) => flagsOf[flag as LoadFlag].some((form) => wanted.includes(form))
  return Object.fromEntries(Object.entries(said).filter(([flag, { from }]) => from === 'flag' || fits(flag)))
}

export function formsOf(said: Said): readonly Form[] {
  const asked = askingFlags.filter((flag) => said[flag] !== undefined)
  return [...new Set(asked.map((flag) => flagsOf[flag][0]))]
}

/** Flags that go with nothing that is asked for, and forms that are asked for beside the first one. */
export function reportMisfits(said: Said, forms: readonly Form[], problems: Problems): void {
  for (const flag of loadFlags) {
    const place = said[flag]?.place
    const own: readonly Form[] = flagsOf[flag]
    const [first] = forms
    if (place === undefined) continue
    if (first === undefined) {
      problems.add(place, `needs a load to go with; add ${orList(own.map((form) => example[form]))}`)
    } else if (!(isAsking(flag) ? [first] : forms).some((form) => own.includes(form))) {
      const rival = flagName(askingFlagOf(first, said))
      problems.add(place, `can't go with ${rival}; keep one of them, or write a profile with several phases`)
    }
  }
}

const isAsking = (flag: LoadFlag): boolean => askingFlags.some((asking) => asking === flag)

const example: Readonly<Record<Form, string>> = {
  burst: '--burst 50',
  rate: '--rate 50/s',
  stages: '--stages 30s:10,30s:0',
  closed: '--concurrency 20',
}

const askingFlagOf = (form: Form, said: Said) =>
  askingFlags.find((flag) => said[flag] !== undefined && flagsOf[flag][0] === form) ?? 'concurrency'
