import { nearest } from '../lib/gates/nearest.ts'
import type { Problem } from '../lib/model/usage-error.ts'
import { compareGroups, compareOwnFlags } from './compare-flag-texts.ts'
import { loadFlags, localFlags, resultFlags, servingFlags, targetFlags } from './flag-texts.ts'
import { dashed, type RawFlags } from './flags.ts'

/** Flags that a command does not have, each with the nearest that it has, and paths that are not one. */
export function strangeFlags(command: keyof typeof commandFlags, raw: RawFlags): Problem[] {
  const known = commandFlags[command]
  const others = [...always, ...(command === 'compare' ? judgedElsewhere : [])]
  const given = Object.keys(raw).filter((name) => !known.includes(name) && !others.includes(name))
  const names = known.filter((name) => !positional.includes(name)).map((name) => `--${dashed(name)}`)
  const strange = given.map((name) => {
    const typed = name.length === 1 ? `-${name}` : `--${dashed(name)}`
    const guess = nearest(typed, names)
    const advice = guess === undefined ? `see coldburst ${command} --help` : `did you mean ${guess}?`
    return { where: typed, message: `there is no such flag; ${advice}` }
  })
  return [...strange, ...paths.filter((name) => known.includes(name)).flatMap((name) => pathFault(name, raw))]
}

/** Single values that commands read themselves; the flags of a profile are judged with it. */
const paths = ['runs', 'truthLog', 'applyTo']

function pathFault(name: string, raw: RawFlags): Problem[] {
  const where = `--${dashed(name)}`
  if (Array.isArray(raw[name])) return [{ where, message: 'is given twice; keep one of them' }]
  const what = name === 'applyTo' ? 'alias' : 'path'
  return raw[name] === '' ? [{ where, message: `names no ${what}; write one, or leave it out` }] : []
}

/** Written without a name; yargs takes them with one, too. */
const positional = ['profile', 'run', 'baseline', 'candidate']

/** Of a run; what a comparison has instead is said where its profile is read. */
const judgedElsewhere = ['threshold']

/** What every command line has. */
const always = ['_', '$0', 'help', 'version', 'color']

const commandFlags = {
  run: [
    ...[targetFlags, localFlags, loadFlags, resultFlags].flatMap((group) => Object.keys(group)),
    'profile',
    'local',
    'maxCost',
    'out',
    'json',
    'runs',
    'yes',
    'quiet',
  ],
  compare: [...compareGroups.flatMap(([, flags]) => Object.keys(flags)), 'maxCost', ...compareOwnFlags],
  report: ['run', 'out', 'json'],
  diff: ['baseline', 'candidate', 'out', 'json', 'force', 'seed'],
  restore: ['list', 'forget', 'yes', 'quiet'],
  selftest: ['only', 'json', 'quiet'],
  emulate: [
    ...[localFlags, servingFlags].flatMap((group) => Object.keys(group)),
    'local',
    'function',
    'logs',
    'yes',
    'concurrency',
    'truthLog',
  ],
}
