// Makes a fresh clone ready: installs from the lockfile and builds, each only when it is out of date.
// It needs nothing but Node, because it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => join(root, ...parts)

requireNode(20, 19)
// What builds it is a development dependency, which npm leaves out under NODE_ENV=production.
if (installIsOld()) run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], 'installing packages')
if (buildIsOld()) build()

function requireNode(major, minor) {
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number)
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return
  console.error(`coldburst needs Node ${major}.${minor} or later; this is ${process.versions.node}.`)
  process.exit(2)
}

function installIsOld() {
  // A link leads to the packages of another tree: npm would delete them there.
  if (lstatSync(at('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return false
  return changedAt(at('package-lock.json')) > changedAt(at('node_modules', '.package-lock.json'))
}

function buildIsOld() {
  const sources = ['cli', 'lib', 'reports', 'tsconfig.json', 'tsconfig.build.json', 'package.json']
  return Math.max(...sources.map((name) => newestBelow(at(name)))) > changedAt(at('dist', '.built'))
}

function build() {
  // Beside the old output, then in its place: a renamed source leaves nothing behind, and a failed
  // build leaves the last good one.
  const next = at(`dist.${process.pid}`)
  const tsc = at('node_modules', 'typescript', 'bin', 'tsc')
  process.on('exit', () => rmSync(next, { recursive: true, force: true }))
  run(process.execPath, [tsc, '-p', at('tsconfig.build.json'), '--outDir', next], 'building')
  // What runs as it is written: the compiler leaves it behind.
  const python = ['lib', 'emulator', 'runtime', 'python']
  cpSync(at(...python), join(next, ...python), { recursive: true })
  chmodSync(join(next, 'cli', 'main.js'), 0o755)
  writeFileSync(join(next, '.built'), '')
  rmSync(at('dist'), { recursive: true, force: true })
  renameSync(next, at('dist'))
}

function run(command, args, what) {
  if (process.stderr.isTTY) console.error(`coldburst: ${what} …`)
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (status === 0) return
  console.error(`coldburst: ${what} failed${error ? `: ${error.message}` : ''}`)
  process.exit(status ?? 1)
}

function changedAt(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0
}

function newestBelow(path) {
  if (!statSync(path).isDirectory()) return changedAt(path)
  return Math.max(0, ...readdirSync(path).map((name) => newestBelow(join(path, name))))
}
