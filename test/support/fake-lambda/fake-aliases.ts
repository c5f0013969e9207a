import { conflict, invalid, notFound, precondition } from './service-error.ts'

export interface AliasState {
  readonly version: string
  readonly description: string
}

/** What CreateAlias and UpdateAlias are given. */
export interface AliasInput {
  readonly Name?: string
  readonly FunctionVersion?: string
  readonly Description?: string
  readonly RevisionId?: string
}

/** The aliases of a function, under the rules of the Lambda API reference. */
export class FakeAliases {
  readonly #aliases = new Map<string, AliasState & { readonly revision: string }>()
  readonly #isVersion: (version: string) => boolean
  readonly #nextRevision: () => string

  constructor(
    start: Readonly<Record<string, AliasState>>,
    isVersion: (version: string) => boolean,
    nextRevision: () => string,
  ) {
    this.#isVersion = isVersion
    this.#nextRevision = nextRevision
    for (const [name, alias] of Object.entries(start)) this.#set(name, alias)
  }

  state(): Readonly<Record<string, AliasState>> {
    const entries = [...this.#aliases].map(
      ([name, { version, description }]) => [name, { version, description }] as const,
    )
    return Object.fromEntries(entries)
  }

  versionOf(name: string): string | undefined {
    return this.#aliases.get(name)?.version
  }

  pointingAt(version: string): readonly string[] {
    return [...this.#aliases].filter(([, alias]) => alias.version === version).map(([name]) => name)
  }

  create({ Name = '', FunctionVersion = '', Description = '' }: AliasInput): object {
    // https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html: the pattern of Name.
    if (!/^(?!\d+$)[\w-]{1,128}$/.test(Name)) throw invalid(`${Name} is no name of an alias`)
    if (this.#aliases.has(Name)) throw conflict(`Alias already exists: ${arn(Name)}`)
    this.#assertVersion(FunctionVersion)
    this.#set(Name, { version: FunctionVersion, description: Description })
    return this.read(Name)
  }

  read(name: string): object {
    const { version, description, revision } = this.#get(name)
    return {
      AliasArn: arn(name),
      Name: name,
      FunctionVersion: version,
      Description: description,
      RevisionId: revision,
    }
  }

  update(name: string, input: AliasInput): object {
    const alias = this.#get(name)
    if (input.RevisionId !== undefined && input.RevisionId !== alias.revision) throw precondition()
    const version = input.FunctionVersion ?? alias.version
    this.#assertVersion(version)
    this.#set(name, { version, description: input.Description ?? alias.description })
    return this.read(name)
  }

  /** Of one that isn't there, too: ResourceNotFoundException is no error of DeleteAlias. */
  delete(name: string): void {
    this.#aliases.delete(name)
  }

  clear(): void {
    this.#aliases.clear()
  }

  /** ListAliases, without pages; with a version only those that point at it. */
  list(version?: string): readonly object[] {
    const names = version === undefined ? [...this.#aliases.keys()] : this.pointingAt(version)
    return names.map((name) => this.read(name))
  }

  #get(name: string): AliasState & { readonly revision: string } {
    const alias = this.#aliases.get(name)
    if (!alias) throw notFound(`Cannot find alias arn: ${arn(name)}`)
    return alias
  }

  #assertVersion(version: string): void {
    if (!this.#isVersion(version)) throw notFound(`Function not found: ${arn(version)}`)
  }

  #set(name: string, alias: AliasState): void {
    this.#aliases.set(name, { ...alias, revision: this.#nextRevision() })
  }
}

const arn = (qualifier: string): string => `arn:aws:lambda:us-east-1:123456789012:function:demo:${qualifier}`
