import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda'
import type { Comparison } from '../../lib/model/comparison.ts'
import { onlyRun } from './cli.ts'

/** The document of the only comparison stored below `<cwd>/runs`. */
export const onlyComparison = (cwd: string): Comparison =>
  JSON.parse(readFileSync(join(onlyRun(cwd), 'comparison.json'), 'utf8')) as Comparison

/** Files below a folder, of all levels. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

/** What of a function a comparison may not have changed afterwards, as the service says it. */
export async function settingsOf(client: LambdaClient, name: string) {
  const configuration = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }))
  const versions = await client.send(new ListVersionsByFunctionCommand({ FunctionName: name }))
  const aliases = await client.send(new ListAliasesCommand({ FunctionName: name }))
  const { MemorySize, Description, Environment, Timeout, CodeSha256, RevisionId } = configuration
  return {
    kept: {
      MemorySize,
      Description,
      Environment,
      Timeout,
      CodeSha256,
      versions: versions.Versions?.map(({ Version }) => Version),
      aliases: aliases.Aliases?.map((alias) => `${alias.Name} → ${alias.FunctionVersion}`),
    },
    revision: RevisionId,
  }
}
