import { describe, expect, test } from 'vitest'
import { code, fenced, markdownTable, prose } from '../../../reports/markdown/markup.ts'

describe('prose', () => {
  test.each([
    ['HTML', '<img src=x>&lt;', '&lt;img src=x&gt;&amp;lt;'],
    ['emphasis, code and links', '*a* _b_ `c` [d](e)', String.raw`\*a\* \_b\_ \`c\` \[d\](e)`],
    ['table cells', 'a | b', 'a &#124; b'],
    ['mentions', 'hi @everyone', 'hi @<!-- -->everyone'],
    ['bare addresses', 'http://a.b HTTPS://c', 'http<!-- -->://a.b HTTPS<!-- -->://c'],
    ['addresses without a scheme', 'www.a.b (www)', 'www<!-- -->.a.b (www)'],
    ['headings', '# big', String.raw`\# big`],
    ['lists', '- a', String.raw`\- a`],
    ['numbered lists', '12. a', String.raw`12\. a`],
    ['rules below a heading', '===', String.raw`\===`],
    ['its own backslashes', String.raw`a\|b`, String.raw`a\\&#124;b`],
  ])('can not contain %s', (_, text, expected) => {
    expect(prose(text)).toBe(expected)
  })
})

describe('code', () => {
  test('has nothing in it that could end it or its table cell', () => {
    expect(code('a ` b `` | c\\')).toBe("`a ' b '' ¦ c\\`")
  })

  test('of nothing is nothing', () => {
    expect(code('  ')).toBe('')
  })
})

test('a fence is longer than any run of backticks between', () => {
  expect(fenced(['```', 'x ````` y'])).toBe('``````text\n```\nx ````` y\n``````')
  expect(fenced(['plain'])).toBe('```text\nplain\n```')
})

test('a table has its alignment below the headings', () => {
  const columns = [
    ['Name', 'left'],
    ['Count', 'right'],
  ] as const
  expect(markdownTable(columns, [['a', '1']])).toBe('| Name | Count |\n| :-- | --: |\n| a | 1 |')
})
