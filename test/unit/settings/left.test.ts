import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Was } from '../../../lib/settings/journal.ts'
import { byHand, byHandWithout } from '../../../lib/settings/left.ts'

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
        String.raw`--memory-size 1024 --description 'it'\''s' --query LastUpdateStatus --output text. Then run coldburst restore. To keep it as it is: coldburst restore --forget.`,
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
        "--query 'Environment.Error || {Variables: not_null(Environment.Variables, `{}`)}' --output json | " +
        'aws lambda update-function-configuration --function-name demo --region eu-west-1 --memory-size 1024 ' +
        "--description '' --environment file:///dev/stdin --query LastUpdateStatus --output text. Then run " +
        'coldburst restore. To keep it as it is: coldburst restore --forget.',
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
        "--description '' --query LastUpdateStatus --output text. Then run coldburst restore. To keep it as it is: coldburst restore --forget.",
    )
  })

  it.each(['-internal', 'file:///etc/hostname', 'https://wiki.test/orders', "file:it's"])(
    'hands over the description %j as it is, though the AWS CLI would take it for something else',
    (description) => {
      const where = { region: 'eu-west-1', endpoint: 'http://127.0.0.1:9001', function: 'demo' }
      const text = byHand(where, { ...was, description }, undefined)
      const [, quoted = ''] = /--cli-input-json ('.*') --query/.exec(text) ?? []
      const input = execFileSync('sh', ['-c', `printf %s ${quoted}`]).toString()
      expect(JSON.parse(input)).toEqual({ Description: description })
      expect(text).not.toContain('--description')
    },
  )
})

describe('where the version is gone that kept what was', () => {
  const where = { region: 'eu-west-1', endpoint: 'http://127.0.0.1:9001', function: 'demo' }
  const says = 'version 7, which kept what was, has been deleted'

  it.each([
    [{ environment: true, architecture: false }, 'the environment must'],
    [{ environment: false, architecture: true }, 'the code for x86_64 must'],
    [{ environment: true, architecture: true }, 'the environment and the code for x86_64 must'],
  ])('of %j that is told which is lost, and what can be had', (varies, lost) => {
    expect(byHandWithout(where, { ...was, varies }, says)).toMatch(
      new RegExp(
        `^Version 7, which kept what was, has been deleted, so ${lost} come from where the function is deployed from\\. ` +
          'To have back the memory and Description that were: aws .*\\. Then run coldburst restore --forget\\.$',
      ),
    )
  })
})
