import { z } from 'zod'

import type { ProvisionedStatus } from '../../fleet/fleet.ts'
import { provision, requireProvisioned, unprovision } from '../../functions/concurrency.ts'
import type { ProvisionedRecord } from '../../functions/function-record.ts'
import { functionArn } from '../../functions/names.ts'
import { type Document, formatTime } from '../describe.ts'
import type { ApiRequest, Operation, Services } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { EMPTY, json } from '../reply.ts'
import { failure, readDocument } from '../request-document.ts'
import { Refusal, validationFailed } from '../service-error.ts'
import { findFunction, findWhole, versionFor } from './found-version.ts'

const PATH = '/2019-09-30/functions/{FunctionName}/provisioned-concurrency'

export const provisionedConcurrencyOperations: readonly Operation[] = [
  {
    name: 'PutProvisionedConcurrencyConfig',
    method: 'PUT',
    path: PATH,
    async handle(request, services) {
      const asked = await readDocument(request, schema, { operation: 'PutProvisionedConcurrencyConfig' })
      const { name, qualifier } = findQualified(request, services)
      const environments = asked.ProvisionedConcurrentExecutions
      const { registry, config } = services
      const account = { limit: config.accountConcurrency, records: registry.all() }
      const record = registry.change(name, ({ record }, { now }) =>
        provision(record, qualifier, environments, { ...account, now }),
      )
      const { modifiedAt } = requireProvisioned(record, qualifier)
      // They have only been asked for: AWS never says READY here.
      const begun = { requested: environments, allocated: 0, available: 0, kind: 'in-progress' } as const
      return json(describeProvisioned(begun, modifiedAt), 202)
    },
  },
  {
    name: 'GetProvisionedConcurrencyConfig',
    method: 'GET',
    path: PATH,
    async handle(request, services) {
      const { name, qualifier, record } = findQualified(request, services)
      const one = requireProvisioned(record, qualifier)
      return json(
        describeProvisioned(services.fleet.provisioned({ functionName: name, qualifier }), one.modifiedAt),
      )
    },
  },
  {
    name: 'DeleteProvisionedConcurrencyConfig',
    method: 'DELETE',
    path: PATH,
    async handle(request, services) {
      const { name, qualifier } = findQualified(request, services)
      services.registry.change(name, ({ record }) => unprovision(record, qualifier))
      return EMPTY
    },
  },
  {
    name: 'ListProvisionedConcurrencyConfigs',
    method: 'GET',
    path: `${PATH}?List=ALL`,
    async handle(request, services) {
      const { record } = findWhole(request, services)
      const { items, next } = pageOf(record.provisioned, ({ qualifier }) => qualifier, request.query)
      return json({
        ProvisionedConcurrencyConfigs: items.map((one) => describeOne(record.name, one, services)),
        ...(next === undefined ? {} : { NextMarker: next }),
      })
    },
  },
]

const schema = z.object({ ProvisionedConcurrentExecutions: z.int().min(1) })

/** The function, and the version or alias of it, which must be said and be there. */
function findQualified(request: ApiRequest, services: Services) {
  const found = findFunction(request, services)
  const { record, qualifier } = found
  if (qualifier === undefined) {
    throw new Refusal(validationFailed([failure(undefined, ['Qualifier'], 'Member must not be null')]))
  }
  versionFor(found, services.config.region)
  return { record, name: record.name, qualifier }
}

function describeOne(
  name: string,
  { qualifier, modifiedAt }: ProvisionedRecord,
  { fleet, config }: Services,
): Document {
  const state = fleet.provisioned({ functionName: name, qualifier })
  return {
    FunctionArn: functionArn(config.region, name, qualifier),
    ...describeProvisioned(state, modifiedAt),
  }
}

function describeProvisioned(
  { requested, allocated, available, kind }: ProvisionedStatus,
  modifiedAt: number,
): Document {
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: available,
    AllocatedProvisionedConcurrentExecutions: allocated,
    Status: kind === 'ready' ? 'READY' : 'IN_PROGRESS',
    LastModified: formatTime(modifiedAt),
  }
}
