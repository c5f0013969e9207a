import type { Argv, Options } from 'yargs'
import { flagName, type Flag, listFlags, switchFlags, textFlags } from '../lib/profile/flags.ts'
import { didYouMean } from '../lib/gates/nearest.ts'
import type { Problem } from '../lib/model/usage-error.ts'
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

/** Whether a switch is on: by its flag, else by its variable. */
export function isOn(raw: RawFlags, name: 'json' | 'quiet' | 'yes', env: Context['env']): boolean {
  const variable = env[`COLDBURST_${name.toUpperCase()}`]
  return typeof raw[name] === 'boolean' ? raw[name] : variable === '1' || variable === 'true'
}

/** Folder that runs are stored in. */
export function runsFolder(raw: RawFlags, env: Context['env']): string {
  return typeof raw['runs'] === 'string' ? raw['runs'] : env['COLDBURST_RUNS'] || 'runs'
}

/** A variable that may hold several values has one a line. */
const linesOf = (text: string | undefined): string[] => (text ?? '').split('\n').filter((line) => line !== '')

type Described = readonly [description: string, alias?: string]

const target: Partial<Record<Flag, Described>> = {
  function: ['Name or ARN of a function on AWS, with :QUALIFIER if need be'],
  region: ['AWS region'],
  awsProfile: ['Named profile of the AWS configuration files'],
  endpoint: ['URL of another endpoint that speaks the Lambda API'],
  logTail: ['Ask for the log tail, which carries the REPORT line (--no-log-tail where it is refused)'],
  architecture: ['x86_64 or arm64, for the price, where the function does not say'],
}

const local: Partial<Record<Flag, Described>> = {
  memory: ['Memory in MB (128)'],
  functionTimeout: ['Time limit of one invocation (3s)'],
  handler: ['File and export (index.handler)'],
  runtime: ['node or bootstrap'],
  env: ['Environment variable K=V; repeatable'],
  accountConcurrency: ['Invocations at once before 429 (1000)'],
  idle: ['An environment ends after this long without an invocation (5m)'],
  maxEnvironments: ['Most processes at once on this machine'],
}

const load: Partial<Record<Flag, Described>> = {
  burst: ['Invocations at the same instant'],
  repeat: ['Number of bursts (1)'],
  every: ['From one burst to the next (2s)'],
  concurrency: ['Closed loop: this many in flight', 'c'],
  requests: ['Closed loop: this many in all', 'n'],
  duration: ['How long a closed loop or a rate lasts', 'd'],
  thinkTime: ['Closed loop: pause between answer and next request'],
  rate: ['Open loop: arrivals per second, as 50/s'],
  stages: ['Open loop: ramps, as 30s:10,2m:200,30s:0'],
  arrivals: ['uniform or poisson'],
  seed: ['Seed of everything random (1)'],
  warmup: ['Fired first and left out of the numbers: 20x or 10s'],
  payload: ['JSON, or @file'],
  maxInFlight: ['Open loop: arrivals beyond it are dropped (10000)'],
  threads: ['Firing threads that share the schedule (1)'],
  transport: ['HTTP client: lean, or sdk, that of the AWS SDK, as a reference (lean)'],
  prewarm: ['Open connections ahead of time (--no-prewarm: inside the calls)'],
  onLate: ['Open loop: send an arrival that is over 10 ms late, or drop it (send)'],
  timeout: ['Give an invocation up after this long (930s)'],
}

const results: Partial<Record<Flag, Described>> = {
  threshold: ["What must hold, as 'response_time{start:warm} p(99) < 250ms'; repeatable"],
  inconclusive: ['What a straddled threshold counts as: pass or fail (pass)'],
  initBilling: ['current, or legacy: the rule before 2025-08-01 (current)'],
  name: ['Name of the run'],
  keepPayloads: ['Store the payloads with the run'],
}

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
  const targetFlags: typeof target = {
    ...target,
    local: ['Folder, handler or functions.yaml to run on this machine'],
  }
  return [
    ['Target', targetFlags] as const,
    ['Local function', local] as const,
    ['Load', load] as const,
    ['Results', results] as const,
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

/** The flags of `coldburst report`. */
export function describeReport(yargs: Argv): Argv {
  return yargs
    .positional('run', { type: 'string', demandOption: true, describe: 'Folder of a stored run' })
    .options(outputs)
}

/** The flags of `coldburst emulate`. */
export function describeEmulate(yargs: Argv): Argv {
  return addFlags(yargs, 'Local function', { ...local, port: ['Port on 127.0.0.1 (any free one)'] })
    .positional('local', {
      type: 'string',
      describe: 'Folder, handler or functions.yaml (the sample functions)',
    })
    .option('concurrency', {
      alias: 'c',
      type: 'string',
      requiresArg: true,
      describe: 'The same as --account-concurrency',
    })
    .option('truth-log', {
      type: 'string',
      requiresArg: true,
      describe: 'Append what really served each invocation to this file',
    })
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

function addFlags(yargs: Argv, group: string, flags: Partial<Record<Flag, Described>>): Argv {
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

/** Flags that a command does not have, each with the nearest that it has, and paths that are not one. */
export function strangeFlags(command: keyof typeof commandFlags, raw: RawFlags): Problem[] {
  const known = commandFlags[command]
  const given = Object.keys(raw).filter((name) => !known.includes(name) && !always.includes(name))
  const names = known.filter((name) => !positional.includes(name)).map((name) => `--${dashed(name)}`)
  const strange = given.map((name) => {
    const typed = name.length === 1 ? `-${name}` : `--${dashed(name)}`
    return { where: typed, message: `there is no such flag; ${didYouMean(typed, names)}` }
  })
  return [...strange, ...paths.filter((name) => known.includes(name)).flatMap((name) => pathFault(name, raw))]
}

/** Single paths that commands read themselves; the flags of a profile are judged with it. */
const paths = ['runs', 'truthLog']

function pathFault(name: string, raw: RawFlags): Problem[] {
  const where = `--${dashed(name)}`
  if (Array.isArray(raw[name])) return [{ where, message: 'is given twice; keep one of them' }]
  return raw[name] === '' ? [{ where, message: 'names no path; write one, or leave it out' }] : []
}

/** Written without a name; yargs takes them with one, too. */
const positional = ['profile', 'run']

/** What every command line has. */
const always = ['_', '$0', 'help', 'version', 'color']

const commandFlags = {
  run: [
    ...[target, local, load, results].flatMap((group) => Object.keys(group)),
    'profile',
    'local',
    'maxCost',
    'out',
    'json',
    'runs',
    'yes',
    'quiet',
  ],
  report: ['run', 'out', 'json'],
  selftest: ['only', 'json', 'quiet'],
  emulate: [...Object.keys(local), 'local', 'port', 'concurrency', 'truthLog'],
}

const dashed = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
