import { expect, test } from 'vitest'
import { createOutput } from '../../../cli/context.ts'
import { tellWayBack } from '../../../cli/tell-applied.ts'
import { KeptStream } from '../../support/stream.ts'

const command = (name: string): string =>
  `aws lambda update-alias --function-name arn:aws:lambda:demo --region eu-west-1 --name ${name} --function-version 1`

test('commands that go back are not broken on a terminal, and stand alone on their lines', async () => {
  const terminal = new KeptStream()
  const err = { ...createOutput(terminal, {}, false), isTerminal: true, width: 60 }
  await tellWayBack([command('live'), command('next')], err)
  expect(terminal.text).toBe(`To go back, in this order:\n${command('live')}\n${command('next')}\n`)
})

test('one command has no order, and none is not spoken of', async () => {
  const stream = new KeptStream()
  const err = createOutput(stream, {}, false)
  await tellWayBack([], err)
  expect(stream.text).toBe('')
  await tellWayBack([command('live')], err)
  expect(stream.text).toBe(`To go back:\n${command('live')}\n`)
})

test('what a service put into one writes nothing to the terminal but signs', async () => {
  const stream = new KeptStream()
  await tellWayBack([command('a\u001B[2Jb\nc')], createOutput(stream, {}, false))
  expect(stream.text).toBe(`To go back:\n${command('ab c')}\n`)
})
