import { z } from 'zod'

import type { EventInvokeConfig } from '../../events/invoke-configs.ts'
import { functionArn, parseFunctionReference } from '../../functions/names.ts'
import type { ApiRequest, Operation, Services } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { EMPTY, json, type Reply } from '../reply.ts'
import { readDocument } from '../request-document.ts'
import { eventConfigNotFound, invalidParameter, Refusal } from '../service-error.ts'
import { findFunction, findWhole, versionFor } from './found-version.ts'

const PATH = '/2019-09-25/functions/{FunctionName}/event-invoke-config'

const destination = z.exactOptional(z.object({ Destination: z.exactOptional(z.string().max(350)) }))

const schema = z.object({
  MaximumRetryAttempts: z.exactOptional(z.int().min(0).max(2)),
  MaximumEventAgeInSeconds: z.exactOptional(z.int().min(60).max(21_600)),
  DestinationConfig: z.exactOptional(z.object({ OnSuccess: destination, OnFailure: destination })),
})

/** The settings of asynchronous invocations. */
export const eventConfigOperations: readonly Operation[] = [
  {
    name: 'PutFunctionEventInvokeConfig',
    method: 'PUT',
    path: PATH,
    handle: (request, services) => change(request, services, 'PutFunctionEventInvokeConfig'),
  },
  {
    name: 'UpdateFunctionEventInvokeConfig',
    method: 'POST',
    path: PATH,
    handle: (request, services) => change(request, services, 'UpdateFunctionEventInvokeConfig'),
  },
  {
    name: 'GetFunctionEventInvokeConfig',
    method: 'GET',
    path: PATH,
    async handle(request, services) {
      const place = placeOf(request, services)
      return json(describe(place.arn, configAt(place, services)))
    },
  },
  {
    name: 'DeleteFunctionEventInvokeConfig',
    method: 'DELETE',
    path: PATH,
    async handle(request, services) {
      const place = placeOf(request, services)
      configAt(place, services)
      services.events.configs.delete(place.name, place.qualifier)
      return EMPTY
    },
  },
  {
    name: 'ListFunctionEventInvokeConfigs',
    method: 'GET',
    path: `${PATH}/list`,
    async handle(request, services) {
      const { name } = findWhole(request, services).record
      const all = services.events.configs.list(name)
      const page = pageOf(all, ([qualifier]) => qualifier, request.query)
      const { region } = services.config
      return json({
        FunctionEventInvokeConfigs: page.items.map(([qualifier, config]) =>
          describe(functionArn(region, name, qualifier), config),
        ),
        ...(page.next === undefined ? {} : { NextMarker: page.next }),
      })
    },
  },
]

interface Place {
  readonly name: string
  readonly qualifier: string
  readonly arn: string
}

function placeOf(request: ApiRequest, services: Services): Place {
  const found = findFunction(request, services)
  const { region } = services.config
  // Throws Refusal when there is no such version or alias.
  versionFor(found, region)
  const { record, qualifier = '$LATEST' } = found
  return { name: record.name, qualifier, arn: functionArn(region, record.name, qualifier) }
}

function configAt({ name, qualifier, arn }: Place, { events }: Services): EventInvokeConfig {
  const config = events.configs.get(name, qualifier)
  if (config === undefined) throw new Refusal(eventConfigNotFound(arn))
  return config
}

async function change(
  request: ApiRequest,
  services: Services,
  operation: 'PutFunctionEventInvokeConfig' | 'UpdateFunctionEventInvokeConfig',
): Promise<Reply> {
  const asked = await readDocument(request, schema, { operation })
  const place = placeOf(request, services)
  // Put begins anew, Update changes what is there.
  const before = operation === 'PutFunctionEventInvokeConfig' ? {} : configAt(place, services)
  const config = { ...before, ...changes(asked, services), lastModified: Date.now() }
  services.events.configs.set(place.name, place.qualifier, config)
  return json(describe(place.arn, config))
}

function changes(asked: z.infer<typeof schema>, { registry }: Services): Partial<EventInvokeConfig> {
  const { MaximumRetryAttempts: attempts, MaximumEventAgeInSeconds: age } = asked
  const onSuccess = asked.DestinationConfig?.OnSuccess?.Destination
  const onFailure = asked.DestinationConfig?.OnFailure?.Destination
  for (const arn of [onSuccess, onFailure]) {
    const problem = arn === undefined ? undefined : destinationProblem(arn, registry)
    if (problem !== undefined) throw new Refusal(invalidParameter(problem))
  }
  return {
    ...(attempts === undefined ? {} : { maximumRetryAttempts: attempts }),
    ...(age === undefined ? {} : { maximumEventAgeInSeconds: age }),
    ...(onSuccess === undefined ? {} : { onSuccess }),
    ...(onFailure === undefined ? {} : { onFailure }),
  }
}

function destinationProblem(arn: string, registry: Services['registry']): string | undefined {
  if (!/^arn:[^:]+:lambda:/.test(arn) || parseFunctionReference(arn) === undefined) {
    return `The destination ARN ${arn} is not supported: the local Lambda delivers to its own functions only.`
  }
  if (registry.resolve(arn).kind === 'found') return undefined
  return `The destination ARN ${arn} is invalid: there is no such function.`
}

function describe(arn: string, config: EventInvokeConfig): Record<string, unknown> {
  const { maximumRetryAttempts, maximumEventAgeInSeconds, onSuccess, onFailure } = config
  return {
    LastModified: config.lastModified / 1_000,
    FunctionArn: arn,
    ...(maximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts: maximumRetryAttempts }),
    ...(maximumEventAgeInSeconds === undefined ? {} : { MaximumEventAgeInSeconds: maximumEventAgeInSeconds }),
    DestinationConfig: {
      OnSuccess: onSuccess === undefined ? {} : { Destination: onSuccess },
      OnFailure: onFailure === undefined ? {} : { Destination: onFailure },
    },
  }
}
