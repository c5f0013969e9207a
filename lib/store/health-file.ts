import type { HealthSample, ThreadStretch } from '../model/health.ts'
import { defined } from '../model/defined.ts'
import { micros } from '../model/time.ts'
import { countOf, fieldOf, ratioOf } from './fields.ts'
import { jsonLines } from './json-lines.ts'
import { openNewFile, type OutputFile } from './output-file.ts'

export const healthFileName = 'health.ndjson'

const healthSchema = 'coldburst/health@1'

/** Appends samples to a run's health file, each a whole line at once. It never throws. */
export interface HealthWriter {
  append(sample: HealthSample): void
  close(): void
}

/**
 * Begins a new health file. Never throws: where it can't be made or written (a full disk) the samples that
 * follow are not kept, which is no reason to stop firing.
 */
export function openHealthWriter(
  path: string,
  open: (path: string) => OutputFile = openNewFile,
): HealthWriter {
  const writer = new FileWriter(() => open(path))
  writer.write({ schema: healthSchema })
  return writer
}

class FileWriter implements HealthWriter {
  #file: OutputFile | undefined
  #written = 0

  constructor(open: () => OutputFile) {
    this.#attempt(() => (this.#file = open()))
  }

  append(sample: HealthSample): void {
    this.write(inBrief(sample))
  }

  write(line: object): void {
    const file = this.#file
    if (!file) return
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`)
    const whole = this.#attempt(() => {
      for (let done = 0; done < bytes.length;) done += file.write(bytes, done)
      this.#written += bytes.length
    })
    if (whole) return
    // What comes after half a line would be lost with it, so nothing does.
    this.#attempt(() => file.truncate(this.#written))
    this.close()
  }

  close(): void {
    const file = this.#file
    this.#file = undefined
    this.#attempt(() => file?.close())
  }

  /** Whether it went well. A failure is not told: the run is judged without the samples that are missing. */
  #attempt(work: () => void): boolean {
    try {
      work()
      return true
    } catch {
      return false
    }
  }
}

/** Shares and cores to a thousandth: the rest of a quotient's digits says nothing. */
function inBrief({ threads, processCores, machine, ...stretch }: HealthSample): HealthSample {
  return defined({
    ...stretch,
    threads: threads.map((thread) => ({ ...thread, busy: thousandths(thread.busy) })),
    processCores: processCores === undefined ? undefined : thousandths(processCores),
    machine: machine === undefined ? undefined : thousandths(machine),
  })
}

const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000

/**
 * The samples of a health file in order. A torn last line and lines that are no samples are passed over; a
 * file that is missing, unreadable or not ours gives none. Never rejects.
 */
export async function* readHealth(path: string): AsyncGenerator<HealthSample> {
  let ours = false
  for await (const value of jsonLines(path)) {
    if (ours) {
      const sample = toSample(value)
      if (sample) yield sample
    } else if (fieldOf(value, 'schema') === healthSchema) ours = true
    else return
  }
}

function toSample(value: unknown): HealthSample | undefined {
  const [at, over] = [countOf(value, 'at'), countOf(value, 'over')]
  const found = fieldOf(value, 'threads')
  if (at === undefined || !over || !Array.isArray(found)) return undefined
  const threads = found.map(toThread).filter((thread) => thread !== undefined)
  if (threads.length < found.length || threads.length === 0) return undefined
  return defined({
    at: micros(at),
    over: micros(over),
    threads,
    processCores: ratioOf(value, 'processCores'),
    machine: ratioOf(value, 'machine'),
  })
}

function toThread(value: unknown): ThreadStretch | undefined {
  const busy = ratioOf(value, 'busy')
  const longestDelay = countOf(value, 'longestDelay')
  const sent = countOf(value, 'sent')
  const late = countOf(value, 'late')
  const dropped = countOf(value, 'dropped')
  const waited = countOf(value, 'waited')
  const inFlight = countOf(value, 'inFlight')
  if (busy === undefined || longestDelay === undefined || sent === undefined) return undefined
  if (late === undefined || dropped === undefined || waited === undefined || inFlight === undefined)
    return undefined
  const counts = { sent, late, dropped, waited, inFlight }
  const [share, over] = [countOf(value, 'share'), countOf(value, 'over')]
  return defined({
    share,
    over: over ? micros(over) : undefined,
    busy,
    longestDelay: micros(longestDelay),
    ...counts,
  })
}
