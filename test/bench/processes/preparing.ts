// Prepares requests without sending them.
import { createRequestMaker, type RequestMaker } from '../../../lib/targets/lambda/invoke-request.ts'
import { answerTasks } from '../answer-tasks.ts'
import { dummyCredentials, payload, region } from '../invocation.ts'

export interface PreparingTask {
  readonly count: number
}

/** µs each, the mean after as many that warmed up. */
export interface PreparingResult {
  readonly newPayload: number
  readonly newSecond: number
  readonly atHand: number
}

answerTasks(async ({ count }: PreparingTask): Promise<PreparingResult> => {
  const bodies = Array.from({ length: count }, () => Buffer.from(payload))
  const body = Buffer.from(payload)
  return {
    newPayload: microsEach(count, (make, index) => make(bodies[index] ?? body, dummyCredentials, begin)),
    newSecond: microsEach(count, (make, index) =>
      make(body, dummyCredentials, begin + (index % secondsOfADay) * 1_000),
    ),
    atHand: microsEach(count, (make) => make(body, dummyCredentials, begin)),
  }
})

/** A midnight, so that all seconds that follow have the same key. */
const begin = Date.UTC(2026, 0, 1)
const secondsOfADay = 86_400

function microsEach(count: number, prepare: (make: RequestMaker, index: number) => unknown): number {
  const pass = (): number => {
    const make = createRequestMaker({
      function: 'bench',
      logTail: true,
      region,
      endpoint: 'http://127.0.0.1:9',
    })
    const startedAt = performance.now()
    for (let index = 0; index < count; index += 1) prepare(make, index)
    return ((performance.now() - startedAt) * 1_000) / count
  }
  pass()
  return pass()
}
