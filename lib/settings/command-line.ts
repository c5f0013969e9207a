import { isAws } from '../targets/lambda/connection.ts'

/**
 * What a command of the AWS CLI needs to reach the function that was meant: one for another endpoint must never
 * reach the function of the same name on AWS.
 */
export const reaching = ({
  region,
  endpoint,
}: {
  readonly region: string
  readonly endpoint: string
}): string => `--region ${region}${isAws(endpoint) ? '' : ` --endpoint-url ${endpoint}`}`

/** Commands of the AWS CLI that delete aliases and versions of a function, which is named by its ARN. */
export const deleting = (
  arn: string,
  reach: string,
  { aliases, versions }: { readonly aliases: readonly string[]; readonly versions: readonly string[] },
): readonly string[] => [
  ...aliases.map((alias) => `aws lambda delete-alias --function-name ${arn} --name ${alias} ${reach}`),
  ...versions.map((version) => `aws lambda delete-function --function-name ${arn}:${version} ${reach}`),
]
