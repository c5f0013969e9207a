import { describe, expect, it } from 'vitest'
import { usualStart } from '../support/fake-lambda/fake-lambda.ts'
import { comparing, killedBefore } from '../support/killed-comparison.ts'

const memory = ['--memory', '128,256']

describe('a comparison that was begun on another host', () => {
  it('is told of, locked, and put back only when somebody says that it is over', async () => {
    const scene = await killedBefore(memory, 'PublishVersion', 2)
    scene.moveJournal('build-7')
    const before = scene.fake.state()
    const where = "on host build-7, which can't be looked at from here"
    const next = await scene.cli(comparing(memory, scene))
    expect([next.code, next.stderr]).toEqual([
      2,
      expect.stringMatching(/A comparison of demo .* coldburst restore/),
    ])
    expect(next.stderr).toContain(`${where}; wait until it has ended`)
    const list = await scene.cli(['restore', '--list'])
    expect([list.code, list.stdout]).toEqual([0, expect.stringContaining('on host build-7')])
    const unsaid = await scene.cli(['restore'])
    expect([unsaid.code, unsaid.stdout]).toEqual([3, expect.stringContaining('coldburst restore --yes')])
    expect([scene.fake.state(), scene.journals().length]).toEqual([before, 1])
    const said = await scene.cli(['restore', '--yes'])
    expect([said.code, scene.fake.state(), scene.journals()], said.stdout).toEqual([0, usualStart, []])
  })
})

describe('several restores at the same moment', () => {
  const environment = ['--vary-env', 'LOG_LEVEL=info,debug']

  it.each([
    ['$LATEST is changed', memory, 'UpdateFunctionConfiguration', 3],
    [
      '$LATEST is changed in several ways',
      [...environment, '--architecture', 'x86_64,arm64'],
      'DeleteAlias',
      1,
    ],
  ] as const)(
    'put back once where %s, and all the others say who does',
    async (_, settings, operation, nth) => {
      const scene = await killedBefore(settings, operation, nth)
      const restores = [1, 2, 3, 4].map(() => scene.start(['restore']))
      const ends = await Promise.all(restores.map(async (restore) => restore.ended))
      expect([scene.fake.state(), scene.journals(), scene.fake.unknown]).toEqual([usualStart, [], []])
      const said = ends.map(({ code, stdout, stderr }) => `${code} ${stdout}${stderr}`)
      const puttingBack = said.filter((text) => text.startsWith('0 demo: put back; '))
      expect(puttingBack, said.join('')).toHaveLength(1)
      const pid = restores[said.indexOf(puttingBack[0] ?? '')]?.child.pid
      const others = said.filter((text) => !puttingBack.includes(text))
      const pattern = new RegExp(
        `^0 (demo: process ${pid} is at work on it|demo: it has been put back or forgotten meanwhile|Nothing to restore)`,
      )
      expect(others.filter((text) => !pattern.test(text))).toEqual([])
    },
  )
})
