import type { Block } from '../model/block.ts'
import type { Setting } from '../model/comparison-plan.ts'
import { defined } from '../model/defined.ts'
import type { Plan } from '../model/plan.ts'
import type { TargetFacts } from '../model/run.ts'

/**
 * What is known of a function at the place one block is fired at: by that it is billed. What a qualifier says of its
 * architecture comes before what was named for the price, which is for those that say nothing.
 */
export function blockFacts(
  facts: TargetFacts,
  setting: Setting,
  block: Pick<Block, 'memoryMb' | 'architecture' | 'runtime'>,
  { target }: Pick<Plan, 'target'>,
): TargetFacts {
  return defined({
    ...facts,
    function: target.qualifier === undefined ? target.function : `${target.function}:${target.qualifier}`,
    memoryMb: block.memoryMb ?? setting.memoryMb ?? facts.memoryMb,
    architecture: block.architecture ?? setting.architecture ?? facts.architecture,
    runtime: block.runtime ?? facts.runtime,
    ...(block.architecture !== undefined && { architectureFrom: 'function' as const }),
  })
}
