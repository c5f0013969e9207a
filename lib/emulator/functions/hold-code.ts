import type { Environment } from '../environment/environment.ts'
import type { CodeStore } from './code-store.ts'
import type { Deployment } from './deployment.ts'

type Open = (deployment: Deployment) => Promise<Environment>

/** Opens environments that keep their code until they are gone: an update leaves the old ones at work for a while. */
export function holdingCode(store: CodeStore, open: Open): Open {
  return async (deployment) => {
    const { fn } = deployment
    if (fn.runtime === 'simulated') return open(deployment)
    const letGo = store.hold(fn.codeDir)
    try {
      const environment = await open(deployment)
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
