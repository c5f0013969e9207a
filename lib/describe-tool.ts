import { availableParallelism } from 'node:os'
import { arch, platform, version as node } from 'node:process'
import type { Tool } from './model/run.ts'
import { packageVersion } from './package-files.ts'

/** This version of coldburst on this machine. */
export function describeTool(): Tool {
  const cpus = availableParallelism()
  return { name: 'coldburst', version: packageVersion(), node, platform: `${platform} ${arch}`, cpus }
}
