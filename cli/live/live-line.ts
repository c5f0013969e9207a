import { createLogUpdate } from 'log-update'
import pc from 'picocolors'
import type { Progress } from '../../lib/index.ts'
import type { Output } from '../context.ts'

/** One line on stderr while firing; silent where nobody watches. */
export interface LiveLine {
  show(progress: Progress): void
  /** A line that stays, above the live one. */
  say(line: string): void
  clear(): void
}

export function createLiveLine(output: Output, quiet: boolean, now: () => number): LiveLine {
  const say = (line: string): void => void output.write(`${line}\n`)
  if (!output.isTerminal || quiet) return { show: () => undefined, say, clear: () => undefined }
  const draw = createLogUpdate(output.stream, { showCursor: true })
  const rate = createRate()
  return {
    show: (progress) => draw(print(progress, rate(progress.sent, now()), output)),
    say(line) {
      draw.clear()
      say(line)
    },
    clear: () => draw.clear(),
  }
}

function print(progress: Progress, perSecond: number, output: Output): string {
  const color = pc.createColors(output.color)
  const parts = [
    `${color.bold(String(progress.sent))} sent`,
    `${progress.inFlight} in flight`,
    color.cyan(`${progress.cold} cold`),
    progress.errors > 0 ? color.red(`${progress.errors} errors`) : '0 errors',
    ...(progress.dropped > 0 ? [color.red(`${progress.dropped} dropped`)] : []),
    `${perSecond.toFixed(0)}/s`,
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
