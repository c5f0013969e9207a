import { z } from 'zod'

import type { HeldCode } from '../../functions/code-store.ts'
import { zipCode } from '../../functions/configured.ts'
import type { FunctionRecord, VersionRecord } from '../../functions/function-record.ts'
import { createRecord } from '../../functions/lifecycle.ts'
import { functionArn, parseFunctionReference } from '../../functions/names.ts'
import { publish } from '../../functions/versions.ts'
import { changedContent, requireRuntime } from '../configuration.ts'
import { configurationMembers } from '../configuration-members.ts'
import { describeVersion } from '../describe.ts'
import type { Operation, Services } from '../operation.ts'
import { json } from '../reply.ts'
import { readDocument } from '../request-document.ts'
import { invalidParameter, Refusal, resourceConflict } from '../service-error.ts'
import { tagsSchema } from './tags.ts'
import { CODE_REQUEST_BYTES, codeMembers, unpackUpload } from './upload.ts'

export const createFunctionOperations: readonly Operation[] = [
  {
    name: 'CreateFunction',
    method: 'POST',
    path: '/2015-03-31/functions',
    async handle(request, services) {
      const rules = { operation: 'CreateFunction', limitBytes: CODE_REQUEST_BYTES }
      const asked = await readDocument(request, schema, rules)
      const { fn, settings } = newContent(asked)
      if (services.registry.all().some(({ name }) => name === fn.name)) {
        throw new Refusal(resourceConflict(`Function already exist: ${fn.name}`))
      }
      const held = await unpackUpload(asked.Code, services.code)
      try {
        const version = create({ ...asked, fn, settings }, held, services)
        const arn = functionArn(services.config.region, fn.name)
        return json(describeVersion(version, arn, held.code.facts), 201)
      } finally {
        held.letGo()
      }
    },
  },
]

const schema = z.object({
  ...configurationMembers,
  FunctionName: z.string().min(1).max(140),
  Role: configurationMembers.Role.unwrap(),
  Code: z.object(codeMembers),
  Publish: z.boolean().optional(),
  Tags: tagsSchema.optional(),
})

type Asked = z.infer<typeof schema>

function newContent(asked: Asked) {
  const name = parseFunctionReference(asked.FunctionName)?.name
  if (name === undefined)
    throw new Refusal(invalidParameter(`${asked.FunctionName} is not a function name or ARN`))
  const { Runtime, Handler } = asked
  if (Runtime === undefined || Handler === undefined) {
    const problem =
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.'
    throw new Refusal(invalidParameter(problem))
  }
  const runtime = requireRuntime(Runtime)
  // AWS's defaults, for what is not said.
  const fn = {
    name,
    runtime,
    handler: Handler,
    memoryMb: 128,
    timeoutMs: 3_000,
    ephemeralStorageMb: 512,
    env: {},
    codeDir: '',
  }
  const settings = { description: '', role: asked.Role, runtimeName: Runtime }
  return changedContent(asked, { deployment: { id: '', version: '$LATEST', fn }, settings })
}

function create(
  { fn, settings, Tags, Publish }: Pick<Asked, 'Tags' | 'Publish'> & ReturnType<typeof newContent>,
  held: HeldCode,
  { registry, config }: Services,
): VersionRecord {
  const code = zipCode(held)
  const content = { fn: { ...fn, codeDir: held.code.folder }, settings, code }
  let version: VersionRecord | undefined
  const record = registry.add((stamp): FunctionRecord => {
    const created = createRecord(content, Tags ?? {}, stamp.now + config.updateMs, stamp)
    if (Publish !== true) return created
    const published = publish(created, {}, held.code.facts.sha256, stamp)
    version = published.version
    return published.record
  })
  return version ?? record.latest
}
