import type { Report } from '../lib/model/report.ts'
import { jsonReport } from './json.ts'
import { markdownReport } from './markdown.ts'
import { type TextOptions, textReport } from './text.ts'

/** What a format may need to know of the place it is shown in; files ignore it. */
export type ReportOptions = TextOptions

/** Every format by the name that `--out name=path` uses. A new one is one file and one line here. */
export const reports = {
  text: textReport,
  json: jsonReport,
  md: markdownReport,
} satisfies ReportsMap

export type ReportsMap = Readonly<Record<string, (options: ReportOptions) => Report>>

export type ReportName = keyof typeof reports

/** Whether there is a format of that name. */
export const isReportName = (name: string): name is ReportName => Object.hasOwn(reports, name)
