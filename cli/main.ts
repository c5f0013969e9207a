#!/usr/bin/env node
import { processContext } from './context.ts'
import { quickAnswer } from './quick-answer.ts'

const context = processContext()
const answer = quickAnswer(context.args)
const answered = answer !== undefined && (await writes(answer))
// What it imports takes several times as long to load as the help takes to print.
if (!answered) process.exitCode = await (await import('./run-cli.ts')).runCli(context)

/** Whether it could be written; where it could not, the whole command line fails in the same way, and says so. */
async function writes(text: string): Promise<boolean> {
  try {
    await context.out.write(text)
    return true
  } catch {
    return false
  }
}
