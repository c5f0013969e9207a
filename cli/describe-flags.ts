import type { Argv } from 'yargs'
import { addFlags, grouped, outputs } from './flag-groups.ts'
import {
  type DescribedFlags,
  loadFlags,
  localFunctionFlags,
  localLambdaFlags,
  resultFlags,
  servingFlags,
  targetFlags,
} from './flag-texts.ts'

/** The flags of `coldburst run`. */
export function describeRun(yargs: Argv): Argv {
  const withLocal: DescribedFlags = {
    ...targetFlags,
    local: ['Folder, zip, handler, functions.yaml or SAM template to run on this machine'],
  }
  return [
    ['Target', withLocal] as const,
    ['Local function', localFunctionFlags] as const,
    ['Local Lambda', localLambdaFlags] as const,
    ['Load', loadFlags] as const,
    ['Results', resultFlags] as const,
  ]
    .reduce((all, [group, flags]) => addFlags(all, group, flags), yargs)
    .positional('profile', { type: 'string', describe: 'YAML file; flags win over it' })
    .options(grouped('Results', outputs))
    .option('runs', {
      type: 'string',
      group: 'Results:',
      describe: 'Folder that runs are stored in (runs)',
    })
    .option('max-cost', {
      type: 'string',
      requiresArg: true,
      group: 'Target:',
      describe: 'Refuse a real target whose estimate is above it (1usd)',
    })
    .option('yes', {
      type: 'boolean',
      group: 'Target:',
      describe: 'Fire at a real target all the same',
    })
    .option('quiet', { type: 'boolean', describe: 'No progress and no notes on stderr' })
}

/** The flags of `coldburst report`. */
export function describeReport(yargs: Argv): Argv {
  return yargs
    .positional('run', {
      type: 'string',
      demandOption: true,
      describe: 'Folder of a stored run or comparison',
    })
    .options({
      out: {
        ...outputs.out,
        describe: 'Also write kind=path: text, json or md, of a comparison svg; repeatable',
      },
      json: { type: 'boolean', describe: 'Print the document of the run or comparison alone on stdout' },
    })
}

/** The flags of `coldburst diff`. */
export function describeDiff(yargs: Argv): Argv {
  return (
    yargs
      .positional('baseline', { type: 'string', demandOption: true, describe: 'Folder of a stored run' })
      .positional('candidate', {
        type: 'string',
        demandOption: true,
        describe: 'Folder of the run to compare',
      })
      .options({ ...outputs, json: { type: 'boolean', describe: 'Print the differences as data on stdout' } })
      .option('force', {
        type: 'boolean',
        describe: 'Compare also what was fired differently: memory, region, payload, load',
      })
      .option('seed', { type: 'string', requiresArg: true, describe: 'Of the resampling (1)' })
      // A third path would be called an unknown command.
      .strictCommands(false)
      .epilogue('Exit code 0 when both runs are valid, whatever the difference; 3 when one is not.')
  )
}

/** The flags of `coldburst emulate`. */
export function describeEmulate(yargs: Argv): Argv {
  return [
    ['Serving', servingFlags] as const,
    ['Local function', localFunctionFlags] as const,
    ['Local Lambda', localLambdaFlags] as const,
  ]
    .reduce((all, [group, flags]) => addFlags(all, group, flags), yargs)
    .positional('local', {
      type: 'string',
      describe: 'Folder, zip, handler, functions.yaml or SAM template (the sample functions)',
    })
    .option('function', {
      type: 'string',
      requiresArg: true,
      group: 'Serving:',
      describe: 'Serve only this one of a functions.yaml or template',
    })
    .option('logs', {
      type: 'boolean',
      group: 'Serving:',
      describe: 'Print what functions print, on stderr',
    })
    .option('yes', {
      type: 'boolean',
      group: 'Serving:',
      describe: 'Let other machines in where --host does',
    })
    .option('concurrency', {
      alias: 'c',
      type: 'string',
      requiresArg: true,
      group: 'Local Lambda:',
      describe: 'The same as --account-concurrency',
    })
    .option('truth-log', {
      type: 'string',
      requiresArg: true,
      describe: 'Append what really served each invocation to this file',
    })
}

/** The flags of `coldburst restore`. */
export function describeRestore(yargs: Argv): Argv {
  return yargs
    .option('list', { type: 'boolean', describe: 'Only say what there is to put back' })
    .option('forget', {
      type: 'boolean',
      describe: "Give up what can't be put back: asks, and leaves the function as it is",
    })
    .option('yes', {
      type: 'boolean',
      describe: 'Ask nothing: put back what another host began, too; with --forget: forget',
    })
    .option('quiet', { type: 'boolean', describe: 'No notes on stderr' })
    .epilogue('Exit code 3 when something could not be put back, with what to do about it.')
}

/** The flags of `coldburst selftest`. */
export function describeSelftest(yargs: Argv): Argv {
  return yargs
    .option('only', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'Checks by name, as A5,A6; rate is the search for the highest rate',
    })
    .option('json', { type: 'boolean', describe: 'Print the same as data' })
    .option('quiet', { type: 'boolean', describe: 'No progress on stderr' })
    .epilogue('Exit code 3 when an answer is off; 0 when all agree, or the machine was too noisy to tell.')
}
