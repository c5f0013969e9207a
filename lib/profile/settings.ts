import {
  flagName,
  isListFlag,
  variableName,
  type Flag,
  type Flags,
  type ListFlag,
  type SwitchFlag,
  type TextFlag,
} from './flags.ts'
import { quote } from './found.ts'
import type { Problems, Stated } from './problems.ts'

/** A text from a flag or, below it, from the environment. */
export interface Setting extends Stated<string> {
  readonly from: 'flag' | 'environment'
}

/** What was said outside of a profile. */
export interface Settings {
  text(flag: TextFlag): Setting | undefined
  list(flag: ListFlag): readonly Setting[]
  switch(flag: SwitchFlag): Stated<boolean> | undefined
  /** Whether it was said on the command line itself. */
  typed(flag: Flag): boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** Flags above variables. A flag given twice is a problem; an empty variable is one that is not there. */
export function settingsFrom(flags: Flags, env: Environment, problems: Problems): Settings {
  const flagTexts = (flag: TextFlag | ListFlag) => textsOf(flags[flag]).map((value) => typedAs(flag, value))
  for (const flag of Object.keys(flags) as Flag[]) reportTwice(flag, flags, problems)
  return {
    text: (flag) => flagTexts(flag).at(-1) ?? variable(flag, env),
    list: (flag) => {
      const typed = flagTexts(flag)
      return typed.length > 0 ? typed : variableLines(flag, env)
    },
    switch: (flag) => {
      const value = flags[flag]
      return value === undefined
        ? readSwitch(variable(flag, env), problems)
        : { value, place: { where: flagName(flag) } }
    },
    typed: (flag) => flags[flag] !== undefined && textsOf(flags[flag]).length > 0,
  }
}

/** The same as if nothing had been said by some flags, nor by their variables. */
export function withoutFlags(settings: Settings, hidden: readonly Flag[]): Settings {
  return {
    text: (flag) => (hidden.includes(flag) ? undefined : settings.text(flag)),
    list: (flag) => (hidden.includes(flag) ? [] : settings.list(flag)),
    switch: (flag) => (hidden.includes(flag) ? undefined : settings.switch(flag)),
    typed: (flag) => !hidden.includes(flag) && settings.typed(flag),
  }
}

function textsOf(value: Flags[Flag]): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'object' ? value : [String(value)]
}

const typedAs = (flag: Flag, value: string): Setting => ({
  value,
  place: { where: flagName(flag) },
  from: 'flag',
})

function reportTwice(flag: Flag, flags: Flags, problems: Problems): void {
  if (isListFlag(flag)) return
  if (textsOf(flags[flag]).length > 1)
    problems.add({ where: flagName(flag) }, 'is given twice; keep one of them')
}

function variable(flag: Flag, env: Environment): Setting | undefined {
  const value = env[variableName(flag)]
  if (value === undefined || value.trim() === '') return undefined
  return { value, place: { where: variableName(flag) }, from: 'environment' }
}

/** A variable can't be given several times: it holds one entry a line. A payload is one entry, however long. */
function variableLines(flag: ListFlag, env: Environment): readonly Setting[] {
  const whole = variable(flag, env)
  if (whole === undefined || flag === 'payload') return whole === undefined ? [] : [whole]
  const lines = whole.value.split('\n').filter((line) => line.trim() !== '')
  return lines.map((value) => ({ ...whole, value }))
}

function readSwitch(setting: Setting | undefined, problems: Problems): Stated<boolean> | undefined {
  if (setting === undefined) return undefined
  const word = setting.value.trim().toLowerCase()
  if (['true', '1', 'yes'].includes(word)) return { value: true, place: setting.place }
  if (['false', '0', 'no'].includes(word)) return { value: false, place: setting.place }
  problems.add(setting.place, `${quote(setting.value)} is neither yes nor no; write true or false`)
  return undefined
}
