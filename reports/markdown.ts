import type { Report } from '../lib/model/report.ts'
import type { Run } from '../lib/model/run.ts'
import { cleanRun } from './clean-run.ts'
import { nothingSucceeded } from './content/headline.ts'
import { costSection } from './markdown/cost.ts'
import { errorsSection } from './markdown/errors.ts'
import { latencySection, startsSection } from './markdown/findings.ts'
import { evidenceSection, healthSection, notesSection } from './markdown/health.ts'
import { localLambdaSection, saturationSection } from './markdown/local-lambda.ts'
import { titleSection, validitySection } from './markdown/opening.ts'
import { thresholdsSection } from './markdown/thresholds.ts'

/** The report for a pull request: GitHub's Markdown, with nothing in it that a function could have written as markup. */
export function markdownReport(): Report {
  return async function* markdown(run) {
    const clean = cleanRun(run)
    const blocks = order(clean).flatMap((section) => section(clean))
    yield `${blocks.join('\n\n')}\n`
  }
}

/** Blocks that blank lines will separate. */
type Section = (run: Run) => readonly string[]

/** As in the terminal: what can't be trusted first; where nothing succeeded, the errors. */
const order = (run: Run): readonly Section[] =>
  nothingSucceeded(run)
    ? [
        titleSection,
        validitySection,
        saturationSection,
        errorsSection,
        ...findings,
        thresholdsSection,
        ...background,
      ]
    : [
        titleSection,
        validitySection,
        saturationSection,
        ...findings,
        thresholdsSection,
        errorsSection,
        ...background,
      ]

const findings: readonly Section[] = [startsSection, latencySection, costSection]
const background: readonly Section[] = [evidenceSection, notesSection, localLambdaSection, healthSection]
