// autocannon as a client: the same requests, but not signed, and the same answers, but not read.
import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import { answerTasks } from '../answer-tasks.ts'
import { type ClosedResult, type ClosedTask, closedMillis, lookEveryMs } from '../closed-task.ts'
import { payload } from '../invocation.ts'
import { createWindow } from '../window.ts'

answerTasks(async (task: ClosedTask): Promise<ClosedResult> => {
  const window = createWindow(task)
  let ended = 0
  const instance = autocannon({
    url: `${task.endpoint}/2015-03-31/functions/${task.functionName}/invocations`,
    method: 'POST',
    headers: { 'x-amz-log-type': 'Tail' },
    body: payload,
    connections: task.concurrency,
    duration: Math.ceil(closedMillis(task) / 1_000) + 5,
  })
  void instance.on('response', () => (ended += 1))
  const timer = setInterval(() => window.look(ended), lookEveryMs)
  await sleep(closedMillis(task))
  clearInterval(timer)
  instance.stop()
  const { errors, non2xx } = await instance
  return { ...window.reading(), errors: errors + non2xx }
})
