import { describe, expect, test } from 'vitest'
import type { Setting } from '../../../lib/model/comparison-plan.ts'
import { UsageError } from '../../../lib/model/usage-error.ts'
import { PlaneError } from '../../../lib/settings/control-plane.ts'
import { ChangedByOthers, type Need } from '../../../lib/settings/stage.ts'
import { AwsModel } from '../../support/aws-model.ts'
import { JournalDisk, never, openOn, restoreFrom } from '../../support/staging.ts'

const small: Setting = { name: '256 MB', memoryMb: 256 }
const large: Setting = { name: '512 MB', memoryMb: 512 }
const huge: Setting = { name: '9999 MB', memoryMb: 9_999 }
const debug: Setting = { name: 'LEVEL=debug', environment: { LEVEL: 'debug' } }

const needs = (fresh: number, ...settings: readonly Setting[]): readonly Need[] =>
  settings.map((setting) => ({ setting, fresh }))

const denied = (name: string): PlaneError =>
  new PlaneError(name, 'AccessDeniedException', 403, `User is not authorized to perform: lambda:${name}`)

async function problemOf(work: Promise<unknown>): Promise<UsageError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof UsageError) return error
  throw new Error(`no UsageError: ${String(error)}`)
}

describe('the setting that the function has already', () => {
  const info: Setting = { name: 'LEVEL=info', environment: { LEVEL: 'info' } }
  const now: Setting = { name: '128 MB', memoryMb: 128 }
  const arm: Setting = { ...now, name: '128 MB arm64', architecture: 'arm64' }
  const current = async (...settings: readonly Setting[]) =>
    (await openOn(new AwsModel(), new JournalDisk(), 'versions', settings)).current

  test('is known by memory, architecture and environment, wherever it stands', async () => {
    expect(await current(small, now, large)).toBe('128 MB')
    expect(await current(debug, info)).toBe('LEVEL=info')
    expect(await current(arm, { ...now, name: '128 MB x86_64', architecture: 'x86_64' })).toBe(
      '128 MB x86_64',
    )
    expect(await current({ ...info, memoryMb: 256 }, { ...info, name: '128 MB info', memoryMb: 128 })).toBe(
      '128 MB info',
    )
  })

  test('is none where the function has something else, or in part', async () => {
    expect(await current(small, large)).toBeUndefined()
    expect(await current(debug, { name: 'OTHER=', environment: { OTHER: '' } })).toBeUndefined()
    const part = { name: 'both', environment: { LEVEL: 'info', PASSWORD: 'guessed' } }
    expect(await current(part, arm)).toBeUndefined()
  })
})

describe('versions', () => {
  test('a setting that the account may not have is refused with the words of the service; the others go on', async () => {
    const model = new AwsModel()
    const stage = await openOn(model, new JournalDisk(), 'versions', [huge, small])
    await stage.prepare(needs(1, huge, small), never)
    expect(await stage.place(huge, true, never)).toEqual({
      kind: 'refused',
      why: "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 3008 (InvalidParameterValueException)",
    })
    expect(await stage.place(small, true, never)).toMatchObject({ kind: 'placed', memoryMb: 256 })
  })

  test('every version is told when it is published, with how many are planned', async () => {
    const stage = await openOn(new AwsModel(), new JournalDisk(), 'versions', [huge, small])
    const told: unknown[] = []
    await stage.prepare(needs(2, huge, small), never, (versions) => told.push(versions))
    expect(told).toEqual([
      { published: 1, planned: 4 },
      { published: 2, planned: 4 },
    ])
  })

  test('a version that is Pending is waited for, and that is said', async () => {
    const model = new AwsModel()
    model.pendingReads = 12
    const said: string[] = []
    const say = (line: string) => void said.push(line)
    const stage = await openOn(model, new JournalDisk(), 'versions', [small], { say })
    await stage.prepare(needs(1, small), never)
    expect(said).toContain('waiting until version 1 is Active; with SnapStart that takes minutes')
    expect(await stage.place(small, true, never)).toMatchObject({ kind: 'placed', version: '1' })
  })

  test('warm blocks take the versions that were used in turn, so that no single host speaks for a setting', async () => {
    const stage = await openOn(new AwsModel(), new JournalDisk(), 'versions', [small])
    await stage.prepare(needs(2, small), never)
    const versions = []
    for (const fresh of [true, false, false, true, false, false, true]) {
      const placed = await stage.place(small, fresh, never)
      versions.push(placed.kind === 'placed' ? placed.version : placed.why)
    }
    // The third fresh request takes one more; a warm block goes to the version that has had the fewest.
    expect(versions).toEqual(['1', '1', '1', '2', '2', '2', '3'])
  })

  test('warm blocks take versions that no cold burst wants, too, so that there are as many as were asked for', async () => {
    const placedAt = async (fresh: number, blocks: readonly boolean[]) => {
      const model = new AwsModel()
      let published = 0
      model.onCall = (name) => {
        published += name === 'PublishVersion' ? 1 : 0
        return {}
      }
      const stage = await openOn(model, new JournalDisk(), 'versions', [small])
      await stage.prepare([{ setting: small, fresh, warm: 3 }], never)
      const versions = []
      for (const one of blocks) {
        const placed = await stage.place(small, one, never)
        versions.push(placed.kind === 'placed' ? placed.version : placed.why)
      }
      return [published, versions.join(' ')]
    }
    const [cold, warm] = [true, false]
    expect(await placedAt(0, [warm, warm, warm, warm, warm])).toEqual([3, '1 2 3 1 2'])
    // The first burst's environment serves before one that is new; the last version is kept for the second burst.
    expect(await placedAt(2, [cold, warm, warm, warm, cold, warm])).toEqual([3, '1 1 2 1 3 3'])
    expect(await placedAt(4, [cold, warm, warm, cold, cold, cold])).toEqual([4, '1 1 1 2 3 4'])
  })

  test('what a setting varies is the only thing that is other than it was', async () => {
    const model = new AwsModel()
    const seen: object[] = []
    model.onCall = (name) => {
      if (name === 'PublishVersion') seen.push({ ...model.latest.variables, memoryMb: model.latest.memoryMb })
      return {}
    }
    const stage = await openOn(model, new JournalDisk(), 'versions', [debug, small])
    await stage.prepare(needs(1, debug, small), never)
    const kept = { PASSWORD: 'a secret', LEVEL: 'info', memoryMb: 128 }
    expect(seen).toEqual([kept, { ...kept, LEVEL: 'debug' }, { ...kept, memoryMb: 256 }])
  })

  test('an abort stops before the next change, and all is put back all the same', async () => {
    const model = new AwsModel()
    const before = model.snapshot()
    const abort = new AbortController()
    model.onCall = (name) => {
      if (name === 'PublishVersion') abort.abort(new Error('Ctrl-C'))
      return {}
    }
    const stage = await openOn(model, new JournalDisk(), 'versions', [small, large])
    await expect(stage.prepare(needs(2, small, large), abort.signal)).rejects.toThrow('Ctrl-C')
    expect(model.names.filter((name) => name === 'PublishVersion')).toHaveLength(1)
    expect(await stage.putBack()).toEqual({ kind: 'put-back', versionsDeleted: 1, aliasesDeleted: 0 })
    expect(model.snapshot()).toEqual(before)
  })
})

test('of a function that is gone with its local Lambda nothing is put back, and nothing more is asked', async () => {
  const model = new AwsModel()
  const gone = new AbortController()
  const stage = await openOn(model, new JournalDisk(), 'in-place', [small], { gone: gone.signal })
  await stage.prepare(needs(1, small), never)
  await stage.place(small, true, never)
  const refused = new PlaneError(
    'GetFunctionConfiguration',
    'ECONNREFUSED',
    undefined,
    'connect ECONNREFUSED',
  )
  const before = model.names.length
  model.onCall = () => {
    gone.abort()
    return { before: refused }
  }
  expect(await stage.putBack()).toEqual({ kind: 'nothing-changed' })
  expect(model.names).toHaveLength(before + 1)
})

describe('what others do meanwhile', () => {
  test('a function that was deployed while it was in place is left, and told how to mend; the rest goes', async () => {
    const model = new AwsModel()
    const disk = new JournalDisk()
    const stage = await openOn(model, disk, 'in-place', [small, large])
    await stage.prepare(needs(1, small, large), never)
    await stage.place(small, true, never)
    model.deploy({ code: 'code-2', timeout: 9 })
    await expect(stage.place(large, true, never)).rejects.toThrow(ChangedByOthers)
    const left = await stage.putBack()
    expect(left).toMatchObject({ kind: 'left', journal: disk.path, byHand: true })
    expect(left.kind === 'left' && left.why).toContain('memory is 256 MB, as set here (before: 128 MB)')
    expect(left.kind === 'left' && left.why).toContain("--memory-size 128 --description 'takes the money'")
    expect(model.latest).toMatchObject({ memoryMb: 256, code: 'code-2', timeout: 9 })

    // They do as they were told: what is left to do is to forget it.
    model.deploy({ memoryMb: 128, description: 'takes the money' })
    expect(await restoreFrom(model, disk)).toEqual({
      kind: 'put-back',
      versionsDeleted: 0,
      aliasesDeleted: 0,
    })
    expect(disk.text).toBeUndefined()
  })

  test('the same memory, set by somebody else, is not taken for our own', async () => {
    const model = new AwsModel()
    const stage = await openOn(model, new JournalDisk(), 'in-place', [small])
    await stage.place(small, true, never)
    model.deploy({ memoryMb: 256 })
    expect(await stage.putBack()).toMatchObject({ kind: 'left' })
    expect(model.latest.memoryMb).toBe(256)
  })

  test('a version that somebody publishes of $LATEST is no change of it', async () => {
    const model = new AwsModel()
    model.publish()
    const stage = await openOn(model, new JournalDisk(), 'in-place', [small, large])
    await stage.place(small, true, never)
    model.publish('release')
    expect(await stage.place(large, true, never)).toMatchObject({ kind: 'placed', memoryMb: 512 })
    expect(await stage.putBack()).toMatchObject({ kind: 'put-back' })
    expect(model.versionNumbers).toEqual(['1', '2'])
  })

  test('a deployment after $LATEST was put back is nobody else’s matter, but no more versions are made', async () => {
    const model = new AwsModel()
    const stage = await openOn(model, new JournalDisk(), 'versions', [small])
    await stage.prepare(needs(1, small), never)
    await stage.place(small, true, never)
    model.deploy({ code: 'code-2', memoryMb: 1_024, timeout: 9 })
    await expect(stage.place(small, true, never)).rejects.toThrow(ChangedByOthers)
    expect(await stage.putBack()).toMatchObject({ kind: 'put-back', versionsDeleted: 1 })
    expect(model.latest).toMatchObject({ code: 'code-2', memoryMb: 1_024 })
    expect([model.versionNumbers, model.aliasNames]).toEqual([[], []])
  })

  test('an environment whose only copy somebody else has deleted is told to be had from elsewhere', async () => {
    const model = new AwsModel()
    const disk = new JournalDisk()
    const stage = await openOn(model, disk, 'in-place', [debug])
    await stage.prepare(needs(1, debug), never)
    await stage.place(debug, true, never)
    await model.plane().deleteVersion('1')
    const left = await stage.putBack()
    expect(left).toMatchObject({ kind: 'left', byHand: true, backupMissing: true, journal: disk.path })
    expect(left.kind === 'left' && left.why).toMatch(
      /^Version 1, which kept what was, has been deleted, so the environment must .*--memory-size 128 .*restore --forget\.$/,
    )
  })

  test('the version that keeps an environment stays until $LATEST has it again', async () => {
    const model = new AwsModel()
    const disk = new JournalDisk()
    const stage = await openOn(model, disk, 'in-place', [debug])
    await stage.prepare(needs(1, debug), never)
    await stage.place(debug, true, never)
    model.deploy({ timeout: 9 })
    const left = await stage.putBack()
    expect(left.kind === 'left' && left.why).toMatch(
      /variable LEVEL is "debug", as set here; timeout, .*\. To have back what was, which version 1 keeps until then: /,
    )
    expect(JSON.stringify(left)).not.toContain('a secret')
    expect(model.versionNumbers).toEqual(['1'])
    model.deploy({ description: 'takes the money', variables: { PASSWORD: 'a secret', LEVEL: 'info' } })
    expect(await restoreFrom(model, disk)).toMatchObject({ kind: 'put-back', versionsDeleted: 1 })
    expect(model.versionNumbers).toEqual([])
  })

  test('an alias that somebody points at a temporary version keeps it, and that is said', async () => {
    const model = new AwsModel()
    const stage = await openOn(model, new JournalDisk(), 'versions', [small])
    await stage.prepare(needs(1, small), never)
    model.alias('live', '1')
    const left = await stage.putBack()
    expect(left.kind === 'left' && left.why).toContain('Version 1 is still there')
    expect(left.kind === 'left' && left.why).toContain('[live]')
    expect(model.aliasNames).toEqual(['live'])
  })
})

describe('what speaks against a comparison', () => {
  test('what another comparison has on the function is named, with the commands that delete it', async () => {
    const model = new AwsModel({ description: 'coldburst zz9 4' })
    model.alias('coldburst-zz9-1', model.publish())
    const disk = new JournalDisk()
    const { message } = await problemOf(openOn(model, disk, 'versions', [small, large]))
    expect(message).toContain(
      'alias coldburst-zz9-1, version 1, the description "coldburst zz9 4" of $LATEST',
    )
    expect(message).toContain('restore on the machine it ran on, with the COLDBURST_STATE it had there, or')
    expect(message).toContain(`aws lambda delete-alias --function-name ${model.arn} --name coldburst-zz9-1`)
    expect(message).toContain(`aws lambda delete-function --function-name ${model.arn}:1`)
    expect(disk.text).toBeUndefined()
  })

  test('an alias to apply to that splits its traffic is told before anything is changed', async () => {
    const model = new AwsModel()
    model.alias('split', model.publish(), ['2'])
    const disk = new JournalDisk()
    const opening = openOn(model, disk, 'versions', [small], { applyTo: 'split' })
    expect((await problemOf(opening)).message).toBe(
      '--apply-to: alias split splits its traffic between versions 1 and 2; end that first',
    )
    expect(model.names.filter((name) => !/^(Get|List)/.test(name))).toEqual([])
    expect(disk.text).toBeUndefined()
  })

  test('a permission that is missing for the first change is named with all that are needed; nothing is changed', async () => {
    const model = new AwsModel()
    const before = model.snapshot()
    model.onCall = (name) => (name === 'UpdateFunctionConfiguration' ? { before: denied(name) } : {})
    const disk = new JournalDisk()
    const stage = await openOn(model, disk, 'versions', [small])
    const { message } = await problemOf(stage.prepare(needs(1, small), never))
    expect(message).toContain('lambda:UpdateFunctionConfiguration is not permitted')
    expect(message).toContain('Nothing was changed')
    expect(message).toContain('lambda:PublishVersion')
    expect(await stage.putBack()).toEqual({ kind: 'nothing-changed' })
    expect(model.snapshot()).toEqual(before)
    expect(disk.text).toBeUndefined()
  })

  test.each([
    [403, 'AccessDeniedException'],
    [400, 'InvalidRequestException'],
  ])(
    'a look that is refused after the first change (%i) undoes nothing of it: that is put back',
    async (status, code) => {
      const model = new AwsModel()
      const before = model.snapshot()
      const disk = new JournalDisk()
      const stage = await openOn(model, disk, 'in-place', [small])
      model.onCall = (name) =>
        name === 'GetFunctionConfiguration' && model.latest.memoryMb === 256
          ? { before: new PlaneError(name, code, status, 'you may not look') }
          : {}
      const error: unknown = await stage.place(small, true, never).catch((reason: unknown) => reason)
      expect(String(error)).toContain('you may not look')
      expect(String(error)).not.toContain('Nothing was changed')
      expect(await stage.putBack()).toMatchObject({ kind: 'left', journal: disk.path })
      model.onCall = () => ({})
      expect(await restoreFrom(model, disk)).toEqual({
        kind: 'put-back',
        versionsDeleted: 0,
        aliasesDeleted: 0,
      })
      expect(model.snapshot()).toEqual(before)
    },
  )

  test.each(['UpdateFunctionConfiguration', 'PublishVersion', 'CreateAlias'])(
    'a no to %s that follows a lost answer is no proof that nothing was done',
    async (operation) => {
      const model = new AwsModel()
      const before = model.snapshot()
      const disk = new JournalDisk()
      const stage = await openOn(model, disk, 'versions', [small])
      let asked = 0
      model.onCall = (name) => {
        if (name !== operation || (asked += 1) > 2) return {}
        return asked === 1
          ? { after: new PlaneError(name, 'ECONNRESET', undefined, 'socket hang up') }
          : { before: new PlaneError(name, 'InvalidRequestException', 400, 'not now') }
      }
      await stage.prepare(needs(1, small), never)
      // The first call did it, and it is found.
      expect(await stage.place(small, true, never)).toMatchObject({ kind: 'placed', version: '1' })
      expect(await stage.putBack()).toEqual({ kind: 'put-back', versionsDeleted: 1, aliasesDeleted: 1 })
      expect(model.snapshot()).toEqual(before)
      expect(disk.text).toBeUndefined()
    },
  )

  test('a no that follows a lost answer leaves the change open where nothing is to be seen of it', async () => {
    const model = new AwsModel()
    const before = model.snapshot()
    const disk = new JournalDisk()
    const stage = await openOn(model, disk, 'in-place', [small])
    let asked = 0
    model.onCall = (name) => {
      if (name !== 'UpdateFunctionConfiguration') return {}
      asked += 1
      if (asked === 1) return { before: new PlaneError(name, 'ECONNRESET', undefined, 'socket hang up') }
      return asked === 2 ? { before: new PlaneError(name, 'InvalidRequestException', 400, 'not now') } : {}
    }
    expect(await stage.place(small, true, never)).toMatchObject({ kind: 'refused' })
    expect(disk.read().steps).toMatchObject([{ kind: 'change' }])
    expect(disk.read().steps[0]?.outcome).toBeUndefined()
    // It takes effect after all.
    model.deploy({ memoryMb: 256, description: 'coldburst ab1 1' })
    expect(await stage.putBack()).toMatchObject({ kind: 'put-back' })
    expect(model.snapshot()).toEqual(before)
  })

  test.each([
    ['in-place', [debug], 'PublishVersion', 'the version that is to keep what was could not be made'],
    ['versions', [small], 'UpdateFunctionConfiguration', '$LATEST could not be set to what it was'],
  ] as const)(
    'what all settings need and the service does not take (%s) is told as that, and all is put back',
    async (staging, settings, operation, trouble) => {
      const model = new AwsModel()
      const before = model.snapshot()
      const disk = new JournalDisk()
      const stage = await openOn(model, disk, staging, settings)
      model.onCall = (name) => {
        const changed = model.latest.memoryMb !== 128
        if (name !== operation || (staging === 'versions' && !changed)) return {}
        model.onCall = () => ({})
        const says = 'Code storage limit exceeded.'
        return { before: new PlaneError(name, 'CodeStorageExceededException', 400, says) }
      }
      const preparing = stage.prepare(needs(1, ...settings), never)
      const message = `${trouble}: Code storage limit exceeded. (CodeStorageExceededException)`
      await expect(preparing).rejects.toMatchObject({ name: 'SettingRefused', message })
      expect((await stage.putBack()).kind).toBe(staging === 'versions' ? 'put-back' : 'nothing-changed')
      expect(model.snapshot()).toEqual(before)
      expect(disk.text).toBeUndefined()
    },
  )

  test('a permission that is missing later on leaves nothing but what it keeps from being deleted', async () => {
    const model = new AwsModel()
    model.onCall = (name) => (name === 'DeleteFunction' ? { before: denied(name) } : {})
    const disk = new JournalDisk()
    const stage = await openOn(model, disk, 'versions', [small])
    await stage.prepare(needs(1, small), never)
    const left = await stage.putBack()
    expect(left.kind === 'left' && left.why).toContain('lambda:DeleteFunction')
    expect([model.versionNumbers, model.aliasNames]).toEqual([['1'], []])
    model.onCall = () => ({})
    expect(await stage.putBack()).toMatchObject({ kind: 'put-back', versionsDeleted: 1 })
    expect(disk.text).toBeUndefined()
  })

  test('values of variables that are not compared are in no message and in no journal', async () => {
    const secret = 'x'.repeat(4_000)
    const model = new AwsModel({ variables: { PASSWORD: secret } })
    const disk = new JournalDisk()
    const texts: string[] = []
    const long: Setting = { name: 'long', environment: { LEVEL: 'y'.repeat(200) } }
    const stage = await openOn(model, disk, 'in-place', [long])
    await stage.prepare(needs(1, long), never)
    const refused = await stage.place(long, true, never)
    texts.push(JSON.stringify(refused), disk.text ?? '')
    expect(refused).toMatchObject({ kind: 'refused' })
    expect(texts.join('')).toContain('exceeded the 4KB limit')
    expect(texts.join('')).not.toContain('xxxx')
  })

  test('a function that has been deleted meanwhile leaves nothing to put back', async () => {
    const model = new AwsModel()
    const disk = new JournalDisk()
    const stage = await openOn(model, disk, 'in-place', [small])
    await stage.place(small, true, never)
    model.onCall = (name) => ({
      before: new PlaneError(name, 'ResourceNotFoundException', 404, 'Function not found'),
    })
    expect(await stage.putBack()).toEqual({ kind: 'function-deleted' })
    expect(disk.text).toBeUndefined()
  })

  test.each([200, 404])(
    'a server that is no Lambda (HTTP %i) leaves the journal, and is told',
    async (status) => {
      const model = new AwsModel()
      const before = model.snapshot()
      const disk = new JournalDisk()
      const stage = await openOn(model, disk, 'in-place', [small])
      await stage.place(small, true, never)
      const says = `the answer could not be read (HTTP ${status})`
      model.onCall = (name) => ({ before: new PlaneError(name, `HTTP ${status}`, status, says) })
      expect(await stage.putBack()).toEqual({
        kind: 'left',
        why: `GetFunctionConfiguration failed: ${says}. Run coldburst restore when that is mended.`,
        journal: disk.path,
      })
      model.onCall = () => ({})
      expect(await restoreFrom(model, disk)).toMatchObject({ kind: 'put-back' })
      expect(model.snapshot()).toEqual(before)
    },
  )

  test('a change whose answer can’t be read is put back, whatever is answered afterwards', async () => {
    const model = new AwsModel()
    const before = model.snapshot()
    const disk = new JournalDisk()
    const stage = await openOn(model, disk, 'in-place', [small])
    const says = 'the answer could not be read (HTTP 200)'
    let done = false
    model.onCall = (name) => {
      const error = new PlaneError(name, 'HTTP 200', 200, says)
      if (done) return { before: error }
      done = name === 'UpdateFunctionConfiguration'
      return done ? { after: error } : {}
    }
    await expect(stage.place(small, true, never)).rejects.toThrow(says)
    expect(model.latest.memoryMb).toBe(256)
    model.onCall = () => ({})
    expect(await stage.putBack()).toMatchObject({ kind: 'put-back' })
    expect(model.snapshot()).toEqual(before)
  })

  test('a network that is down leaves the journal, and putting back can be tried again', async () => {
    const model = new AwsModel()
    const before = model.snapshot()
    const disk = new JournalDisk()
    const stage = await openOn(model, disk, 'in-place', [small])
    await stage.place(small, true, never)
    model.onCall = (name) => ({
      before: new PlaneError(name, 'ECONNREFUSED', undefined, 'connect ECONNREFUSED'),
    })
    expect(await stage.putBack()).toMatchObject({ kind: 'left' })
    model.onCall = () => ({})
    expect(await stage.putBack()).toMatchObject({ kind: 'put-back' })
    expect(model.snapshot()).toEqual(before)
  })
})

describe('qualifiers that are there already', () => {
  function world(): AwsModel {
    const model = new AwsModel()
    model.alias('blue', model.publish())
    model.deploy({ memoryMb: 512 })
    model.alias('green', model.publish())
    return model
  }

  test('aliases are known by their version, its memory, architecture and runtime, and nothing is changed', async () => {
    const model = world()
    model.deploy({ architecture: 'arm64' })
    const before = model.snapshot()
    const settings = ['blue', 'green', '1', '$LATEST'].map((qualifier) => ({ name: qualifier, qualifier }))
    const stage = await openOn(model, new JournalDisk(), 'none', settings)
    await stage.prepare([], never)
    const placed = []
    for (const setting of settings) placed.push(await stage.place(setting, false, never))
    const placement = { kind: 'placed', runtime: 'nodejs22.x' }
    expect(placed).toEqual([
      { ...placement, qualifier: 'blue', version: '1', memoryMb: 128, architecture: 'x86_64' },
      { ...placement, qualifier: 'green', version: '2', memoryMb: 512, architecture: 'x86_64' },
      { ...placement, qualifier: '1', version: '1', memoryMb: 128, architecture: 'x86_64' },
      { ...placement, qualifier: '$LATEST', version: '$LATEST', memoryMb: 512, architecture: 'arm64' },
    ])
    expect(await stage.putBack()).toEqual({ kind: 'nothing-changed' })
    expect(model.snapshot()).toEqual(before)
  })

  test('what each costs at the most can be told before it is placed: memory, architecture and timeout', async () => {
    const model = world()
    model.deploy({ architecture: 'arm64', timeout: 60 })
    const settings = ['green', '$LATEST'].map((qualifier) => ({ name: qualifier, qualifier }))
    const { found } = await openOn(model, new JournalDisk(), 'none', settings)
    expect(found).toEqual([
      {
        setting: 'green',
        version: '2',
        memoryMb: 512,
        architecture: 'x86_64',
        runtime: 'nodejs22.x',
        timeoutSeconds: 3,
      },
      {
        setting: '$LATEST',
        version: '$LATEST',
        memoryMb: 512,
        architecture: 'arm64',
        runtime: 'nodejs22.x',
        timeoutSeconds: 60,
      },
    ])
    const made = await openOn(model, new JournalDisk(), 'versions', [small])
    expect(made.found).toEqual([])
  })

  test('those that are the same version are told before anything is fired, and compared all the same', async () => {
    const said: string[] = []
    const settings = ['blue', 'green', '1'].map((qualifier) => ({ name: qualifier, qualifier }))
    const say = (line: string): void => void said.push(line)
    const stage = await openOn(world(), new JournalDisk(), 'none', settings, { say })
    expect(said).toEqual(['blue and 1 are the same version, 1: what differs between them is chance'])
    expect(await stage.place({ name: '1' }, false, never)).toMatchObject({ kind: 'placed', version: '1' })
  })

  test('every one that can’t be compared is told at once', async () => {
    const model = world()
    model.alias('canary', '1', ['2'])
    const settings = ['red', 'canary', '7', 'blue'].map((qualifier) => ({ name: qualifier, qualifier }))
    const { problems } = await problemOf(openOn(model, new JournalDisk(), 'none', settings))
    expect(problems.map(({ message }) => message)).toEqual([
      'checkout has no version or alias red; there are $LATEST, 1, 2, blue, green, canary',
      "alias canary splits its traffic (versions 1 and 2), so it can't be compared; name a version",
      'checkout has no version or alias 7; there are $LATEST, 1, 2, blue, green, canary',
    ])
  })
})

describe('credentials that have ended', () => {
  test('leave what they can not put back in the journal, and are told as no bug; a later attempt does it', async () => {
    const model = new AwsModel()
    const start = model.snapshot()
    const disk = new JournalDisk()
    const stage = await openOn(model, disk, 'in-place', [small])
    await stage.prepare([], never)
    await stage.place(small, true, never)
    const ended = new UsageError([
      { where: 'credentials', message: 'none can be used (the token has expired)' },
    ])
    model.onCall = () => ({ before: ended })
    expect(await stage.putBack()).toEqual({
      kind: 'left',
      why: expect.stringContaining('the token has expired'),
      journal: disk.path,
    })
    model.onCall = () => ({})
    expect(await restoreFrom(model, disk)).toMatchObject({ kind: 'put-back' })
    expect(model.snapshot()).toEqual(start)
  })
})

test.each(['in-place', 'none'] as const)(
  'a look at the function (%s) can be given up, and lets go of the lock',
  async (staging) => {
    const model = new AwsModel()
    const busy = new PlaneError('ListAliases', 'TooManyRequestsException', 429, 'Rate exceeded')
    model.onCall = (name) => (name === 'ListAliases' ? { before: busy } : {})
    const stop = new AbortController()
    const wait = async (_: number, signal: AbortSignal) => {
      stop.abort()
      signal.throwIfAborted()
    }
    const disk = new JournalDisk()
    const opening = openOn(model, disk, staging, [small], { signal: stop.signal, wait })
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' })
    expect(disk.text).toBeUndefined()
  },
)
