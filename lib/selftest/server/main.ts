import type { FromServer, ToServer } from './messages.ts'
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts'

// The scripted server's process: started by fork(), told what to do over the IPC channel, gone when that closes.

const tell = (message: FromServer): void => void process.send?.(message)

if (process.send === undefined) {
  process.stderr.write('This program is started by coldburst and does nothing by itself.\n')
  process.exitCode = 2
} else {
  process.on('disconnect', () => process.exit())
  // Ctrl-C reaches the whole foreground group; our parent decides what it means for us.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  void begin()
}

async function begin(): Promise<void> {
  try {
    const server = await startScriptedServer()
    process.on('message', (message: ToServer) => obey(message, server))
    tell({ kind: 'ready', endpoint: server.endpoint })
  } catch (error) {
    tell({ kind: 'failed', message: String(error) })
  }
}

function obey(message: ToServer, server: ScriptedServer): void {
  switch (message.kind) {
    case 'play':
      server.play(message.acts, () => tell({ kind: 'first' }))
      return tell({ kind: 'playing' })
    case 'book':
      return tell({ kind: 'book', book: server.book() })
    default:
      message satisfies never
  }
}
