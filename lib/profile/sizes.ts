import { quote } from './found.ts'
import { right, wrong, type Reading } from './problems.ts'

const bytesIn = { B: 1, KB: 1_024, MB: 1_024 ** 2, GB: 1_024 ** 3 } as const
const form = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)?$/i

/** Memory that AWS Lambda offers a function, in MB: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const [leastMb, mostMb] = [128, 10_240]

/** The same of ephemeral storage: https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html */
const leastStorageMb = 512

/** Reads a function's memory in MB: `128`, `512MB`, `1GB`; KB, MB and GB count by 1,024, as Lambda's do. */
export const readMemoryMb = readMbBetween(leastMb, mostMb)

/** Reads a function's ephemeral storage in MB, written the same way. */
export const readStorageMb = readMbBetween(leastStorageMb, mostMb)

function readMbBetween(least: number, most: number) {
  return (text: string): Reading<number> => {
    const bytes = readSize(text, 'MB')
    if (bytes === undefined)
      return wrong(`${quote(text)} is not a size; write one such as ${least}, 512MB or 1GB`)
    const mb = bytes / bytesIn.MB
    if (!Number.isInteger(mb))
      return wrong(`${quote(text)} is not a whole number of MB; write one such as ${least} or 512MB`)
    if (mb >= least && mb <= most) return right(mb)
    return wrong(`${quote(text)} is out of range; write ${least} to ${most} MB`)
  }
}

/** Reads memory in use in MB, which may be any part of one. */
export function readMbUsed(text: string): Reading<number> {
  const bytes = readSize(text, 'MB')
  if (bytes === undefined) return wrong(`${quote(text)} is not a size; write one such as 80MB`)
  const mb = bytes / bytesIn.MB
  return mb <= mostMb ? right(mb) : wrong(`${quote(text)} is out of range; write ${mostMb} MB or less`)
}

/** What Lambda answers at most: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostAnswer = 6 * bytesIn.MB

/** Reads the size of an answer in bytes: `200`, `2KB`. */
export function readAnswerBytes(text: string): Reading<number> {
  const bytes = readSize(text, 'B')
  if (bytes === undefined || !Number.isInteger(bytes))
    return wrong(`${quote(text)} is not a size; write one such as 200 or 2KB`)
  return bytes <= mostAnswer ? right(bytes) : wrong(`${quote(text)} is out of range; write 6MB or less`)
}

/** A size in bytes, undefined when the text is none. A bare number counts in `bare`. */
export function readSize(text: string, bare: keyof typeof bytesIn): number | undefined {
  const parts = form.exec(text.trim())
  if (parts === null) return undefined
  const unit = (parts[2]?.toUpperCase() ?? bare) as keyof typeof bytesIn
  return Number(parts[1]) * bytesIn[unit]
}
