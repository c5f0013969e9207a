import { z } from 'zod'
import { count, mapping, readBy, text, wordOf, yesOrNo } from './leaves.ts'
import { limits, readFunctionTimeout, readIdle } from './limits.ts'
import { readMemoryMb } from './sizes.ts'

const environment = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()], { error: 'is not a text; write one, in quotes' }),
    {
      error: 'is not a mapping; write env: { NAME: value }',
    },
  )
  .meta({ description: 'Environment variables of the function. Their values are never stored with a run.' })

const functionFields = {
  handler: text('handler: index.handler', 'The file and its export, index.handler by default.').optional(),
  runtime: wordOf(
    ['node', 'bootstrap'],
    'node runs a JavaScript handler; bootstrap runs the executable of that name.',
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
  env: environment.optional(),
}

export const targetSchema = mapping(
  {
    function: text(
      'function: NAME',
      'A Lambda function: name or ARN, with :QUALIFIER if wanted. With local: functions.yaml, which of its functions.',
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
      'A folder, a handler, a functions.yaml, or a sample: hello, cpu, leaky.',
    ).optional(),
    ...functionFields,
    accountConcurrency: count(
      1_000,
      'Invocations the local Lambda runs at once before it throttles; 1000 by default.',
      limits.environments,
    ).optional(),
    idle: readBy(
      'a duration such as 5m',
      readIdle,
      'How long an idle local environment is kept, 24 days at most; 5m by default.',
    ).optional(),
    maxEnvironments: count(64, 'Most local environments at once.', limits.environments).optional(),
  },
  'target: { function: NAME } or target: { local: FOLDER }',
).meta({ description: 'What is fired at. Without it: the sample function hello on this machine.' })

/** One function of a functions file. */
export const localFunctionSchema = mapping(
  {
    name: text('name: hello', 'The name it is invoked by.').optional(),
    dir: text('dir: functions/hello', 'The folder of its code, relative to this file.'),
    ...functionFields,
  },
  'a function such as { name: hello, dir: functions/hello }',
)
