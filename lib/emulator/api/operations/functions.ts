import type { FunctionRecord } from '../../functions/function-record.ts'
import { functionArn } from '../../functions/names.ts'
import { deleteVersion } from '../../functions/versions.ts'
import { describeCode, describeListed, describeVersion } from '../describe.ts'
import type { Operation, Services } from '../operation.ts'
import { pageOf, versionKey } from '../pages.ts'
import { failure } from '../request-document.ts'
import { EMPTY, json } from '../reply.ts'
import { Refusal, validationFailed } from '../service-error.ts'
import { findFunction, versionFor } from './found-version.ts'

export const functionOperations: readonly Operation[] = [
  {
    name: 'GetFunction',
    method: 'GET',
    path: '/2015-03-31/functions/{FunctionName}',
    async handle(request, services) {
      const found = findFunction(request, services)
      const { version, arn } = versionFor(found, services.config.region)
      const { tags, reservedConcurrency } = found.record
      return json({
        Configuration: describeVersion(version, arn, await services.code.factsOf(version)),
        Code: describeCode(version.code, request.endpoint),
        ...(Object.keys(tags).length === 0 ? {} : { Tags: tags }),
        ...(reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
      })
    },
  },
  {
    name: 'GetFunctionConfiguration',
    method: 'GET',
    path: '/2015-03-31/functions/{FunctionName}/configuration',
    async handle(request, services) {
      const { version, arn } = versionFor(findFunction(request, services), services.config.region)
      return json(describeVersion(version, arn, await services.code.factsOf(version)))
    },
  },
  {
    name: 'ListFunctions',
    method: 'GET',
    path: '/2015-03-31/functions',
    async handle({ query }, services) {
      const { items, next } = pageOf(listed(query.get('FunctionVersion'), services), ({ key }) => key, query)
      const functions = items.map(async ({ version, arn }) =>
        describeListed(version, arn, await services.code.factsOf(version)),
      )
      return json({
        Functions: await Promise.all(functions),
        ...(next === undefined ? {} : { NextMarker: next }),
      })
    },
  },
  {
    name: 'DeleteFunction',
    method: 'DELETE',
    path: '/2015-03-31/functions/{FunctionName}',
    async handle(request, services) {
      const { record, qualifier } = findFunction(request, services)
      if (qualifier === undefined) services.registry.remove(record.name)
      else services.registry.change(record.name, ({ record }) => deleteVersion(record, qualifier))
      return EMPTY
    },
  },
]

function listed(functionVersion: string | null, { registry, config }: Services) {
  if (functionVersion === null) {
    return registry.all().map((record) => ({
      key: record.name,
      version: record.latest,
      arn: functionArn(config.region, record.name),
    }))
  }
  if (functionVersion !== 'ALL') {
    const constraint = 'Member must satisfy enum value set: [ALL]'
    throw new Refusal(validationFailed([failure(functionVersion, ['FunctionVersion'], constraint)]))
  }
  return registry.all().flatMap((record) => allVersions(record, config.region))
}

/** Every version of a function, $LATEST first, with qualified ARNs. */
export function allVersions(record: FunctionRecord, region: string) {
  return [record.latest, ...record.published].map((version) => {
    const number = version.deployment.version
    return {
      key: `${record.name} ${versionKey(number)}`,
      version,
      arn: functionArn(region, record.name, number),
    }
  })
}
