import { readVariables, variablesOf } from './environment.ts'
import { nameFile, type Context, type NamedFile } from './files.ts'
import { quote } from './found.ts'
import { limits, readFunctionTimeout } from './limits.ts'
import type { FunctionOptions } from './local-function.ts'
import { readCount } from './numbers.ts'
import { accept, wrong, type Reading, type Stated } from './problems.ts'
import { statedIn, type ProfileTarget } from './profile-target.ts'
import { readRuntime } from './runtime-names.ts'
import type { Settings } from './settings.ts'
import { readMemoryMb, readStorageMb } from './sizes.ts'

/** What flags, environment and profile say of a local function. */
export function functionOptions(
  settings: Settings,
  profile: ProfileTarget | undefined,
  context: Context,
): FunctionOptions {
  const { problems } = context
  const written = profile?.input
  const reserved = readCount(0, limits.concurrency)
  const provisioned = readCount(1, limits.concurrency)
  return {
    handler: settings.text('handler') ?? statedIn(profile, 'handler'),
    runtime: accept(settings.text('runtime'), readRuntime, problems) ?? writtenIn(profile, 'runtime'),
    binary: binaryOf(settings, profile, context),
    memoryMb: accept(settings.text('memory'), readOneMemoryMb, problems)?.value ?? written?.memory,
    timeout:
      accept(settings.text('functionTimeout'), readFunctionTimeout, problems)?.value ?? written?.timeout,
    ephemeralStorageMb:
      accept(settings.text('ephemeralStorage'), readStorageMb, problems)?.value ?? written?.ephemeralStorage,
    reserved:
      accept(settings.text('reservedConcurrency'), reserved, problems) ?? writtenIn(profile, 'reserved'),
    provisioned:
      accept(settings.text('provisionedConcurrency'), provisioned, problems) ??
      writtenIn(profile, 'provisioned'),
    environment: {
      ...variablesOf(written?.env, () => profile?.place('env') ?? { where: 'env' }, problems),
      ...readVariables(settings.list('env'), problems),
    },
  }
}

/** The same flag names several for `compare`. */
function readOneMemoryMb(text: string): Reading<number> {
  return text.includes(',')
    ? wrong(`${quote(text)} is several sizes; write one, or let coldburst compare measure them all`)
    : readMemoryMb(text)
}

/** A value of the profile with its place. */
function writtenIn<K extends 'runtime' | 'reserved' | 'provisioned'>(
  profile: ProfileTarget | undefined,
  key: K,
): Stated<NonNullable<ProfileTarget['input'][K]>> | undefined {
  const value = profile?.input[key]
  return profile === undefined || value === undefined || value === null
    ? undefined
    : { value, place: profile.place(key) }
}

function binaryOf(
  settings: Settings,
  profile: ProfileTarget | undefined,
  { cwd }: Context,
): NamedFile | undefined {
  const [flag, written] = [settings.text('runtimeBinary'), statedIn(profile, 'binary')]
  if (flag !== undefined) return nameFile(flag.value, cwd, flag.place)
  return written === undefined ? undefined : nameFile(written.value, profile?.folder ?? cwd, written.place)
}
