import type { Comparison } from '../lib/model/comparison.ts'
import { comparisonReports, isComparisonReportName } from '../reports/comparison/index.ts'
import type { ComparisonReportName } from '../reports/comparison/index.ts'
import type { Context } from './context.ts'
import { type FileOutput, plain, writeFiles } from './outputs.ts'

/** Kinds of reports of a comparison. */
export const comparisonKinds = Object.keys(comparisonReports).filter(isComparisonReportName)

/** The report people see: text, or with `--json` the document alone, on stdout. */
export async function printComparison(
  comparison: Comparison,
  json: boolean,
  { out }: Pick<Context, 'out'>,
): Promise<void> {
  for (const part of comparisonReports[json ? 'json' : 'text'](out)(comparison)) await out.write(part)
}

/** Writes every report that can be written, and returns a sentence for each that can't. */
export async function writeComparisonOutputs(
  comparison: Comparison,
  outputs: readonly FileOutput<ComparisonReportName>[],
): Promise<string[]> {
  return writeFiles(outputs, (kind) => comparisonReports[kind](plain)(comparison))
}
