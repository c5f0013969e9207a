import type { Report } from '../lib/model/report.ts'
import type { Run } from '../lib/model/run.ts'
import { cleanRun } from './clean-run.ts'
import { nothingSucceeded } from './content/headline.ts'
import { costSection } from './terminal/cost.ts'
import { errorsSection } from './terminal/errors.ts'
import { evidenceSection, healthSection, notesSection } from './terminal/health.ts'
import { latencySection } from './terminal/latency.ts'
import { localLambdaSection, saturationSection } from './terminal/local-lambda.ts'
import { titleSection, validitySection } from './terminal/opening.ts'
import { startsSection } from './terminal/starts.ts'
import { createStyle, type Style } from './terminal/style.ts'
import { thresholdsSection } from './terminal/thresholds.ts'
import { asciiOnly } from './untrusted.ts'

export interface TextOptions {
  /** Columns of the screen; 80 at least. */
  readonly width: number
  readonly color: boolean
  /** False for terminals and logs that show ASCII only. */
  readonly unicode: boolean
}

/** The report for a terminal: what people see first. */
export function textReport(options: TextOptions): Report {
  const style = createStyle(options)
  return async function* text(run) {
    const clean = cleanRun(run)
    const drawn = order(clean)
      .map((section) => section(clean, style))
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')
    yield `${options.unicode ? drawn : asciiOnly(drawn)}\n`
  }
}

type Section = (run: Run, style: Style) => readonly string[]

/** What can't be trusted comes first; where nothing succeeded, the errors do. */
const order = (run: Run): readonly Section[] =>
  nothingSucceeded(run)
    ? [
        validitySection,
        errorsSection,
        titleSection,
        saturationSection,
        ...findings,
        thresholdsSection,
        ...background,
      ]
    : [
        validitySection,
        titleSection,
        saturationSection,
        ...findings,
        thresholdsSection,
        errorsSection,
        ...background,
      ]

const findings: readonly Section[] = [startsSection, latencySection, costSection]
const background: readonly Section[] = [evidenceSection, notesSection, localLambdaSection, healthSection]
