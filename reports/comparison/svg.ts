import type { Comparison } from '../../lib/model/comparison.ts'

/** The price-performance curve as a self-contained picture. */
export function comparisonSvg(): (comparison: Comparison) => Iterable<string> {
  return (comparison) => [
    `<svg xmlns="http://www.w3.org/2000/svg" data-n="${comparison.settings.length}"/>\n`,
  ]
}
