import { isAws } from '../targets/lambda/connection.ts'
import { shellWord } from './shell-word.ts'

/** Where a function is, and as whom it is called. */
interface Place {
  readonly region: string
  readonly endpoint: string
  readonly awsProfile?: string | undefined
}

/**
 * What a command of the AWS CLI needs to reach the function that was meant: one for another endpoint must never
 * reach the function of the same name on AWS, nor one for another account's credentials.
 */
export const reaching = ({ region, endpoint, awsProfile }: Place): string =>
  [
    `--region ${shellWord(region)}`,
    ...(isAws(endpoint) ? [] : [`--endpoint-url ${shellWord(endpoint)}`]),
    ...(awsProfile === undefined ? [] : [`--profile ${shellWord(awsProfile)}`]),
  ].join(' ')

/** Commands of the AWS CLI that delete aliases and versions of a function, which is named by its ARN. */
export const deleting = (
  arn: string,
  reach: string,
  { aliases, versions }: { readonly aliases: readonly string[]; readonly versions: readonly string[] },
): readonly string[] => [
  ...aliases.map(
    (alias) =>
      `aws lambda delete-alias --function-name ${shellWord(arn)} --name ${shellWord(alias)} ${reach}`,
  ),
  ...versions.map(
    (version) => `aws lambda delete-function --function-name ${shellWord(`${arn}:${version}`)} ${reach}`,
  ),
]
