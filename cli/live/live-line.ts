import pc from 'picocolors'
import type { Progress } from '../../lib/index.ts'
import type { Output } from '../context.ts'
import { createLine, type Line } from './line.ts'

/** One line on stderr while firing; silent where nobody watches. */
export interface LiveLine extends Pick<Line, 'say' | 'clear'> {
  show(progress: Progress): void
}

export interface LiveLineOptions {
  readonly quiet: boolean
  /** How many invocations there will be, where that is known. */
  readonly planned: number | undefined
  /** ms. */
  readonly now: () => number
}

export function createLiveLine(output: Output, { quiet, planned, now }: LiveLineOptions): LiveLine {
  const line = createLine(output, quiet)
  const rate = createRate()
  const of = planned === undefined ? '' : ` of ${planned.toLocaleString('en-US')}`
  let begun: number | undefined
  return {
    ...line,
    show(progress) {
      begun ??= now()
      const seconds = ((now() - begun) / 1_000).toFixed(0)
      line.draw(print(progress, { of, seconds, perSecond: rate(progress.sent, now()) }, output))
    },
  }
}

interface Shown {
  readonly of: string
  /** Since the first look. */
  readonly seconds: string
  readonly perSecond: number
}

function print(progress: Progress, { of, seconds, perSecond }: Shown, output: Output): string {
  const color = pc.createColors(output.color)
  const parts = [
    `${color.bold(progress.sent.toLocaleString('en-US'))}${of} sent`,
    `${progress.inFlight} in flight`,
    color.cyan(`${progress.cold} cold`),
    progress.errors > 0 ? color.red(`${progress.errors} errors`) : '0 errors',
    ...(progress.dropped > 0 ? [color.red(`${progress.dropped} dropped`)] : []),
    `${perSecond.toFixed(0)}/s`,
    color.dim(`${seconds} s`),
  ]
  return parts.join(output.unicode ? color.dim(' · ') : ' | ')
}

/** Sends per second over the last second. */
function createRate(): (sent: number, at: number) => number {
  const seen: { sent: number; at: number }[] = []
  return (sent, at) => {
    seen.push({ sent, at })
    while (seen.length > 2 && at - (seen[0]?.at ?? at) > 1_000) seen.shift()
    const first = seen[0]
    return first && at > first.at ? ((sent - first.sent) * 1_000) / (at - first.at) : 0
  }
}
