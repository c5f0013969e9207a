import type { Architecture } from '../model/plan.ts'
import type { CompareSection } from './compare-section.ts'
import { checkVariableName } from './environment.ts'
import type { TextFlag } from './flags.ts'
import { printable, quote } from './found.ts'
import { readQualifier } from './lambda-target.ts'
import { readOneOf } from './numbers.ts'
import { accept, type Place, type Problems, type Reading } from './problems.ts'
import type { Setting, Settings } from './settings.ts'
import { readMemoryMb } from './sizes.ts'

/** Where something was said: a flag wins over the environment, and that over the profile. */
export type Source = 'flag' | 'environment' | 'profile'

/** Values of one kind that are to be compared. Those that can't be read are left out; their problems are reported. */
export interface Named<T> {
  readonly values: readonly T[]
  readonly place: Place
  readonly from: Source
}

/** A variable and one of its values. */
export type Variable = readonly [name: string, value: string]

/** Everything that was named to be compared. */
export interface Varied {
  readonly memory: Named<number> | undefined
  readonly architecture: Named<Architecture> | undefined
  readonly qualifier: Named<string> | undefined
  readonly environment: readonly Named<Variable>[]
}

/** Reads what flags, environment and profile name; a value that is named twice is a problem. */
export function readVaried(settings: Settings, section: CompareSection, problems: Problems): Varied {
  const named = <T>(
    flag: TextFlag & ('memory' | 'architecture' | 'qualifier'),
    read: (text: string) => Reading<T>,
    written: readonly T[] | undefined,
    print: (value: T) => string,
  ): Named<T> | undefined => {
    const said = settings.text(flag)
    const list = said === undefined ? inProfile(flag, written, section) : listed(said, read, problems)
    if (list !== undefined) reportTwice(list, print, problems)
    return list
  }
  const { input } = section
  return {
    memory: named('memory', readMemoryMb, input.memory, (mb) => `${mb} MB`),
    architecture: named('architecture', readOneOf(['x86_64', 'arm64']), input.architecture, String),
    qualifier: named('qualifier', readQualifier, input.qualifier, quote),
    environment: variables(settings, section, problems),
  }
}

function inProfile<T>(
  key: string,
  values: readonly T[] | undefined,
  section: CompareSection,
): Named<T> | undefined {
  return values === undefined ? undefined : { values, place: section.place(key), from: 'profile' }
}

/** `128,256,512`. */
function listed<T>(
  { value, place, from }: Setting,
  read: (text: string) => Reading<T>,
  problems: Problems,
): Named<T> {
  const texts = value.split(',').map((text) => text.trim())
  const values = texts.map((text) => accept({ value: text, place }, read, problems)?.value)
  return { values: values.filter((value) => value !== undefined), place, from }
}

function reportTwice<T>({ values, place }: Named<T>, print: (value: T) => string, problems: Problems): void {
  const twice = values.find((value, i) => values.indexOf(value) < i)
  if (twice !== undefined) problems.add(place, `${print(twice)} is named twice; keep one of them`)
}

/** What AWS refuses to set, besides what no function of ours may have: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, 2026-11 */
const reserved =
  /^AWS_((DEFAULT_)?REGION|EXECUTION_ENV|ACCESS_KEY(_ID)?|SECRET_(ACCESS_)?KEY|SESSION_TOKEN|XRAY_DAEMON_ADDRESS)$/

function variables(settings: Settings, section: CompareSection, problems: Problems): Named<Variable>[] {
  const said = settings.list('varyEnv')
  const all = said.length > 0 ? said.map((text) => inText(text, problems)) : inMapping(section)
  const named = all.filter((variable) => variable !== undefined)
  for (const [i, variable] of named.entries()) {
    const [name = ''] = variable.values[0] ?? []
    if (named.slice(0, i).some(({ values: [first] }) => first?.[0] === name))
      problems.add(variable.place, `the variable ${quote(name)} is given twice; keep one of them`)
    if (checkVariableName(name, variable.place, problems) && reserved.test(name))
      problems.add(variable.place, `${name} is set by Lambda for each environment; vary one of your own`)
    reportTwice({ ...variable, values: variable.values.map(([, value]) => value) }, quote, problems)
  }
  return named
}

/** `LOG_LEVEL=info,debug`. */
function inText({ value: text, place, from }: Setting, problems: Problems): Named<Variable> | undefined {
  const equals = text.indexOf('=')
  if (equals < 0) {
    problems.add(place, `${quote(text)} has no values; write ${nameIn(text)}=a,b`)
    return undefined
  }
  const name = text.slice(0, equals).trim()
  const values = text.slice(equals + 1).split(',')
  return { values: values.map((value): Variable => [name, value]), place, from }
}

const nameIn = (text: string): string => (/^[A-Za-z]\w*$/.test(text) ? printable(text) : 'NAME')

function inMapping(section: CompareSection): Named<Variable>[] {
  return Object.entries(section.input.varyEnv ?? {}).map(([name, values]) => ({
    values: values.map((value): Variable => [name, String(value)]),
    place: section.place('varyEnv', name),
    from: 'profile',
  }))
}
