import type { Environment } from '../environment/environment.ts'
import type { OpenEnvironment } from '../fleet/fleet.ts'
import type { CodeStore } from './code-store.ts'

/** Opens environments that keep their code until they are gone: an update leaves the old ones at work for a while. */
export function holdingCode(store: CodeStore, open: OpenEnvironment): OpenEnvironment {
  return async (deployment, type) => {
    const { fn } = deployment
    if (fn.runtime === 'simulated') return open(deployment, type)
    const letGo = store.hold(fn.codeDir)
    try {
      const environment = await open(deployment, type)
      return closingWith(environment, letGo)
    } catch (error) {
      letGo()
      throw error
    }
  }
}

// On top of it instead of copied: what it tells by getters changes while it lives.
function closingWith(environment: Environment, letGo: () => void): Environment {
  const shutDown = async (): Promise<void> => {
    await environment.shutDown()
    letGo()
  }
  return Object.create(environment, { shutDown: { value: shutDown } }) as Environment
}
