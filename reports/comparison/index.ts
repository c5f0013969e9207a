import type { Comparison } from '../../lib/model/comparison.ts'
import type { ReportOptions } from '../index.ts'
import { comparisonJson } from './json.ts'
import { comparisonMarkdown } from './markdown.ts'
import { comparisonSvg } from './svg.ts'
import { comparisonText } from './text.ts'

/** Every format of a comparison by the name that `--out name=path` uses. A new one is one file and one line here. */
export const comparisonReports = {
  text: comparisonText,
  json: comparisonJson,
  md: comparisonMarkdown,
  svg: comparisonSvg,
} satisfies Readonly<Record<string, (options: ReportOptions) => ComparisonReport>>

/** Turns a comparison into a document. Pure: the same bytes for the same comparison. */
export type ComparisonReport = (comparison: Comparison) => Iterable<string>

export type ComparisonReportName = keyof typeof comparisonReports

/** Whether there is a format of that name. */
export const isComparisonReportName = (name: string): name is ComparisonReportName =>
  Object.hasOwn(comparisonReports, name)
