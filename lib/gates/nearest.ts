/** The candidate most like a mistyped word, or undefined when none is like it. Case does not count. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  // Nobody mistypes at such length, and the distance costs the product of both lengths.
  if (word.length > 100) return undefined
  let best: { candidate: string; rank: number } | undefined
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    const likeIt = distance <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3))
    // Of two as near, the one whose beginning was typed.
    const rank = candidate.startsWith(word) ? distance - 0.5 : distance
    if (likeIt && rank < (best?.rank ?? Infinity)) best = { candidate, rank }
  }
  return best?.candidate
}

/** Advice that names the nearest candidate, or all of them when none is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const guess = nearest(word, candidates)
  return guess === undefined ? `write one of ${candidates.join(', ')}` : `did you mean ${guess}?`
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance). */
function editDistance(left: string, right: string): number {
  let beforeLast: readonly number[] = []
  let last: readonly number[] = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1]
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Infinity,
      )
    }
    beforeLast = last
    last = current
  }
  return at(last, right.length)
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity
