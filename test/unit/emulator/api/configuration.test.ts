import { expect, test } from 'vitest'

import { changedContent } from '../../../../lib/emulator/api/configuration.ts'
import { ARCHITECTURE } from '../../../../lib/emulator/api/describe.ts'
import { refuseVariables } from '../../../../lib/emulator/api/variables.ts'
import { activeRecord, content } from '../../../support/function-records.ts'

const { latest } = activeRecord()

test('what is asked for is changed and the rest stays', () => {
  const asked = {
    MemorySize: 512,
    Timeout: 2,
    EphemeralStorage: { Size: 600 },
    Environment: { Variables: { AB: 'c' } },
  }
  expect(changedContent(asked, latest)).toEqual({
    fn: { ...content.fn, memoryMb: 512, timeoutMs: 2_000, ephemeralStorageMb: 600, env: { AB: 'c' } },
    settings: content.settings,
  })
  expect(changedContent({}, latest)).toEqual({ fn: content.fn, settings: content.settings })
})

test('an Environment without Variables takes them away', () => {
  const withVariables = {
    ...latest,
    deployment: { ...latest.deployment, fn: { ...content.fn, env: { AB: 'c' } } },
  }
  expect(changedContent({ Environment: {} }, withVariables).fn.env).toEqual({})
  expect(changedContent({}, withVariables).fn.env).toEqual({ AB: 'c' })
})

test.each([
  ['nodejs18.x', 'node'],
  ['python3.12', 'python'],
  ['provided.al2023', 'bootstrap'],
  ['provided', 'bootstrap'],
])('%s runs as %s and keeps its name', (Runtime, runtime) => {
  expect(changedContent({ Runtime }, latest)).toMatchObject({
    fn: { runtime },
    settings: { runtimeName: Runtime },
  })
})

test('another language does not keep the program of the one before', () => {
  const own = {
    ...latest,
    deployment: { ...latest.deployment, fn: { ...content.fn, runtimeBinary: '/opt/node' } },
  }
  expect(changedContent({ Runtime: 'nodejs20.x' }, own).fn).toHaveProperty('runtimeBinary', '/opt/node')
  expect(changedContent({ Runtime: 'python3.12' }, own).fn).not.toHaveProperty('runtimeBinary')
})

test.each([
  [{ Runtime: 'java21' }, 'no runtime java21'],
  [{ Layers: ['arn'] }, 'Layers (["arn"])'],
  [{ VpcConfig: { SubnetIds: ['s'] } }, 'VpcConfig'],
  [{ DeadLetterConfig: { TargetArn: 'arn' } }, 'DeadLetterConfig'],
  [{ TracingConfig: { Mode: 'Active' } }, 'TracingConfig'],
  [{ SnapStart: { ApplyOn: 'PublishedVersions' } }, 'SnapStart'],
  [{ LoggingConfig: { LogFormat: 'JSON' as const } }, 'LoggingConfig'],
  [{ LoggingConfig: { LogGroup: '/other' } }, 'LoggingConfig'],
  [{ PackageType: 'Image' as const }, 'PackageType'],
  [{ Architectures: [ARCHITECTURE === 'arm64' ? ('x86_64' as const) : ('arm64' as const)] }, 'Architectures'],
])('%j is not here and refused by name', (asked, message) => {
  expect(() => changedContent(asked, latest)).toThrow(message)
})

test('what says nothing, or what is so anyway, is taken', () => {
  const asked = {
    Layers: [],
    VpcConfig: { SubnetIds: [], SecurityGroupIds: [] },
    DeadLetterConfig: { TargetArn: '' },
    KMSKeyArn: '',
    TracingConfig: { Mode: 'PassThrough' },
    SnapStart: { ApplyOn: 'None' },
    LoggingConfig: { LogFormat: 'Text' as const, LogGroup: '/aws/lambda/fn' },
    PackageType: 'Zip' as const,
    Architectures: [ARCHITECTURE],
  } as const
  expect(changedContent({ ...asked, Layers: [], Architectures: [ARCHITECTURE] }, latest).fn).toEqual(
    content.fn,
  )
})

test('reserved variables are named, and 4 KB are the most', () => {
  expect(() => refuseVariables({ TABLE: 'a', AWS_REGION: 'b', _HANDLER: 'c' })).toThrow(
    'Reserved keys used in this request: AWS_REGION, _HANDLER',
  )
  // {"AB":"…"} has nine bytes around the value.
  expect(() => refuseVariables({ AB: 'x'.repeat(4_087) })).not.toThrow()
  expect(() => refuseVariables({ AB: 'x'.repeat(4_088) })).toThrow(
    'exceeded the 4KB limit. String measured: {"AB"',
  )
  expect(() => refuseVariables({ AB: 'a\0b' })).toThrow('zero byte')
})

test.each(['A', '1A', 'A-B', 'A=B', '', 'ÄB'])('a variable named %j is refused', (name) => {
  expect(() => refuseVariables({ [name]: 'x' })).toThrow(
    "at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint",
  )
})
