import pc from 'picocolors'
import type { UsageError } from '../lib/model/usage-error.ts'
import { cleanLine } from '../reports/untrusted.ts'
import type { Output } from './context.ts'
import { paragraph, paragraphLines } from '../reports/paragraph.ts'

/**
 * Every problem on its own line, with the offending line of a file below it, and what can be done about all of them. Messages quote what a foreign file
 * or a network said; excerpts are made safe where they are cut.
 */
export async function printProblems(
  { problems, advice }: Pick<UsageError, 'problems' | 'advice'>,
  output: Output,
): Promise<void> {
  const color = pc.createColors(output.color)
  const count = problems.length === 1 ? '' : ` (${problems.length} problems)`
  const lines = problems.map(({ where, message, excerpt }) => {
    const quoted = excerpt === undefined ? '' : `\n${excerpt.replace(/^/gm, '    ')}`
    const [place, sentence] = [`${cleanLine(where)}:`, cleanLine(message)]
    const said = broken(`${place} ${sentence}`, output)
    const marked = said.startsWith(place) ? color.bold(place) + said.slice(place.length) : said
    return `  ${marked}${quoted === '' ? '' : color.dim(quoted)}`
  })
  if (advice !== undefined) lines.push(paragraph(advice, output))
  await output.write(`${color.red('coldburst: nothing was done')}${count}\n${lines.join('\n')}\n`)
}

/** Between words, where a person reads it; for programs a problem is one line. */
const broken = (text: string, { isTerminal, width }: Output): string =>
  isTerminal ? paragraphLines(text, width - 4).join('\n    ') : text
