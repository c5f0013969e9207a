import { dirname } from 'node:path'

import { entryPath } from '../entry-path.ts'
import { logGroupName } from '../functions/names.ts'
import type { ProcessSpec } from './process-group.ts'
import type { ProcessFunction } from '../protocol.ts'

export interface EnvironmentFacts {
  readonly region: string
  readonly logStream: string
  /** host:port of the environment's Runtime API. */
  readonly runtimeApi: string
  readonly tmpDir: string
  /** The only thing of the user's own environment that a function gets. */
  readonly path: string
}

/** The command that starts a function's runtime, with the variables that Lambda sets for it. */
export function runtimeCommand(fn: ProcessFunction, facts: EnvironmentFacts): ProcessSpec {
  const env = { ...lambdaVariables(fn, facts), ...fn.env, AWS_LAMBDA_RUNTIME_API: facts.runtimeApi }
  if (fn.runtime === 'bootstrap')
    return { command: `${fn.codeDir}/bootstrap`, args: [], cwd: fn.codeDir, env }
  const args = [...heapLimits(fn.memoryMb), NODE_RUNTIME]
  return { command: process.execPath, args, cwd: fn.codeDir, env }
}

const NODE_RUNTIME = entryPath('runtime/node-runtime')

// By default V8 sizes its heap after the machine and would collect so late that a small function is killed.
function heapLimits(memoryMb: number): readonly string[] {
  const share = (percent: number): number => Math.max(1, Math.floor((memoryMb * percent) / 100))
  return [`--max-old-space-size=${share(90)}`, `--max-semi-space-size=${share(5)}`]
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, less the credentials. */
function lambdaVariables(fn: ProcessFunction, facts: EnvironmentFacts): Record<string, string> {
  return {
    PATH: facts.path,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    TMPDIR: facts.tmpDir,
    _HANDLER: fn.handler,
    LAMBDA_TASK_ROOT: fn.codeDir,
    LAMBDA_RUNTIME_DIR: dirname(NODE_RUNTIME),
    AWS_REGION: facts.region,
    AWS_DEFAULT_REGION: facts.region,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupName(fn.name),
    AWS_LAMBDA_LOG_STREAM_NAME: facts.logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    ...(fn.runtime === 'node' ? { AWS_EXECUTION_ENV: `AWS_Lambda_${NODE_RUNTIME_NAME}` } : {}),
  }
}

/** The managed runtime that stands for this machine's Node, in AWS's spelling. */
export const NODE_RUNTIME_NAME = `nodejs${process.versions.node.split('.')[0]}.x`
