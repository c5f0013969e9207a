import { createHash } from 'node:crypto'
import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda'
import { defined } from '../model/defined.ts'
import type { Architecture } from '../model/plan.ts'
import type { Alias, Configuration, Environment, PublishedVersion } from './control-plane.ts'

/** A FunctionConfiguration of the SDK; what an endpoint leaves out is what AWS would say of a plain function. */
export function readConfiguration(answer: FunctionConfiguration): Configuration {
  return {
    arn: answer.FunctionArn ?? '',
    version: answer.Version ?? '$LATEST',
    memoryMb: answer.MemorySize ?? 128,
    description: answer.Description ?? '',
    packaging: answer.PackageType === 'Image' ? 'image' : 'zip',
    environment: readEnvironment(answer.Environment),
    others: digestOf(answer),
    ...defined({
      architecture: readArchitecture(answer.Architectures?.[0]),
      runtime: answer.PackageType === 'Image' ? 'image' : answer.Runtime,
      timeoutSeconds: answer.Timeout,
      codeSha256: answer.CodeSha256,
      codeBytes: answer.CodeSize,
      revision: answer.RevisionId,
      modified: answer.LastModified,
      state: answer.State,
      stateReason: answer.StateReason,
      update: answer.LastUpdateStatus,
      updateReason: answer.LastUpdateStatusReason,
    }),
  }
}

const readArchitecture = (named: string | undefined): Architecture | undefined =>
  named === 'arm64' || named === 'x86_64' ? named : undefined

function readEnvironment(environment: FunctionConfiguration['Environment']): Environment {
  // Where its key may not be used, the service says so in place of the values.
  if (environment?.Error !== undefined) {
    const { ErrorCode = 'unknown', Message = 'no reason given' } = environment.Error
    return { kind: 'unreadable', why: `${Message} (${ErrorCode})` }
  }
  return { kind: 'known', variables: environment?.Variables ?? {} }
}

/** Without the environment, whose values could be guessed from a digest that lies on a disk. */
function digestOf(answer: FunctionConfiguration): string {
  const { SubnetIds = [], SecurityGroupIds = [], Ipv6AllowedForDualStack } = answer.VpcConfig ?? {}
  const others = [
    answer.Runtime,
    answer.Handler,
    answer.Role,
    answer.Timeout,
    answer.PackageType,
    answer.KMSKeyArn,
    answer.DeadLetterConfig?.TargetArn,
    answer.TracingConfig?.Mode,
    answer.EphemeralStorage?.Size,
    answer.SnapStart?.ApplyOn,
    answer.Layers?.map(({ Arn }) => Arn),
    answer.FileSystemConfigs?.map(({ Arn, LocalMountPath }) => [Arn, LocalMountPath]),
    // The order in which the service lists them is nobody's choice.
    [...SubnetIds].sort(),
    [...SecurityGroupIds].sort(),
    Ipv6AllowedForDualStack,
    answer.ImageConfigResponse?.ImageConfig,
    answer.LoggingConfig?.LogFormat,
    answer.LoggingConfig?.LogGroup,
    answer.LoggingConfig?.ApplicationLogLevel,
    answer.LoggingConfig?.SystemLogLevel,
  ]
  return createHash('sha256').update(JSON.stringify(others)).digest('hex').slice(0, 32)
}

export function readVersion({ Version = '', Description = '' }: FunctionConfiguration): PublishedVersion {
  return { version: Version, description: Description }
}

export function readAlias(answer: AliasConfiguration): Alias {
  return {
    name: answer.Name ?? '',
    version: answer.FunctionVersion ?? '',
    splitWith: Object.keys(answer.RoutingConfig?.AdditionalVersionWeights ?? {}),
    ...defined({ revision: answer.RevisionId }),
  }
}
