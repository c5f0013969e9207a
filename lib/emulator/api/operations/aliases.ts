import { z } from 'zod'

import { type ArnOf, createAlias, deleteAlias, requireAlias, updateAlias } from '../../functions/aliases.ts'
import { keepProvisionable } from '../../functions/concurrency.ts'
import { functionArn } from '../../functions/names.ts'
import { describeAlias } from '../describe.ts'
import type { Operation, Services } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { EMPTY, json } from '../reply.ts'
import { readDocument } from '../request-document.ts'
import { findWhole } from './found-version.ts'

const ALIASES = '/2015-03-31/functions/{FunctionName}/aliases'

export const aliasOperations: readonly Operation[] = [
  {
    name: 'CreateAlias',
    method: 'POST',
    path: ALIASES,
    async handle(request, services) {
      const asked = await readDocument(request, newAlias, { operation: 'CreateAlias' })
      const { name } = findWhole(request, services).record
      const change = { ...changeOf(asked), version: asked.FunctionVersion }
      const record = services.registry.change(name, ({ record }, stamp) =>
        createAlias(record, asked.Name, change, arnsOf(name, services), stamp),
      )
      return json(
        describeAlias(requireAlias(record, asked.Name, arnsOf(name, services)), name, services.config.region),
        201,
      )
    },
  },
  {
    name: 'UpdateAlias',
    method: 'PUT',
    path: `${ALIASES}/{Name}`,
    async handle(request, services) {
      const { RevisionId, ...asked } = await readDocument(request, aliasChange, { operation: 'UpdateAlias' })
      const { name } = findWhole(request, services).record
      const alias = request.parameters['Name'] ?? ''
      const change = { ...changeOf(asked), ...(RevisionId === undefined ? {} : { revisionId: RevisionId }) }
      const record = services.registry.change(name, ({ record }, stamp) =>
        keepProvisionable(updateAlias(record, alias, change, arnsOf(name, services), stamp), alias),
      )
      return json(
        describeAlias(requireAlias(record, alias, arnsOf(name, services)), name, services.config.region),
      )
    },
  },
  {
    name: 'GetAlias',
    method: 'GET',
    path: `${ALIASES}/{Name}`,
    async handle(request, services) {
      const { record } = findWhole(request, services)
      const alias = requireAlias(record, request.parameters['Name'] ?? '', arnsOf(record.name, services))
      return json(describeAlias(alias, record.name, services.config.region))
    },
  },
  {
    name: 'DeleteAlias',
    method: 'DELETE',
    path: `${ALIASES}/{Name}`,
    async handle(request, services) {
      const { name } = findWhole(request, services).record
      services.registry.change(name, ({ record }) => deleteAlias(record, request.parameters['Name'] ?? ''))
      return EMPTY
    },
  },
  {
    name: 'ListAliases',
    method: 'GET',
    path: ALIASES,
    async handle(request, services) {
      const { record } = findWhole(request, services)
      const version = request.query.get('FunctionVersion')
      const aliases = record.aliases.filter(
        (alias) => version === null || alias.version === version || alias.routing?.version === version,
      )
      const { items, next } = pageOf(aliases, ({ name }) => name, request.query)
      return json({
        Aliases: items.map((alias) => describeAlias(alias, record.name, services.config.region)),
        ...(next === undefined ? {} : { NextMarker: next }),
      })
    },
  },
]

const version = z
  .string()
  .min(1)
  .max(1_024)
  .regex(/^(\$LATEST|[0-9]+)$/)

const aliasChange = z.object({
  FunctionVersion: version.optional(),
  Description: z.string().max(256).optional(),
  RoutingConfig: z
    .object({ AdditionalVersionWeights: z.record(z.string(), z.number().min(0).max(1)).optional() })
    .optional(),
  RevisionId: z.string().optional(),
})

const newAlias = aliasChange.extend({
  Name: z
    .string()
    .min(1)
    .max(128)
    .regex(/^(?!^[0-9]+$)([a-zA-Z0-9-_]+)$/),
  FunctionVersion: version,
})

function changeOf({
  FunctionVersion,
  Description,
  RoutingConfig,
}: Omit<z.infer<typeof aliasChange>, 'RevisionId'>) {
  return {
    ...(FunctionVersion === undefined ? {} : { version: FunctionVersion }),
    ...(Description === undefined ? {} : { description: Description }),
    // An empty one takes the weights away; none leaves them.
    ...(RoutingConfig === undefined ? {} : { weights: RoutingConfig.AdditionalVersionWeights ?? {} }),
  }
}

function arnsOf(name: string, { config }: Services): ArnOf {
  return (qualifier) => functionArn(config.region, name, qualifier)
}
