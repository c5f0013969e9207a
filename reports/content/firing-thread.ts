import type { Health, Run, Utilization } from '../../lib/model/run.ts'
import { formatCount, formatDuration, formatNumber, formatPercent, plural } from '../quantities.ts'
import type { HealthLine } from './health-line.ts'

type Firing = Pick<Run, 'plan' | 'health' | 'tool'>

/** How much was left of the firing thread and of the machine it ran on. */
export function firingThreadLines(run: Firing): readonly HealthLine[] {
  return [...eventLoopLine(run.health), ...busyLine(run), ...processorLines(run), ...inFlightLine(run)]
}

/** As for all percentiles: five must lie beyond it. */
const fewestForP99 = 500

function eventLoopLine({ eventLoopDelay: delay }: Health): readonly HealthLine[] {
  if (delay === undefined) return []
  const { count, p99, max } = delay
  const says = [
    ...(count !== undefined && count < fewestForP99 ? [] : [`p99 ${formatDuration(p99)}`]),
    `max ${formatDuration(max)}${count === undefined ? '' : ` over ${plural(count, 'reading')}`}`,
  ]
  return [{ label: 'event loop delay', says: says.join(', ') }]
}

function busyLine({ plan, health }: Firing): readonly HealthLine[] {
  const { firingThreadBusy, sampled } = health
  const mean = firingThreadBusy ?? sampled?.firingThread.mean
  if (mean === undefined) return []
  const several = plan.firing.threads > 1
  const busiest =
    sampled && busiestReading({ mean, max: sampled.firingThread.max }, formatPercent, sampled.samples)
  return [
    {
      label: several ? 'firing threads' : 'firing thread',
      says: `${several ? 'the busiest ' : ''}${formatPercent(mean)} busy${busiest ?? ''}`,
    },
  ]
}

function processorLines({ tool, health }: Firing): readonly HealthLine[] {
  const { processCores: own, machine, samples } = health.sampled ?? {}
  return [
    ...(own === undefined
      ? []
      : [
          {
            label: 'processors',
            says: `${cores(own.mean)} of ${plural(tool.cpus, 'core')} used${busiestReading(own, cores, samples)}`,
          },
        ]),
    ...(machine === undefined
      ? []
      : [
          {
            label: 'machine',
            says: `${formatPercent(machine.mean)} busy${busiestReading(machine, formatPercent, samples)}`,
          },
        ]),
  ]
}

/**
 * Nothing where the mean says more: of one sample the busiest is the only one, and the mean of a short run may be
 * that of a last stretch too short for a peak. Readings are no seconds: the last one of a block is shorter, and those of
 * several blocks add up.
 */
const busiestReading = ({ mean, max }: Utilization, print: (value: number) => string, samples = 0): string =>
  samples < 2 || max <= mean ? '' : `, ${print(max)} in the busiest of ${formatCount(samples)} readings`

const cores = (value: number): string => formatNumber(Math.round(value * 100) / 100)

function inFlightLine({ plan, health }: Firing): readonly HealthLine[] {
  const { peakInFlight: peak } = health
  if (peak === undefined) return []
  const cap = health.capHits > 0 ? ` (cap ${formatCount(plan.maxInFlight)})` : ''
  return [{ label: 'in flight', says: `at most ${formatCount(peak)} at once${cap}` }]
}
