import { quote } from './found.ts'
import { right, wrong, type Reading } from './problems.ts'

const bytesIn = { B: 1, KB: 1_024, MB: 1_024 ** 2, GB: 1_024 ** 3 } as const
const form = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)?$/i

/** Memory that AWS Lambda offers a function, in MB: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const [leastMb, mostMb] = [128, 10_240]

/** Reads a function's memory in MB: `128`, `512MB`, `1GB`; KB, MB and GB count by 1,024, as Lambda's do. */
export function readMemoryMb(text: string): Reading<number> {
  const bytes = readSize(text, 'MB')
  if (bytes === undefined) return wrong(`${quote(text)} is not a size; write one such as 128, 512MB or 1GB`)
  const mb = bytes / bytesIn.MB
  if (!Number.isInteger(mb))
    return wrong(`${quote(text)} is not a whole number of MB; write one such as 128 or 512MB`)
  if (mb >= leastMb && mb <= mostMb) return right(mb)
  return wrong(`${quote(text)} is out of range; write ${leastMb} to ${mostMb} MB`)
}

/** A size in bytes, undefined when the text is none. A bare number counts in `bare`. */
export function readSize(text: string, bare: keyof typeof bytesIn): number | undefined {
  const parts = form.exec(text.trim())
  if (parts === null) return undefined
  const unit = (parts[2]?.toUpperCase() ?? bare) as keyof typeof bytesIn
  return Number(parts[1]) * bytesIn[unit]
}
