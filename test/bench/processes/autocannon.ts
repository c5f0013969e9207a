// autocannon as a client: requests of the same length, but not signed, and the same answers, whose log tail it does not read.
import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import { answerTasks } from '../answer-tasks.ts'
import { type ClosedResult, type ClosedTask, closedMillis, lookEveryMs } from '../closed-task.ts'
import { pathOf, payload, unsignedHeaders } from '../invocation.ts'
import { createWindow } from '../window.ts'

answerTasks(async (task: ClosedTask): Promise<ClosedResult> => {
  const { endpoint, functionName, requestBytes } = task
  const window = createWindow(task)
  let answers = 0
  const instance = autocannon({
    url: `${endpoint}${pathOf(functionName)}`,
    method: 'POST',
    headers: unsignedHeaders(new URL(endpoint).host, functionName, requestBytes),
    body: payload,
    connections: task.concurrency,
    duration: Math.ceil(closedMillis(task) / 1_000) + 5,
  })
  void instance.on('response', () => (answers += 1))
  const timer = setInterval(() => window.look(answers), lookEveryMs)
  await sleep(closedMillis(task))
  clearInterval(timer)
  instance.stop()
  const { errors, non2xx } = await instance
  return { ...window.reading(), errors: errors + non2xx, answers }
})
