import type { Comparison } from '../../lib/model/comparison.ts'
import { cleanDocument } from '../clean-run.ts'
import type { ReportOptions } from '../index.ts'
import { createStyle, type Style } from '../terminal/style.ts'
import { asciiOnly } from '../untrusted.ts'
import {
  closingSection,
  errorsSection,
  generatorSection,
  linkSection,
  localLambdaSection,
  notesSection,
  samplesSection,
} from './terminal/background.ts'
import { curveSection } from './terminal/curve.ts'
import { findingsSection, differencesSections } from './terminal/findings.ts'
import { limitsSection } from './terminal/limits.ts'
import {
  adviceSection,
  leftSection,
  sameVersionSection,
  saturationSection,
  titleSection,
  validitySection,
} from './terminal/opening.ts'
import { settingsSection } from './terminal/settings.ts'

/** A comparison for a terminal: what can't be trusted, what to set, and why. */
export function comparisonText(options: ReportOptions): (comparison: Comparison) => Iterable<string> {
  const style = createStyle(options)
  return (comparison) => {
    const clean = cleanDocument(comparison)
    const drawn = order
      .map((section) => section(clean, style, options.unicode))
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')
    return [`${options.unicode ? drawn : asciiOnly(drawn)}\n`]
  }
}

type Section = (comparison: Comparison, style: Style, unicode: boolean) => readonly string[]

const order: readonly Section[] = [
  validitySection,
  leftSection,
  titleSection,
  saturationSection,
  sameVersionSection,
  adviceSection,
  settingsSection,
  curveSection,
  findingsSection,
  limitsSection,
  differencesSections,
  samplesSection,
  errorsSection,
  closingSection,
  notesSection,
  localLambdaSection,
  generatorSection,
  linkSection,
]
