import { describe, expect, it } from 'vitest'
import type { Flags } from '../../../lib/profile/flags.ts'
import { complaints, plan, type Said } from '../../support/profile-world.ts'

const code = {
  '/project/app/src/index.mjs': '',
  '/project/app/src/orders.mjs': '',
  '/project/app/py/app.py': '',
  '/project/app/native/bootstrap': { text: '', executable: true },
  '/project/app/build/orders.zip': 'PK\u0003\u0004',
}
const at = (template: string, more: Said = {}): Said => ({
  ...more,
  flags: { local: 'app/template.yaml', burst: '1', ...more.flags },
  files: { ...code, '/project/app/template.yaml': template, ...more.files },
})
const made = (template: string, flags: Flags = {}) => plan(at(template, { flags }))
const wrong = (template: string, flags: Flags = {}) => complaints(at(template, { flags }))

/** One function with these properties, as flow YAML, and what else the template has. */
const oneWith = (properties: string, more = '') => `${more}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: index.handler
      Runtime: nodejs22.x
${properties
  .split('\n')
  .map((line) => `      ${line}`)
  .join('\n')}
`

describe('a SAM template', () => {
  it('gives its functions, with what is written for all of them below what is written for each', () => {
    const { plan: resolved, secrets } = made(`
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs22.x
    MemorySize: 512
    Timeout: 7
    Environment: { Variables: { STAGE: test, LEVEL: info } }
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: orders.main
      MemorySize: 1024
      Environment: { Variables: { LEVEL: debug, LIMIT: 5, ON: true } }
  Report:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: nightly-report
      CodeUri: py
      Handler: app.lambda_handler
      Runtime: python3.13
  Native:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: native, Handler: whatever, Runtime: provided.al2023 }
`)
    expect(resolved.target).toMatchObject({
      function: 'Orders',
      functions: [
        {
          name: 'Orders',
          runtime: 'node',
          codeDir: '/project/app/src',
          handler: 'orders.main',
          memoryMb: 1_024,
          timeout: 7_000_000,
          envNames: ['STAGE', 'LEVEL', 'LIMIT', 'ON'],
        },
        {
          name: 'nightly-report',
          runtime: 'python',
          codeDir: '/project/app/py',
          handler: 'app.lambda_handler',
        },
        { name: 'Native', runtime: 'bootstrap', memoryMb: 512 },
      ],
    })
    expect(secrets.environment['Orders']).toEqual({ STAGE: 'test', LEVEL: 'debug', LIMIT: '5', ON: 'true' })
    expect(secrets.environment['Native']).toEqual({ STAGE: 'test', LEVEL: 'info' })
  })

  it('gives storage, concurrency, alias and function URL', () => {
    const { target } = made(
      oneWith(`EphemeralStorage: { Size: 2048 }
ReservedConcurrentExecutions: 20
AutoPublishAlias: blue
ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 4 }
FunctionUrlConfig: { AuthType: NONE, InvokeMode: RESPONSE_STREAM }`),
    ).plan
    expect(target).toMatchObject({
      qualifier: 'blue',
      functions: [
        {
          ephemeralStorageMb: 2_048,
          reservedConcurrency: 20,
          alias: 'blue',
          provisionedConcurrency: 4,
          url: { port: 0, mode: 'stream' },
        },
      ],
    })
  })

  it('gives what a function URL says to pages of other sites, and whether requests to it are signed', () => {
    const { target } = made(
      oneWith(`FunctionUrlConfig:
  AuthType: AWS_IAM
  Cors: { AllowOrigins: [https://a.example], AllowMethods: [POST], AllowCredentials: true, MaxAge: 60 }`),
    ).plan
    const cors = {
      AllowOrigins: ['https://a.example'],
      AllowMethods: ['POST'],
      AllowCredentials: true,
      MaxAge: 60,
    }
    expect(target).toMatchObject({ functions: [{ url: { port: 0, mode: 'buffered', signed: true, cors } }] })
  })

  it('may be JSON, and have its code in a zip', () => {
    const template = JSON.stringify({
      Parameters: { Size: { Type: 'Number', Default: 256 } },
      Resources: {
        Orders: {
          Type: 'AWS::Serverless::Function',
          Properties: {
            CodeUri: 'build/orders.zip',
            Handler: 'index.handler',
            Runtime: 'nodejs20.x',
            MemorySize: { Ref: 'Size' },
            Environment: { Variables: { AT: { 'Fn::Sub': '${AWS::Region}' } } },
          },
        },
      },
    })
    const { plan: resolved, secrets } = plan({
      flags: { local: 'app/template.json' },
      files: { ...code, '/project/app/template.json': template },
    })
    expect(resolved.target).toMatchObject({
      functions: [{ codeZip: '/project/app/build/orders.zip', memoryMb: 256 }],
    })
    expect(secrets.environment).toEqual({ Orders: { AT: 'us-east-1' } })
  })

  it('has its code beside it when it does not say where', () => {
    const template = `Resources:
  One: { Type: AWS::Serverless::Function, Properties: { Handler: index.handler, Runtime: nodejs22.x } }`
    expect(
      plan({
        flags: { local: 'src/t.yaml' },
        files: { '/project/src/t.yaml': template, '/project/src/index.js': '' },
      }).plan.target,
    ).toMatchObject({ functions: [{ codeDir: '/project/src' }] })
  })

  it.each([
    ['!Ref Stage', 'test'],
    ['!Ref AWS::AccountId', '000000000000'],
    ["!Sub '${AWS::StackName}-${Stage}-${!Stage}'", 'local-test-${Stage}'],
    ["!Sub ['${Who} at ${Stage}', { Who: !Ref Stage }]", 'test at test'],
    ["!Join ['/', [a, !Ref Stage, !Ref AWS::NoValue]]", 'a/test'],
    ['!FindInMap [Hosts, test, url]', 'http://one'],
    ['{ Ref: Stage }', 'test'],
    ["{ 'Fn::Join': ['', [a, b]] }", 'ab'],
  ])('knows what %s is', (value, text) => {
    const more =
      'Parameters: { Stage: { Type: String, Default: test } }\nMappings: { Hosts: { test: { url: http://one } } }'
    const { secrets, notes } = made(oneWith(`Environment: { Variables: { IT: ${value} } }`, more))
    expect(secrets.environment['Orders']).toEqual({ IT: text })
    expect(notes).toEqual([])
  })

  it.each([
    ['!Ref Table', '${Table}'],
    ['!GetAtt Table.Arn', '${Table.Arn}'],
    ["{ 'Fn::GetAtt': [Table, Arn] }", '${Table.Arn}'],
    ["!Sub 'a-${Table}-${AWS::Region}'", 'a-${Table}-us-east-1'],
    ["!Join ['-', [a, !GetAtt Table.Arn]]", 'a-${Table.Arn}'],
    ['!If [IsProd, a, b]', '${Fn::If}'],
    ['!ImportValue shared-table', '${shared-table}'],
    ['!Ref NoDefault', '${NoDefault}'],
    ['!FindInMap [Nothing, here, either]', '${Fn::FindInMap Nothing.here.either}'],
  ])('puts a placeholder for %s, and says for which variable', (value, text) => {
    const more = 'Parameters: { NoDefault: { Type: String } }'
    const { secrets, notes } = made(oneWith(`Environment: { Variables: { IT: ${value} } }`, more))
    expect(secrets.environment['Orders']).toEqual({ IT: text })
    expect(notes).toEqual([
      'app/template.yaml: only AWS knows the value of IT of Orders: a placeholder is in its place, and --env NAME=value sets it',
    ])
  })

  it('says so where only AWS knows all variables', () => {
    const { secrets, notes } = made(
      oneWith('Environment: !If [IsProd, { Variables: { A: b } }, !Ref AWS::NoValue]'),
    )
    expect(secrets.environment['Orders']).toEqual({})
    expect(notes).toEqual([
      expect.stringContaining('only AWS knows the value of Environment.Variables of Orders'),
    ])
  })

  it('says what is not there: other resources, layers, another processor', () => {
    const { notes } = made(
      oneWith('Layers: [!Ref Layer]\nArchitectures: [arm64]').replace(
        'Resources:',
        'Resources:\n  Table: { Type: AWS::DynamoDB::Table }\n  Queue: { Type: AWS::SQS::Queue }',
      ),
    )
    expect(notes).toEqual([
      'app/template.yaml: 2 other resources are not there on this machine',
      'app/template.yaml: the layers of Orders are not there',
      'app/template.yaml: Orders is for arm64, and runs on what this machine has; --architecture arm64 prices it so',
    ])
  })

  it('reads the function that is chosen alone, by name or logical id, so that others may be beyond it', () => {
    const template = `${oneWith('FunctionName: the-orders')}
  Legacy:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src, Handler: x.y, Runtime: java21 }
`
    expect(made(template, { function: 'Orders' }).plan.target.function).toBe('the-orders')
    expect(made(template, { function: 'the-orders' }).plan.target.function).toBe('the-orders')
    expect(wrong(template)).toEqual([
      'app/template.yaml:13:56: Resources.Legacy.Properties.Runtime: "java21" can\'t run here, only nodejs…, python3.… and provided… can; choose another function with --function',
    ])
    expect(wrong(template, { function: 'Odrers' })).toEqual([
      '--function: "Odrers" is not in the template; write Orders or Legacy',
    ])
  })

  it('gives way to flags, for each of its functions', () => {
    const { plan: resolved, secrets } = made(
      oneWith('MemorySize: 512\nEnvironment: { Variables: { IT: a } }'),
      {
        memory: '256',
        env: ['IT=b'],
      },
    )
    expect(resolved.target).toMatchObject({ functions: [{ memoryMb: 256, envNames: ['IT'] }] })
    expect(secrets.environment).toEqual({ Orders: { IT: 'b' } })
  })

  it('calls a function by its logical id where only AWS knows its name', () => {
    const { plan: resolved, notes } = made(oneWith("FunctionName: !Sub '${Prefix}-orders'"))
    expect(resolved.target.function).toBe('Orders')
    expect(notes).toEqual([
      'app/template.yaml: only AWS knows the name of Orders; it is called by its logical id',
    ])
  })

  it.each([
    [
      'CodeUri: s3://bucket/key',
      ':9:16: Resources.Orders.Properties.CodeUri: "s3://bucket/key" is not on this machine',
    ],
    ['CodeUri: { Bucket: b, Key: k }', ':9:16: Resources.Orders.Properties.CodeUri: found a mapping'],
    ['CodeUri: nowhere', ':9:16: Resources.Orders.Properties.CodeUri: there is nothing at "nowhere"'],
    ['CodeUri: !GetAtt A.B', ':9:24: Resources.Orders.Properties.CodeUri: only AWS knows ${A.B}'],
    ['CodeUri: py/app.py', '"py/app.py" is not a zip file'],
    ['Handler: gone.handler', 'the handler "gone.handler" is missing'],
    ['MemorySize: 64', ':9:19: Resources.Orders.Properties.MemorySize: "64" is too small; write 128 or more'],
    ['MemorySize: lots', '"lots" is not a whole number'],
    ['Timeout: 901', '"901" is too large; write 900 or less'],
    ['Timeout: !Ref Seconds', 'only AWS knows ${Seconds}; write a value, or a parameter with a Default'],
    [
      'EphemeralStorage: { Size: 100 }',
      ':9:33: Resources.Orders.Properties.EphemeralStorage.Size: "100" is too small',
    ],
    ['FunctionName: a b', '"a b" can\'t name a function'],
    ['ReservedConcurrentExecutions: -1', '"-1" is too small'],
    ['AutoPublishAlias: 1', '"1" can\'t name an alias'],
    [
      'ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 4 }',
      'needs an AutoPublishAlias beside it',
    ],
    [
      'FunctionUrlConfig: { InvokeMode: FAST }',
      '"FAST" is not known here; write BUFFERED or RESPONSE_STREAM',
    ],
    ['FunctionUrlConfig: { AuthType: JWT }', '"JWT" is not known here; write NONE or AWS_IAM'],
    [
      'FunctionUrlConfig: { Cors: { AllowMethods: [OPTIONS] } }',
      'Cors.AllowMethods: "OPTIONS" is not known here; write GET, PUT, HEAD, POST, PATCH, DELETE or *',
    ],
    ['FunctionUrlConfig: { Cors: { MaxAge: 90000 } }', '"90000" is too large; write 86400 or less'],
    [
      'PackageType: Image',
      ":9:20: Resources.Orders.Properties.PackageType: container images can't be run here",
    ],
    ['InlineCode: exports.x = 1', "inline code can't be run here; put it into a file below CodeUri"],
    ['Environment: { Variables: { IT: [a] } }', 'Environment.Variables.IT: found a list; write a text'],
    ['Environment: { Variables: { AWS_LAMBDA_RUNTIME_API: x } }', 'is set for each environment'],
    ['Runtime: nodejs22.x\nRuntime: python3.13', 'this key is given twice'],
    ['MemorySize: !Nope x', 'this is not valid YAML: Unresolved tag: !Nope'],
  ])('says where and what is wrong with %s', (properties, complaint) => {
    const [key] = properties.split(':')
    const template = oneWith(properties).replace(
      new RegExp(`^      ${key}: (src|index.handler)\n`, 'm'),
      '      Description: x\n',
    )
    expect(wrong(template).join('\n')).toContain(complaint)
  })

  it.each([
    ['Resources: []', 'there is no AWS::Serverless::Function in it; write a template that has one'],
    ['AWSTemplateFormatVersion: 2010-09-09', 'there is no AWS::Serverless::Function in it'],
    ['Resources: { Fn: { Type: AWS::Lambda::Function } }', 'others such as "Fn" can\'t be run here'],
  ])('needs a function: %s', (template, complaint) => {
    expect(wrong(template)[0]).toContain(complaint)
  })

  it('tells once of what is wrong in Globals, whoever shares it', () => {
    const each = '{ Type: AWS::Serverless::Function, Properties: { CodeUri: src, Handler: index.handler } }'
    const template = `Globals: { Function: { MemorySize: 64 } }
Resources:
  A: ${each}
  B: ${each}
`
    expect(wrong(template)).toHaveLength(1)
  })

  it('does not take two functions of one name', () => {
    const template = `${oneWith('FunctionName: same')}
  Other:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: same, CodeUri: src, Handler: index.handler, Runtime: nodejs22.x }`
    expect(wrong(template)).toEqual([
      'app/template.yaml:13:33: Resources.Other.Properties.FunctionName: two functions are called "same"; rename one of them',
    ])
  })

  it('can be without properties, or with nonsense in their place', () => {
    expect(wrong('Resources: { Fn: { Type: AWS::Serverless::Function } }')[0]).toContain(
      'index.handler" is missing',
    )
    expect(wrong('Resources: { Fn: { Type: AWS::Serverless::Function, Properties: 5 } }')).toHaveLength(1)
  })
})
