import type { EmulatorConfig, FunctionConfig } from '../protocol.ts'
import { createAlias } from './aliases.ts'
import type { CodeStore, HeldCode } from './code-store.ts'
import type { DeployedFunction } from './deployment.ts'
import type { Code, FunctionRecord, Stamp } from './function-record.ts'
import { createRecord, settle } from './lifecycle.ts'
import { functionArn } from './names.ts'
import type { Registry } from './registry.ts'
import { runtimeNameOf } from './runtime-names.ts'
import { publish } from './versions.ts'

/** Adds the functions of the configuration, ready at once. Rejects with every zip that can't be unpacked. */
export async function addConfigured(
  config: EmulatorConfig,
  registry: Registry,
  store: CodeStore,
): Promise<void> {
  const problems: string[] = []
  for (const fn of config.functions) {
    try {
      await addOne(fn, config.region, registry, store)
    } catch (error) {
      problems.push(`${fn.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

async function addOne(
  fn: FunctionConfig,
  region: string,
  registry: Registry,
  store: CodeStore,
): Promise<void> {
  const runtimeName = await runtimeNameOf(fn)
  const held = 'codeZip' in fn ? await store.unpack(fn.codeZip) : undefined
  const content = {
    fn: deployed(fn, held),
    settings: { description: '', role: LOCAL_ROLE, runtimeName },
    code: codeOf(fn, held),
  }
  registry.add((stamp) => {
    const record = settle(createRecord(content, {}, stamp.now, stamp), stamp)
    return withAlias({ ...record, reservedConcurrency: fn.reservedConcurrency }, fn, region, stamp)
  })
  held?.letGo()
}

/** Nobody's: there are no permissions here, but every function of AWS has a role. */
const LOCAL_ROLE = 'arn:aws:iam::000000000000:role/local'

function deployed(fn: FunctionConfig, held: HeldCode | undefined): DeployedFunction {
  if (!('codeZip' in fn)) return fn
  const { codeZip, ...rest } = fn
  return { ...rest, codeDir: held?.code.folder ?? codeZip }
}

function codeOf(fn: FunctionConfig, held: HeldCode | undefined): Code {
  if (held !== undefined) return zipCode(held)
  return 'codeDir' in fn ? { kind: 'folder', path: fn.codeDir } : { kind: 'model' }
}

/** What a version keeps of code that came in a zip. */
export function zipCode({ code: { id, folder, facts } }: HeldCode): Code {
  return { kind: 'zip', id, folder, ...facts }
}

function withAlias(record: FunctionRecord, fn: FunctionConfig, region: string, stamp: Stamp): FunctionRecord {
  if (fn.alias === undefined) return record
  const arnOf = (qualifier: string): string => functionArn(region, fn.name, qualifier)
  const { record: published, version } = publish(record, {}, undefined, stamp)
  const change = { version: version.deployment.version }
  const aliased = createAlias(published, fn.alias, change, arnOf, stamp)
  if (fn.provisionedConcurrency === undefined) return aliased
  const one = { qualifier: fn.alias, environments: fn.provisionedConcurrency, modifiedAt: stamp.now }
  return { ...aliased, provisioned: [one] }
}
