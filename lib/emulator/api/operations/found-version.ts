import { findAlias } from '../../functions/aliases.ts'
import type { VersionRecord } from '../../functions/function-record.ts'
import { functionArn } from '../../functions/names.ts'
import type { Found } from '../../functions/registry.ts'
import { requireVersion } from '../../functions/versions.ts'
import type { ApiRequest, Services } from '../operation.ts'
import { invalidParameter, Refusal } from '../service-error.ts'

/** The function of a request and the qualifier that it says. */
export function findFunction({ parameters, query }: ApiRequest, { registry }: Services): Found {
  return registry.find(parameters['FunctionName'] ?? '', query.get('Qualifier') ?? undefined)
}

/** The same for what is done to functions as a whole; AWS refuses qualifiers there. */
export function findWhole({ parameters }: ApiRequest, { registry }: Services): Found {
  const found = registry.find(parameters['FunctionName'] ?? '')
  refuseQualified(found)
  return found
}

/** Throws Refusal for a version or an alias; `$LATEST` is the function itself. */
export function refuseQualified({ qualifier }: Found): void {
  if (qualifier === undefined || qualifier === '$LATEST') return
  throw new Refusal(
    invalidParameter(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this ' +
        'operation. Please specify either a function name or an unqualified function ARN.',
    ),
  )
}

/** The version that a qualifier means, an alias's main one, and the ARN as it was asked for. */
export function versionFor(
  { record, qualifier }: Found,
  region: string,
): { readonly version: VersionRecord; readonly arn: string } {
  const arn = functionArn(region, record.name, qualifier)
  const number = findAlias(record, qualifier ?? '')?.version ?? qualifier ?? '$LATEST'
  return { version: requireVersion(record, number, arn), arn }
}
