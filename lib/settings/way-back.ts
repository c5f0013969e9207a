import type { Architecture } from '../model/plan.ts'
import { shellQuoted, shellWord } from './shell-word.ts'

// Commands of the AWS CLI that bring back what a function was. No value of an environment stands in them.

/** The function that they are for. */
export interface Reached {
  readonly arn: string
  /** What a command needs to reach it. */
  readonly reach: string
}

const functionIn = ({ arn, reach }: Reached): string => `--function-name ${shellWord(arn)} ${reach}`

/**
 * Else a command that has written prints all of the configuration, the environment with it, and on a terminal in a
 * pager that takes the commands after it for keys.
 */
const quietly = '--query LastUpdateStatus --output text'

/** Points an alias at a version again. Its description and all else of it were never changed. */
export const backToVersion = (reached: Reached, alias: string, version: string): string =>
  `aws lambda update-alias ${functionIn(reached)} --name ${shellWord(alias)} --function-version ${shellWord(version)}`

/** The AWS CLI reads files and fetches addresses that are given as a value, and takes a dash for an option. */
const described = (description: string): string =>
  /^(?:-|file:|fileb:|https?:)/u.test(description)
    ? `--cli-input-json ${shellQuoted(JSON.stringify({ Description: description }))}`
    : `--description ${shellQuoted(description)}`

/** What `$LATEST` had, as far as it was changed. */
export interface Had {
  readonly memoryMb?: number
  readonly description?: string
  /** A version that has the environment of before. */
  readonly kept?: string
}

/** Memory and environment in one: Lambda takes no second update before the first has settled. */
export function backToConfiguration(reached: Reached, { memoryMb, description, kept }: Had): string {
  const where = functionIn(reached)
  const update = [
    `aws lambda update-function-configuration ${where}`,
    ...(memoryMb === undefined ? [] : [`--memory-size ${memoryMb}`]),
    ...(description === undefined ? [] : [described(description)]),
  ].join(' ')
  if (kept === undefined) return `${update} ${quietly}`
  return `${environmentOf(where, kept)} | ${update} --environment file:///dev/stdin ${quietly}`
}

/**
 * A command that prints the environment of a version as `--environment` takes it, to be piped there: its values may be
 * secrets. Where it fails it prints nothing, and where the environment can't be read that error; both are refused there.
 * An error that was left out would be taken for an environment that is empty. `where` names the function and how to
 * reach it.
 */
const environmentOf = (where: string, version: string): string =>
  `aws lambda get-function-configuration ${where} --qualifier ${shellWord(version)} ` +
  "--query 'Environment.Error || {Variables: not_null(Environment.Variables, `{}`)}' --output json"

/**
 * Sends the code again for the architecture of before, and waits until another update is taken: the code that a version
 * keeps, or else what is there.
 */
export function backToArchitecture(
  reached: Reached,
  architecture: Architecture,
  kept?: string,
): readonly string[] {
  const where = functionIn(reached)
  const version = kept === undefined ? '' : ` --qualifier ${shellWord(kept)}`
  // Whoever has it may download the code for ten minutes: it stands in the list of processes, but in no scrollback.
  const location = `aws lambda get-function ${where}${version} --query Code.Location --output text`
  const update = `aws lambda update-function-code ${where} --zip-file fileb:///dev/stdin --architectures ${architecture}`
  return [`curl -sSf "$(${location})" | ${update} ${quietly}`, `aws lambda wait function-updated ${where}`]
}
