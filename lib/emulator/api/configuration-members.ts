import { z } from 'zod'

import { ARCHITECTURE } from './describe.ts'
import { invalidParameter, Refusal } from './service-error.ts'

/** What CreateFunction and UpdateFunctionConfiguration have in common. The limits are the service model's. */
export const configurationMembers = {
  Runtime: z.string().optional(),
  Role: z
    .string()
    .regex(/^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/)
    .optional(),
  Handler: z
    .string()
    .max(128)
    .regex(/^[^\s]+$/)
    .optional(),
  Description: z.string().max(256).optional(),
  Timeout: z.int().min(1).max(900).optional(),
  MemorySize: z.int().min(128).max(10_240).optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()).optional() }).optional(),
  EphemeralStorage: z.object({ Size: z.int().min(512).max(10_240) }).optional(),
  LoggingConfig: z
    .object({
      LogFormat: z.enum(['JSON', 'Text']).optional(),
      LogGroup: z.string().optional(),
      ApplicationLogLevel: z.string().optional(),
      SystemLogLevel: z.string().optional(),
    })
    .optional(),
  PackageType: z.enum(['Zip', 'Image']).optional(),
  Architectures: z
    .array(z.enum(['x86_64', 'arm64']))
    .min(1)
    .max(1)
    .optional(),
  TracingConfig: z.object({ Mode: z.string().optional() }).optional(),
  SnapStart: z.object({ ApplyOn: z.string().optional() }).optional(),
  VpcConfig: z.unknown().optional(),
  DeadLetterConfig: z.unknown().optional(),
  KMSKeyArn: z.unknown().optional(),
  Layers: z.unknown().optional(),
  FileSystemConfigs: z.unknown().optional(),
  ImageConfig: z.unknown().optional(),
  CodeSigningConfigArn: z.unknown().optional(),
  CapacityProviderConfig: z.unknown().optional(),
  PublishTo: z.unknown().optional(),
  DurableConfig: z.unknown().optional(),
  TenancyConfig: z.unknown().optional(),
}

const configuration = z.object(configurationMembers)

export type Configuration = z.infer<typeof configuration>

/** Throws Refusal for what AWS has and this machine has not; what is empty or the default is let pass. */
export function refuseWhatIsNotHere(asked: Configuration, name: string): void {
  const { TracingConfig, SnapStart, LoggingConfig, PackageType, Architectures } = asked
  const unknown = NOT_HERE.filter((member) => !isEmpty(asked[member]))
  if ((TracingConfig?.Mode ?? 'PassThrough') !== 'PassThrough') unknown.push('TracingConfig')
  if ((SnapStart?.ApplyOn ?? 'None') !== 'None') unknown.push('SnapStart')
  if (PackageType === 'Image') unknown.push('PackageType')
  const logGroup = LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`
  if (LoggingConfig?.LogFormat === 'JSON' || logGroup !== `/aws/lambda/${name}`) unknown.push('LoggingConfig')
  if (Architectures !== undefined && Architectures[0] !== ARCHITECTURE) unknown.push('Architectures')
  if (unknown.length === 0) return
  const members = unknown.map((member) => `${member} (${JSON.stringify(asked[member])})`).join(', ')
  throw new Refusal(invalidParameter(`The local Lambda does not have: ${members}.`))
}

const NOT_HERE: readonly (keyof Configuration)[] = [
  'VpcConfig',
  'DeadLetterConfig',
  'KMSKeyArn',
  'Layers',
  'FileSystemConfigs',
  'ImageConfig',
  'CodeSigningConfigArn',
  'CapacityProviderConfig',
  'PublishTo',
  'DurableConfig',
  'TenancyConfig',
]

// Tools send back what they have read: a VpcConfig without subnets, a DeadLetterConfig without a target.
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}
