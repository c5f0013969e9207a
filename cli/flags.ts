import type { Argv, Options } from 'yargs'
import { flagName, type Flag, listFlags, switchFlags, textFlags } from '../lib/profile/flags.ts'
import { compareGroups } from './compare-flag-texts.ts'
import type { Context } from './context.ts'
import {
  type DescribedFlags,
  loadFlags,
  localFunctionFlags,
  localLambdaFlags,
  resultFlags,
  servingFlags,
  targetFlags,
} from './flag-texts.ts'

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

/** A variable that may hold several values has one a line. */
const linesOf = (text: string | undefined): string[] => (text ?? '').split('\n').filter((line) => line !== '')

const outputs = {
  out: {
    type: 'string',
    array: true,
    requiresArg: true,
    describe: 'Also write kind=path: text, json or md; repeatable',
  },
  json: { type: 'boolean', describe: 'Print the run document alone on stdout' },
} satisfies Record<string, Options>

/** The flags of `coldburst run`. */
export function describeRun(yargs: Argv): Argv {
  const withLocal: DescribedFlags = {
    ...targetFlags,
    local: ['Folder, zip, handler, functions.yaml or SAM template to run on this machine'],
  }
  return [
    ['Target', withLocal] as const,
    ['Local function', localFunctionFlags] as const,
    ['Local Lambda', localLambdaFlags] as const,
    ['Load', loadFlags] as const,
    ['Results', resultFlags] as const,
  ]
    .reduce((all, [group, flags]) => addFlags(all, group, flags), yargs)
    .positional('profile', { type: 'string', describe: 'YAML file; flags win over it' })
    .options(grouped('Results', outputs))
    .option('runs', {
      type: 'string',
      group: 'Results:',
      describe: 'Folder that runs are stored in (runs)',
    })
    .option('max-cost', {
      type: 'string',
      requiresArg: true,
      group: 'Target:',
      describe: 'Refuse a real target whose estimate is above it (1usd)',
    })
    .option('yes', {
      type: 'boolean',
      group: 'Target:',
      describe: 'Fire at a real target all the same',
    })
    .option('quiet', { type: 'boolean', describe: 'No progress and no notes on stderr' })
}

/** The flags of `coldburst compare`. */
export function describeCompare(yargs: Argv): Argv {
  const texts = { type: 'string', requiresArg: true } as const
  const comparisonOut = 'Also write kind=path: text, json, md or svg; repeatable'
  return compareGroups
    .reduce((all, [group, flags]) => addFlags(all, group, flags), yargs)
    .positional('profile', { type: 'string', describe: 'YAML file; flags win over it' })
    .options(
      grouped('Recommendation', {
        apply: { type: 'boolean', describe: 'Set what is recommended, after asking' },
        'apply-to': { ...texts, describe: '… and let this alias stand for it' },
      }),
    )
    .options(
      grouped('Target', {
        'max-cost': { ...texts, describe: 'Stop before the comparison costs more than this (1usd)' },
        'dry-run': {
          type: 'boolean',
          describe: 'Say what would be called and fired, and what it would cost',
        },
        yes: { type: 'boolean', describe: 'Ask nothing, and fire at a real target' },
      }),
    )
    .options(
      grouped('Results', {
        out: { ...outputs.out, describe: comparisonOut },
        json: { type: 'boolean', describe: 'Print the comparison document alone on stdout' },
        runs: { type: 'string', describe: 'Folder that comparisons are stored in (runs)' },
      }),
    )
    .option('quiet', { type: 'boolean', describe: 'No progress and no notes on stderr' })
    .epilogue(
      'Everything that is changed is put back. Exit code 0 with a recommendation, 4 when nothing can be recommended, 3 when the comparison is invalid.',
    )
}

/** The flags of `coldburst report`. */
export function describeReport(yargs: Argv): Argv {
  return yargs
    .positional('run', { type: 'string', demandOption: true, describe: 'Folder of a stored run' })
    .options(outputs)
}

/** The flags of `coldburst diff`. */
export function describeDiff(yargs: Argv): Argv {
  return (
    yargs
      .positional('baseline', { type: 'string', demandOption: true, describe: 'Folder of a stored run' })
      .positional('candidate', {
        type: 'string',
        demandOption: true,
        describe: 'Folder of the run to compare',
      })
      .options({ ...outputs, json: { type: 'boolean', describe: 'Print the differences as data on stdout' } })
      .option('force', {
        type: 'boolean',
        describe: 'Compare also what was fired differently: memory, region, payload, load',
      })
      .option('seed', { type: 'string', requiresArg: true, describe: 'Of the resampling (1)' })
      // A third path would be called an unknown command.
      .strictCommands(false)
      .epilogue('Exit code 0 when both runs are valid, whatever the difference; 3 when one is not.')
  )
}

/** The flags of `coldburst emulate`. */
export function describeEmulate(yargs: Argv): Argv {
  return [
    ['Serving', servingFlags] as const,
    ['Local function', localFunctionFlags] as const,
    ['Local Lambda', localLambdaFlags] as const,
  ]
    .reduce((all, [group, flags]) => addFlags(all, group, flags), yargs)
    .positional('local', {
      type: 'string',
      describe: 'Folder, zip, handler, functions.yaml or SAM template (the sample functions)',
    })
    .option('function', {
      type: 'string',
      requiresArg: true,
      group: 'Serving:',
      describe: 'Serve only this one of a functions.yaml or template',
    })
    .option('logs', {
      type: 'boolean',
      group: 'Serving:',
      describe: 'Print what functions print, on stderr',
    })
    .option('yes', {
      type: 'boolean',
      group: 'Serving:',
      describe: 'Let other machines in where --host does',
    })
    .option('concurrency', {
      alias: 'c',
      type: 'string',
      requiresArg: true,
      group: 'Local Lambda:',
      describe: 'The same as --account-concurrency',
    })
    .option('truth-log', {
      type: 'string',
      requiresArg: true,
      describe: 'Append what really served each invocation to this file',
    })
}

/** The flags of `coldburst restore`. */
export function describeRestore(yargs: Argv): Argv {
  return yargs
    .option('list', { type: 'boolean', describe: 'Only say what there is to put back' })
    .option('forget', {
      type: 'boolean',
      describe: "Give up what can't be put back: asks, and leaves the function as it is",
    })
    .option('yes', { type: 'boolean', describe: 'Forget without being asked' })
    .option('quiet', { type: 'boolean', describe: 'No notes on stderr' })
    .epilogue('Exit code 3 when something could not be put back, with what to do about it.')
}

/** The flags of `coldburst selftest`. */
export function describeSelftest(yargs: Argv): Argv {
  return yargs
    .option('only', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Checks by name, as A5,A6; rate is the search for the highest rate',
    })
    .option('json', { type: 'boolean', describe: 'Print the same as data' })
    .option('quiet', { type: 'boolean', describe: 'No progress on stderr' })
    .epilogue('Exit code 3 when an answer is off; 0 when all agree, or the machine was too noisy to tell.')
}

function addFlags(yargs: Argv, group: string, flags: DescribedFlags): Argv {
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

function grouped<T extends Record<string, Options>>(group: string, options: T): Record<keyof T, Options> {
  const entries = Object.entries(options).map(([name, option]) => [name, { ...option, group: `${group}:` }])
  return Object.fromEntries(entries) as Record<keyof T, Options>
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
