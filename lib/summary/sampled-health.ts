import { defined } from '../model/defined.ts'
import type { HealthSample } from '../model/health.ts'
import type { SampledHealth, Utilization } from '../model/run.ts'
import { type Micros, micros, toSeconds } from '../model/time.ts'

/** A shorter stretch, such as a run's last, says little of how busy something was or how many were sent a second. */
const fullStretch = 500_000

/** Sums up the health samples of a run while they pass by. */
export class SampledHealthNumbers {
  #samples = 0
  readonly #threads = new Map<number, UtilizationNumbers>()
  readonly #process = new UtilizationNumbers()
  readonly #machine = new UtilizationNumbers()
  readonly #sentPerSecond = new Peak()
  #longestDelay = { took: micros(0), by: micros(0) }

  add({ at, over, threads, processCores, machine }: HealthSample): void {
    this.#samples += 1
    for (const [index, { share = index, over: own = over, busy, longestDelay }] of threads.entries()) {
      const numbers = this.#threads.get(share) ?? new UtilizationNumbers()
      this.#threads.set(share, numbers)
      numbers.add(busy, own)
      if (longestDelay > this.#longestDelay.took) this.#longestDelay = { took: longestDelay, by: at }
    }
    if (processCores !== undefined) this.#process.add(processCores, over)
    if (machine !== undefined) this.#machine.add(machine, over)
    this.#countSends(threads, over)
  }

  /** The last bit of a thread that has ended says nothing beside the full stretches of others. */
  #countSends(threads: HealthSample['threads'], over: Micros): void {
    const stretches = threads.map(({ sent, over: own = over }) => ({ perSecond: sent / toSeconds(own), own }))
    const longest = Math.max(...stretches.map(({ own }) => own))
    const counted = stretches.filter(({ own }) => own >= Math.min(fullStretch, longest))
    const perSecond = counted.reduce((sum, stretch) => sum + stretch.perSecond, 0)
    this.#sentPerSecond.add(perSecond, micros(longest))
  }

  /** Undefined when there were no samples. Of several threads the means and maxima of the busiest are given. */
  finish(): SampledHealth | undefined {
    const threads = [...this.#threads.values()].flatMap((numbers) => numbers.finish() ?? [])
    if (threads.length === 0) return undefined
    return defined({
      samples: this.#samples,
      firingThread: {
        mean: Math.max(...threads.map(({ mean }) => mean)),
        max: Math.max(...threads.map(({ max }) => max)),
      },
      processCores: this.#process.finish(),
      machine: this.#machine.finish(),
      mostSentPerSecond: this.#sentPerSecond.value,
      longestDelay: this.#longestDelay,
    })
  }
}

/** A mean weighted by the lengths of the stretches, and the busiest of them. */
class UtilizationNumbers {
  #weighted = 0
  #over = 0
  readonly #peak = new Peak()

  add(value: number, over: Micros): void {
    this.#weighted += value * over
    this.#over += over
    this.#peak.add(value, over)
  }

  finish(): Utilization | undefined {
    if (this.#over === 0) return undefined
    return { mean: this.#weighted / this.#over, max: this.#peak.value }
  }
}

/** The highest value of a full stretch; where there is none, that of any. */
class Peak {
  #full: number | undefined
  #any = 0

  add(value: number, over: Micros): void {
    this.#any = Math.max(this.#any, value)
    if (over >= fullStretch) this.#full = Math.max(this.#full ?? 0, value)
  }

  get value(): number {
    return this.#full ?? this.#any
  }
}
