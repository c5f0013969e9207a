import { functionNotFound, invalidParameter, type ServiceError } from '../api/service-error.ts'
import type { EmulatorConfig } from '../protocol.ts'
import type { Deployment, InvokeTarget } from './deployment.ts'
import { functionArn, parseFunctionReference } from './names.ts'

/** The functions that there are. */
export interface Registry {
  /** Finds what a name or ARN and a qualifier mean; where both say a qualifier they must agree. */
  resolve(reference: string, qualifier?: string): Resolved
}

export type Resolved =
  | { readonly kind: 'found'; readonly target: InvokeTarget }
  | { readonly kind: 'refused'; readonly error: ServiceError }

export function createRegistry(config: EmulatorConfig): Registry {
  const deployments = new Map<string, Deployment>(
    config.functions.map((fn) => [fn.name, { id: `${fn.name}:$LATEST:1`, version: '$LATEST', fn }]),
  )
  return {
    resolve(text, said) {
      const reference = parseFunctionReference(text)
      if (reference === undefined) return refused(invalidParameter(`${text} is not a function name or ARN`))
      const { name } = reference
      const qualifier = said ?? reference.qualifier
      if (reference.qualifier !== undefined && reference.qualifier !== qualifier) {
        const problem = 'The derived qualifier from the function name does not match the specified qualifier.'
        return refused(invalidParameter(problem))
      }
      const invokedArn = functionArn(config.region, name, qualifier)
      const deployment = deployments.get(name)
      // There is only $LATEST: nothing can be published here.
      const known = qualifier === undefined || qualifier === '$LATEST'
      if (deployment === undefined || !known) return refused(functionNotFound(invokedArn))
      return { kind: 'found', target: { deployment, qualifier: qualifier ?? '$LATEST', invokedArn } }
    },
  }
}

function refused(error: ServiceError): Resolved {
  return { kind: 'refused', error }
}
