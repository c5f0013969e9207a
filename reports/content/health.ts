import { lateAfter } from '../../lib/model/health.ts'
import type { Distribution } from '../../lib/model/distribution.ts'
import type { BurstSkew, Health, PhaseSummary, Run } from '../../lib/model/run.ts'
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
    ...run.phases.flatMap((phase, index) =>
      burstSkewLine(
        run.phases.length > 1 ? `burst skew, ${phase.name}` : 'burst skew',
        phase,
        health.burstSkew.filter((skew) => skew.phase === index),
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

/** `first` are the phase's bursts among those that are listed; there may be more. */
function burstSkewLine(
  label: string,
  { discard, distributions }: PhaseSummary,
  first: readonly BurstSkew[],
): readonly HealthLine[] {
  const skews = distributions.burst_skew?.all
  if (discard || skews === undefined) return []
  const sizes = new Set(first.map(({ size }) => size))
  const [size] = sizes
  const ofSize = size !== undefined && sizes.size === 1 ? ` of ${formatCount(size)}` : ''
  const which = plural(skews.count, 'burst') + (first.length === skews.count ? ofSize : '')
  if (first.length === skews.count && first.length <= listedBursts)
    return [{ label, says: `${first.map(({ skew }) => formatDuration(skew)).join(', ')} (${which})` }]
  const median = skews.unresolved.includes('p50') ? '' : `median ${formatDuration(skews.p50)}, `
  return [{ label, says: `${median}max ${formatDuration(skews.max)} over ${which}` }]
}

/** Where two markers contradict each other, as sentences. */
export const disagreementSentences = ({ evidence }: Run): readonly string[] =>
  evidence.disagreements.map(
    ({ what, count, example }) =>
      `${what} (${plural(count, 'invocation')}${example === undefined ? '' : `, for example ${example}`})`,
  )
