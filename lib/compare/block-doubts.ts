import { defined } from '../model/defined.ts'
import type { Run } from '../model/run.ts'
import type { Doubts } from '../summary/doubts.ts'

/** What the judgement on one block is made from, by the document of its run. */
export function blockDoubts(run: Run, damagedLines: number): Doubts {
  return defined({
    counts: run.counts,
    health: run.health,
    firing: run.plan.firing,
    loads: run.plan.phases.filter(({ discard }) => !discard).map(({ load }) => load),
    cpus: run.tool.cpus,
    medianServiceTime: run.distributions.service_time?.all?.p50,
    sharesCores: run.target.kind === 'local',
    errors: run.errors,
    damagedLines,
  })
}
