import { describe, expect, it } from 'vitest'
import { changedByOthers } from '../../../lib/settings/changed-by-others.ts'
import type { Configuration, Variables } from '../../../lib/settings/control-plane.ts'
import type { Content, Was } from '../../../lib/settings/journal.ts'

const ours: Content = {
  memoryMb: 128,
  description: 'coldburst k1 1',
  architecture: 'x86_64',
  environment: {},
}

const was: Was = {
  memoryMb: 1_024,
  description: '',
  architecture: 'x86_64',
  codeSha256: 'hash',
  others: 'digest',
  aliases: [],
  versions: [],
  varies: { architecture: false, environment: false },
}

const found = (changes: Partial<Configuration>): Configuration => ({
  arn: 'demo',
  version: '$LATEST',
  memoryMb: 128,
  description: 'coldburst k1 1',
  architecture: 'x86_64',
  codeSha256: 'hash',
  packaging: 'zip',
  environment: { kind: 'known', variables: {} },
  others: 'digest',
  ...changes,
})

describe('what somebody else has changed', () => {
  const said = (changes: Partial<Configuration>): string =>
    changedByOthers(found(changes), ours, was, 'demo', undefined).inFull

  it('is told with what was set here and what was before', () => {
    expect(said({ memoryMb: 2_048 })).toBe(
      'Somebody else has changed demo meanwhile, so it is left as it is: ' +
        'memory is 2048 MB (set here: 128 MB; before: 1024 MB); ' +
        'description is "coldburst k1 1", as set here (before: "").',
    )
  })

  it('may be what is never set here, which is named', () => {
    expect(said({ others: 'other digest' })).toMatch(
      /; timeout, role, layers or another member is not what it was\.$/,
    )
  })

  it('may be the code', () => {
    expect(said({ codeSha256: 'other hash' })).toMatch(/; its code is another one than before\.$/)
  })

  it('is told in short by the names of what differs', () => {
    const short = (changes: Partial<Configuration>): string =>
      changedByOthers(found(changes), ours, was, 'demo', undefined).message
    expect(short({ memoryMb: 2_048, description: 'theirs' })).toBe(
      'Somebody else has changed demo meanwhile: memory, description.',
    )
    expect(short({ codeSha256: 'other hash', others: 'other digest' })).toBe(
      'Somebody else has changed demo meanwhile: code, other members.',
    )
    expect(short({})).toBe('Somebody else has changed demo meanwhile: its revision.')
  })
})

describe('an environment that somebody else has changed', () => {
  const before: Variables = { MODE: 'a secret of before', PASSWORD: 'hunter2', PLAIN: 'x' }
  const set: Content = { ...ours, environment: { MODE: 'fast' } }
  const varying: Was = { ...was, varies: { architecture: false, environment: true } }
  const known = (variables: Variables) => found({ environment: { kind: 'known', variables } })
  const told = (variables: Variables) => changedByOthers(known(variables), set, varying, 'demo', before)

  it.each([
    ['fast', 'MODE is "fast", as set here'],
    ['theirs', 'MODE is another one than before (set here: "fast")'],
    ['a secret of before', 'MODE is what it was (set here: "fast")'],
    [undefined, 'MODE is not there (set here: "fast")'],
  ])('is told of the variable that is compared when that is %s', (mode, says) => {
    const { MODE: _, ...others } = before
    expect(told(mode === undefined ? others : { ...others, MODE: mode }).inFull).toContain(
      `; environment variable ${says}.`,
    )
  })

  it('names the other variables that differ, and tells no value of them', () => {
    const changed = told({ MODE: 'fast', PASSWORD: 'hunter3', NEW: 'token' })
    expect(changed.message).toBe('Somebody else has changed demo meanwhile: PASSWORD, NEW, PLAIN.')
    expect(changed.inFull).toContain(
      '; environment variable PASSWORD is not what it was; environment variable NEW is not what it was; ' +
        'environment variable PLAIN is not what it was.',
    )
    expect(changed.inFull).not.toMatch(/hunter|secret|token/)
  })

  it('says nothing of the others where it is not known what they were', () => {
    const changed = known({ MODE: 'slow', PASSWORD: 'hunter3' })
    expect(changedByOthers(changed, set, varying, 'demo', undefined).message).toBe(
      'Somebody else has changed demo meanwhile: MODE.',
    )
  })

  it('may be one that can’t be read', () => {
    const locked = found({ environment: { kind: 'unreadable', why: 'the key is disabled' } })
    expect(changedByOthers(locked, set, varying, 'demo', before).inFull).toMatch(
      /; its environment can't be read: the key is disabled\.$/,
    )
  })
})
