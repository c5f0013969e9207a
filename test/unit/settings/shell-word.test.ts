import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { shellQuoted, shellWord } from '../../../lib/settings/shell-word.ts'
import { cleanLine } from '../../../reports/untrusted.ts'

describe('a text as an argument of a command', () => {
  it('is as it is where a shell would not take it apart', () => {
    expect(shellWord('eu-west-1')).toBe('eu-west-1')
    expect(shellWord('http://127.0.0.1:9001')).toBe('http://127.0.0.1:9001')
    expect(shellWord('my tests')).toBe("'my tests'")
    expect(shellWord('')).toBe("''")
    expect(shellWord('$(reboot)')).toBe("'$(reboot)'")
  })

  it('is in plain quotes where it is of letters, digits and signs', () => {
    expect(shellQuoted('takes the money')).toBe("'takes the money'")
    expect(shellQuoted("it's Größe 3; 料金 $HOME")).toBe(String.raw`'it'\''s Größe 3; 料金 $HOME'`)
  })

  it('has in octal what a terminal would obey, and what would be shown as something else', () => {
    expect(shellQuoted('two  spaces')).toBe(String.raw`$'two\040 spaces'`)
    expect(shellQuoted("it's\n1\t\\")).toBe(String.raw`$'it\047s\0121\011\134'`)
    expect(shellQuoted('\u001b[31m')).toBe(String.raw`$'\033[31m'`)
    // UTF-8: U+009B is C2 9B, U+202E is E2 80 AE.
    expect(shellQuoted('\u009b\u202e')).toBe(String.raw`$'\302\233\342\200\256'`)
  })

  it.each([
    ["it's", 'a  b   c', ' at the ends ', '', 'line\nline\r\n'],
    ['\u001b]0;title\u0007', '\u009b2J', '\u202eevil', '\u00a0\u2028', 'emoji 🚀\u200d!', 'Größe 7'],
    ['$(reboot) `reboot` "$HOME" \\n %s ~ * !!', "'; reboot; '", '\u000123'],
  ])('is exactly that text to a shell, after it was cleaned for a terminal, too: %#', (...texts) => {
    const command = cleanLine(`printf '%s\\0' ${texts.map(shellQuoted).join(' ')}`)
    expect(execFileSync('bash', ['-c', command]).toString()).toBe(texts.map((text) => `${text}\0`).join(''))
  })
})
