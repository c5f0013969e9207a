import { packageVersion } from '../lib/package-files.ts'
import { commandList, purpose } from './command-list.ts'

/**
 * The answer to a command line that asks for nothing but the help or the version; undefined for any other. Only
 * small modules are needed for it, so that it comes at once.
 */
export function quickAnswer(args: readonly string[]): string | undefined {
  const asked = args.filter((arg) => arg !== '--no-color')
  if (asked.length !== 1) return undefined
  if (asked[0] === '--help') return topHelp()
  return asked[0] === '--version' ? `${packageVersion()}\n` : undefined
}

function topHelp(): string {
  const commands = Object.values(commandList).map(({ usage, says }) => [`coldburst ${usage}`, says] as const)
  return [
    'coldburst <command>',
    '',
    purpose,
    '',
    'Commands:',
    ...twoColumns(commands),
    '',
    'Options:',
    ...twoColumns([
      ['--help', 'Show help; after a command, its flags'],
      ['--version', 'Show version number'],
    ]),
    '',
  ].join('\n')
}

/** Beyond it an entry stands out of its column, so that the others have room for what they say. */
const widest = 27

function twoColumns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length).filter((length) => length <= widest))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}
