import { expect, test } from 'vitest'
import { parseReportLine } from '../../../lib/markers/report-line.ts'
import { invokeAnswer, notFoundAnswer } from '../../bench/stub/answers.ts'

function parts(answer: Buffer): { head: string; body: string } {
  const [head = '', body = ''] = answer.toString().split('\r\n\r\n')
  return { head, body }
}

const lengthOf = (head: string): number => Number(/\r\nContent-Length: (\d+)/.exec(head)?.[1])

test('an answer tells how long it was held, in a header and in the REPORT of its log tail', () => {
  const { head, body } = parts(invokeAnswer(true, 5_023))
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  expect(head).toContain('\r\nx-held-us: 5023\r\n')
  expect(lengthOf(head)).toBe(body.length)
  const log = Buffer.from(/X-Amz-Log-Result: (\S+)/.exec(head)![1]!, 'base64').toString()
  const report = parseReportLine(log.split('\n').find((line) => line.startsWith('REPORT'))!)
  expect(report).toMatchObject({ duration: 5_023, billedDuration: 6_000, memorySizeMb: 128 })
})

test('there is no log tail for a request that did not ask for it, nor for one that is not found', () => {
  expect(parts(invokeAnswer(false, 0)).head).not.toContain('Log-Result')
  const { head, body } = parts(notFoundAnswer)
  expect(head).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/)
  expect(lengthOf(head)).toBe(body.length)
})
