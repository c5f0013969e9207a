/** What decides which resources an environment has. */
export interface ResourceFacts {
  readonly functionName: string
  /** The environment's name, which all its processes have as a variable. */
  readonly logStream: string
  readonly memoryMb: number
  readonly ephemeralStorageMb: number
  /** Files and folders that its processes must see, wherever they are. */
  readonly paths: readonly string[]
  /** Gets a line for the function's log. */
  readonly onOutput: (chunk: Buffer) => void
}
