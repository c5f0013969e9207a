import type { Validity } from '../model/run.ts'
import { addCounts, emptyCounts } from '../summary/counts.ts'
import { connectionSetupReason } from '../summary/connection-setup.ts'
import type { Doubts } from '../summary/doubts.ts'
import { countInWords } from '../summary/in-words.ts'
import { latenessReason } from '../summary/lateness.ts'
import { judgeValidity } from '../summary/validity.ts'
import { mergeErrors } from './merge-errors.ts'

/** One spoilt block is little of what a setting is judged by: a comparison takes this share of them. */
const mostSpoiltBlocks = 0.1

export interface JudgedBlocks extends Validity {
  /** A sentence on the blocks that were spoilt, where they are too few to matter. */
  readonly note?: string
}

/** Whether a comparison can be believed, by the doubts on each of its blocks and what could not be done right. */
export function judgeBlocks(blocks: readonly Doubts[], faults: readonly string[]): JudgedBlocks {
  const spoilt = spoiltBlocks(blocks)
  const tooMany = spoilt.count > blocks.length * mostSpoiltBlocks
  const reasons = [...faults, ...(tooMany ? [spoilt.says] : []), ...reasonsOfAll(blocks)]
  return {
    valid: reasons.length === 0,
    reasons,
    ...(spoilt.count > 0 && !tooMany && { note: `I${spoilt.says.slice(1)}.` }),
  }
}

/** Blocks in which the generator was too late, or opened its connections inside of measured calls. */
function spoiltBlocks(blocks: readonly Doubts[]): { readonly count: number; readonly says: string } {
  const reasons = blocks.flatMap((doubts) => latenessReason(doubts) ?? connectionSetupReason(doubts) ?? [])
  const [first = ''] = reasons
  const of = `${countInWords(reasons.length)} of ${countInWords(blocks.length)} blocks`
  return {
    count: reasons.length,
    says: `in ${of} ${first}${reasons.length > 1 ? ' (the first of them)' : ''}`,
  }
}

/** What is counted, such as refusals and damaged lines, is counted over all blocks; lateness has been judged. */
function reasonsOfAll(blocks: readonly Doubts[]): readonly string[] {
  const [one] = blocks
  const all = one && together(blocks, one)
  return all === undefined || all.counts.sent + all.counts.dropped === 0 ? [] : judgeValidity(all).reasons
}

function together(blocks: readonly Doubts[], one: Doubts): Doubts {
  const sum = (read: (doubts: Doubts) => number): number =>
    blocks.reduce((all, doubts) => all + read(doubts), 0)
  return {
    firing: one.firing,
    cpus: one.cpus,
    sharesCores: one.sharesCores,
    loads: blocks.flatMap(({ loads }) => loads),
    besidesWarmUps: true,
    counts: blocks.map(({ counts }) => counts).reduce(addCounts, emptyCounts(0)),
    errors: mergeErrors(blocks.map(({ errors }) => ({ errors, offset: 0 }))),
    damagedLines: sum(({ damagedLines }) => damagedLines),
    health: {
      late: {
        sent: sum(({ health }) => health.late.sent),
        dropped: sum(({ health }) => health.late.dropped),
      },
      capHits: sum(({ health }) => health.capHits),
      burstSkew: [],
    },
  }
}
