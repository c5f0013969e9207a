import { describe, expect, it } from 'vitest'
import { paragraph } from '../../../reports/paragraph.ts'

const terminal = { isTerminal: true, width: 40 }

describe('a message', () => {
  it('is broken between words on a terminal', () => {
    expect(paragraph('Press Ctrl-C again to give up what is in flight.', terminal)).toBe(
      'Press Ctrl-C again to give up what is in\nflight.',
    )
  })

  it('is one line elsewhere', () => {
    const text = 'Press Ctrl-C again to give up what is in flight.'
    expect(paragraph(text, { ...terminal, isTerminal: false })).toBe(text)
  })

  it('keeps its own lines and indents', () => {
    expect(paragraph('one\n  two three four five six seven eight nine', terminal)).toBe(
      'one\n  two three four five six seven eight\n  nine',
    )
  })

  it('does not tear a command of its own apart', () => {
    expect(paragraph('It has not been put back yet: coldburst restore', terminal)).toBe(
      'It has not been put back yet:\ncoldburst restore',
    )
  })

  it('has a command of the AWS CLI alone on a line that is not broken, without the sign that ends the sentence', () => {
    const command =
      'aws lambda update-function-configuration --function-name demo --endpoint-url http://127.0.0.1:9 ' +
      String.raw`--memory-size 1024 --description 'it'\''s. Mine; -- now'`
    expect(paragraph(`To have back what was: ${command}. Then run coldburst restore.`, terminal)).toBe(
      `To have back what was:\n${command}\nThen run coldburst restore.`,
    )
  })

  it('knows where a command ends of which a text is quoted with escapes', () => {
    const command = String.raw`aws lambda update-function-configuration --description $'it\047s  mine. \033 Now'`
    expect(paragraph(`To have back what was: ${command}. Then run coldburst restore.`, terminal)).toBe(
      `To have back what was:\n${command}\nThen run coldburst restore.`,
    )
  })

  it('has each of several commands on a line of its own', () => {
    const command = (version: number): string =>
      `aws lambda delete-function --function-name arn:aws:lambda:demo:${version} --region eu-west-1`
    expect(paragraph(`Delete: ${command(3)}; ${command(4)}`, terminal)).toBe(
      `Delete:\n${command(3)}\n${command(4)}`,
    )
  })

  it('leaves a word that is wider than a line to the terminal, so that it can be copied', () => {
    const path = `/home/me/${'x'.repeat(40)}.json.`
    expect(paragraph(`The journal stays: ${path} See there.`, terminal)).toBe(
      `The journal stays:\n${path}\nSee there.`,
    )
  })

  it('takes two commands of which one feeds the other for one', () => {
    const command =
      "aws lambda get-function-configuration --function-name demo --query '{Variables: not_null(Environment.Variables, `{}`)}' " +
      "--output json | aws lambda update-function-configuration --function-name demo --description '' " +
      '--environment file:///dev/stdin'
    expect(paragraph(`To have back what was: ${command}. Then run coldburst restore.`, terminal)).toBe(
      `To have back what was:\n${command}\nThen run coldburst restore.`,
    )
  })

  it('takes what curl fetches for a part of the command that it feeds', () => {
    const commands = [
      'curl -sSf "$(aws lambda get-function --function-name demo --query Code.Location --output text)" | ' +
        'aws lambda update-function-code --function-name demo --zip-file fileb:///dev/stdin --architectures x86_64',
      'aws lambda wait function-updated --function-name demo',
    ]
    expect(paragraph(`To have back what was: ${commands.join('; ')}. Then go on.`, terminal)).toBe(
      ['To have back what was:', ...commands, 'Then go on.'].join('\n'),
    )
  })

  it('has commands on lines of their own elsewhere, too', () => {
    const command = 'aws lambda update-function-configuration --function-name demo --memory-size 1024'
    expect(
      paragraph(`To have back what was: ${command}. Then run coldburst restore.`, {
        ...terminal,
        isTerminal: false,
      }),
    ).toBe(`To have back what was:\n${command}\nThen run coldburst restore.`)
  })

  it('knows the end of a command within another, whatever is quoted in it', () => {
    const command =
      `curl -sSf "$(aws lambda get-function --function-name demo --profile 'a (b)' --query Code.Location --output text)" | ` +
      `aws lambda update-function-code --function-name demo --profile 'a (b)' --zip-file fileb:///dev/stdin`
    expect(paragraph(`First: ${command}. Then go on.`, terminal)).toBe(`First:\n${command}\nThen go on.`)
  })

  it('comes to an end where the screen is narrower than an indent', () => {
    const narrow = { isTerminal: true, width: 2 }
    expect(paragraph('    a b', narrow)).toBe('    a\n    b')
  })
})
