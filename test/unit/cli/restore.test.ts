import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { restoreCommand } from '../../../cli/commands/restore.ts'
import { createOutput } from '../../../cli/context.ts'
import { offerRestore } from '../../../cli/offer-restore.ts'
import { UsageError } from '../../../lib/model/usage-error.ts'
import type { Journal } from '../../../lib/settings/journal.ts'
import { usualStart } from '../../support/fake-lambda/fake-lambda.ts'
import { emptyJournal, interruptedComparison, leaveJournal } from '../../support/journals.ts'
import { startStubLambda } from '../../support/stub-lambda.ts'
import { KeptStream } from '../../support/stream.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A person who gives these answers, or nobody. */
function contextOf(answers?: readonly string[]) {
  const [out, err] = [new KeptStream(), new KeptStream()]
  const asked: string[] = []
  const state = temporaryFolder()
  return {
    state,
    asked,
    said: () => out.text,
    context: {
      env: { COLDBURST_STATE: state },
      out: createOutput(out, {}, false),
      err: createOutput(err, {}, false),
      canAsk: answers !== undefined,
      async ask(question: string) {
        asked.push(question)
        return answers?.[asked.length - 1]
      },
    },
  }
}

const publishedAs = (version: string): Journal['steps'][number] => ({
  kind: 'publish',
  of: 'setting',
  description: 'coldburst k1 0',
  outcome: { kind: 'done', version, ours: true, latest: {} },
})

/** A process on a host that nobody here can look at. */
const elsewhere = { pid: 7, host: 'build-7' }

describe('coldburst restore', () => {
  it('says that there is nothing to restore', async () => {
    const { context, said } = contextOf()
    expect(await restoreCommand({}, context)).toBe(0)
    expect(said()).toBe('Nothing to restore.\n')
  })

  it('puts back, says so, and finds nothing the second time', async () => {
    const { context, state, said } = contextOf()
    const { fake, journal } = await interruptedComparison()
    leaveJournal(state, journal)
    expect(await restoreCommand({}, context)).toBe(0)
    expect(said()).toBe('demo: put back; memory is 1,024 MB.\n')
    expect(fake.state()).toEqual(usualStart)
    expect(await restoreCommand({}, context)).toBe(0)
    expect(said()).toContain('\nNothing to restore.\n')
  })

  it('goes on with the next function where one can’t be put back', async () => {
    const { context, state, said } = contextOf()
    const { fake, journal } = await interruptedComparison()
    const { startedAt, where } = emptyJournal
    const path = leaveJournal(state, { ...journal, startedAt, where })
    leaveJournal(state, journal)
    expect(await restoreCommand({}, context)).toBe(3)
    expect(said()).toMatch(/^demo2: not all could be put back\. .*coldburst restore/)
    expect(said()).toContain('\ndemo: put back; memory is 1,024 MB.\n')
    expect([existsSync(path), fake.state()]).toEqual([true, usualStart])
  })

  it('leaves the journal where another server has taken the place of Lambda', async () => {
    const { context, state, said } = contextOf()
    const { journal } = await interruptedComparison()
    const other = await startStubLambda((response) => response.writeHead(404).end('<html>Not Found</html>'))
    const path = leaveJournal(state, { ...journal, where: { ...journal.where, endpoint: other.endpoint } })
    expect(await restoreCommand({}, context)).toBe(3)
    expect(said()).toBe(
      'demo: not all could be put back. GetFunctionConfiguration failed: the answer could not be read (HTTP 404). ' +
        `Run coldburst restore when that is mended. The journal stays: ${path}.\n`,
    )
    expect(existsSync(path)).toBe(true)
  })

  it('leaves what somebody else has changed, and says what to do', async () => {
    const { context, state, said } = contextOf()
    const { fake, journal } = await interruptedComparison()
    fake.fn.update({ MemorySize: 2_048, Description: 'theirs' })
    const before = fake.state()
    const path = leaveJournal(state, journal)
    expect(await restoreCommand({}, context)).toBe(3)
    expect(said()).toContain('memory is 2048 MB (set here: 128 MB; before: 1024 MB)')
    expect(said()).toContain('aws lambda update-function-configuration')
    expect(said()).toContain(path)
    expect(fake.state()).toEqual(before)
  })

  it('fits a terminal, but for what is to be copied', async () => {
    const { context, state, said } = contextOf()
    const { fake, journal } = await interruptedComparison()
    fake.fn.update({ MemorySize: 2_048 })
    leaveJournal(state, journal)
    await restoreCommand({}, { ...context, out: { ...context.out, isTerminal: true } })
    const lines = said().split('\n')
    expect(lines.filter((line) => line.length > 80 && /\s/.test(line))).toEqual([
      expect.stringMatching(
        /^aws lambda update-function-configuration .* --description '[^']*' --query LastUpdateStatus --output text$/,
      ),
    ])
  })

  it('gives a command that has the description back, whatever that holds', async () => {
    const { context, state, said } = contextOf()
    const { fake, journal } = await interruptedComparison()
    fake.fn.update({ MemorySize: 2_048 })
    const was = { ...journal.was!, description: "it's\tof  two\u009b spaces" }
    leaveJournal(state, { ...journal, was })
    await restoreCommand({}, context)
    const [, quoted = ''] = /--description (\$?'.*') --query LastUpdateStatus/.exec(said()) ?? []
    expect(execFileSync('bash', ['-c', `printf %s ${quoted}`]).toString()).toBe(was.description)
  })

  it('leaves the journal of a process that is still there, and names it', async () => {
    const { context, state, said } = contextOf()
    const { fake, journal } = await interruptedComparison()
    const before = fake.calls.length
    const alive = { pid: process.ppid, host: hostname() }
    const path = leaveJournal(state, { ...journal, process: alive })
    expect(await restoreCommand({}, context)).toBe(0)
    expect(said()).toContain(`demo: process ${process.ppid} is at work on it`)
    expect(said()).toContain('Nothing to restore.')
    expect([existsSync(path), fake.calls.length]).toEqual([true, before])
  })

  it('asks about the journal of another host before it puts back', async () => {
    const { context, state, said, asked } = contextOf(['y'])
    const { fake, journal } = await interruptedComparison()
    leaveJournal(state, { ...journal, process: elsewhere })
    expect(await restoreCommand({}, context)).toBe(0)
    expect(asked).toEqual([
      "demo (memory was 1,024 MB): the comparison was last at work on host build-7, which can't be looked at from here; " +
        'is nothing comparing there any more? [y/N] ',
    ])
    expect([said(), fake.state()]).toEqual(['demo: put back; memory is 1,024 MB.\n', usualStart])
  })

  it('asks nobody with --yes, about the journal of another host neither', async () => {
    const { context, state, asked } = contextOf(['n'])
    const { fake, journal } = await interruptedComparison()
    leaveJournal(state, { ...journal, process: elsewhere })
    expect(await restoreCommand({ yes: true }, context)).toBe(0)
    expect([asked, fake.state()]).toEqual([[], usualStart])
  })

  it.each([
    ['a no', ['n']],
    ['no answer', ['']],
    ['nobody', undefined],
  ])('leaves the journal of another host after %s, and says what to do', async (_, answers) => {
    const { context, state, said } = contextOf(answers)
    const { fake, journal } = await interruptedComparison()
    const before = fake.calls.length
    const path = leaveJournal(state, { ...journal, process: elsewhere })
    // It knows nothing of that host.
    const env = { ...context.env, COLDBURST_YES: '1' }
    expect(await restoreCommand({}, { ...context, env })).toBe(3)
    expect(said()).toBe(
      "demo: left as it is: process 7 was at it on host build-7, which can't be looked at from here. Run coldburst " +
        `restore there or, when nothing is comparing there any more, coldburst restore --yes here. (${path})\n`,
    )
    expect([existsSync(path), fake.calls.length]).toEqual([true, before])
  })

  it('lists the journal of another host as one that may be in use', async () => {
    const { context, state, said, asked } = contextOf(['y'])
    leaveJournal(state, { ...emptyJournal, process: elsewhere })
    expect(await restoreCommand({ list: true }, context)).toBe(0)
    expect(said()).toContain(
      "demo2, begun 2020-02-03T11:00:00.000Z, last at work on host build-7, which can't be looked at from here; it may be running there",
    )
    expect(asked).toEqual([])
  })

  it('says of one version that it is one, and what to do next', async () => {
    const { context, state, said } = contextOf()
    const steps = [publishedAs('11')]
    leaveJournal(state, { ...emptyJournal, steps })
    expect(await restoreCommand({ list: true }, context)).toBe(0)
    expect(said()).toContain('\n  temporary version 11\n')
    expect(said()).toMatch(/\ncoldburst restore puts it back, or says what keeps it from that\.\n$/)
  })

  it('lists within the columns of a terminal', async () => {
    const { context, state, said } = contextOf()
    const steps = Array.from({ length: 60 }, (_, i) => publishedAs(String(100 + i)))
    leaveJournal(state, { ...emptyJournal, process: elsewhere, steps })
    const out = { ...context.out, isTerminal: true }
    expect(await restoreCommand({ list: true }, { ...context, out })).toBe(0)
    expect(said()).toMatch(/\n {2}temporary versions 100 .*\n {2}\d{3} /)
    const wide = said()
      .split('\n')
      .filter((line) => line.length > 80)
    expect(wide.filter((line) => /\S\s/.test(line))).toEqual([])
    expect(said().replaceAll(/\s+/g, ' ')).toContain(
      'puts it back, or says what keeps it from that; it asks first about what another host began.',
    )
  })

  it('only lists with --list', async () => {
    const { context, state, said } = contextOf()
    const { fake, journal } = await interruptedComparison()
    const before = fake.calls.length
    const path = leaveJournal(state, journal)
    expect(await restoreCommand({ list: true }, context)).toBe(0)
    expect(said()).toContain('demo (memory was 1,024 MB), not put back')
    expect(said()).toContain(path)
    expect([existsSync(path), fake.calls.length]).toEqual([true, before])
  })

  it('does not choke on a file that is no journal', async () => {
    const { context, state, said } = contextOf()
    mkdirSync(join(state, 'journals'))
    writeFileSync(join(state, 'journals', 'x.json'), '{"schema":')
    expect(await restoreCommand({}, context)).toBe(3)
    expect(said()).toContain("x.json: it can't be read")
  })
})

describe('coldburst restore --forget', () => {
  it.each([
    ['y', 0, false],
    ['n', 3, true],
    ['', 3, true],
  ])('after the answer %j exits with %i', async (answer, code, stays) => {
    const { context, state, said, asked } = contextOf([answer])
    const { journal } = await interruptedComparison()
    const path = leaveJournal(state, { ...journal, where: emptyJournal.where })
    expect(await restoreCommand({ forget: true }, context)).toBe(code)
    expect(asked).toEqual([expect.stringContaining('[y/N]')])
    expect(existsSync(path)).toBe(stays)
    expect(said().includes('Before, memory was 1,024 MB.')).toBe(!stays)
  })

  it('gives the commands that delete what may be left, each on a line of a terminal', async () => {
    const { context, state, said } = contextOf(['y'])
    const alias = { kind: 'alias', name: 'coldburst-k1-0', version: '11', outcome: { kind: 'done' } } as const
    leaveJournal(state, { ...emptyJournal, steps: [publishedAs('11'), alias] })
    const out = { ...context.out, isTerminal: true }
    expect(await restoreCommand({ forget: true }, { ...context, out })).toBe(0)
    const { function: arn } = emptyJournal.where
    const reach = "--region us-east-1 --endpoint-url http://127.0.0.1:1 --profile 'none of these'"
    const commands = [
      `aws lambda delete-alias --function-name ${arn} --name coldburst-k1-0 ${reach}`,
      `aws lambda delete-function --function-name ${arn}:11 ${reach}`,
    ]
    expect(said()).toContain(`\n${commands.join('\n')}\n`)
  })

  it('gives the way back to an environment before the command that deletes its only copy, which comes last', async () => {
    const { context, state, said } = contextOf(['y'])
    const { journal } = await interruptedComparison()
    const was = { ...journal.was!, varies: { architecture: false, environment: true } }
    const backup = { ...publishedAs('10'), of: 'backup' } as const
    const change = journal.steps.find(({ kind }) => kind === 'change')!
    const steps = [backup, change, publishedAs('11')]
    leaveJournal(state, { ...journal, where: emptyJournal.where, was, steps })
    await restoreCommand({ list: true }, context)
    expect(said()).toContain(
      'demo2 (memory was 1,024 MB, the environment as version 10 keeps it), not put back',
    )
    expect(await restoreCommand({ forget: true }, context)).toBe(0)
    expect(said().replaceAll('\n', ' ')).toMatch(
      new RegExp(
        'Before, memory was 1,024 MB, the environment as version 10 keeps it\\. To have back what was, .* --qualifier ' +
          '10 .* --environment file:///dev/stdin .* text Version 10 is the only one that keeps what was\\. It may still have ' +
          'temporary versions 11 10; what is there is deleted by .*demo2:11 .*demo2:10 ',
      ),
    )
  })

  it('gives no way back to what is as it was, which may be another matter by now', async () => {
    const { context, state, said } = contextOf(['y'])
    const { journal } = await interruptedComparison()
    const varies = { architecture: false, environment: true }
    const backup = { ...publishedAs('10'), of: 'backup' } as const
    const was = { ...journal.was!, varies }
    leaveJournal(state, { ...journal, where: emptyJournal.where, was, steps: [backup, publishedAs('11')] })
    expect(await restoreCommand({ forget: true }, context)).toBe(0)
    expect(said()).toContain(
      'stays as it is. Before, memory was 1,024 MB. It may still have temporary versions 11 10;',
    )
    expect(said()).not.toMatch(/To have back|keeps/)
  })

  it('forgets nothing that can be put back', async () => {
    const { context, state, asked } = contextOf(['y'])
    const { fake, journal } = await interruptedComparison()
    leaveJournal(state, journal)
    expect(await restoreCommand({ forget: true }, context)).toBe(0)
    expect([fake.state(), asked]).toEqual([usualStart, []])
  })

  it('is not offered for what may be at work on another host', async () => {
    const { context, state, asked, said } = contextOf(['n', 'y'])
    const path = leaveJournal(state, { ...emptyJournal, process: elsewhere })
    expect(await restoreCommand({ forget: true }, context)).toBe(3)
    expect([asked.length, existsSync(path)]).toEqual([1, true])
    expect(said()).toContain(`\nNot forgotten: a comparison on host build-7 may need ${path}.\n`)
  })

  it('deletes no folder, and nothing in the place of that of journals', async () => {
    const { context, state, said } = contextOf()
    const path = join(state, 'journals')
    writeFileSync(path, 'precious')
    const command = { forget: true, yes: true }
    expect(await restoreCommand(command, context)).toBe(3)
    expect(said()).toMatch(/journals: it can't be read \(ENOTDIR.*\), so it is not known what there is/)
    expect(said()).toContain(`\nNot forgotten: ${path} is no journal, and nothing else is ever deleted.\n`)
    expect(readFileSync(path, 'utf8')).toBe('precious')
    rmSync(path)
    mkdirSync(join(path, 'x.json'), { recursive: true })
    expect(await restoreCommand(command, context)).toBe(3)
    expect(existsSync(join(path, 'x.json'))).toBe(true)
  })

  it('wants --yes where nobody can be asked, and does not go with --list', async () => {
    const { context } = contextOf()
    await expect(restoreCommand({ forget: true }, context)).rejects.toThrow(UsageError)
    await expect(restoreCommand({ forget: true, list: true }, contextOf(['y']).context)).rejects.toThrow(
      UsageError,
    )
  })

  it('needs nobody with --yes, also for a file that is no journal', async () => {
    const { context, state } = contextOf()
    const path = join(state, 'journals', 'x.json')
    mkdirSync(join(state, 'journals'))
    writeFileSync(path, 'x')
    expect(await restoreCommand({ forget: true, yes: true }, context)).toBe(0)
    expect(existsSync(path)).toBe(false)
  })
})

describe('an interrupted comparison at the next start', () => {
  async function interrupted(answers?: readonly string[], more: Partial<Journal> = {}) {
    const world = contextOf(answers)
    const { fake, journal } = await interruptedComparison()
    const before = fake.calls.length
    leaveJournal(world.state, { ...journal, ...more })
    const lines: string[] = []
    return { ...world, fake, before, lines, say: (line: string) => void lines.push(line) }
  }

  const notice = 'A comparison of demo (memory was 1,024 MB) has not been put back: coldburst restore'

  it('is told of in one line', async () => {
    const { context, say, lines, asked, fake, before } = await interrupted(['y'])
    await offerRestore(context, { ask: false, say })
    expect([lines, asked, fake.calls.length]).toEqual([[notice], [], before])
  })

  it.each(['', 'y', 'YES'])('is put back at once after the answer %j', async (answer) => {
    const { context, say, lines, asked, fake } = await interrupted([answer])
    await offerRestore(context, { ask: true, say })
    expect(asked).toEqual(['Put it back now? [Y/n] '])
    expect(lines).toEqual([notice, 'demo: put back; memory is 1,024 MB.'])
    expect(fake.state()).toEqual(usualStart)
  })

  it.each([[['n']], [[]], [undefined]])('is left after the answers %j', async (answers) => {
    const { context, say, lines, fake, before } = await interrupted(answers)
    await offerRestore(context, { ask: true, say })
    expect([lines, fake.calls.length]).toEqual([[notice], before])
  })

  const elsewhereNotice =
    "A comparison of demo (memory was 1,024 MB) has not been put back. It was last at work on host build-7, which can't be " +
    'looked at from here; if it is running there no more: coldburst restore'

  it('of another host is told of, and neither asked about nor put back', async () => {
    const { context, say, lines, asked, fake, before } = await interrupted(['y'], { process: elsewhere })
    await offerRestore(context, { ask: true, say })
    expect([lines, asked, fake.calls.length]).toEqual([[elsewhereNotice], [], before])
  })

  it('of another host is not meant by the answer for one of this host', async () => {
    const { context, state, say, lines, fake, before } = await interrupted(['y'], { process: elsewhere })
    const other = await interruptedComparison()
    leaveJournal(state, other.journal)
    await offerRestore(context, { ask: true, say })
    expect(lines).toEqual([elsewhereNotice, notice, 'demo: put back; memory is 1,024 MB.'])
    expect([fake.calls.length, other.fake.state()]).toEqual([before, usualStart])
  })

  it('is not told of when it changed nothing', async () => {
    const { context, state, asked } = contextOf(['y'])
    leaveJournal(state, emptyJournal)
    const lines: string[] = []
    await offerRestore(context, { ask: true, say: (line) => void lines.push(line) })
    expect([lines, asked]).toEqual([[], []])
  })
})
