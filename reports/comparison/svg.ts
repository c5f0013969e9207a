import type { Comparison } from '../../lib/model/comparison.ts'
import { cleanDocument } from '../clean-run.ts'
import { truncate, wrap } from '../table.ts'
import { comparisonHeadline, designParts } from './content/opening.ts'
import { advice } from './content/recommendation.ts'
import { reasonFor } from './content/rows.ts'
import { hasTooFewRounds, rankingOf, recommendedName, speedMetric, speedNames } from './content/standings.ts'
import { curvePoints } from './curve/points.ts'
import { element, escapeXml, textAt } from './svg/markup.ts'
import { marks } from './svg/marks.ts'
import { frame, plotOf } from './svg/plot.ts'
import { stylesheet } from './svg/stylesheet.ts'

/** The price-performance curve as a picture that needs nothing from elsewhere, in the light and in the dark. */
export function comparisonSvg(): (comparison: Comparison) => Iterable<string> {
  return (comparison) => [`${picture(cleanDocument(comparison))}\n`]
}

const width = 800
const margin = 28

function picture(comparison: Comparison): string {
  const top = opening(comparison)
  const curve = curveFrom(comparison, top.height)
  const notes = footnotes(comparison, curve.notes)
  const height = curve.bottom + notes.length * 17 + 16
  const parts = [
    element('title', {}, escapeXml(titleOf(comparison))),
    element('desc', {}, escapeXml(advice(comparison).sentences.join(' '))),
    element('style', {}, stylesheet),
    element('rect', { class: 'back', width, height, rx: 8 }),
    top.markup,
    curve.markup,
    ...notes.map((line, index) => textAt(margin, curve.bottom + 12 + index * 17, 'small', line)),
  ]
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' },
    `\n${parts.join('\n')}\n`,
  )
}

const titleOf = ({ target }: Comparison): string => `${truncate(target.function, 56)}: price and speed`

/** The title, and below it what to set. */
function opening(comparison: Comparison): { readonly markup: string; readonly height: number } {
  const { recommends, sentences } = advice(comparison)
  const invalid = comparison.validity.valid ? [] : ['This comparison is invalid: its numbers are no verdict.']
  const lines = shortened(
    [...invalid, ...sentences].flatMap((sentence) => wrap(sentence, 106)),
    4,
  )
  return {
    markup: [
      textAt(margin, 38, 'title', titleOf(comparison)),
      ...lines.map((line, index) => textAt(margin, 62 + index * 19, recommends ? '' : 'bad', line)),
    ].join('\n'),
    height: 62 + lines.length * 19,
  }
}

const plotHeight = 300

function curveFrom(comparison: Comparison, from: number) {
  const points = curvePoints(comparison)
  const area = { left: margin + 56, top: from + 26, width: width - 2 * margin - 56, height: plotHeight }
  const bottom = area.top + area.height + 58
  if (points.length === 0)
    return {
      markup: textAt(margin, from + 20, 'small', 'No setting has both a price and a time.'),
      bottom: from + 40,
      notes: [],
    }
  const plot = plotOf(points, area)
  const drawn = marks(points, plot)
  const time = `p50 of warm ${speedNames[speedMetric(comparison)]}`
  return {
    markup: `${frame(plot, time)}\n${drawn.markup}`,
    bottom,
    notes: drawn.unnamed.map((name) => `not named for want of room: ${name}`),
  }
}

/** What the signs mean, as far as they are there. */
const legend = (comparison: Comparison): readonly string[] => [
  ...(rankingOf(comparison)?.front.length
    ? ['filled and joined: no other setting is shown to be both cheaper and faster']
    : []),
  ...(recommendedName(comparison) === undefined ? [] : ['ringed: recommended']),
  ...(hasTooFewRounds(rankingOf(comparison)) ? [] : ['bars: 95 % intervals']),
]

function footnotes(comparison: Comparison, unnamed: readonly string[]): readonly string[] {
  const { facts, circumstances } = comparisonHeadline(comparison)
  const out = comparison.settings.flatMap((result) => {
    const reason = reasonFor(result)
    return reason === undefined ? [] : [`✗ ${result.setting.name}: ${reason}`]
  })
  const lines = [
    legend(comparison).join(' · '),
    [...designParts(comparison)].join(' · '),
    [...facts, ...circumstances].join(' · '),
  ]
  return [...unnamed, ...out, ...lines.filter((line) => line !== '')].map((line) => truncate(line, 120))
}

const shortened = (lines: readonly string[], most: number): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1] ?? ''} …`]
