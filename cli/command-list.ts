/** What a command is called with, and what it does in a few words. */
export interface CommandEntry {
  readonly usage: string
  readonly says: string
}

/** Every command, in the order of the help. It stands apart from the commands so that the help loads none of them. */
export const commandList = {
  run: { usage: 'run [profile]', says: 'Fire, report and judge' },
  compare: { usage: 'compare [profile]', says: 'Fire at several settings, and recommend one' },
  report: { usage: 'report <run>', says: 'Any report again, of a run or comparison' },
  diff: { usage: 'diff <baseline> <candidate>', says: 'What changed between two stored runs' },
  emulate: { usage: 'emulate [local]', says: 'A local Lambda on a loopback port, until Ctrl-C' },
  restore: { usage: 'restore', says: 'Put back what an interrupted comparison changed' },
  selftest: { usage: 'selftest', says: 'Check this tool against servers that are known' },
} as const satisfies Readonly<Record<string, CommandEntry>>

export const purpose = 'Fires concurrent bursts at an AWS Lambda function, real or emulated here.'
