import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { type Agenda, createAgenda } from './agenda.ts'
import { answerBody, answerHead, notFound, wholeAnswer } from './answer-bytes.ts'
import type { Served } from './messages.ts'
import { createRequestReader } from './request-reader.ts'
import { type Act, createActor, type Reaction } from './script.ts'

/** A server on 127.0.0.1 that answers Lambda's Invoke API as a script tells it, and keeps book of it. */
export interface ScriptedServer {
  readonly endpoint: string
  /** From now on this script, and a new book. `onFirst` is called when its first invocation arrives. */
  play(acts: readonly Act[], onFirst: () => void): void
  book(): readonly Served[]
}

/** µs of the machine's monotonic clock, which all its processes share. */
const now = (): number => Number(process.hrtime.bigint() / 1_000n)

export async function startScriptedServer(): Promise<ScriptedServer> {
  const stage = new Stage(createAgenda(now))
  const server = createServer((socket) => serve(socket, stage))
  await listening(server)
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    play: (acts, onFirst) => stage.play(acts, onFirst),
    book: () => stage.book,
  }
}

const listening = async (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    // A burst of connections must not overflow the queue of those that are not accepted yet.
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve)
  })

function serve(socket: Socket, stage: Stage): void {
  socket.setNoDelay(true)
  // Connections are broken on purpose, from both sides.
  socket.on('error', () => socket.destroy())
  const read = createRequestReader((line) => {
    if (/^POST \S*\/invocations[? ]/u.test(line)) stage.receive(socket)
    else socket.write(notFound)
  })
  socket.on('data', (chunk: Buffer) => {
    if (!read(chunk)) socket.destroy()
  })
}

/** Plays one script at a time. */
class Stage {
  readonly #agenda: Agenda
  #act: (time: number) => Reaction = createActor([])
  #onFirst: () => void = () => undefined
  book: Served[] = []

  constructor(agenda: Agenda) {
    this.#agenda = agenda
  }

  play(acts: readonly Act[], onFirst: () => void): void {
    this.#agenda.clear()
    this.#act = createActor(acts)
    this.#onFirst = onFirst
    this.book = []
  }

  receive(socket: Socket): void {
    const receivedAt = now()
    const reaction = this.#act(receivedAt)
    const served: Served = { receivedAt }
    this.book.push(served)
    if (this.book.length === 1) this.#onFirst()
    switch (reaction.kind) {
      case 'silence':
        return
      case 'reset':
        return this.#agenda.add(reaction.at, () => socket.resetAndDestroy())
      case 'answer':
        return this.#answer(socket, served, reaction)
      default:
        reaction satisfies never
    }
  }

  #answer(socket: Socket, served: Served, { at, bodyAt }: Extract<Reaction, { kind: 'answer' }>): void {
    const finish = (bytes: Buffer): void => {
      // The script decides: what leaves later than it says is this machine's doing.
      served.late = Math.max(0, now() - bodyAt)
      socket.write(bytes)
    }
    if (bodyAt > at) {
      this.#agenda.add(at, () => socket.write(answerHead))
      this.#agenda.add(bodyAt, () => finish(answerBody))
    } else if (at <= served.receivedAt) finish(wholeAnswer)
    else this.#agenda.add(at, () => finish(wholeAnswer))
  }
}
