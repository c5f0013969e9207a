import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

import { entryPath } from '../entry-path.ts'
import { logGroupName } from '../functions/names.ts'
import type { ProcessSpec } from './process-group.ts'
import type { ProcessFunction } from '../protocol.ts'
import type { InitializationType } from './environment.ts'
import { managedRuntimeName, type RuntimeBinary } from './runtime-binary.ts'

export interface EnvironmentFacts {
  readonly version: string
  readonly initializationType: InitializationType
  /** What runs the function. */
  readonly binary: RuntimeBinary
  readonly region: string
  readonly logStream: string
  /** host:port of the environment's Runtime API. */
  readonly runtimeApi: string
  /** The only thing of the user's own environment that a function gets. */
  readonly path: string
}

/** The command that starts a function's runtime, with the variables that Lambda sets for it. */
export function runtimeCommand(fn: ProcessFunction, facts: EnvironmentFacts): ProcessSpec {
  const env = { ...lambdaVariables(fn, facts), ...fn.env, AWS_LAMBDA_RUNTIME_API: facts.runtimeApi }
  return { command: facts.binary.path, args: runtimeArguments(fn), cwd: fn.codeDir, env }
}

function runtimeArguments(fn: ProcessFunction): readonly string[] {
  switch (fn.runtime) {
    case 'bootstrap':
      return []
    case 'node':
      return [...heapLimits(fn.memoryMb), NODE_RUNTIME]
    case 'python':
      // Output goes out as it is written, and the folder with the code is left as it is: on Lambda it is read-only.
      return ['-u', '-B', PYTHON_RUNTIME]
    default:
      return fn.runtime satisfies never
  }
}

const NODE_RUNTIME = entryPath('runtime/node-runtime')
const PYTHON_RUNTIME = fileURLToPath(new URL('../runtime/python/main.py', import.meta.url))

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
    _HANDLER: fn.handler,
    LAMBDA_TASK_ROOT: fn.codeDir,
    LAMBDA_RUNTIME_DIR: dirname(fn.runtime === 'python' ? PYTHON_RUNTIME : NODE_RUNTIME),
    AWS_REGION: facts.region,
    AWS_DEFAULT_REGION: facts.region,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: facts.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupName(fn.name),
    AWS_LAMBDA_LOG_STREAM_NAME: facts.logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: facts.initializationType,
    ...executionEnv(fn, facts.binary),
  }
}

// Custom runtimes have none on Lambda, and what nobody knows is not guessed.
function executionEnv(fn: ProcessFunction, { version }: RuntimeBinary): Record<string, string> {
  if (version === undefined || fn.runtime === 'bootstrap') return {}
  return { AWS_EXECUTION_ENV: `AWS_Lambda_${managedRuntimeName(fn.runtime, version)}` }
}
