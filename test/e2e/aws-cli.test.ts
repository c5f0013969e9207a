import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { findAwsCli } from '../support/aws-cli.ts'
import { fixture, startTestEmulator, testFolder } from '../support/emulator.ts'
import { sayingZip, zipOf } from '../support/zips.ts'

// A client in another language, with its own idea of the wire format: Debian's awscli walks every operation.

const script = fileURLToPath(new URL('aws-cli.sh', import.meta.url))
const cli = findAwsCli()
const title = 'AWS’s command line walks every operation'

// Each call starts Python anew: one to two seconds, several on a busy machine.
const TIMEOUT_MS = 900_000

test.skipIf(cli.kind === 'missing')(
  cli.kind === 'missing' ? `${title} (skipped: version 2 of it is needed, ${cli.reason})` : title,
  async () => {
    const emulator = await startTestEmulator([fixture('probe', 'probe')], { updateMs: 300 })
    const zips = testFolder()
    writeFileSync(join(zips, 'one.zip'), await sayingZip('one'))
    writeFileSync(join(zips, 'two.zip'), await sayingZip('two'))
    const outside = await zipOf({ 'XXXevil.mjs': '' })
    const evil = outside.toString('latin1').replaceAll('XXXevil', '../evil')
    writeFileSync(join(zips, 'evil.zip'), evil, 'latin1')
    const said = await runScript({
      AWS: cli.kind === 'found' ? cli.path : '',
      ENDPOINT: emulator.endpoint,
      ZIPS: zips,
      HOME: zips,
      PATH: process.env['PATH'] ?? '',
    })
    expect(said.split('\n').filter((line) => /^(not ok|#)/.test(line))).toEqual([])
    // The plan stands at the end: a script that stopped half way has none.
    const plan = Number(/^1\.\.(\d+)$/m.exec(said)?.[1])
    expect(plan).toBeGreaterThan(50)
    await emulator.stop()
  },
  TIMEOUT_MS,
)

function runScript(env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('sh', [script], { env, timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${stdout}\n${stderr}`, { cause: error }))
    })
  })
}
