// Loaded before a program with --import: at its end it tells on file descriptor 3 what the process has used.
import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import type { Usage } from '../cli-process.ts'

// Threads inherit --import, and are part of the same process.
if (isMainThread) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    const usage: Usage = {
      cpuMicros: userCPUTime + systemCPUTime,
      rssPeak: maxRSS * 1_024,
      rssAtEnd: process.memoryUsage.rss(),
    }
    writeSync(3, JSON.stringify(usage))
  })
}
