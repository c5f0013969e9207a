/**
 * Prose for GitHub's Markdown with nothing left in it that is markup: HTML, emphasis, links, table pipes, mentions.
 * The text is a clean single line.
 */
export const prose = (text: string): string =>
  text
    .replaceAll(/[&<>|@\\`*_{}[\]~#]/gu, (sign) => inert.get(sign) ?? `\\${sign}`)
    // GitHub makes links of bare addresses.
    .replaceAll(/(?<=http|https|ftp)(?=:\/\/)|(?<=www)(?=\.)/giu, '<!-- -->')
    // A line that begins like a list or a heading underline is neither.
    .replace(/^([-+=])/u, String.raw`\$1`)
    .replace(/^(\d+)([.)])(?=\s|$)/u, String.raw`$1\$2`)

const inert: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['|', '&#124;'],
  // An empty comment ends a mention before it begins.
  ['@', '@<!-- -->'],
])

/** Untrusted text as a code span. Backticks and pipes, which could end it or its table cell, are replaced. */
export function code(text: string): string {
  const span = text.replaceAll('`', "'").replaceAll('|', '¦').trim()
  return span === '' ? '' : `\`${span}\``
}

/** Lines as a code block whose fence is longer than any run of backticks inside. */
export function fenced(lines: readonly string[]): string {
  const longest = Math.max(0, ...lines.flatMap((line) => line.match(/`+/gu) ?? []).map((run) => run.length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return [`${fence}text`, ...lines, fence].join('\n')
}

/** A table of GitHub's; cells are markup already. */
export function markdownTable(
  columns: readonly (readonly [heading: string, align: 'left' | 'right'])[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(columns.map(([heading]) => heading)),
    line(columns.map(([, align]) => (align === 'right' ? '--:' : ':--'))),
    ...rows.map(line),
  ].join('\n')
}

export const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n')
