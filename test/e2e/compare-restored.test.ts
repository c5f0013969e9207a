import { describe, expect, it } from 'vitest'
import { usualStart } from '../support/fake-lambda/fake-lambda.ts'
import { comparing, killedBefore } from '../support/killed-comparison.ts'

const memory = ['--memory', '128,256']

describe('a comparison that was begun on another host', () => {
  it('is told of, locked, and put back only when somebody says that it is over', async () => {
    const scene = await killedBefore(memory, 'PublishVersion', 2)
    scene.moveJournal('build-7')
    const before = scene.fake.state()
    const where = "begun on host build-7, which can't be looked at from here"
    const next = await scene.cli(comparing(memory, scene))
    expect([next.code, next.stderr]).toEqual([
      2,
      expect.stringMatching(/A comparison of demo .* coldburst r/),
    ])
    expect(next.stderr).toContain(`was ${where}; wait until it has ended`)
    const list = await scene.cli(['restore', '--list'])
    expect([list.code, list.stdout]).toEqual([0, expect.stringContaining('on host build-7')])
    const unsaid = await scene.cli(['restore'])
    expect([unsaid.code, unsaid.stdout]).toEqual([3, expect.stringContaining('coldburst restore --yes')])
    expect([scene.fake.state(), scene.journals().length]).toEqual([before, 1])
    const said = await scene.cli(['restore', '--yes'])
    expect([said.code, scene.fake.state(), scene.journals()], said.stdout).toEqual([0, usualStart, []])
  })
})
