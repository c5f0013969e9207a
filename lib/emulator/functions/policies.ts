import {
  policyNotFound,
  preconditionFailed,
  Refusal,
  resourceConflict,
  statementNotFound,
} from '../api/service-error.ts'
import type { FunctionRecord, PolicyRecord, PolicyStatement, Stamp } from './function-record.ts'

export function findPolicy(
  { policies }: FunctionRecord,
  qualifier: string | undefined,
): PolicyRecord | undefined {
  return policies.find((policy) => policy.qualifier === qualifier)
}

/** The same, where there has to be one. */
export function requirePolicy(record: FunctionRecord, qualifier: string | undefined): PolicyRecord {
  const policy = findPolicy(record, qualifier)
  if (policy === undefined) throw new Refusal(policyNotFound())
  return policy
}

/** The function with one statement more; a revision that is given must be the policy's. */
export function addStatement(
  record: FunctionRecord,
  qualifier: string | undefined,
  statement: PolicyStatement,
  revisionId: string | undefined,
  stamp: Stamp,
): FunctionRecord {
  const policy = findPolicy(record, qualifier)
  refuseStale(policy, revisionId)
  const statements = policy?.statements ?? []
  if (statements.some(({ Sid }) => Sid === statement.Sid)) {
    throw new Refusal(
      resourceConflict(
        `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, ` +
          'or remove the existing statement.',
      ),
    )
  }
  return withPolicy(record, { qualifier, statements: [...statements, statement], revisionId: stamp.newId() })
}

/** The function without a statement, and without the policy when it was the last. */
export function removeStatement(
  record: FunctionRecord,
  qualifier: string | undefined,
  sid: string,
  revisionId: string | undefined,
  stamp: Stamp,
): FunctionRecord {
  const policy = requirePolicy(record, qualifier)
  refuseStale(policy, revisionId)
  const statements = policy.statements.filter(({ Sid }) => Sid !== sid)
  if (statements.length === policy.statements.length) throw new Refusal(statementNotFound(sid))
  return withPolicy(record, { qualifier, statements, revisionId: stamp.newId() })
}

function refuseStale(policy: PolicyRecord | undefined, revisionId: string | undefined): void {
  if (revisionId !== undefined && revisionId !== policy?.revisionId) {
    throw new Refusal(preconditionFailed('GetPolicy'))
  }
}

function withPolicy(record: FunctionRecord, policy: PolicyRecord): FunctionRecord {
  const others = record.policies.filter(({ qualifier }) => qualifier !== policy.qualifier)
  return { ...record, policies: policy.statements.length === 0 ? others : [...others, policy] }
}
