import { Agent } from 'node:http'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { createRandom } from '../../lib/stats/prng.ts'
import { chooseAct, invokeRaw, sendGarbage } from '../support/chaos.ts'
import { fixture, namesIn, startTestEmulator } from '../support/emulator.ts'
import { descendants, openFiles, withinEnvironments } from '../support/processes.ts'

// Ten thousand invocations of functions, runtimes and callers that misbehave: afterwards nothing is stuck
// and nothing is left.

const AT_ONCE = 24

test.each([
  ['by the best means that this machine has', 10_000, {}],
  ['by those that work anywhere', 3_000, { cpu: 'off', memory: 'watch', ephemeralStorage: 'check' }],
] as const)(
  'mixed invocations all end as they must and leave nothing behind, %s: %i of them',
  { timeout: 600_000 },
  async (_, invocations, means) => {
    // A machine that is slow to hand out memory takes seconds for what takes milliseconds elsewhere.
    const small = { memoryMb: 512, timeoutMs: 10_000 }
    const codeDir = fileURLToPath(new URL('../fixtures/functions/unruly', import.meta.url))
    const emulator = await startTestEmulator(
      [
        fixture('chaos', 'chaos', small),
        fixture('chaos', 'late', small),
        // None of its tricks is to end by its timeout, however slow the machine is.
        fixture('unruly', 'unruly', { ...small, timeoutMs: 30_000, runtime: 'bootstrap', codeDir }),
      ],
      { idleMs: 3_000, ...means },
    )
    const { endpoint, process: child, tmpDir } = emulator
    const openBefore = openFiles(child.pid ?? 0)
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE * 2 })
    const random = createRandom(20_261_126)
    const wrong: string[] = []
    let answered = 0
    let left = 0
    let next = 0
    const over = new AbortController()

    async function caller(): Promise<void> {
      while (next < invocations) {
        next += 1
        const act = chooseAct(random.uniform())
        const leaves = random.uniform() < 0.02 ? random.uniform() * 40 : undefined
        const answer = await invokeRaw(endpoint, agent, act, leaves)
        if (answer === undefined) {
          left += 1
          continue
        }
        answered += 1
        const right = answer.status === 200 && act.may.includes(answer.errorType)
        if (!right) wrong.push(`${JSON.stringify(act.event)}: ${answer.status} ${answer.errorType}`)
        if (!/\nREPORT RequestId: [^\n]*\n$/.test(answer.log))
          wrong.push(`no REPORT: ${answer.log.slice(-200)}`)
      }
    }

    async function vandal(): Promise<void> {
      const path = 'POST /2015-03-31/functions/chaos/invocations HTTP/1.1\r\nHost: x\r\n'
      while (!over.signal.aborted) {
        await sendGarbage(endpoint, Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3, 13, 10, 13, 10]), 50)
        await sendGarbage(endpoint, `${path}Content-Length: 100\r\n\r\nhalf`, 50)
        await sendGarbage(endpoint, `${path}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 50)
        await sendGarbage(endpoint, `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`, 50)
        const refused = await sendGarbage(endpoint, `${path}Content-Length: 8\r\n\r\nnot json`, 30_000)
        if (!/^HTTP\/1\.1 400 [^]*InvalidRequestContentException/.test(refused))
          wrong.push(`garbage: ${refused}`)
      }
    }

    const callers = Promise.all(Array.from({ length: AT_ONCE }, caller)).finally(() => over.abort())
    await Promise.all([callers, vandal()])
    agent.destroy()
    expect(wrong).toEqual([])
    expect(answered + left).toBe(invocations)
    expect(answered).toBeGreaterThan(0.97 * invocations)

    // Idle ones are gone by themselves: back to where it began, with the warden alone below it.
    const started = Date.now()
    const calm = (): boolean =>
      namesIn(tmpDir).length === 0 &&
      descendants(child.pid ?? 0).length <= 1 &&
      openFiles(child.pid ?? 0) <= openBefore + 2
    while (!calm() && Date.now() - started < 30_000) await new Promise((resolve) => setTimeout(resolve, 200))
    expect(namesIn(tmpDir)).toEqual([])
    expect(descendants(child.pid ?? 0)).toHaveLength(1)
    expect(withinEnvironments(new Set(emulator.truth().map(({ environment }) => environment)))).toEqual([])
    expect(openFiles(child.pid ?? 0)).toBeLessThanOrEqual(openBefore + 2)

    const after = await emulator.invoke('chaos', { act: 'ok' })
    expect(after.functionError).toBeUndefined()
    await emulator.stop()
    expect(namesIn(tmpDir)).toEqual([])
  },
)
