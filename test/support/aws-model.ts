import {
  type Alias,
  type Configuration,
  type ControlPlane,
  PlaneError,
  type Variables,
} from '../../lib/settings/control-plane.ts'

/** A function as AWS's control plane keeps it, in a few rules written down apart from the code they try. */
export class AwsModel {
  readonly arn = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout'
  /** Memory that the account may use. */
  memoryQuota = 3_008
  /** Reads that still see the state of before an update, and those that see it in progress. */
  staleReads = 0
  slowReads = 1
  /** Reads for which a new version is Pending. */
  pendingReads = 0
  /** What a call may meet: it can throw instead of being carried out, or after it was. */
  onCall: (name: string, number: number) => { before?: Error; after?: Error } = () => ({})
  calls = 0
  names: string[] = []

  #latest: Kept
  #before: Kept | undefined
  #reads = 0
  #versions: Kept[] = []
  #aliases: (Alias & { revision: string })[] = []
  #next = 1
  #ids = 0
  #pending = new Map<string, number>()

  constructor(start: Partial<Made> = {}) {
    const made: Made = {
      memoryMb: 128,
      description: 'takes the money',
      architecture: 'x86_64',
      variables: { PASSWORD: 'a secret', LEVEL: 'info' },
      code: 'code-1',
      timeout: 3,
      ...start,
    }
    this.#latest = { ...made, version: '$LATEST', revision: this.#id(), modified: this.#id() }
  }

  #id(): string {
    this.#ids += 1
    return `id-${this.#ids}`
  }

  /** All that must be again what it was. */
  snapshot(): object {
    const { revision: _, modified: __, ...latest } = this.#latest
    return {
      latest,
      versions: [...this.#versions],
      aliases: [...this.#aliases],
    }
  }

  get latest(): Made {
    return this.#latest
  }

  get versionNumbers(): readonly string[] {
    return this.#versions.map(({ version }) => version)
  }

  get aliasNames(): readonly string[] {
    return this.#aliases.map(({ name }) => name)
  }

  /** Somebody else's change, settled at once. */
  deploy(change: Partial<Made>): void {
    this.#before = undefined
    this.#latest = { ...this.#latest, ...change, revision: this.#id(), modified: this.#id() }
  }

  /** Somebody else's publication. */
  publish(description?: string): string {
    const last = this.#versions.at(-1)
    if (last !== undefined && sameMade(last, this.#latest)) return last.version
    const version = String(this.#next)
    this.#next += 1
    const shown = description ?? this.#latest.description
    this.#versions.push({
      ...this.#latest,
      made: this.#latest.description,
      description: shown,
      version,
      revision: this.#id(),
    })
    this.#latest = { ...this.#latest, revision: this.#id() }
    this.#pending.set(version, this.pendingReads)
    return version
  }

  alias(name: string, version: string, splitWith: readonly string[] = []): void {
    this.#aliases = [...this.#aliases, { name, version, splitWith, revision: this.#id() }]
  }

  get #inProgress(): boolean {
    return this.#before !== undefined
  }

  #read(): Configuration {
    if (this.#before === undefined) return configurationOf(this.arn, this.#latest, {})
    this.#reads += 1
    if (this.#reads <= this.staleReads) return configurationOf(this.arn, this.#before, {})
    if (this.#reads <= this.staleReads + this.slowReads) {
      return configurationOf(this.arn, this.#latest, { update: 'InProgress' })
    }
    this.#before = undefined
    // The revision that an update answers with is never the last one.
    this.#latest = { ...this.#latest, revision: this.#id() }
    return configurationOf(this.arn, this.#latest, {})
  }

  #update(operation: string, change: Partial<Made>, revision: string | undefined): Configuration {
    // Clients are not the only ones whose reads let time pass.
    if (this.#inProgress) {
      this.#read()
      throw new PlaneError(operation, 'ResourceConflictException', 409, `${BUSY}: ${this.arn}`)
    }
    this.#require(operation, revision)
    this.#before = this.#latest
    this.#reads = 0
    this.#latest = { ...this.#latest, ...change, revision: this.#id(), modified: this.#id() }
    return configurationOf(this.arn, this.#latest, { update: 'InProgress' })
  }

  #require(operation: string, revision: string | undefined): void {
    if (revision === undefined || revision === this.#latest.revision) return
    throw outdated(operation)
  }

  plane(): ControlPlane {
    // Of this plane, as that of the SDK counts them.
    let calls = 0
    const call = async <T>(name: string, work: () => T): Promise<T> => {
      const { before, after } = this.onCall(name, this.calls)
      calls += 1
      this.calls += 1
      this.names.push(name)
      if (before !== undefined) throw before
      const result = work()
      if (after !== undefined) throw after
      return result
    }
    return {
      get calls() {
        return calls
      },
      configuration: (qualifier) =>
        call('GetFunctionConfiguration', () =>
          qualifier === undefined || qualifier === '$LATEST' ? this.#read() : this.#version(qualifier),
        ),
      zip: (qualifier) =>
        call('GetFunction', () => {
          const { code } = qualifier === undefined ? this.#latest : this.#find('GetFunction', qualifier)
          return { kind: 'zip', bytes: Buffer.from(code) }
        }),
      updateConfiguration: ({ memoryMb, description, variables, revision }) =>
        call('UpdateFunctionConfiguration', () => {
          const name = 'UpdateFunctionConfiguration'
          if (memoryMb > this.memoryQuota) {
            const says = `'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to ${this.memoryQuota}`
            throw new PlaneError(name, 'InvalidParameterValueException', 400, says)
          }
          if (variables !== undefined && JSON.stringify(variables).length > 4_096) {
            const says = `the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(variables)}`
            throw new PlaneError(name, 'InvalidParameterValueException', 400, says)
          }
          return this.#update(name, { memoryMb, description, ...(variables && { variables }) }, revision)
        }),
      updateCode: ({ zip, architecture, revision }) =>
        call('UpdateFunctionCode', () => {
          if (zip.kind !== 'zip') throw new Error('no zip')
          const code = Buffer.from(zip.bytes).toString()
          return this.#update('UpdateFunctionCode', { code, architecture }, revision)
        }),
      publishVersion: ({ description, revision }) =>
        call('PublishVersion', () => {
          if (this.#inProgress) {
            this.#read()
            throw new PlaneError('PublishVersion', 'ResourceConflictException', 409, `${BUSY}: ${this.arn}`)
          }
          this.#require('PublishVersion', revision)
          return this.#version(this.publish(description))
        }),
      versions: () =>
        call('ListVersionsByFunction', () =>
          this.#versions.map(({ version, description }) => ({ version, description })),
        ),
      deleteVersion: (version) =>
        call('DeleteFunction', () => {
          const users = this.#aliases.filter((alias) => alias.version === version)
          if (users.length > 0) {
            const says = `Unable to delete version because the following aliases reference it: [${users.map(({ name }) => name).join(', ')}]`
            throw new PlaneError('DeleteFunction', 'ResourceConflictException', 409, says)
          }
          this.#versions = this.#versions.filter((one) => one.version !== version)
        }),
      aliases: () => call('ListAliases', () => [...this.#aliases]),
      createAlias: (name, version) =>
        call('CreateAlias', () => {
          if (this.aliasNames.includes(name)) {
            throw new PlaneError(
              'CreateAlias',
              'ResourceConflictException',
              409,
              `Alias already exists: ${name}`,
            )
          }
          this.#find('CreateAlias', version)
          this.alias(name, version)
        }),
      updateAlias: (name, version, revision) =>
        call('UpdateAlias', () => {
          this.#find('UpdateAlias', version)
          const there = this.#aliases.find((one) => one.name === name)
          if (revision !== undefined && revision !== there?.revision) throw outdated('UpdateAlias')
          this.#aliases = this.#aliases.map((one) =>
            one.name === name ? { ...one, version, revision: this.#id() } : one,
          )
        }),
      deleteAlias: (name) =>
        call('DeleteAlias', () => {
          this.#aliases = this.#aliases.filter((one) => one.name !== name)
        }),
      close: () => undefined,
    }
  }

  #find(operation: string, qualifier: string): Kept {
    const found = this.#versions.find(({ version }) => version === qualifier)
    if (found !== undefined) return found
    throw new PlaneError(
      operation,
      'ResourceNotFoundException',
      404,
      `Function not found: ${this.arn}:${qualifier}`,
    )
  }

  #version(qualifier: string): Configuration {
    const found = this.#find('GetFunctionConfiguration', qualifier)
    const left = this.#pending.get(qualifier) ?? 0
    this.#pending.set(qualifier, left - 1)
    return configurationOf(`${this.arn}:${qualifier}`, found, left > 0 ? { state: 'Pending' } : {})
  }
}

const outdated = (operation: string): PlaneError =>
  new PlaneError(operation, 'PreconditionFailedException', 412, 'The Revision Id provided does not match')

/** What a version is made of. */
export interface Made {
  readonly memoryMb: number
  readonly description: string
  readonly architecture: 'x86_64' | 'arm64'
  readonly variables: Variables
  readonly code: string
  readonly timeout: number
}

interface Kept extends Made {
  readonly version: string
  readonly revision: string
  readonly modified: string
  /** Of a version: the description that $LATEST had. */
  readonly made?: string
}

const BUSY = 'The operation cannot be performed at this time. An update is in progress for resource'

/** AWS publishes nothing where nothing has changed since the last version. */
function sameMade(version: Kept, latest: Kept): boolean {
  const of = ({ memoryMb, architecture, variables, code, timeout }: Made, description: string | undefined) =>
    JSON.stringify([
      memoryMb,
      architecture,
      Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1)),
      code,
      timeout,
      description,
    ])
  return of(version, version.made) === of(latest, latest.description)
}

function configurationOf(arn: string, kept: Kept, more: Partial<Configuration>): Configuration {
  const { version, memoryMb, description, architecture, variables, code, timeout, revision, modified } = kept
  return {
    arn,
    version,
    memoryMb,
    description,
    architecture,
    timeoutSeconds: timeout,
    codeSha256: code,
    codeBytes: code.length,
    runtime: 'nodejs22.x',
    packaging: 'zip',
    environment: { kind: 'known', variables },
    others: String(timeout),
    revision,
    modified,
    state: 'Active',
    update: 'Successful',
    ...more,
  }
}
