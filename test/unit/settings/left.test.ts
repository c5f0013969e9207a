import { describe, expect, it } from 'vitest'
import type { Was } from '../../../lib/settings/journal.ts'
import { byHand } from '../../../lib/settings/left.ts'

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

describe('the command that puts $LATEST back by hand', () => {
  const command = (endpoint: string): string =>
    byHand({ region: 'eu-west-1', endpoint, function: 'demo' }, { ...was, description: "it's" }, undefined)

  it('names the region, and quotes what a shell would take apart', () => {
    expect(command('https://lambda.eu-west-1.amazonaws.com')).toBe(
      'To have back what was: aws lambda update-function-configuration --function-name demo --region eu-west-1 ' +
        String.raw`--memory-size 1024 --description 'it'\''s' --query LastUpdateStatus --output text. Then run coldburst restore.`,
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
      String.raw`--description $'two\040 spaces\302\233' --query`,
    )
  })

  it('names any endpoint that is not AWS, so that it can’t reach a function of the same name there', () => {
    expect(command('http://127.0.0.1:9001')).toContain(
      '--region eu-west-1 --endpoint-url http://127.0.0.1:9001 ',
    )
  })

  it('has the environment from the version that keeps it, past every file and every list of processes', () => {
    const where = {
      region: 'eu-west-1',
      endpoint: 'https://lambda.eu-west-1.amazonaws.com',
      function: 'demo',
    }
    const varies = { architecture: false, environment: true }
    expect(byHand(where, { ...was, varies }, '7')).toBe(
      'To have back what was, which version 7 keeps until then: ' +
        'aws lambda get-function-configuration --function-name demo --region eu-west-1 --qualifier 7 ' +
        "--query '{Variables: not_null(Environment.Variables, `{}`)}' --output json | " +
        'aws lambda update-function-configuration --function-name demo --region eu-west-1 --memory-size 1024 ' +
        "--description '' --environment file:///dev/stdin --query LastUpdateStatus --output text. Then run " +
        'coldburst restore.',
    )
  })

  it('has the code from it, too, where the architecture was changed', () => {
    const where = {
      region: 'eu-west-1',
      endpoint: 'https://lambda.eu-west-1.amazonaws.com',
      function: 'demo',
    }
    const varies = { architecture: true, environment: false }
    expect(byHand(where, { ...was, varies }, '7')).toBe(
      'To have back what was, which version 7 keeps until then: ' +
        'curl -sSf "$(aws lambda get-function --function-name demo --region eu-west-1 --qualifier 7 --query ' +
        'Code.Location --output text)" | aws lambda update-function-code --function-name demo --region eu-west-1 ' +
        '--zip-file fileb:///dev/stdin --architectures x86_64 --query LastUpdateStatus --output text; ' +
        'aws lambda wait function-updated --function-name demo --region eu-west-1; ' +
        'aws lambda update-function-configuration --function-name demo --region eu-west-1 --memory-size 1024 ' +
        "--description '' --query LastUpdateStatus --output text. Then run coldburst restore.",
    )
  })
})
