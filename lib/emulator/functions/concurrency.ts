import { invalidParameter, provisionedNotFound, Refusal, resourceConflict } from '../api/service-error.ts'
import { findAlias } from './aliases.ts'
import type { FunctionRecord, ProvisionedRecord } from './function-record.ts'

/** What the account has for functions that reserve nothing. */
export function unreservedConcurrency(limit: number, records: readonly FunctionRecord[]): number {
  return Math.max(0, limit - records.reduce((sum, record) => sum + setApart(record), 0))
}

// Provisioned concurrency comes out of what is reserved, where something is.
function setApart({ reservedConcurrency, provisioned }: FunctionRecord): number {
  return reservedConcurrency ?? sumOf(provisioned)
}

/**
 * The least that must stay unreserved: 100 on AWS (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html,
 * 2026-11), where an account with less can reserve nothing. Here a smaller limit stands for a larger account,
 * so that reserving can be tried: a tenth of it, as 100 is of the usual 1,000.
 */
export function leastUnreserved(limit: number): number {
  return limit >= 100 ? 100 : Math.floor(limit / 10)
}

/** The function with so much set apart for it; undefined takes it back. `records` are all of the account. */
export function reserve(
  record: FunctionRecord,
  concurrency: number | undefined,
  limit: number,
  records: readonly FunctionRecord[],
): FunctionRecord {
  const changed = { ...record, reservedConcurrency: concurrency }
  if (concurrency === undefined) return changed
  if (concurrency < sumOf(record.provisioned)) {
    throw new Refusal(
      invalidParameter(
        "ReservedConcurrentExecutions should not be lower than function's total provisioned concurrency " +
          `[${sumOf(record.provisioned)}].`,
      ),
    )
  }
  // A function may always be stopped.
  if (concurrency > 0) refuseTooLittleLeft('ReservedConcurrentExecutions', record, changed, limit, records)
  return changed
}

/** The function with environments initialised ahead for a version or alias that it has. */
export function provision(
  record: FunctionRecord,
  qualifier: string,
  environments: number,
  account: { readonly limit: number; readonly records: readonly FunctionRecord[]; readonly now: number },
): FunctionRecord {
  refuseUnprovisionable(record, qualifier)
  const others = record.provisioned.filter((one) => one.qualifier !== qualifier)
  const changed: FunctionRecord = {
    ...record,
    provisioned: [...others, { qualifier, environments, modifiedAt: account.now }],
  }
  const { reservedConcurrency } = record
  if (reservedConcurrency === undefined) {
    refuseTooLittleLeft('ConcurrentExecutions', record, changed, account.limit, account.records)
  } else if (reservedConcurrency < sumOf(changed.provisioned)) {
    throw new Refusal(
      invalidParameter(
        'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
      ),
    )
  }
  return changed
}

/** The function without them. */
export function unprovision(record: FunctionRecord, qualifier: string): FunctionRecord {
  return { ...record, provisioned: record.provisioned.filter((one) => one.qualifier !== qualifier) }
}

/** Gives a function back whose alias has been moved; throws Refusal when it has provisioned concurrency and can't any more. */
export function keepProvisionable(record: FunctionRecord, alias: string): FunctionRecord {
  if (record.provisioned.some(({ qualifier }) => qualifier === alias)) refuseUnprovisionable(record, alias)
  return record
}

export function requireProvisioned(record: FunctionRecord, qualifier: string): ProvisionedRecord {
  const found = record.provisioned.find((one) => one.qualifier === qualifier)
  if (found === undefined) throw new Refusal(provisionedNotFound())
  return found
}

function refuseUnprovisionable(record: FunctionRecord, qualifier: string): void {
  const isProvisioned = (other: string): boolean => record.provisioned.some((one) => one.qualifier === other)
  const alias = findAlias(record, qualifier)
  if (qualifier === '$LATEST' || alias?.version === '$LATEST') {
    throw new Refusal(
      invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.'),
    )
  }
  if (alias !== undefined && isProvisioned(alias.version)) {
    throw new Refusal(
      resourceConflict(
        "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
      ),
    )
  }
  if (
    alias === undefined &&
    record.aliases.some(({ name, version }) => version === qualifier && isProvisioned(name))
  ) {
    throw new Refusal(resourceConflict('Version is pointed by a Provisioned Concurrency alias'))
  }
}

function refuseTooLittleLeft(
  what: string,
  before: FunctionRecord,
  after: FunctionRecord,
  limit: number,
  records: readonly FunctionRecord[],
): void {
  const others = records.filter(({ name }) => name !== before.name)
  const least = leastUnreserved(limit)
  const left = limit - [...others, after].reduce((sum, record) => sum + setApart(record), 0)
  if (left >= least || setApart(after) <= setApart(before)) return
  throw new Refusal(
    invalidParameter(
      `Specified ${what} for function decreases account's UnreservedConcurrentExecution below its minimum value of [${least}].`,
    ),
  )
}

function sumOf(provisioned: readonly ProvisionedRecord[]): number {
  return provisioned.reduce((sum, { environments }) => sum + environments, 0)
}
