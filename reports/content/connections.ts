import type { Distribution } from '../../lib/model/distribution.ts'
import type { Run } from '../../lib/model/run.ts'
import { formatCount, formatDuration, plural } from '../quantities.ts'
import type { HealthLine } from './health-line.ts'

/** What became of the connections, and what setting them up cost measured calls. */
export function connectionLines({ health }: Pick<Run, 'health'>): readonly HealthLine[] {
  const { connections, connectionSetup: setup } = health
  const parts = [
    ...counted(connections?.ahead, 'opened ahead'),
    ...inCalls(connections?.inCall, setup),
    ...counted(connections?.failed, 'could not be opened'),
    ...counted(connections?.closedByPeer, 'closed by the other side'),
  ]
  return parts.length === 0 ? [] : [{ label: 'connections', says: parts.join(', ') }]
}

/** A connection can be opened in a call of a phase that is left out: then no call that counts had to wait. */
function inCalls(opened: number | undefined, setup: Distribution | undefined): readonly string[] {
  if (setup === undefined) return counted(opened, 'inside a call')
  const took = setup.unresolved.includes('p50')
    ? `at most ${formatDuration(setup.max)}`
    : `${formatDuration(setup.p50)} median`
  if (opened === undefined || opened === setup.count)
    return [`${formatCount(setup.count)} inside a measured call (${took})`]
  return [
    `${formatCount(opened)} inside a call (${plural(setup.count, 'measured call')} waited for one, ${took})`,
  ]
}

const counted = (count: number | undefined, words: string): readonly string[] =>
  count === undefined || count === 0 ? [] : [`${formatCount(count)} ${words}`]
