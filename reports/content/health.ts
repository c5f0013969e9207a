import type { BurstSkew, Health, Run } from '../../lib/model/run.ts'
import { formatCount, formatDuration, formatPercent, plural } from '../quantities.ts'

/** What the generator itself did: a label and what was measured. */
export interface HealthLine {
  readonly label: string
  readonly says: string
}

/** Whether the numbers are the function's or the generator's: lag, skew, and how busy the firing thread was. */
export function healthLines(run: Run): readonly HealthLine[] {
  const { health } = run
  return [
    ...scheduleLagLine(health),
    ...run.phases.flatMap(({ name }, index) =>
      burstSkewLine(
        run.phases.length > 1 ? `burst skew, ${name}` : 'burst skew',
        health.burstSkew.filter(({ phase }) => phase === index),
      ),
    ),
    ...firingThreadLines(health),
  ]
}

function scheduleLagLine({ scheduleLag: lag }: Health): readonly HealthLine[] {
  if (lag === undefined || lag.count === 0) return []
  const p99 = lag.unresolved.includes('p99') ? '' : `p99 ${formatDuration(lag.p99)}, `
  return [
    { label: 'schedule lag', says: `${p99}max ${formatDuration(lag.max)} over ${plural(lag.count, 'send')}` },
  ]
}

/** Few bursts are listed one by one: a median of three would say less. */
const listedBursts = 5

function burstSkewLine(label: string, bursts: readonly BurstSkew[]): readonly HealthLine[] {
  if (bursts.length === 0) return []
  const skews = bursts.map(({ skew }) => skew)
  const sizes = [...new Set(bursts.map(({ size }) => size))]
  const which = `${plural(bursts.length, 'burst')}${sizes.length === 1 ? ` of ${formatCount(sizes[0] ?? 0)}` : ''}`
  if (skews.length <= listedBursts)
    return [{ label, says: `${skews.map((skew) => formatDuration(skew)).join(', ')} (${which})` }]
  const inOrder = skews.toSorted((a, b) => a - b)
  const median = inOrder[Math.ceil(inOrder.length / 2) - 1] ?? 0
  return [
    {
      label,
      says: `median ${formatDuration(median)}, max ${formatDuration(inOrder.at(-1) ?? 0)} over ${which}`,
    },
  ]
}

function firingThreadLines(health: Health): readonly HealthLine[] {
  const { eventLoopDelay: delay, firingThreadBusy: busy, peakInFlight: peak } = health
  return [
    ...(delay === undefined
      ? []
      : [
          {
            label: 'event loop delay',
            says: `p99 ${formatDuration(delay.p99)}, max ${formatDuration(delay.max)}`,
          },
        ]),
    ...(busy === undefined ? [] : [{ label: 'firing thread', says: `${formatPercent(busy)} busy` }]),
    ...(peak === undefined ? [] : [{ label: 'in flight', says: `at most ${formatCount(peak)} at once` }]),
  ]
}

/** Where two markers contradict each other, as sentences. */
export const disagreementSentences = ({ evidence }: Run): readonly string[] =>
  evidence.disagreements.map(
    ({ what, count, example }) =>
      `${what} (${plural(count, 'invocation')}${example === undefined ? '' : `, for example ${example}`})`,
  )
