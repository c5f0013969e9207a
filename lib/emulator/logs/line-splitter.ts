/** Makes log events of what a process writes: one for each line, longer ones in pieces. */
export interface LineSplitter {
  /** Whole lines, each with its line feed; what follows the last line feed is kept. */
  push(chunk: Buffer): readonly string[]
  /** What has been kept, if anything. */
  flush(): string | undefined
}

/**
 * CloudWatch Logs takes events of up to 256 KB, 26 bytes of which it counts for each event; Lambda goes on
 * with the rest of a longer line in another one (docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html, 2025).
 */
export const MAX_EVENT_BYTES = 262_144 - 26

export function createLineSplitter(): LineSplitter {
  let kept: Buffer[] = []
  let keptBytes = 0

  function take(last: Buffer): string[] {
    const line = kept.length === 0 ? last : Buffer.concat([...kept, last])
    kept = []
    keptBytes = 0
    return pieces(line)
  }

  function keep(rest: Buffer): string[] {
    if (rest.length === 0) return []
    // A copy: a few bytes must not hold the whole chunk they came in.
    kept.push(Buffer.from(rest))
    keptBytes += rest.length
    return keptBytes < MAX_EVENT_BYTES ? [] : overflow()
  }

  function overflow(): string[] {
    const line = Buffer.concat(kept)
    const whole = cutAt(line, 0)
    kept = [line.subarray(whole)]
    keptBytes = line.length - whole
    return [line.toString('utf8', 0, whole)]
  }

  return {
    push(chunk) {
      const events: string[] = []
      let from = 0
      for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
        events.push(...take(chunk.subarray(from, at + 1)))
        from = at + 1
      }
      // In steps, so that a huge chunk without a line feed is never copied as a whole.
      for (; from < chunk.length; from += MAX_EVENT_BYTES) {
        events.push(...keep(chunk.subarray(from, from + MAX_EVENT_BYTES)))
      }
      return events
    },
    flush() {
      return keptBytes === 0 ? undefined : take(Buffer.alloc(0))[0]
    },
  }
}

const LINE_FEED = 10

function pieces(line: Buffer): string[] {
  const texts: string[] = []
  let from = 0
  while (from < line.length) {
    const to = cutAt(line, from)
    texts.push(line.toString('utf8', from, to))
    from = to
  }
  return texts
}

/** Where a piece that begins at `from` ends: not within a character, as far as it is UTF-8. */
function cutAt(line: Buffer, from: number): number {
  const most = from + MAX_EVENT_BYTES
  if (line.length <= most) return line.length
  for (let at = most; at > most - 4; at -= 1) {
    const byte = line[at]
    if (byte !== undefined && (byte & 0b1100_0000) !== 0b1000_0000) return at
  }
  return most
}
