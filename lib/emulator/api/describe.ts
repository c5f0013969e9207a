import { NODE_RUNTIME_NAME } from '../environment/environment-variables.ts'
import { functionArn } from '../functions/names.ts'
import type { FunctionConfig } from '../protocol.ts'

/** The document of GetFunctionConfiguration, as far as it means something here. */
export function describeFunction(fn: FunctionConfig, region: string): Record<string, unknown> {
  return {
    FunctionName: fn.name,
    FunctionArn: functionArn(region, fn.name),
    Runtime: fn.runtime === 'node' ? NODE_RUNTIME_NAME : 'provided.al2023',
    ...(fn.runtime === 'simulated' ? {} : { Handler: fn.handler }),
    MemorySize: fn.memoryMb,
    Timeout: Math.ceil(fn.timeoutMs / 1_000),
    Architectures: [process.arch === 'arm64' ? 'arm64' : 'x86_64'],
    PackageType: 'Zip',
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  }
}
