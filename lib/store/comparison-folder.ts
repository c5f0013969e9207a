import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Block } from '../model/block.ts'
import type { Comparison, PutBack } from '../model/comparison.ts'
import type { ComparisonPlan } from '../model/comparison-plan.ts'
import type { TargetFacts, Tool } from '../model/run.ts'
import { UsageError } from '../model/usage-error.ts'
import { openRun, type StoredRun, unwritable, writeWhole } from './run-folder.ts'

/** `comparison-plan.json`: what a comparison was meant to be, written before anything is changed or sent. */
export interface StoredComparisonPlan {
  readonly schema: 'coldburst/stored-comparison@1'
  readonly tool: Tool
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly facts: TargetFacts
  readonly plan: ComparisonPlan
}

/** `state.json`: what the observations can't tell, rewritten whenever it changes. */
export interface ComparisonState {
  readonly schema: 'coldburst/comparison-state@1'
  /** Absent until it has ended. */
  readonly ended?: 'completed' | 'interrupted'
  /** Since it began. */
  readonly durationMs: number
  readonly skipped: readonly { readonly setting: string; readonly why: string }[]
  /** Settings that were fired at no longer, because nothing but failures came back. */
  readonly givenUp: readonly string[]
  /** Why there are fewer samples than were wanted, as sentences. */
  readonly cutShort: readonly string[]
  /** Sentences about what could not be done right; each makes the comparison invalid. */
  readonly faults: readonly string[]
  /** Made to the control plane. */
  readonly calls: number
  /** As of `Comparison`. */
  readonly current?: string
  readonly putBack: PutBack
}

/** A stored comparison, opened for reading. */
export interface StoredComparison {
  readonly folder: string
  readonly plan: StoredComparisonPlan
  /** Undefined where it died before the first one was written. */
  readonly state: ComparisonState | undefined
  /** In the order they were fired in; blocks that stored nothing are left out. */
  readonly blocks: readonly StoredBlock[]
}

export interface StoredBlock {
  readonly block: Block
  readonly run: StoredRun
}

const planName = 'comparison-plan.json'
const stateName = 'state.json'
const blockName = 'block.json'

export function writeComparisonPlan(folder: string, plan: StoredComparisonPlan): void {
  writeWhole(join(folder, planName), plan)
}

export function writeComparisonState(folder: string, state: ComparisonState): void {
  writeWhole(join(folder, stateName), state)
}

export function writeComparison(folder: string, comparison: Comparison): void {
  writeWhole(join(folder, 'comparison.json'), comparison)
}

/**
 * Makes the folder of a block, for its run to be stored in, and returns its path. Throws UsageError where the disk does
 * not take it: what was stored before is to be reported all the same.
 */
export function createBlockFolder(folder: string, block: Block): string {
  const path = join(folder, 'blocks', String(block.index).padStart(4, '0'))
  try {
    mkdirSync(path, { recursive: true })
    writeWhole(join(path, blockName), block)
    return path
  } catch (error) {
    throw unwritable(`run folder ${path}`, error)
  }
}

/** Whether a folder holds a comparison and not a single run. */
export const isComparison = (folder: string): boolean => existsSync(join(folder, planName))

/** Throws UsageError when the folder is not a comparison, or not one that this version reads. */
export function openComparison(folder: string): StoredComparison {
  const plan = read<StoredComparisonPlan>(folder, planName, 'coldburst/stored-comparison@1')
  if (plan === undefined) throw foreign(folder, `it holds no ${planName}`)
  const state = read<ComparisonState>(folder, stateName, 'coldburst/comparison-state@1')
  return { folder, plan, state, blocks: blocksIn(join(folder, 'blocks')) }
}

function blocksIn(folder: string): StoredBlock[] {
  if (!existsSync(folder)) return []
  const folders = readdirSync(folder).filter((name) => /^\d+$/.test(name))
  return folders
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => join(folder, name))
    .filter(holdsObservations)
    .flatMap((path) => {
      const block = read<Block>(path, blockName, 'coldburst/block@1')
      return block === undefined ? [] : [{ block, run: openRun(path) }]
    })
}

/** A block that was interrupted before its first send left nothing to read. */
const holdsObservations = (path: string): boolean =>
  existsSync(join(path, 'plan.json')) &&
  readdirSync(path).some((name) => name.startsWith('observations.') && statSync(join(path, name)).size > 0)

function read<T extends { readonly schema: string }>(
  folder: string,
  name: string,
  schema: T['schema'],
): T | undefined {
  const path = join(folder, name)
  if (!existsSync(path)) return undefined
  const document = parse(path)
  if (document?.schema !== schema) {
    throw foreign(
      folder,
      `its ${basename(path)} says schema ${JSON.stringify(document?.schema)}, not ${schema}`,
    )
  }
  return document as T
}

function parse(path: string): { readonly schema?: unknown } | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { readonly schema?: unknown } | null
  } catch {
    return null
  }
}

function foreign(folder: string, why: string): UsageError {
  return new UsageError([{ where: folder, message: `not a comparison of coldburst: ${why}` }])
}
