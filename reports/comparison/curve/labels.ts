/** A mark that wants its name beside it; in cells or pixels, y grows downwards. */
export interface Anchor {
  /** The mark's middle. */
  readonly x: number
  readonly y: number
  /** Of its name. */
  readonly width: number
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface LabelOptions {
  readonly area: Box
  readonly height: number
  /** A square with this side around a mark's middle is its own. */
  readonly mark: number
  /** From a mark's middle to the nearest edge of its name. */
  readonly gap: { readonly x: number; readonly y: number }
  /** Between two names. */
  readonly apart: number
  /** How many heights away from its mark a name may be; 0 for beside it only. */
  readonly rings: number
  /** What names had better not cover, such as lines. */
  readonly avoid: readonly { readonly x: number; readonly y: number }[]
  readonly round: (value: number) => number
}

/** Where each name goes: near its mark, over no mark and no other name. Undefined where there is no such place. */
export function placeLabels(anchors: readonly Anchor[], options: LabelOptions): readonly (Box | undefined)[] {
  const { mark, apart } = options
  const marks = anchors.map(({ x, y }): Box => ({
    left: x - mark / 2,
    top: y - mark / 2,
    width: mark,
    height: mark,
  }))
  const placed: (Box | undefined)[] = []
  for (const anchor of anchors) {
    const taken = [...marks, ...placed.flatMap((box) => box ?? [])].map((box) => grown(box, apart))
    const free = candidates(anchor, options).filter(
      (box) => isWithin(box, options.area) && !taken.some((other) => overlap(box, other)),
    )
    placed.push(leastCovering(free, options))
  }
  return placed
}

/** Nearest first: right, left, above, below, and the corners, ring by ring. */
function candidates({ x, y, width }: Anchor, options: LabelOptions): readonly Box[] {
  const { gap, height, rings, round } = options
  return Array.from({ length: rings + 1 }, (_, ring) => {
    const away = ring * height
    const [right, left, middle] = [x + gap.x, x - gap.x - width, x - width / 2]
    const [above, below, beside] = [y - gap.y - height - away, y + gap.y + away, y - height / 2]
    const corners = [
      [right, above],
      [left, above],
      [right, below],
      [left, below],
    ] as const
    const sides = [
      [right + away, beside],
      [left - away, beside],
      [middle, above],
      [middle, below],
    ] as const
    return [...sides, ...corners].map(([boxLeft, top]): Box => ({
      left: round(boxLeft),
      top: round(top),
      width,
      height,
    }))
  }).flat()
}

/** The first of those that cover least: they come nearest first. */
function leastCovering(boxes: readonly Box[], { avoid, apart }: LabelOptions): Box | undefined {
  const costs = boxes.map((box, index) => ({
    box,
    cost: avoid.filter((point) => holds(grown(box, apart), point)).length * 2 + index,
  }))
  return costs.reduce<(typeof costs)[number] | undefined>(
    (best, each) => (best === undefined || each.cost < best.cost ? each : best),
    undefined,
  )?.box
}

const grown = ({ left, top, width, height }: Box, by: number): Box => ({
  left: left - by,
  top,
  width: width + 2 * by,
  height,
})

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.left >= outer.left &&
  inner.top >= outer.top &&
  inner.left + inner.width <= outer.left + outer.width &&
  inner.top + inner.height <= outer.top + outer.height

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height

const holds = (
  { left, top, width, height }: Box,
  { x, y }: { readonly x: number; readonly y: number },
): boolean => x >= left && x <= left + width && y >= top && y <= top + height
