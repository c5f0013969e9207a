import type { Share } from '../model/arrival.ts'

/** How many of the numbers from 0 to `total` - 1 are this share's, that is `seq % of === index`. */
export function partOf(total: number, share: Share): number {
  checkShare(share)
  return Math.max(0, Math.ceil((total - share.index) / share.of))
}

/** Throws RangeError unless the share is one of `of`. */
export function checkShare({ index, of }: Share): void {
  const possible = Number.isSafeInteger(of) && Number.isSafeInteger(index) && index >= 0 && index < of
  if (!possible) throw new RangeError(`there is no share ${index} of ${of}`)
}
