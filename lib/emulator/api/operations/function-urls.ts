import { z } from 'zod'

import type { UrlConfig, UrlSettings } from '../../urls/function-urls.ts'
import { authTypeSchema, corsSchema } from '../../urls/url-schema.ts'
import type { ApiRequest, Operation, Services } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { EMPTY, json } from '../reply.ts'
import { readDocument } from '../request-document.ts'
import { invalidParameter, Refusal } from '../service-error.ts'
import { findFunction, findWhole, versionFor } from './found-version.ts'

const PATH = '/2021-10-31/functions/{FunctionName}/url'

const rest = {
  Cors: z.exactOptional(corsSchema),
  InvokeMode: z.exactOptional(z.enum(['BUFFERED', 'RESPONSE_STREAM'])),
}
const creation = z.object({ ...rest, AuthType: authTypeSchema })
const change = z.object({ ...rest, AuthType: z.exactOptional(authTypeSchema) })

/** The API around function URLs. Signatures of AWS_IAM are asked for and not verified. */
export const functionUrlOperations: readonly Operation[] = [
  {
    name: 'CreateFunctionUrlConfig',
    method: 'POST',
    path: PATH,
    async handle(request, services) {
      const asked = await readDocument(request, creation, { operation: 'CreateFunctionUrlConfig' })
      const { name, qualifier } = placeOf(request, services)
      const settings: UrlSettings = {
        authType: asked.AuthType,
        invokeMode: 'BUFFERED',
        ...settingsOf(asked),
      }
      const { modifiedAt: _, ...created } = await services.urls.create(name, qualifier, settings)
      return json(describe(created), 201)
    },
  },
  {
    name: 'GetFunctionUrlConfig',
    method: 'GET',
    path: PATH,
    async handle(request, services) {
      const { name, qualifier } = placeOf(request, services)
      return json(describe(services.urls.get(name, qualifier)))
    },
  },
  {
    name: 'UpdateFunctionUrlConfig',
    method: 'PUT',
    path: PATH,
    async handle(request, services) {
      const asked = await readDocument(request, change, { operation: 'UpdateFunctionUrlConfig' })
      const { name, qualifier } = placeOf(request, services)
      return json(describe(services.urls.update(name, qualifier, settingsOf(asked))))
    },
  },
  {
    name: 'DeleteFunctionUrlConfig',
    method: 'DELETE',
    path: PATH,
    async handle(request, services) {
      const { name, qualifier } = placeOf(request, services)
      await services.urls.delete(name, qualifier)
      return EMPTY
    },
  },
  {
    name: 'ListFunctionUrlConfigs',
    method: 'GET',
    path: `${PATH}s`,
    async handle(request, services) {
      const { name } = findWhole(request, services).record
      const page = pageOf(services.urls.list(name), (config) => config.functionArn, request.query)
      return json({
        FunctionUrlConfigs: page.items.map(describe),
        ...(page.next === undefined ? {} : { NextMarker: page.next }),
      })
    },
  },
]

function placeOf(request: ApiRequest, services: Services) {
  const found = findFunction(request, services)
  // Throws Refusal when there is no such alias.
  versionFor(found, services.config.region)
  const { record, qualifier = '$LATEST' } = found
  if (/^\d+$/.test(qualifier)) {
    const problem = 'A function URL is for an alias or $LATEST, not for a published version.'
    throw new Refusal(invalidParameter(problem))
  }
  return { name: record.name, qualifier }
}

function settingsOf({ AuthType, Cors, InvokeMode }: z.infer<typeof change>): Partial<UrlSettings> {
  return {
    ...(AuthType === undefined ? {} : { authType: AuthType }),
    ...(InvokeMode === undefined ? {} : { invokeMode: InvokeMode }),
    ...(Cors === undefined ? {} : { cors: Cors }),
  }
}

function describe(
  config: Omit<UrlConfig, 'modifiedAt'> & { readonly modifiedAt?: Date },
): Readonly<Record<string, unknown>> {
  const { cors, modifiedAt } = config
  return {
    FunctionUrl: config.url,
    FunctionArn: config.functionArn,
    AuthType: config.authType,
    ...(cors === undefined ? {} : { Cors: cors }),
    CreationTime: config.createdAt.toISOString(),
    ...(modifiedAt === undefined ? {} : { LastModifiedTime: modifiedAt.toISOString() }),
    InvokeMode: config.invokeMode,
  }
}
