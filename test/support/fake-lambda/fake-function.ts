import {
  type CodeInput,
  type Configuration,
  documentOf,
  functionArn,
  hashOf,
  same,
  type UpdateInput,
} from './configuration.ts'
import { FakeAliases, type AliasState } from './fake-aliases.ts'
import { conflict, invalid, notFound, precondition, ServiceError } from './service-error.ts'

/** Everything that must be as it was: nothing that the service counts up by itself, such as revisions and times. */
export interface FunctionState {
  readonly latest: Configuration
  readonly versions: Readonly<Record<string, Configuration>>
  readonly aliases: Readonly<Record<string, AliasState>>
}

/** How the service behaves where it may behave in several ways. */
export interface Rules {
  /** Reads that say InProgress after an update, or writes that are refused for it. */
  readonly settleReads: number
  /** Reads of a fresh version that say Pending; until then it can't be invoked. */
  readonly pendingReads: number
  /** Whether `$LATEST` gets another revision when a version is published of it. */
  readonly publishRevises: boolean
  /** The most memory of this account, in MB. */
  readonly mostMemory: number
}

/** A version as it is kept: with the description of `$LATEST` that it was published of, which may not be its own. */
interface Version {
  readonly configuration: Configuration
  readonly source: Configuration
  readonly revision: string
  readonly changes: number
  pending: number
}

/**
 * One function with its versions and aliases, under the rules of the Lambda API reference
 * (https://docs.aws.amazon.com/lambda/latest/api/, read 2026-11-26).
 */
export class FakeFunction {
  readonly aliases: FakeAliases
  readonly #rules: Rules
  readonly #versions = new Map<string, Version>()
  #latest: Configuration
  #revisions = 0
  #revision: string
  #inProgress = 0
  #changes = 0
  #lastVersion = 0

  constructor(start: FunctionState, rules: Rules) {
    this.#rules = rules
    this.#latest = start.latest
    this.#revision = this.#nextRevision()
    for (const [number, configuration] of Object.entries(start.versions)) {
      this.#addVersion(number, configuration, configuration)
    }
    this.aliases = new FakeAliases(
      start.aliases,
      (version) => version === '$LATEST' || this.#versions.has(version),
      () => this.#nextRevision(),
    )
  }

  state(): FunctionState {
    const versions = [...this.#versions].map(
      ([number, { configuration }]) => [number, configuration] as const,
    )
    return {
      latest: this.#latest,
      versions: Object.fromEntries(versions),
      aliases: this.aliases.state(),
    }
  }

  /** Changes with every change of `$LATEST`: environments of one before serve it no longer. */
  get revision(): string {
    return this.#revision
  }

  /** The number behind a qualifier, or `$LATEST`. */
  resolve(qualifier = '$LATEST'): string {
    const version = this.aliases.versionOf(qualifier) ?? qualifier
    if (version === '$LATEST' || this.#versions.has(version)) return version
    throw notFound(`Function not found: ${functionArn}:${qualifier}`)
  }

  configurationOf(version: string): Configuration {
    return this.#versions.get(version)?.configuration ?? this.#latest
  }

  /** Refuses what is not yet ready, as Invoke does. */
  assertActive(version: string): void {
    if ((this.#versions.get(version)?.pending ?? 0) === 0) return
    throw conflict(
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    )
  }

  /** GetFunctionConfiguration: time passes with each read. */
  read(qualifier?: string): object {
    const number = this.resolve(qualifier)
    const document = this.#document(number, qualifier)
    const version = this.#versions.get(number)
    if (version && version.pending > 0) version.pending -= 1
    if (number === '$LATEST') this.#passTime()
    return document
  }

  /** UpdateFunctionConfiguration. What is not named stays. */
  update(input: UpdateInput): object {
    this.#assertSettled()
    this.#assertRevision(input.RevisionId)
    const memory = input.MemorySize ?? this.#latest.memory
    this.#assertMemory(memory)
    this.#change({
      ...this.#latest,
      memory,
      description: input.Description ?? this.#latest.description,
      environment: input.Environment ? (input.Environment.Variables ?? {}) : this.#latest.environment,
    })
    return this.#document('$LATEST')
  }

  /** UpdateFunctionCode, of which only the zip and the architecture matter. */
  updateCode(input: CodeInput): object {
    if (input.ZipFile === undefined) throw invalid('Please provide a source for function code.')
    this.#assertSettled()
    this.#assertRevision(input.RevisionId)
    this.#change({
      ...this.#latest,
      code: Buffer.from(input.ZipFile, 'base64').toString(),
      architecture: input.Architectures?.[0] ?? this.#latest.architecture,
    })
    return this.#document('$LATEST')
  }

  /** PublishVersion: the version before, when nothing has changed since. */
  publish(input: { RevisionId?: string; CodeSha256?: string; Description?: string }): object {
    this.#assertSettled()
    this.#assertRevision(input.RevisionId)
    const hash = hashOf(this.#latest.code)
    if (input.CodeSha256 !== undefined && input.CodeSha256 !== hash) {
      throw invalid(
        `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${hash})`,
      )
    }
    const before = this.#versions.get(String(this.#lastVersion))
    if (before && same(before.source, this.#latest)) return this.#document(String(this.#lastVersion))
    const number = String(this.#lastVersion + 1)
    const description = input.Description ?? this.#latest.description
    this.#addVersion(number, { ...this.#latest, description }, this.#latest).pending =
      this.#rules.pendingReads
    if (this.#rules.publishRevises) this.#revision = this.#nextRevision()
    return this.#document(number)
  }

  /** ListVersionsByFunction, without pages: `$LATEST` first. Like the service it leaves out the states. */
  list(): readonly object[] {
    const without = { State: undefined, LastUpdateStatus: undefined }
    return ['$LATEST', ...this.#versions.keys()].map((number) => ({
      ...this.#document(number, number),
      ...without,
    }))
  }

  /** DeleteFunction with a qualifier, which must be the number of a version that no alias points at. */
  deleteVersion(qualifier: string): void {
    if (qualifier === '$LATEST') {
      throw invalid('$LATEST version cannot be deleted without deleting the function.')
    }
    if (!/^\d+$/.test(qualifier)) throw invalid('Deletion of aliases is not currently supported.')
    if (!this.#versions.has(qualifier)) throw notFound(`Function not found: ${functionArn}:${qualifier}`)
    const pointing = this.aliases.pointingAt(qualifier)
    if (pointing.length > 0) {
      throw conflict(
        `Unable to delete version ${qualifier} because the following aliases reference it: [${pointing.join(', ')}]`,
      )
    }
    this.#versions.delete(qualifier)
  }

  /** DeleteFunction without a qualifier: nothing is left, and `state` shows it. */
  deleteWhole(): void {
    this.#latest = { memory: 0, description: '', environment: {}, code: 'deleted', architecture: '' }
    this.#versions.clear()
    this.aliases.clear()
  }

  #assertSettled(): void {
    if (this.#inProgress === 0) return
    // Whoever only tries again and never looks gets through, too.
    this.#passTime()
    throw conflict(
      `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn}`,
    )
  }

  #passTime(): void {
    if (this.#inProgress === 0) return
    this.#inProgress -= 1
    // https://github.com/aws/aws-sdk/issues/377: the revision that an update answers with is not the last one.
    if (this.#inProgress === 0) this.#revision = this.#nextRevision()
  }

  #assertRevision(revision: string | undefined): void {
    if (revision !== undefined && revision !== this.#revision) throw precondition()
  }

  #assertMemory(memory: number): void {
    const { mostMemory } = this.#rules
    if (memory < 128) {
      const message = `1 validation error detected: Value '${memory}' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128`
      throw new ServiceError(400, 'ValidationException', message)
    }
    if (memory > mostMemory) {
      throw invalid(
        `'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to ${mostMemory}`,
      )
    }
  }

  #change(configuration: Configuration): void {
    this.#latest = configuration
    this.#changes += 1
    this.#revision = this.#nextRevision()
    this.#inProgress = this.#rules.settleReads
  }

  #addVersion(number: string, configuration: Configuration, source: Configuration): Version {
    const version = {
      configuration,
      source,
      revision: this.#nextRevision(),
      changes: this.#changes,
      pending: 0,
    }
    this.#versions.set(number, version)
    // Numbers are never used again, not even that of a deleted version.
    this.#lastVersion = Math.max(this.#lastVersion, Number(number))
    return version
  }

  #nextRevision(): string {
    this.#revisions += 1
    return `00000000-0000-4000-8000-${String(this.#revisions).padStart(12, '0')}`
  }

  #document(number: string, qualifier?: string): object {
    const version = this.#versions.get(number)
    return documentOf(this.configurationOf(number), {
      version: number,
      qualifier,
      revision: version?.revision ?? this.#revision,
      changes: version?.changes ?? this.#changes,
      pending: (version?.pending ?? 0) > 0,
      inProgress: version === undefined && this.#inProgress > 0,
    })
  }
}
