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
