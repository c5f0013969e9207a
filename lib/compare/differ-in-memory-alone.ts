import type { Setting } from '../model/comparison-plan.ts'

/** Whether environment, architecture and qualifier are the same in all of them. */
export const differInMemoryAlone = (settings: readonly Setting[]): boolean =>
  new Set(settings.map(butMemory)).size <= 1

/** Variables stand in the order of the plan in every setting. */
const butMemory = ({ architecture, environment, qualifier }: Setting): string =>
  JSON.stringify([architecture, environment, qualifier])
