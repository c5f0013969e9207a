/** A value of an observation line; `null` stands for what was not said. */
export type Cell = string | number | null

/** Drops what is unknown at the end and writes `null` for what is unknown before it. */
export function packTuple(cells: readonly (string | number | undefined)[]): Cell[] {
  const packed = cells.map((cell) => cell ?? null)
  while (packed.length > 0 && packed.at(-1) === null) packed.pop()
  return packed
}

/** The value at `index` when it is a number, else undefined. */
export function numberAt(cells: readonly unknown[], index: number): number | undefined {
  const cell = cells[index]
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : undefined
}

/** The value at `index` when it is a string, else undefined. */
export function textAt(cells: readonly unknown[], index: number): string | undefined {
  const cell = cells[index]
  return typeof cell === 'string' ? cell : undefined
}
