import { z } from 'zod'

import type { PolicyStatement } from '../../functions/function-record.ts'
import { addStatement, removeStatement, requirePolicy } from '../../functions/policies.ts'
import type { Operation } from '../operation.ts'
import { EMPTY, json } from '../reply.ts'
import { readDocument } from '../request-document.ts'
import { findFunction, versionFor } from './found-version.ts'

// Tools give permissions to what invokes a function. Here they are kept and shown, and everybody may invoke.
const PATH = '/2015-03-31/functions/{FunctionName}/policy'

export const policyOperations: readonly Operation[] = [
  {
    name: 'AddPermission',
    method: 'POST',
    path: PATH,
    async handle(request, services) {
      const asked = await readDocument(request, schema, { operation: 'AddPermission' })
      const found = findFunction(request, services)
      const statement = statementOf(asked, versionFor(found, services.config.region).arn)
      services.registry.change(found.record.name, ({ record }, stamp) =>
        addStatement(record, found.qualifier, statement, asked.RevisionId, stamp),
      )
      return json({ Statement: JSON.stringify(statement) }, 201)
    },
  },
  {
    name: 'RemovePermission',
    method: 'DELETE',
    path: `${PATH}/{StatementId}`,
    async handle(request, services) {
      const found = findFunction(request, services)
      const sid = request.parameters['StatementId'] ?? ''
      const revisionId = request.query.get('RevisionId') ?? undefined
      services.registry.change(found.record.name, ({ record }, stamp) =>
        removeStatement(record, found.qualifier, sid, revisionId, stamp),
      )
      return EMPTY
    },
  },
  {
    name: 'GetPolicy',
    method: 'GET',
    path: PATH,
    async handle(request, services) {
      const { record, qualifier } = findFunction(request, services)
      const { statements, revisionId } = requirePolicy(record, qualifier)
      const document = { Version: '2012-10-17', Id: 'default', Statement: statements }
      return json({ Policy: JSON.stringify(document), RevisionId: revisionId })
    },
  },
]

const schema = z.object({
  StatementId: z
    .string()
    .min(1)
    .max(100)
    .regex(/^([a-zA-Z0-9-_]+)$/),
  Action: z.string().regex(/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/),
  Principal: z.string().regex(/^[^\s]+$/),
  SourceArn: z.string().optional(),
  SourceAccount: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  EventSourceToken: z.string().max(256).optional(),
  PrincipalOrgID: z.string().max(34).optional(),
  FunctionUrlAuthType: z.enum(['NONE', 'AWS_IAM']).optional(),
  InvokedViaFunctionUrl: z.boolean().optional(),
  RevisionId: z.string().optional(),
})

type Asked = z.infer<typeof schema>

function statementOf(asked: Asked, resource: string): PolicyStatement {
  const { StatementId, Principal, Action } = asked
  const service = /^[a-z0-9.-]+\.amazonaws\.com$/.test(Principal)
  const conditions = conditionsOf(asked)
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { [service ? 'Service' : 'AWS']: Principal },
    Action,
    Resource: resource,
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
  }
}

function conditionsOf(asked: Asked): Readonly<Record<string, unknown>> {
  const equals = {
    ...(asked.SourceAccount === undefined ? {} : { 'AWS:SourceAccount': asked.SourceAccount }),
    ...(asked.EventSourceToken === undefined ? {} : { 'lambda:EventSourceToken': asked.EventSourceToken }),
    ...(asked.PrincipalOrgID === undefined ? {} : { 'aws:PrincipalOrgID': asked.PrincipalOrgID }),
    ...(asked.FunctionUrlAuthType === undefined
      ? {}
      : { 'lambda:FunctionUrlAuthType': asked.FunctionUrlAuthType }),
  }
  const viaUrl = asked.InvokedViaFunctionUrl
  return {
    ...(Object.keys(equals).length === 0 ? {} : { StringEquals: equals }),
    ...(asked.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': asked.SourceArn } }),
    ...(viaUrl === undefined ? {} : { Bool: { 'lambda:InvokedViaFunctionUrl': String(viaUrl) } }),
  }
}
