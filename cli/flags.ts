import { listFlags, switchFlags, textFlags } from '../lib/profile/flags.ts'
import type { Context } from './context.ts'

/** Flags as yargs gives them: values are texts still, read and judged by lib/profile. */
export type RawFlags = Readonly<Record<string, unknown>>

/** What the commands themselves read of the flags. */
export interface OutputFlags {
  readonly out: readonly string[]
  readonly json: boolean
}

export function outputFlags(raw: RawFlags, env: Context['env']): OutputFlags {
  const out = Array.isArray(raw['out']) ? raw['out'].map(String) : linesOf(env['COLDBURST_OUT'])
  return { out, json: isOn(raw, 'json', env) }
}

/** A variable that may hold several values has one a line. */
const linesOf = (text: string | undefined): string[] => (text ?? '').split('\n').filter((line) => line !== '')

/** Whether a switch is on: by its flag, else by its variable. */
export function isOn(raw: RawFlags, name: SwitchName, env: Context['env']): boolean {
  const variable = env[`COLDBURST_${dashed(name).replaceAll('-', '_').toUpperCase()}`]
  return typeof raw[name] === 'boolean' ? raw[name] : variable === '1' || variable === 'true'
}

type SwitchName = 'json' | 'quiet' | 'yes' | 'logs' | 'dryRun'

/** What `compare` does besides measuring. */
export interface CompareSwitches {
  /** Whether to say what would be done, and change and fire nothing. */
  readonly dryRun: boolean
  /** Whether to set what is recommended. */
  readonly apply: boolean
  /** The alias that shall stand for it then. */
  readonly applyTo?: string
  /** Whether nothing is asked. */
  readonly yes: boolean
  readonly quiet: boolean
}

/** No variable applies anything: what changes a function for good is typed. */
export function compareSwitches(raw: RawFlags, env: Context['env']): CompareSwitches {
  const { apply, applyTo } = raw
  return {
    dryRun: isOn(raw, 'dryRun', env),
    apply: apply === true || (applyTo !== undefined && apply !== false),
    ...(typeof applyTo === 'string' ? { applyTo } : {}),
    yes: isOn(raw, 'yes', env),
    quiet: isOn(raw, 'quiet', env),
  }
}

/** Folder that runs are stored in. */
export function runsFolder(raw: RawFlags, env: Context['env']): string {
  return typeof raw['runs'] === 'string' ? raw['runs'] : env['COLDBURST_RUNS'] || 'runs'
}

/** The flags of a profile among all that were given. */
export function profileFlags(raw: RawFlags): Record<string, string | readonly string[] | boolean> {
  const names: readonly string[] = [...textFlags, ...listFlags, ...switchFlags]
  const given = Object.entries(raw).filter(([name, value]) => names.includes(name) && value !== undefined)
  return Object.fromEntries(given) as Record<string, string | readonly string[] | boolean>
}

/** `maxCost` as `max-cost`. */
export const dashed = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
