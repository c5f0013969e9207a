/** By which means a part of Lambda is emulated on this machine. */
export interface Mechanism {
  readonly row: 'cpu' | 'memory' | 'ephemeral-storage' | 'freeze'
  readonly means: string
  /** What is less faithful for want of better means, for a user to read. */
  readonly degraded?: string
}

/** The user named a mechanism that does not work on this machine; the message says which and why. */
export class MechanismUnavailable extends Error {
  constructor(setting: string, named: string, why: string) {
    super(`${setting}: '${named}' does not work here: ${why}`)
    this.name = 'MechanismUnavailable'
  }
}
