import { type Problem, UsageError } from '../model/usage-error.ts'
import { PlaneError, type Variables } from './control-plane.ts'

/** The service does not take a setting, and the others go on; or what is `needed` for all of them. */
export class SettingRefused extends Error {
  constructor(why: string, cause?: unknown) {
    super(why, { cause })
    this.name = 'SettingRefused'
  }
}

/** Does what no setting can do without, so that a refusal, which is a fault then, says what was refused. */
export async function needed<T>(trouble: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SettingRefused)) throw error
    throw new SettingRefused(`${trouble}: ${error.message}`, error)
  }
}

/** Whether the service said no to what was asked, and would again. */
export function isRefusal({ status, code }: PlaneError): boolean {
  if (status === undefined || status < 400 || status >= 500) return false
  // What a proxy says, or another server at the port, is not said by the service.
  if (code.startsWith('HTTP ')) return false
  return ![403, 404, 409, 412, 429].includes(status) && !/^(ExpiredToken|UnrecognizedClient)/.test(code)
}

export const isOutdated = ({ code }: PlaneError): boolean => code === 'PreconditionFailedException'

/** Not every 404: a server that is no Lambda has no function either. */
export const isMissing = ({ code }: PlaneError): boolean => code === 'ResourceNotFoundException'

export const isDenied = ({ code }: PlaneError): boolean => code === 'AccessDeniedException'

/** What the service said, as the reason why a setting can't be compared. */
export function refused({ code, says, cause }: PlaneError, secrets: Variables | undefined): SettingRefused {
  return new SettingRefused(`${withoutSecrets(says, secrets)} (${code})`, cause)
}

/**
 * Of an environment that it does not take the service repeats all of it, in braces, values that are secrets included.
 * Elsewhere they are hidden as they are and as JSON writes them. Values of less than four characters are not: they are
 * parts of so many words that nothing could be read any more, and the gaps would tell them all the same.
 */
export function withoutSecrets(says: string, secrets: Variables | undefined): string {
  if (secrets === undefined) return says
  const values = Object.values(secrets)
    .filter((value) => value.length >= 4)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)])
    .sort((a, b) => b.length - a.length)
  const hidden = values.reduce((text, value) => text.replaceAll(value, '…'), says)
  return hidden.replace(/\{.*\}|\{.*$/s, '{…}')
}

/**
 * What an error of the control plane is to the user, where it is one: no such function, or a permission that is
 * missing. Others are given back.
 */
export function explained(error: unknown, functionName: string, changed: boolean): unknown {
  if (!(error instanceof PlaneError)) return error
  if (isDenied(error)) {
    return new UsageError([denied(error, functionName, changed)], { cause: error })
  }
  if (isMissing(error) && error.operation.startsWith('GetFunction')) {
    const message = `${error.says}; --function names it, --region and --aws-profile say where it is`
    return new UsageError([{ where: `function ${functionName}`, message }], { cause: error })
  }
  return error
}

function denied({ operation, says }: PlaneError, functionName: string, changed: boolean): Problem {
  const message =
    `lambda:${operation} is not permitted (${says}). ${changed ? '' : 'Nothing was changed. '}` +
    `A comparison needs ${permissions.join(', ')}, on the function and on its versions and aliases; ` +
    'with --qualifier the first four are enough'
  return { where: `function ${functionName}`, message }
}

const permissions = [
  'lambda:GetFunctionConfiguration',
  'lambda:ListAliases',
  'lambda:ListVersionsByFunction',
  'lambda:InvokeFunction',
  'lambda:UpdateFunctionConfiguration',
  'lambda:GetFunction and lambda:UpdateFunctionCode (for --architecture)',
  'lambda:PublishVersion',
  'lambda:CreateAlias',
  'lambda:DeleteAlias',
  'lambda:DeleteFunction',
]
