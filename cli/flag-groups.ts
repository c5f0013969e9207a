import type { Argv, Options } from 'yargs'
import { type Flag, flagName, switchFlags } from '../lib/profile/flags.ts'
import type { DescribedFlags } from './flag-texts.ts'

/** Flags of a profile, under a heading of the help. */
export function addFlags(yargs: Argv, group: string, flags: DescribedFlags): Argv {
  return Object.entries(flags).reduce((all, [name, [describe, alias]]) => {
    const isSwitch = (switchFlags as readonly string[]).includes(name)
    const type: Options = isSwitch ? { type: 'boolean' } : { type: 'string', requiresArg: true }
    const option = flagName(name as Flag).slice('--'.length)
    return all.option(option, {
      ...type,
      describe,
      group: `${group}:`,
      ...(alias === undefined ? {} : { alias }),
    })
  }, yargs)
}

/** Options of a command's own, under a heading of the help. */
export function grouped<T extends Record<string, Options>>(
  group: string,
  options: T,
): Record<keyof T, Options> {
  const entries = Object.entries(options).map(([name, option]) => [name, { ...option, group: `${group}:` }])
  return Object.fromEntries(entries) as Record<keyof T, Options>
}

/** What every command has that reports. */
export const outputs = {
  out: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Also write kind=path: text, json or md; repeatable',
  },
  json: { type: 'boolean', describe: 'Print the run document alone on stdout' },
} satisfies Record<string, Options>
