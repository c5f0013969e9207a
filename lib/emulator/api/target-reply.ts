import type { WholeReply } from './reply.ts'

/** An answer of AWS's JSON 1.1 protocol, in which the `x-amz-target` header names the operation. */
export function targetReply(document: Readonly<Record<string, unknown>>): WholeReply {
  return { kind: 'whole', status: 200, headers: JSON_1_1, body: JSON.stringify(document) }
}

/** A refusal in the same protocol: clients read its name from `__type`. */
export function targetError(type: string, message: string): WholeReply {
  const headers = { ...JSON_1_1, 'x-amzn-ErrorType': type }
  return { kind: 'whole', status: 400, headers, body: JSON.stringify({ __type: type, message }) }
}

/** For an operation that is not here. */
export function unknownTarget(target: string): WholeReply {
  const message = `The local Lambda does not implement ${target.slice(0, 200)}.`
  return targetError('UnknownOperationException', message)
}

const JSON_1_1 = { 'Content-Type': 'application/x-amz-json-1.1' }
