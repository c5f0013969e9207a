// Plain @aws-sdk/client-lambda as a client: what one would write without coldburst, with enough sockets.
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { answerTasks } from '../answer-tasks.ts'
import type { BurstResult, BurstTask } from '../burst-task.ts'
import { type ClosedResult, type ClosedTask, closedMillis, lookEveryMs } from '../closed-task.ts'
import { dummyCredentials, payload, region } from '../invocation.ts'
import { monotonicMicros } from '../monotonic.ts'
import { createWindow } from '../window.ts'

export type ClientLambdaTask = ClosedTask | BurstTask

/** Far more than are used at once: the default of 50 would queue without saying so. */
const agent = { keepAlive: true, maxSockets: 5_000 }

answerTasks(async (task: ClientLambdaTask) => {
  const client = new LambdaClient({
    region,
    endpoint: task.endpoint,
    credentials: dummyCredentials,
    maxAttempts: 1,
    requestHandler: { httpAgent: agent, httpsAgent: agent },
  })
  try {
    return await (task.kind === 'closed' ? closed(client, task) : burst(client, task))
  } finally {
    client.destroy()
  }
})

async function closed(client: LambdaClient, task: ClosedTask): Promise<ClosedResult> {
  const window = createWindow(task)
  const endAt = performance.now() + closedMillis(task)
  let [ended, errors] = [0, 0]
  const loop = async (): Promise<void> => {
    while (performance.now() < endAt) {
      if (!(await invoke(client, task.functionName))) errors += 1
      ended += 1
    }
  }
  const timer = setInterval(() => window.look(ended), lookEveryMs)
  await Promise.all(Array.from({ length: task.concurrency }, loop))
  clearInterval(timer)
  return { ...window.reading(), errors, answers: ended }
}

async function burst(client: LambdaClient, { functionName, size }: BurstTask): Promise<BurstResult> {
  const triggeredAt = monotonicMicros()
  const answers = await Promise.all(Array.from({ length: size }, async () => invoke(client, functionName)))
  return { triggeredAt, errors: answers.filter((ok) => !ok).length }
}

/** Whether the answer was a 200. */
async function invoke(client: LambdaClient, functionName: string): Promise<boolean> {
  const input = { FunctionName: functionName, LogType: 'Tail' as const, Payload: Buffer.from(payload) }
  try {
    return (await client.send(new InvokeCommand(input))).StatusCode === 200
  } catch {
    // Counted: a measure with errors in it says so.
    return false
  }
}
