import type { Problem } from '../lib/model/usage-error.ts'
import { commandList } from './command-list.ts'

/** What yargs says of a command line, in our words: what is missing, and where the help is. */
export function commandLineProblem(says: string, args: readonly string[]): Problem {
  const command = Object.keys(commandList).find((name) => args.find((arg) => !arg.startsWith('-')) === name)
  const help = `see coldburst ${command === undefined ? '' : `${command} `}--help`
  const [, flag] = /^Not enough arguments following: ([\w-]+)/.exec(says) ?? []
  if (flag !== undefined)
    return { where: `${flag.length === 1 ? '-' : '--'}${flag}`, message: `wants a value; ${help}` }
  const missing = command === undefined ? undefined : paths[command]
  if (missing !== undefined && says.startsWith('Not enough non-option arguments'))
    return { where: command ?? '', message: `${missing}; ${help}` }
  return { where: 'command line', message: `${says} (${help})` }
}

/** What the commands take that can't do without. */
const paths: Readonly<Record<string, string>> = {
  report: 'name the folder of a stored run or comparison, as in coldburst report runs/a',
  diff: 'name two folders of stored runs, as in coldburst diff runs/a runs/b',
}
