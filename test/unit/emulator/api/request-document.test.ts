import { expect, test } from 'vitest'
import { z } from 'zod'

import type { ApiRequest } from '../../../../lib/emulator/api/operation.ts'
import { readDocument } from '../../../../lib/emulator/api/request-document.ts'
import { Refusal, type ServiceError } from '../../../../lib/emulator/api/service-error.ts'
import type { Body } from '../../../../lib/emulator/read-body.ts'

const schema = z.object({
  MemorySize: z.int().min(128).max(10_240).optional(),
  Description: z.string().max(5).optional(),
  Publish: z.boolean().optional(),
  Name: z
    .string()
    .regex(/^[a-z]+$/)
    .optional(),
  Kind: z.enum(['A', 'B']).optional(),
  Environment: z.object({ Size: z.int().min(1) }).optional(),
  Tags: z.array(z.string()).min(1).optional(),
})

function read(body: Body, shape: z.ZodType = schema): Promise<unknown> {
  const request: ApiRequest = {
    requestId: 'r',
    invocationId: () => 'r',
    parameters: {},
    query: new URLSearchParams(),
    endpoint: 'http://127.0.0.1:1',
    headers: {},
    body: async () => body,
    gone: new AbortController().signal,
  }
  return readDocument(request, shape, { operation: 'Change', limitBytes: 100 })
}

const text = (json: string): Body => ({ kind: 'whole', bytes: Buffer.from(json) })

async function refusalOf(body: Body, shape?: z.ZodType): Promise<ServiceError> {
  const error = await read(body, shape).catch((reason: unknown) => reason)
  if (error instanceof Refusal) return error.error
  throw new Error(`not refused: ${JSON.stringify(error)}`)
}

test('members are read, unknown ones and null left out, and an empty body is an empty document', async () => {
  expect(await read(text('{"MemorySize":128,"Unknown":[1],"Description":null}'))).toEqual({ MemorySize: 128 })
  expect(await read(text(''))).toEqual({})
})

test.each([
  ['{"MemorySize":64}', "Value '64' at 'memorySize'", 'Member must have value greater than or equal to 128'],
  [
    '{"MemorySize":10241}',
    "Value '10241' at 'memorySize'",
    'Member must have value less than or equal to 10240',
  ],
  [
    '{"Description":"longer"}',
    "Value 'longer' at 'description'",
    'Member must have length less than or equal to 5',
  ],
  ['{"Name":"A b"}', "Value 'A b' at 'name'", 'Member must satisfy regular expression pattern: [a-z]+'],
  ['{"Kind":"C"}', "Value 'C' at 'kind'", 'Member must satisfy enum value set: [A, B]'],
  [
    '{"Environment":{"Size":0}}',
    "Value '0' at 'environment.size'",
    'Member must have value greater than or equal to 1',
  ],
  ['{"Environment":{}}', "Value null at 'environment.size'", 'Member must not be null'],
  ['{"Tags":[]}', "Value '[]' at 'tags'", 'Member must have length greater than or equal to 1'],
])('%s is refused in the words of AWS', async (json, value, constraint) => {
  expect(await refusalOf(text(json))).toEqual({
    status: 400,
    type: 'ValidationException',
    body: { message: `1 validation error detected: ${value} failed to satisfy constraint: ${constraint}` },
  })
})

test('all problems are named at once', async () => {
  const { body } = await refusalOf(text('{"MemorySize":1,"Kind":"C"}'))
  expect(body['message']).toMatch(/^2 validation errors detected: Value '1' at .*; Value 'C' at /)
})

test.each([
  ['{"MemorySize":"128"}', 'STRING_VALUE can not be converted to an Integer'],
  ['{"MemorySize":1.5}', 'NUMBER_VALUE can not be converted to an Integer'],
  ['{"Description":7}', 'NUMBER_VALUE can not be converted to a String'],
  ['{"Description":true}', 'TRUE_VALUE can not be converted to a String'],
  ['{"Publish":"yes"}', 'STRING_VALUE can not be converted to a Boolean'],
  ['{"Description":{}}', 'Start of structure or map found where not expected.'],
  ['{"Description":[]}', 'Start of list found where not expected'],
  ['[]', 'Start of list found where not expected'],
])('%s has the wrong types', async (json, message) => {
  expect(await refusalOf(text(json))).toEqual({
    status: 400,
    type: 'SerializationException',
    body: { message },
  })
})

test('what is no JSON, broken off or too large is refused', async () => {
  expect(await refusalOf(text('{"a":'))).toMatchObject({ status: 400, type: 'SerializationException' })
  expect(await refusalOf({ kind: 'broken' })).toMatchObject({ type: 'SerializationException' })
  expect(await refusalOf({ kind: 'too-large' })).toEqual({
    status: 413,
    type: 'RequestEntityTooLargeException',
    body: { Type: 'User', message: 'Request must be smaller than 100 bytes for the Change operation' },
  })
})

test('a prototype in the JSON is no member', async () => {
  expect(await read(text('{"__proto__":{"MemorySize":200}}'))).toEqual({})
})
