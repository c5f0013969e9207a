import type { Report } from '../../lib/model/report.ts'
import type { Run } from '../../lib/model/run.ts'

/** A report's text. Only for reports that need nothing but the run. */
export async function drawn(report: Report, run: Run): Promise<string> {
  let text = ''
  for await (const part of report(run, noObservations())) text += String(part)
  return text
}

async function* noObservations(): AsyncGenerator<never> {}
