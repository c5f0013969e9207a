import { readTextFile, type Context, type NamedFile } from './files.ts'
import { readFunctionsFile } from './functions-file.ts'
import type { FunctionOptions, LocalFunctions } from './local-function.ts'
import type { Stated } from './problems.ts'
import { isTemplate, readTemplate } from './sam-template.ts'
import { templateTags } from './template-tags.ts'
import { yamlDocument } from './yaml-document.ts'

const most = { bytes: 1_000_000, says: '1 MB' }

/**
 * Reads the functions of a functions.yaml, or of a SAM template. `overrides` win over what the file says of each.
 * Of a template only `wanted` is read, where one is.
 */
export function readFunctionList(
  file: NamedFile,
  overrides: FunctionOptions,
  wanted: Stated<string> | undefined,
  context: Context,
): LocalFunctions | undefined {
  const text = readTextFile(file, most, context)
  const document =
    text === undefined ? undefined : yamlDocument({ ...file, text }, context.problems, [...templateTags])
  if (document === undefined) return undefined
  return isTemplate(document)
    ? readTemplate(document, overrides, wanted, context)
    : readFunctionsFile(document, overrides, wanted, context)
}
