import { z } from 'zod'

import type { HeldCode } from '../../functions/code-store.ts'
import { zipCode } from '../../functions/configured.ts'
import type { VersionRecord } from '../../functions/function-record.ts'
import { refuseUnlessChangeable, updateLatest } from '../../functions/lifecycle.ts'
import { functionArn } from '../../functions/names.ts'
import { publish } from '../../functions/versions.ts'
import { changedContent } from '../configuration.ts'
import { configurationMembers } from '../configuration-members.ts'
import { ARCHITECTURE, describeVersion } from '../describe.ts'
import type { Operation, Services } from '../operation.ts'
import { json } from '../reply.ts'
import { readDocument } from '../request-document.ts'
import { invalidParameter, Refusal } from '../service-error.ts'
import { findWhole } from './found-version.ts'
import { CODE_REQUEST_BYTES, codeMembers, unpackUpload } from './upload.ts'

export const updateFunctionOperations: readonly Operation[] = [
  {
    name: 'UpdateFunctionConfiguration',
    method: 'PUT',
    path: '/2015-03-31/functions/{FunctionName}/configuration',
    async handle(request, services) {
      const rules = { operation: 'UpdateFunctionConfiguration', limitBytes: CONFIGURATION_REQUEST_BYTES }
      const asked = await readDocument(request, configurationSchema, rules)
      const { name } = findWhole(request, services).record
      const arn = functionArn(services.config.region, name)
      const { latest } = services.registry.change(name, ({ record }, stamp) => {
        const change = changedContent(asked, record.latest)
        refuseUnlessChangeable(record, arn, asked.RevisionId)
        return updateLatest(record, change, stamp.now + services.config.updateMs, stamp)
      })
      return json(describeVersion(latest, arn, await services.code.factsOf(latest)))
    },
  },
  {
    name: 'UpdateFunctionCode',
    method: 'PUT',
    path: '/2015-03-31/functions/{FunctionName}/code',
    async handle(request, services) {
      const rules = { operation: 'UpdateFunctionCode', limitBytes: CODE_REQUEST_BYTES }
      const asked = await readDocument(request, codeSchema, rules)
      const { record } = findWhole(request, services)
      const arn = functionArn(services.config.region, record.name)
      refuseUnlessChangeable(record, arn, asked.RevisionId)
      refuseOtherMachine(asked)
      const held = await unpackUpload(asked, services.code)
      try {
        const version = updateCode(record.name, asked, held, services)
        const published = version.deployment.version
        const shown =
          published === '$LATEST' ? arn : functionArn(services.config.region, record.name, published)
        return json(describeVersion(version, shown, held.code.facts))
      } finally {
        held.letGo()
      }
    },
  },
]

/** AWS's (https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-deployment.html, 2026-11). */
const CONFIGURATION_REQUEST_BYTES = 5_120

const configurationSchema = z.object({ ...configurationMembers, RevisionId: z.string().optional() })

const codeSchema = z.object({
  ...codeMembers,
  Publish: z.boolean().optional(),
  DryRun: z.boolean().optional(),
  RevisionId: z.string().optional(),
  Architectures: configurationMembers.Architectures,
  PublishTo: z.string().optional(),
})

type AskedCode = z.infer<typeof codeSchema>

function refuseOtherMachine({ Architectures, PublishTo }: AskedCode): void {
  if (Architectures !== undefined && Architectures[0] !== ARCHITECTURE) {
    throw new Refusal(invalidParameter(`The local Lambda runs on ${ARCHITECTURE} only.`))
  }
  if (PublishTo !== undefined)
    throw new Refusal(invalidParameter('The local Lambda does not have: PublishTo.'))
}

/** Gives what the caller is told of: the new $LATEST or the version published of it. */
function updateCode(
  name: string,
  { Publish, DryRun, RevisionId }: AskedCode,
  held: HeldCode,
  { registry, config }: Services,
): VersionRecord {
  let told: VersionRecord | undefined
  registry.change(name, ({ record }, stamp) => {
    // While the zip was unpacked, another change may have been made.
    refuseUnlessChangeable(record, functionArn(config.region, name), RevisionId)
    const { fn } = record.latest.deployment
    if (fn.runtime === 'simulated') throw new Refusal(invalidParameter(`${name} is a model: it has no code.`))
    const content = { fn: { ...fn, codeDir: held.code.folder }, code: zipCode(held) }
    const updated = updateLatest(record, content, stamp.now + config.updateMs, stamp)
    if (DryRun === true) {
      const { deployment, code } = updated.latest
      told = { ...record.latest, deployment, code }
      return record
    }
    const published = Publish === true ? publish(updated, {}, held.code.facts.sha256, stamp) : undefined
    told = published?.version ?? updated.latest
    return published?.record ?? updated
  })
  if (told === undefined) throw new Error(`${name} was not changed`)
  return told
}
