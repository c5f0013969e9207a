import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { findProgram } from './find-program.ts'

/** What makes mount namespaces on this machine. */
export interface NamespaceTools {
  readonly unshare: string
  readonly nsenter: string
  /** Only root may mount; anybody is root in a user namespace of his own. */
  readonly asUser: boolean
}

/** A mount namespace in which /tmp is a file system of its own. It lives while it is open, or a process is in it. */
export interface PrivateTmp {
  /** The start of a command line that runs the rest inside; the working folder is then `/`. */
  readonly enter: readonly string[]
  close(): void
}

export interface PrivateTmpSpec {
  readonly megabytes: number
  /** Entries of the outer /tmp that stay visible. */
  readonly kept: readonly string[]
  /** An empty folder in which it is put together. */
  readonly stage: string
}

/** Finds out by doing it whether environments can have a /tmp of their own here; says why not. */
export async function findNamespaceTools(): Promise<NamespaceTools | string> {
  if (process.platform !== 'linux') return 'there are no mount namespaces on this system'
  const unshare = findProgram('unshare')
  const nsenter = findProgram('nsenter')
  if (unshare === undefined || nsenter === undefined) return 'unshare or nsenter is not installed'
  let why = ''
  for (const asUser of process.getuid?.() === 0 ? [false, true] : [true]) {
    const tools = { unshare, nsenter, asUser }
    try {
      await tryOut(tools)
      return tools
    } catch (error) {
      why = error instanceof Error ? error.message : String(error)
    }
  }
  return why
}

/** Rejects with the words of the program that failed. */
export async function openPrivateTmp(tools: NamespaceTools, spec: PrivateTmpSpec): Promise<PrivateTmp> {
  const flags = tools.asUser ? ['-U', '-r', '-m'] : ['-m']
  const numbers = [String(spec.megabytes), String(spec.megabytes * INODES_PER_MB)]
  const args = [...flags, '/bin/sh', '-c', PUT_TOGETHER, 'sh', spec.stage, ...numbers, ...spec.kept]
  const helper: ChildProcess = spawn(tools.unshare, args, { cwd: '/', env: { PATH: SYSTEM_PATH } })
  try {
    await untilDone(helper)
    return hold(tools, helper.pid ?? 0)
  } finally {
    // It waits for the end of its input. Without file descriptors there are no pipes, whatever the types say.
    helper.stdin?.end()
  }
}

function hold({ nsenter, asUser }: NamespaceTools, pid: number): PrivateTmp {
  const mount = openSync(`/proc/${pid}/ns/mnt`, 'r')
  let user: number | undefined
  try {
    user = asUser ? openSync(`/proc/${pid}/ns/user`, 'r') : undefined
  } catch (error) {
    closeSync(mount)
    throw error
  }
  const ours = `/proc/${process.pid}/fd`
  const userFlags = user === undefined ? [] : [`--user=${ours}/${user}`, '--preserve-credentials']
  return {
    enter: [nsenter, `--mount=${ours}/${mount}`, ...userFlags, '--'],
    close() {
      closeSync(mount)
      if (user !== undefined) closeSync(user)
    },
  }
}

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

// One for every 4 KB: without a limit empty files could fill the host's memory.
const INODES_PER_MB = 256

/**
 * With something to keep it is put together beside /tmp and then laid over it, because that must be mounted
 * while it can still be seen. A folder with mounts below can only be bound with them in a user namespace. What
 * is kept can be read only, as the code of a function on Lambda: one that empties its /tmp must not reach it.
 */
const PUT_TOGETHER = `
set -e
stage=$1 size=$2 inodes=$3
shift 3
[ $# -gt 0 ] || stage=/tmp
mount -t tmpfs -o "size=\${size}m,nr_inodes=$inodes,mode=1777,nosuid,nodev" tmpfs "$stage"
for name; do
  if [ -L "/tmp/$name" ]; then
    cp -P "/tmp/$name" "$stage/$name"
    continue
  elif [ -d "/tmp/$name" ]; then
    mkdir "$stage/$name"
  elif [ -e "/tmp/$name" ]; then
    : > "$stage/$name"
  else
    continue
  fi
  mount --bind "/tmp/$name" "$stage/$name" 2>/dev/null || mount --rbind "/tmp/$name" "$stage/$name"
  mount -o remount,bind,ro "$stage/$name" 2>/dev/null || :
done
[ "$stage" = /tmp ] || mount --rbind "$stage" /tmp
echo done
read -r _ || :
`

function untilDone(helper: ChildProcess): Promise<void> {
  return new Promise((done, reject) => {
    let said = ''
    helper.once('error', reject)
    helper.stdin?.on('error', () => undefined)
    helper.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    helper.stdout?.once('data', () => done())
    helper.once('close', () => reject(new Error(said.trim() || 'no mount namespace could be made')))
  })
}

/** Makes one, writes into it from inside, and looks from outside. */
async function tryOut(tools: NamespaceTools): Promise<void> {
  const stage = mkdtempSync(join(resolve(tmpdir()), 'coldburst-probe-'))
  const name = `coldburst-probe-${process.pid}`
  try {
    const tmp = await openPrivateTmp(tools, { megabytes: 1, kept: [], stage })
    try {
      const [command, ...args] = [...tmp.enter, '/bin/sh', '-c', `echo inside > /tmp/${name}`]
      await untilExit(spawn(command, args, { cwd: '/', env: {}, stdio: ['ignore', 'pipe', 'pipe'] }))
      if (existsSync(`/tmp/${name}`)) throw new Error('a mount namespace does not hide /tmp')
    } finally {
      tmp.close()
    }
  } finally {
    rmSync(stage, { recursive: true, force: true })
  }
}

function untilExit(child: ChildProcess): Promise<void> {
  return new Promise((done, reject) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    child.once('error', reject)
    child.once('close', (status) => {
      if (status === 0) done()
      else reject(new Error(said.trim() || `nsenter ended with ${status}`))
    })
  })
}
