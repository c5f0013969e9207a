import { z } from 'zod'

import type { VersionRecord } from '../../functions/function-record.ts'
import { refuseUnlessChangeable } from '../../functions/lifecycle.ts'
import { functionArn } from '../../functions/names.ts'
import { publish } from '../../functions/versions.ts'
import { describeListed, describeVersion } from '../describe.ts'
import type { Operation, Services } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { json } from '../reply.ts'
import { readDocument } from '../request-document.ts'
import { findWhole } from './found-version.ts'
import { allVersions } from './functions.ts'

export const versionOperations: readonly Operation[] = [
  {
    name: 'PublishVersion',
    method: 'POST',
    path: '/2015-03-31/functions/{FunctionName}/versions',
    async handle(request, services) {
      const asked = await readDocument(request, schema, { operation: 'PublishVersion' })
      const { record } = findWhole(request, services)
      const facts = await services.code.factsOf(record.latest)
      const version = publishLatest(record.name, asked, facts?.sha256, services)
      const arn = functionArn(services.config.region, record.name, version.deployment.version)
      return json(describeVersion(version, arn, await services.code.factsOf(version)), 201)
    },
  },
  {
    name: 'ListVersionsByFunction',
    method: 'GET',
    path: '/2015-03-31/functions/{FunctionName}/versions',
    async handle(request, services) {
      const { record } = findWhole(request, services)
      const { items, next } = pageOf(
        allVersions(record, services.config.region),
        ({ key }) => key,
        request.query,
      )
      const versions = items.map(async ({ version, arn }) =>
        describeListed(version, arn, await services.code.factsOf(version)),
      )
      return json({
        Versions: await Promise.all(versions),
        ...(next === undefined ? {} : { NextMarker: next }),
      })
    },
  },
]

const schema = z.object({
  CodeSha256: z.string().optional(),
  Description: z.string().max(256).optional(),
  RevisionId: z.string().optional(),
})

function publishLatest(
  name: string,
  { CodeSha256, Description, RevisionId }: z.infer<typeof schema>,
  sha256: string | undefined,
  { registry, config }: Services,
): VersionRecord {
  let told: VersionRecord | undefined
  registry.change(name, ({ record }, stamp) => {
    refuseUnlessChangeable(record, functionArn(config.region, name), RevisionId)
    const asked = {
      ...(Description === undefined ? {} : { description: Description }),
      // AWS's clients send an empty one for none.
      ...(CodeSha256 === undefined || CodeSha256 === '' ? {} : { codeSha256: CodeSha256 }),
    }
    const { record: after, version } = publish(record, asked, sha256, stamp)
    told = version
    return after
  })
  if (told === undefined) throw new Error(`${name} was not published`)
  return told
}
