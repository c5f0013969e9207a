import type { RunDiff } from '../../lib/model/diff.ts'
import type { ReportName, ReportOptions } from '../index.ts'
import { printDocument } from '../json.ts'
import { diffMarkdown } from './markdown.ts'
import { diffText } from './text.ts'

/** Every format of two runs' differences by the name that `--out name=path` uses: those of a run. */
export const diffReports: Readonly<Record<ReportName, (options: ReportOptions) => DiffReport>> = {
  text: diffText,
  json: () => (diff) => [printDocument(diff)],
  md: diffMarkdown,
}

/** Turns two runs' differences into a document. Pure: the same bytes for the same differences. */
export type DiffReport = (diff: RunDiff) => Iterable<string>
