// Says hello. Fields of the event, all optional:
//   {"name": "you"}       whom to greet
//   {"holdMs": 300}       keeps the environment busy that long, without using the processor
//   {"text": true}        answers with a string instead of an object (the probe then speaks in the log only)
//   {"throw": "message"}  fails with an Error: the process stays, the next call is warm
//   {"exit": 3}           ends the process with that code: the next call of this environment re-runs INIT
// `holdMs` comes first, so that a fault can be held too.

import { setTimeout as sleep } from 'node:timers/promises'
import { withProbe } from 'coldburst/probe'

export const handler = withProbe(async (event) => {
  const { name = 'world', holdMs = 0, text = false, throw: message, exit } = event ?? {}
  if (holdMs > 0) await sleep(holdMs)
  if (exit !== undefined) process.exit(exit)
  if (message !== undefined) throw new Error(message)
  return text ? `Hello, ${name}!` : { message: `Hello, ${name}!` }
})
