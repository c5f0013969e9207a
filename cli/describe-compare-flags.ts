import type { Argv } from 'yargs'
import { compareGroups } from './compare-flag-texts.ts'
import { addFlags, grouped, outputs } from './flag-groups.ts'

/** The flags of `coldburst compare`. */
export function describeCompare(yargs: Argv): Argv {
  const texts = { type: 'string', requiresArg: true } as const
  const comparisonOut = 'Also write kind=path: text, json, md or svg; repeatable'
  return compareGroups
    .reduce((all, [group, flags]) => addFlags(all, group, flags), yargs)
    .positional('profile', { type: 'string', describe: 'YAML file; flags win over it' })
    .options(
      grouped('Recommendation', {
        apply: { type: 'boolean', describe: 'Set what is recommended, after asking' },
        'apply-to': { ...texts, describe: '… and let this alias stand for it' },
      }),
    )
    .options(
      grouped('Target', {
        'max-cost': {
          ...texts,
          describe: 'Stop before the comparison costs more (1usd); a target on this machine costs nothing',
        },
        'dry-run': {
          type: 'boolean',
          describe: 'Say what would be called and fired, and what it would cost',
        },
        yes: { type: 'boolean', describe: 'Ask nothing, and fire at a real target' },
      }),
    )
    .options(
      grouped('Results', {
        out: { ...outputs.out, describe: comparisonOut },
        json: { type: 'boolean', describe: 'Print the comparison document alone on stdout' },
        runs: { type: 'string', describe: 'Folder that comparisons are stored in (runs)' },
      }),
    )
    .option('quiet', { type: 'boolean', describe: 'No progress and no notes on stderr' })
    .epilogue(
      'Everything that is changed is put back. Exit code 0 with a recommendation, 4 when nothing can be recommended, 3 when the comparison is invalid or not all could be put back, 2 for wrong usage, 130 or 143 when it was interrupted.',
    )
}
