import { defined } from '../model/defined.ts'
import { fromSeconds } from '../model/time.ts'
import { nameFile, type Context } from './files.ts'
import { quote } from './found.ts'
import type { Entry } from './function-entry.ts'
import { readAlias } from './lambda-target.ts'
import { limits } from './limits.ts'
import type { CodeRuntime } from './handlers.ts'
import { zipCode, type FunctionCode } from './local-code.ts'
import { settleFunction, type FunctionOptions } from './local-function.ts'
import { readCount } from './numbers.ts'
import { right, wrong, type Reading } from './problems.ts'
import { readRuntime } from './runtime-names.ts'
import { templateVariables } from './sam-environment.ts'
import { readUrl } from './sam-url.ts'
import { functionProperties, type FunctionProperties, type Template } from './sam-properties.ts'

/** Reads one `AWS::Serverless::Function`; undefined, and problems, when it can't be run here. */
export function readTemplateFunction(
  id: string,
  template: Template,
  overrides: FunctionOptions,
  context: Context,
): Entry | undefined {
  const properties = functionProperties(id, template, context.problems)
  const before = context.problems.all().length
  const name = nameOf(id, properties, template)
  const code = codeOf(name, properties, template, context)
  const options = { ...optionsOf(properties), ...defined(overrides) }
  const environment = {
    ...templateVariables(name, properties, template, context.problems),
    ...overrides.environment,
  }
  if (properties.has(['Layers'])) template.notes.layers(name)
  if (properties.list(['Architectures']).includes('arm64')) template.notes.arm64(name)
  if (code === undefined || context.problems.all().length > before) return undefined
  const fn = settleFunction(code, { ...options, environment }, context)
  return fn === undefined ? undefined : { fn, environment }
}

function nameOf(id: string, properties: FunctionProperties, { notes }: Template): string {
  const logical = id.slice(0, 64)
  const said = properties.peek(['FunctionName'])
  if (said.kind === 'unknown') notes.unnamed(logical)
  if (said.kind !== 'text') return logical
  return properties.read(['FunctionName'], readFunctionName)?.value ?? logical
}

function readFunctionName(text: string): Reading<string> {
  return /^[\w-]{1,64}$/.test(text)
    ? right(text)
    : wrong(`${quote(text)} can't name a function; write letters, digits, - or _, at most 64`)
}

function codeOf(
  name: string,
  properties: FunctionProperties,
  { document }: Template,
  context: Context,
): FunctionCode | undefined {
  const { problems, files } = context
  if (properties.peek(['PackageType']).kind === 'text' && properties.says(['PackageType'], 'Image')) {
    problems.add(
      properties.place(['PackageType']),
      "container images can't be run here; write code in CodeUri",
    )
    return undefined
  }
  if (properties.has(['InlineCode'])) {
    problems.add(
      properties.place(['InlineCode']),
      "inline code can't be run here; put it into a file below CodeUri",
    )
    return undefined
  }
  // SAM's own default is the folder of the template.
  const said = properties.has(['CodeUri'])
    ? properties.read(['CodeUri'], readCodeUri)
    : { value: '.', place: properties.place(['CodeUri']) }
  if (said === undefined) return undefined
  const file = nameFile(said.value, document.folder, said.place)
  if (files.isDirectory(file.path))
    return { kind: 'code', source: { kind: 'dir', path: file.path }, name, place: said.place }
  if (files.exists(file.path)) return zipCode(file, name, context)
  problems.add(
    said.place,
    `there is nothing at ${quote(said.value)}; write a folder or a zip, relative to this template`,
  )
  return undefined
}

function readCodeUri(text: string): Reading<string> {
  return /^(s3|https?):\/\//.test(text)
    ? wrong(
        `${quote(text)} is not on this machine; run sam build and name .aws-sam/build/template.yaml, or write a folder`,
      )
    : right(text)
}

function optionsOf(properties: FunctionProperties): FunctionOptions {
  const provisioned = properties.read(
    ['ProvisionedConcurrencyConfig', 'ProvisionedConcurrentExecutions'],
    readCount(1, limits.concurrency),
  )
  const alias = properties.read(['AutoPublishAlias'], readAlias)
  if (provisioned !== undefined && !properties.has(['AutoPublishAlias']))
    properties.report(
      ['ProvisionedConcurrencyConfig'],
      'needs an AutoPublishAlias beside it; write one, such as live',
    )
  return defined({
    handler: properties.read(['Handler'], right),
    runtime: properties.read(['Runtime'], readTemplateRuntime),
    memoryMb: properties.read(['MemorySize'], readCount(128, 10_240))?.value,
    timeout: secondsOf(properties),
    ephemeralStorageMb: properties.read(['EphemeralStorage', 'Size'], readCount(512, 10_240))?.value,
    reserved: properties.read(['ReservedConcurrentExecutions'], readCount(0, limits.concurrency)),
    alias: alias?.value,
    provisioned,
    url: readUrl(properties),
  })
}

function readTemplateRuntime(text: string): Reading<CodeRuntime> {
  const reading = readRuntime(text)
  if (reading.kind === 'read') return reading
  return wrong(
    `${quote(text)} can't run here, only nodejs…, python3.… and provided… can; choose another function with --function`,
  )
}

function secondsOf(properties: FunctionProperties) {
  const seconds = properties.read(['Timeout'], readCount(1, 900))?.value
  return seconds === undefined ? undefined : fromSeconds(seconds)
}
