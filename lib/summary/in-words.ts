/** `31 ms`, `0.4 ms`, `2.31 s`. */
export function timeInWords(time: number): string {
  if (time < 999_950) return `${Number((time / 1_000).toFixed(1))} ms`
  return `${Number((time / 1_000_000).toFixed(2))} s`
}

/** `1,234`. */
export const countInWords = (count: number): string => Math.round(count).toLocaleString('en-US')

/** `97 %`: whole, and 100 only where there is nothing left. */
export const shareInWords = (share: number): string =>
  `${share >= 1 ? 100 : Math.min(99, Math.round(share * 100))} %`

/** `a`, `a and b`, `a, b and c`. */
export function listInWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}
