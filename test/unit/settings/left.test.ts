import { describe, expect, it } from 'vitest'
import type { Configuration } from '../../../lib/settings/control-plane.ts'
import type { Content, Was } from '../../../lib/settings/journal.ts'
import { byHand, changedByOthers } from '../../../lib/settings/left.ts'

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
    changedByOthers(found(changes), ours, was, 'demo').message

  it('is told with what was set here and what was before', () => {
    expect(said({ memoryMb: 2_048 })).toBe(
      'Somebody else has changed demo meanwhile, so it is left as it is: ' +
        'memory is 2048 MB (set here: 128 MB; before: 1024 MB); ' +
        'description is "coldburst k1 1" (set here: "coldburst k1 1"; before: "").',
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
})

describe('the command that puts $LATEST back by hand', () => {
  const command = (endpoint: string): string =>
    byHand({ region: 'eu-west-1', endpoint, function: 'demo' }, { ...was, description: "it's" }, undefined)

  it('names the region, and quotes what a shell would take apart', () => {
    expect(command('https://lambda.eu-west-1.amazonaws.com')).toBe(
      'To have back what was: aws lambda update-function-configuration --function-name demo --region eu-west-1 ' +
        String.raw`--memory-size 1024 --description 'it'\''s'. Then run coldburst restore.`,
    )
  })

  it('names the profile that was used', () => {
    const where = {
      region: 'eu-west-1',
      endpoint: 'http://127.0.0.1:9001',
      awsProfile: 'tests',
      function: 'demo',
    }
    expect(byHand(where, was, undefined)).toContain('--endpoint-url http://127.0.0.1:9001 --profile tests ')
  })

  it('has a description of any characters back, and none of them on a terminal', () => {
    const where = { region: 'eu-west-1', endpoint: 'http://127.0.0.1:9001', function: 'demo' }
    expect(byHand(where, { ...was, description: 'two  spaces\u009b' }, undefined)).toContain(
      String.raw`--description $'two\040 spaces\302\233'. Then`,
    )
  })

  it('names any endpoint that is not AWS, so that it can’t reach a function of the same name there', () => {
    expect(command('http://127.0.0.1:9001')).toContain(
      '--region eu-west-1 --endpoint-url http://127.0.0.1:9001 ',
    )
  })
})
