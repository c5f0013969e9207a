import * as fc from 'fast-check'

const dangerous = [
  '\u001b[31m',
  '\u001b]0;',
  '\u0007',
  '\u009b',
  '\n',
  '\r',
  '\u2028',
  '`',
  '```',
  '|',
  '\\|',
  '\\',
  '<b>',
  '</details>',
  '@me',
  '[a](b)',
  '漢字',
  '👨‍👩‍👧',
  '12 ms',
  'a_long_word_without_an_end_',
]

/** Text that tries hard: any characters, and the ones that have a meaning to terminals and Markdown. */
export const hostile = fc
  .array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...dangerous)),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))
