import type { Fleet } from '../fleet/fleet.ts'
import type { CodeStore } from './code-store.ts'
import type { Deployment } from './deployment.ts'
import { findAlias } from './aliases.ts'
import type { FunctionRecord } from './function-record.ts'
import type { OnChange } from './registry.ts'
import { versionOf } from './versions.ts'

/**
 * Brings environments and code in line with what the functions are now: code is kept as long as a version
 * has it, and what no version has any more is drained.
 */
export function createCarryOut(
  fleet: Pick<Fleet, 'reserve' | 'provision' | 'drain'>,
  code: Pick<CodeStore, 'hold'>,
): OnChange {
  const holds = new Map<string, () => void>()

  return (before, after) => {
    const [were, are] = [deploymentsOf(before), deploymentsOf(after)]
    for (const [id, { fn }] of are) {
      if (!were.has(id) && fn.runtime !== 'simulated') holds.set(id, code.hold(fn.codeDir))
    }
    const name = after?.name ?? before?.name
    if (name !== undefined && before?.reservedConcurrency !== after?.reservedConcurrency) {
      fleet.reserve(name, after?.reservedConcurrency)
    }
    provision(fleet, before, after)
    for (const [id, deployment] of were) {
      if (are.has(id)) continue
      fleet.drain(deployment)
      holds.get(id)?.()
      holds.delete(id)
    }
  }
}

function deploymentsOf(record: FunctionRecord | undefined): ReadonlyMap<string, Deployment> {
  if (record === undefined) return new Map()
  const versions = [record.latest, ...record.published].map(({ deployment }) => deployment)
  return new Map([record.serving, ...versions].map((deployment) => [deployment.id, deployment]))
}

function provision(
  fleet: Pick<Fleet, 'provision'>,
  before: FunctionRecord | undefined,
  after: FunctionRecord | undefined,
): void {
  const [were, are] = [groupsOf(before), groupsOf(after)]
  for (const [qualifier, group] of were) {
    if (!are.has(qualifier)) fleet.provision(group, 0)
  }
  for (const [qualifier, { environments, ...group }] of are) {
    const was = were.get(qualifier)
    const same = was?.environments === environments && was.deployment.id === group.deployment.id
    if (!same) fleet.provision(group, environments)
  }
}

interface Group {
  readonly functionName: string
  readonly qualifier: string
  readonly deployment: Deployment
  readonly environments: number
}

function groupsOf(record: FunctionRecord | undefined): ReadonlyMap<string, Group> {
  if (record === undefined) return new Map()
  const groups = record.provisioned.flatMap(
    ({ qualifier, environments }): readonly (readonly [string, Group])[] => {
      const number = findAlias(record, qualifier)?.version ?? qualifier
      const deployment = versionOf(record, number)?.deployment
      if (deployment === undefined) return []
      return [[qualifier, { functionName: record.name, qualifier, deployment, environments }]]
    },
  )
  return new Map(groups)
}
