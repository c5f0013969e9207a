/** A command that runs on `core` alone; as it is where no core is given. */
export function pinnedCommand(
  core: number | undefined,
  command: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  return core === undefined ? command : ['taskset', '-c', String(core), ...command]
}
