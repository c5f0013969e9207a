import type { VersionRecord } from '../functions/function-record.ts'
import type { Content } from '../functions/lifecycle.ts'
import { localRuntime } from '../functions/runtime-names.ts'
import { type Configuration, refuseWhatIsNotHere } from './configuration-members.ts'
import { invalidParameter, Refusal } from './service-error.ts'
import { refuseVariables } from './variables.ts'

/** What a configuration changes of what is there. Throws Refusal for what can't be here, or not on AWS. */
export function changedContent(
  asked: Configuration,
  { deployment, settings }: Pick<VersionRecord, 'deployment' | 'settings'>,
): Pick<Content, 'fn' | 'settings'> {
  refuseWhatIsNotHere(asked, deployment.fn.name)
  const variables = asked.Environment === undefined ? undefined : (asked.Environment.Variables ?? {})
  if (variables !== undefined) refuseVariables(variables)
  const { Runtime, Handler, Role, Description } = asked
  const fn = {
    ...deployment.fn,
    ...(asked.MemorySize === undefined ? {} : { memoryMb: asked.MemorySize }),
    ...(asked.Timeout === undefined ? {} : { timeoutMs: asked.Timeout * 1_000 }),
    ...(asked.EphemeralStorage === undefined ? {} : { ephemeralStorageMb: asked.EphemeralStorage.Size }),
    ...(variables === undefined ? {} : { env: variables }),
  }
  return {
    fn: withRuntime(fn, Runtime, Handler),
    settings: {
      description: Description ?? settings.description,
      role: Role ?? settings.role,
      runtimeName: Runtime ?? settings.runtimeName,
    },
  }
}

function withRuntime(
  fn: Content['fn'],
  runtimeName: string | undefined,
  handler: string | undefined,
): Content['fn'] {
  if (runtimeName === undefined && handler === undefined) return fn
  if (fn.runtime === 'simulated') {
    throw new Refusal(invalidParameter(`${fn.name} is a model: it has no Runtime and no Handler.`))
  }
  const runtime = runtimeName === undefined ? fn.runtime : requireRuntime(runtimeName)
  const { runtimeBinary, ...rest } = fn
  // The program of another language would be none for this one.
  const kept = runtimeBinary === undefined || runtime !== fn.runtime ? {} : { runtimeBinary }
  return { ...rest, ...kept, runtime, handler: handler ?? fn.handler }
}

/** The local runtime for a managed one. */
export function requireRuntime(runtimeName: string) {
  const runtime = localRuntime(runtimeName)
  if (runtime !== undefined) return runtime
  throw new Refusal(
    invalidParameter(
      `The local Lambda runs nodejs*.x, python3.* and provided*; it has no runtime ${runtimeName}.`,
    ),
  )
}
