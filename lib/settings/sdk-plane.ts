import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  type GetFunctionConfigurationCommandOutput,
  type LambdaClient,
  paginateListAliases,
  paginateListVersionsByFunction,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { defined } from '../model/defined.ts'
import { createLambdaClient } from '../targets/lambda/client.ts'
import type { ResolvedConnection } from '../targets/lambda/connection.ts'
import {
  type CodeChange,
  type Configuration,
  type ConfigurationChange,
  type ControlPlane,
  PlaneError,
  type Publication,
} from './control-plane.ts'
import { fetchZip, unfetchable } from './fetch-zip.ts'
import { readAlias, readConfiguration, readVersion } from './sdk-answers.ts'
import { planeError, unreadable } from './sdk-errors.ts'

/** The control plane of one function, by name or ARN, through the AWS SDK. */
export function sdkPlane(connection: ResolvedConnection, functionName: string): ControlPlane {
  const { region, endpoint, credentials, proxy } = connection
  // Repeating is ours to do: only what knows the call can say whether a lost one took effect.
  const config = { region, endpoint, credentials, maxAttempts: 1 }
  const client = createLambdaClient(config, { proxyOf: () => proxy, connectionTimeout: 10_000 })
  let calls = 0
  const FunctionName = functionName

  async function ask<T>(operation: string, question: Question<T>, patience = 30_000): Promise<T> {
    calls += 1
    try {
      return await question(client, { abortSignal: AbortSignal.timeout(patience) })
    } catch (error) {
      throw planeError(operation, error)
    }
  }

  /** Of an empty body the SDK makes an answer without members; memory is what every function has. */
  async function askConfiguration(
    operation: string,
    question: Question<GetFunctionConfigurationCommandOutput>,
    patience?: number,
  ): Promise<Configuration> {
    const answer = await ask(operation, question, patience)
    if (typeof answer.MemorySize === 'number') return readConfiguration(answer)
    throw unreadable(operation, answer.$metadata.httpStatusCode)
  }

  async function askAll<Page extends Answer, T>(
    operation: string,
    pages: AsyncIterable<Page>,
    itemsOf: (page: Page) => readonly T[] | undefined,
  ): Promise<T[]> {
    const items: T[] = []
    try {
      for await (const page of pages) {
        calls += 1
        items.push(...listIn(operation, page, itemsOf(page)))
      }
    } catch (error) {
      if (error instanceof PlaneError) throw error
      calls += 1
      throw planeError(operation, error)
    }
    return items
  }

  return {
    get calls() {
      return calls
    },
    async configuration(qualifier) {
      const input = defined({ FunctionName, Qualifier: qualifier })
      const command = new GetFunctionConfigurationCommand(input)
      return askConfiguration('GetFunctionConfiguration', (client, options) => client.send(command, options))
    },
    async zip(qualifier) {
      const input = defined({ FunctionName, Qualifier: qualifier })
      const { Configuration, Code, $metadata } = await ask('GetFunction', (client, options) =>
        client.send(new GetFunctionCommand(input), options),
      )
      if (Configuration === undefined) throw unreadable('GetFunction', $metadata.httpStatusCode)
      const why = unfetchable(Configuration, Code)
      if (why !== undefined) return { kind: 'unfetchable', why }
      return fetchZip(Code?.Location ?? '', Configuration.CodeSha256)
    },
    async updateConfiguration({ memoryMb, description, variables, revision }: ConfigurationChange) {
      const input = defined({
        FunctionName,
        MemorySize: memoryMb,
        Description: description,
        Environment: variables === undefined ? undefined : { Variables: { ...variables } },
        RevisionId: revision,
      })
      return askConfiguration('UpdateFunctionConfiguration', (client, options) =>
        client.send(new UpdateFunctionConfigurationCommand(input), options),
      )
    },
    async updateCode({ zip, architecture, revision }: CodeChange) {
      if (zip.kind === 'unfetchable') throw new Error(`there is no code to send: ${zip.why}`)
      const input = defined({
        FunctionName,
        ZipFile: zip.bytes,
        Architectures: [architecture],
        RevisionId: revision,
      })
      return askConfiguration(
        'UpdateFunctionCode',
        (client, options) => client.send(new UpdateFunctionCodeCommand(input), options),
        300_000,
      )
    },
    async publishVersion({ description, revision }: Publication) {
      const input = defined({ FunctionName, Description: description, RevisionId: revision })
      return askConfiguration('PublishVersion', (client, options) =>
        client.send(new PublishVersionCommand(input), options),
      )
    },
    async versions() {
      const pages = paginateListVersionsByFunction({ client }, { FunctionName }, patient())
      const all = await askAll('ListVersionsByFunction', pages, ({ Versions }) => Versions)
      return all.map(readVersion).filter(({ version }) => version !== '$LATEST')
    },
    async deleteVersion(version) {
      // Without a qualifier the call deletes the function.
      if (!/^\d+$/.test(version)) throw new Error(`not a version: ${version}`)
      const command = new DeleteFunctionCommand({ FunctionName, Qualifier: version })
      await ask('DeleteFunction', (client, options) => client.send(command, options))
    },
    async aliases() {
      const pages = paginateListAliases({ client }, { FunctionName }, patient())
      return (await askAll('ListAliases', pages, ({ Aliases }) => Aliases)).map(readAlias)
    },
    async createAlias(name, version) {
      const command = new CreateAliasCommand({ FunctionName, Name: name, FunctionVersion: version })
      await ask('CreateAlias', (client, options) => client.send(command, options))
    },
    async updateAlias(name, version, revision) {
      const input = defined({
        FunctionName,
        Name: name,
        FunctionVersion: version,
        RevisionId: revision,
      })
      await ask('UpdateAlias', (client, options) => client.send(new UpdateAliasCommand(input), options))
    },
    async deleteAlias(name) {
      const command = new DeleteAliasCommand({ FunctionName, Name: name })
      await ask('DeleteAlias', (client, options) => client.send(command, options))
    },
    close: () => client.destroy(),
  }
}

const patient = () => ({ abortSignal: AbortSignal.timeout(60_000) })

interface Answer {
  readonly $metadata: { readonly httpStatusCode?: number | undefined }
}

/** The service says also that there is nothing. */
function listIn<T>(operation: string, { $metadata }: Answer, items: readonly T[] | undefined): readonly T[] {
  if (Array.isArray(items)) return items
  throw unreadable(operation, $metadata.httpStatusCode)
}

type Question<T> = (client: LambdaClient, options: { abortSignal: AbortSignal }) => Promise<T>
