import { type Goal, goalRow } from './goal.ts'
import type { Machine } from './machine.ts'
import type { Bench, Findings } from './measure.ts'
import { formatTable } from './table.ts'

/** What the figures below hold for. */
export function printMachine(
  machine: Machine,
  { repeats, native }: Pick<Bench, 'repeats' | 'native'>,
): string {
  const { processor, cores, memoryGb, system, versions, date, loadAverage, pinned } = machine
  return lines([
    `coldburst ${versions.coldburst} bench, ${date}`,
    `${processor}, ${cores} cores, ${memoryGb} GB, ${system}; load average ${loadAverage.toFixed(2)}`,
    `Node ${versions.node}, @aws-sdk/client-lambda ${versions['client-lambda']}, autocannon ${versions.autocannon}`,
    typeof native === 'string'
      ? `The stub server is the one written for Node: ${native}`
      : 'The stub server is the one written in C; the one over TLS is written for Node',
    pinned
      ? `Servers are pinned to core ${pinned.server}, each client in a process of its own to core ${pinned.client}; medians of ${repeats} interleaved repeats`
      : `Nothing is pinned (no taskset, or one core alone), so server and client may share a core; medians of ${repeats} interleaved repeats`,
  ])
}

export function printFindings({ title, table, notes }: Findings): string {
  return lines(['', title, ...formatTable(table).map(indent), ...notes.map(indent)])
}

export const printLeftOut = (name: string, why: string): string =>
  lines(['', `${name}: not measured, ${why}`])

/** All goals in one table, each with its verdict; nothing when there are none. */
export function printGoals(goals: readonly Goal[]): string {
  if (goals.length === 0) return ''
  const rows = [['goals', '', 'measured', 'verdict'], ...goals.map(goalRow)]
  return lines(['', ...formatTable(rows)])
}

export const printDuration = (millis: number): string => lines(['', `Took ${Math.round(millis / 1_000)} s`])

const indent = (line: string): string => `  ${line}`

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('')
