import { lateAfter } from '../../lib/model/health.ts'
import type { BurstSkew, Distribution, Health, Run } from '../../lib/model/run.ts'
import { formatCount, formatDuration, plural } from '../quantities.ts'
import { connectionLines } from './connections.ts'
import { firingThreadLines } from './firing-thread.ts'
import type { HealthLine } from './health-line.ts'

/** Whether the numbers are the function's or the generator's: means, lag, skew, connections, and how busy it was. */
export function healthLines(run: Run): readonly HealthLine[] {
  const { health } = run
  return [
    { label: 'fired by', says: means(run) },
    ...scheduleLagLine(run),
    ...neverSentLine(health),
    ...run.phases.flatMap(({ name }, index) =>
      burstSkewLine(
        run.phases.length > 1 ? `burst skew, ${name}` : 'burst skew',
        health.burstSkew.filter(({ phase }) => phase === index),
      ),
    ),
    ...connectionLines(run),
    ...firingThreadLines(run),
  ]
}

function means({ plan: { firing } }: Run): string {
  const { threads, transport, prewarm, onLate } = firing
  return [
    plural(threads, 'thread'),
    ...(transport === 'sdk'
      ? ["the AWS SDK's transport"]
      : ['lean transport', prewarm ? 'connections opened ahead' : 'connections opened when needed']),
    ...(onLate === 'drop' ? ['late arrivals dropped'] : []),
  ].join(', ')
}

function scheduleLagLine({ plan, health }: Run): readonly HealthLine[] {
  const { scheduleLag: lag, late } = health
  const label = 'schedule lag'
  if (lag !== undefined && lag.count > 0) {
    const sends = `over ${plural(lag.count, 'send')}`
    const behind = late.sent > 0 ? `; ${formatCount(late.sent)} over ${formatDuration(lateAfter)} late` : ''
    return [{ label, says: `${percentiles(lag)}max ${formatDuration(lag.max)} ${sends}${behind}` }]
  }
  const counted = plan.phases.filter(({ discard }) => !discard)
  if (counted.some(({ load }) => load.kind !== 'closed')) return []
  return [{ label, says: 'none: a closed loop has no schedule to be late for' }]
}

function percentiles(lag: Distribution): string {
  const resolved = (['p50', 'p99'] as const).filter((name) => !lag.unresolved.includes(name))
  return resolved.map((name) => `${name === 'p50' ? 'median' : name} ${formatDuration(lag[name])}, `).join('')
}

function neverSentLine(health: Health): readonly HealthLine[] {
  const reasons = dropReasons(health)
  return reasons.length === 0 ? [] : [{ label: 'never sent', says: reasons.join(', ') }]
}

/** Why arrivals were dropped, with how many for each reason there was. */
export function dropReasons({ late, capHits }: Health): readonly string[] {
  return [
    ...(late.dropped > 0 ? [`${formatCount(late.dropped)} over ${formatDuration(lateAfter)} late`] : []),
    ...(capHits > 0 ? [`${formatCount(capHits)} at the in-flight cap`] : []),
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

/** Where two markers contradict each other, as sentences. */
export const disagreementSentences = ({ evidence }: Run): readonly string[] =>
  evidence.disagreements.map(
    ({ what, count, example }) =>
      `${what} (${plural(count, 'invocation')}${example === undefined ? '' : `, for example ${example}`})`,
  )
