import { z } from 'zod'

import type { Found } from '../../functions/registry.ts'
import type { ApiRequest, Operation, Services } from '../operation.ts'
import { EMPTY, json } from '../reply.ts'
import { readDocument } from '../request-document.ts'
import { invalidParameter, Refusal } from '../service-error.ts'

const PATH = '/2017-03-31/tags/{Resource}'

export const tagOperations: readonly Operation[] = [
  {
    name: 'TagResource',
    method: 'POST',
    path: PATH,
    async handle(request, services) {
      const { Tags } = await readDocument(request, schema, { operation: 'TagResource' })
      const { name } = findTagged(request, services).record
      services.registry.change(name, ({ record }) => {
        const tags = { ...record.tags, ...Tags }
        if (Object.keys(tags).length > MOST_TAGS) {
          throw new Refusal(invalidParameter(`A function has at most ${MOST_TAGS} tags.`))
        }
        return { ...record, tags }
      })
      return EMPTY
    },
  },
  {
    name: 'UntagResource',
    method: 'DELETE',
    path: PATH,
    async handle(request, services) {
      const { name } = findTagged(request, services).record
      const keys = new Set(request.query.getAll('tagKeys'))
      services.registry.change(name, ({ record }) => ({
        ...record,
        tags: Object.fromEntries(Object.entries(record.tags).filter(([key]) => !keys.has(key))),
      }))
      return EMPTY
    },
  },
  {
    name: 'ListTags',
    method: 'GET',
    path: PATH,
    async handle(request, services) {
      return json({ Tags: findTagged(request, services).record.tags })
    },
  },
]

const MOST_TAGS = 50

/** Tags as AWS takes them. */
export const tagsSchema = z
  .record(z.string().min(1).max(128), z.string().max(256))
  .refine((tags) => Object.keys(tags).length <= MOST_TAGS, {
    error: `Member must have length less than or equal to ${MOST_TAGS}`,
  })

const schema = z.object({ Tags: tagsSchema })

function findTagged({ parameters }: ApiRequest, { registry }: Services): Found {
  const resource = parameters['Resource'] ?? ''
  if (!/^arn:[^:]+:lambda:[^:]+:\d{12}:function:/.test(resource)) {
    throw new Refusal(
      invalidParameter(`${resource} is not the ARN of a function: nothing else has tags here.`),
    )
  }
  const found = registry.find(resource)
  if (found.qualifier !== undefined) {
    throw new Refusal(
      invalidParameter(
        'Tags on function aliases and versions are not supported. Please specify a function ARN.',
      ),
    )
  }
  return found
}
