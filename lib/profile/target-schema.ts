import { z } from 'zod'
import { isMapping } from './document.ts'
import { codeRuntimes } from './handlers.ts'
import { readAlias } from './lambda-target.ts'
import { count, mapping, oneOfForms, readBy, share, text, wordOf, yesOrNo } from './leaves.ts'
import { limits, readFunctionTimeout, readIdle, readPlacementDelay } from './limits.ts'
import { mechanismWords } from './mechanisms.ts'
import { readCount } from './numbers.ts'
import { simulateSchema } from './simulate-schema.ts'
import { readMemoryMb, readStorageMb } from './sizes.ts'

const environment = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()], { error: 'is not a text; write one, in quotes' }),
    {
      error: 'is not a mapping; write env: { NAME: value }',
    },
  )
  .meta({ description: 'Environment variables of the function. Their values are never stored with a run.' })

const concurrency = (least: number, example: number, description: string) =>
  readBy(`a whole number such as ${example}`, readCount(least, limits.concurrency), description)

const functionFields = {
  handler: text('handler: index.handler', 'The file and its export, index.handler by default.').optional(),
  runtime: wordOf(
    codeRuntimes,
    'node runs a JavaScript handler, python a Python one; bootstrap runs the executable of that name.',
  ).optional(),
  binary: text(
    'binary: /path/to/node',
    'The node or python that runs it; by default the one of this machine.',
  ).optional(),
  memory: readBy(
    'a size such as 128 or 512MB',
    readMemoryMb,
    'Memory in MB, 128 to 10240; 128 by default.',
  ).optional(),
  timeout: readBy(
    'a duration such as 3s',
    readFunctionTimeout,
    'The function timeout, 1s to 900s; 3s by default.',
  ).optional(),
  ephemeralStorage: readBy(
    'a size such as 512 or 1GB',
    readStorageMb,
    'Ephemeral storage (/tmp) in MB, 512 to 10240; 512 by default.',
  ).optional(),
  reserved: concurrency(0, 10, 'Concurrency set apart for the function, and the most it gets.').optional(),
  provisioned: concurrency(
    1,
    5,
    'Environments initialised ahead; it is then fired at by an alias.',
  ).optional(),
  env: environment.optional(),
}

const mechanisms = mapping(
  {
    cpu: wordOf(mechanismWords.cpu, 'How a share of a vCPU is kept to; off gives all of it.').optional(),
    memory: wordOf(mechanismWords.memory, 'How memory is limited.').optional(),
    tmp: wordOf(mechanismWords.tmp, 'How ephemeral storage is limited.').optional(),
  },
  'mechanisms: { cpu: off }',
)

const capacityFields = {
  accountConcurrency: count(
    1_000,
    'Invocations the local Lambda runs at once before it throttles; 1000 by default.',
    limits.environments,
  ).optional(),
  scalingRate: concurrency(
    1,
    1_000,
    'New environments of a function within 10 s; 1000 by default.',
  ).optional(),
  idle: readBy(
    'a duration such as 5m',
    readIdle,
    'How long an idle local environment is kept, 24 days at most; 5m by default.',
  ).optional(),
  idleJitter: share('By how much of idle it varies; 0% by default.').optional(),
  lifetime: readBy(
    'a duration such as 2h',
    readIdle,
    'After which a local environment ends however busy it is; as long as it is used by default.',
  ).optional(),
  lifetimeJitter: share('By how much of lifetime it varies; 0% by default.').optional(),
  proactiveInit: share(
    'How likely a cold start brings another environment, initialised ahead of any request; 0% by default.',
  ).optional(),
  placementDelay: readBy(
    'a duration such as 110ms',
    readPlacementDelay,
    'Waited before INIT, for download and placement, and not in Init Duration; 0s by default.',
  ).optional(),
  maxEnvironments: count(64, 'Most local environments at once.', limits.environments).optional(),
  mechanisms: mechanisms
    .meta({
      description:
        'By which means functions are held to their settings; auto, the best that works, by default.',
    })
    .optional(),
}

export const targetSchema = mapping(
  {
    function: text(
      'function: NAME',
      'A Lambda function: name or ARN, with :QUALIFIER if wanted. With local: functions.yaml or a SAM template, which of its functions.',
    ).optional(),
    qualifier: text('qualifier: live', 'A version or an alias.').optional(),
    region: text('region: us-east-1', 'The AWS region.').optional(),
    endpoint: text(
      'endpoint: http://127.0.0.1:4566',
      'The URL of any endpoint that speaks the Lambda Invoke API.',
    ).optional(),
    profile: text('profile: NAME', 'A named profile of the AWS configuration files.').optional(),
    logTail: yesOrNo('Whether to ask for the end of the log with each answer; true by default.').optional(),
    local: text(
      'local: FOLDER',
      'A folder, a zip, a handler, a functions.yaml, a SAM template, or a sample: hello, cpu, leaky.',
    ).optional(),
    ...functionFields,
    ...capacityFields,
  },
  'target: { function: NAME } or target: { local: FOLDER }',
).meta({ description: 'What is fired at. Without it: the sample function hello on this machine.' })

const functionUrl = oneOfForms<boolean | { port: number; mode: 'buffered' | 'stream' }>((value) =>
  isMapping(value) ? detailedUrl : yesOrNo('Whether it has a function URL.'),
)
const detailedUrl = mapping(
  {
    port: readBy(
      'a port such as 9100',
      readCount(0, 65_535),
      'Its port; any free one by default.',
    ).optional(),
    mode: wordOf(['buffered', 'stream'], 'Whether an answer is streamed; buffered by default.').optional(),
  },
  'url: true or url: { port: 9100, mode: stream }',
).transform(({ port = 0, mode = 'buffered' as const }) => ({ port, mode }))

const example = 'a function such as { name: hello, dir: functions/hello }'

/** One function of a functions file: its code is in `dir` or `zip`, or it is a model in `simulate`. */
export const localFunctionSchema = mapping(
  {
    name: text('name: hello', 'The name it is invoked by.').optional(),
    dir: text('dir: functions/hello', 'The folder of its code, relative to this file.').optional(),
    zip: text('zip: build/hello.zip', 'The zip file of its code, relative to this file.').optional(),
    simulate: simulateSchema.optional(),
    ...functionFields,
    alias: readBy('alias: live', readAlias, 'The name that its version 1 is published behind.').optional(),
    url: functionUrl.optional(),
  },
  example,
)
