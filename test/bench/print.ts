import { type Goal, goalRow } from './goal.ts'
import type { Machine } from './machine.ts'
import type { Bench, Findings } from './measure.ts'
import { isLoud, type Noise } from './noise.ts'
import { formatTable, number } from './table.ts'

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

export function printFindings({ title, table, notes }: Findings, noise: Noise): string {
  const heard = isLoud(noise) ? [noiseLine(noise)] : []
  return lines(['', title, ...formatTable(table).map(indent), ...[...notes, ...heard].map(indent)])
}

function noiseLine({ held, longestMs }: Noise): string {
  const share = Math.round(held * 100)
  return `The machine was busy: just before, a loop that only reads the clock was held up for ${share} % of its time, for ${number(longestMs)} ms at once.`
}

export const printLeftOut = (name: string, why: string): string =>
  lines(['', `${name}: not measured, ${why}`])

/** All goals in one table, each with its verdict; nothing when there are none. `noises` has one for each measure. */
export function printGoals(goals: readonly Goal[], noises: readonly Noise[]): string {
  if (goals.length === 0) return ''
  const rows = [['goals', '', 'measured', 'verdict'], ...goals.map(goalRow)]
  const busy = noises.filter(isLoud).length
  const warning = `The machine was busy with something else before ${busy} of ${noises.length} measures: its times, tails above all, are not those of the tool alone.`
  return lines(['', ...formatTable(rows), ...(busy === 0 ? [] : [warning])])
}

export const printDuration = (millis: number): string => lines(['', `Took ${Math.round(millis / 1_000)} s`])

const indent = (line: string): string => `  ${line}`

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('')
