// A loop that only reads the clock: what it misses, others have taken.
import { answerTasks } from '../answer-tasks.ts'
import { type Noise, type NoiseTask, noiseOf } from '../noise.ts'

answerTasks(async ({ forMs }: NoiseTask): Promise<Noise> => {
  // Compiling it, and starting the process, are not what others do.
  noiseOf(pauses(100))
  return noiseOf(pauses(forMs))
})

function* pauses(forMs: number): Generator<number> {
  const end = performance.now() + forMs
  let before = performance.now()
  while (before < end) {
    const now = performance.now()
    yield now - before
    before = now
  }
}
