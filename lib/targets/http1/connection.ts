import type { Socket } from 'node:net'
import type { Clock } from '../../model/clock.ts'
import { fromSeconds, type Micros, micros } from '../../model/time.ts'
import { AnswerReader, type HttpAnswer } from './answer-reader.ts'
import type { ExchangeResult } from './exchange.ts'
import { failed } from './failed.ts'
import type { Ongoing } from './ongoing.ts'
import { Refusal } from './refusal.ts'

/** What a connection tells whoever owns it. */
export interface ConnectionOwner {
  readonly clock: Clock
  /** The exchange is over. */
  ended(ongoing: Ongoing, result: ExchangeResult, at: Micros): void
  /** It can take the next request. */
  free(connection: Connection, now: Micros): void
  /** It is closed, after an answer or while idle if `byPeer`. */
  gone(connection: Connection, byPeer: boolean): void
}

/** One connection, with at most one exchange on it: nothing is pipelined, and nothing is sent a second time. */
export class Connection {
  /** When it must not be used any more, while it is idle. */
  usableUntil: Micros
  readonly #owner: ConnectionOwner
  readonly #reader = new AnswerReader()
  #socket: Socket | undefined
  #ongoing: Ongoing | undefined
  #gone = false

  constructor(owner: ConnectionOwner) {
    this.#owner = owner
    this.usableUntil = owner.clock.now()
  }

  get isOpen(): boolean {
    return !this.#gone
  }

  /** `socket` is open, and what comes on it goes to `receive`. */
  attach(socket: Socket): void {
    this.#socket = socket
    socket.on('end', () => this.#onEnd())
    socket.on('error', (error) => this.#break(failed(error)))
    socket.on('close', () => this.#break(closed))
    this.#stayIdle(longestIdle)
    // It may have ended, or said something, while nobody listened: between its opening and this.
    if (this.#gone) socket.destroy()
    else if (socket.destroyed || socket.readableEnded) this.#break(closed)
  }

  /** Writes a request, before it returns. */
  send(ongoing: Ongoing): void {
    this.#ongoing = ongoing
    ongoing.connection = this
    this.#socket?.write(ongoing.request)
  }

  /** Ends it without a word to the exchange on it. */
  destroy(): void {
    this.#ongoing = undefined
    this.#leave(false)
  }

  /** Given to the socket as it is opened. Bound once: it runs for every read. */
  readonly receive = (bytes: Buffer, length: number): void => {
    if (this.#gone) return
    const ongoing = this.#ongoing
    // Nobody asked: the next answer could not be told from this.
    if (!ongoing) return this.#leave(true)
    const now = this.#owner.clock.now()
    ongoing.firstByteAt ??= now
    let answer: HttpAnswer | undefined
    try {
      answer = this.#reader.read(bytes, length)
    } catch (error) {
      return this.#refuse(error)
    }
    if (answer) this.#complete(ongoing, answer, now)
  }

  #complete(ongoing: Ongoing, answer: HttpAnswer, now: Micros): void {
    const { keepsAlive, surplus } = this.#reader
    this.#ongoing = undefined
    if (!keepsAlive || surplus) this.#leave(true)
    this.#stayIdle(idleTime(this.#reader.keptAliveFor), now)
    this.#owner.ended(ongoing, { kind: 'answer', answer }, now)
    if (this.#gone) return
    if (this.#socket?.writableLength === 0) this.#owner.free(this, now)
    // TLS tells of a finished write only later in the turn, and under load the answer may be read before that.
    else setImmediate(() => this.#afterEarlyAnswer())
  }

  /** The answer came before its request was written: what is left of that could be read as the next one. */
  #afterEarlyAnswer(): void {
    if (this.#gone) return
    if (this.#socket?.writableLength === 0) this.#owner.free(this, this.#owner.clock.now())
    else this.#leave(false)
  }

  #stayIdle(time: Micros, now = this.#owner.clock.now()): void {
    this.usableUntil = micros(now + time)
  }

  /** The other side has closed its half: what it sent is all there is. */
  #onEnd(): void {
    const ongoing = this.#ongoing
    if (this.#gone || !ongoing) return this.#leave(true)
    const now = this.#owner.clock.now()
    let answer: HttpAnswer
    try {
      answer = this.#reader.end()
    } catch (error) {
      return this.#refuse(error)
    }
    this.#ongoing = undefined
    this.#leave(true)
    this.#owner.ended(ongoing, { kind: 'answer', answer }, now)
  }

  #refuse(error: unknown): void {
    // Anything else is a bug of the reader's, not the server's doing.
    if (!(error instanceof Refusal)) throw error
    this.#break(failed(error))
  }

  #break(result: ExchangeResult): void {
    const ongoing = this.#ongoing
    this.#ongoing = undefined
    this.#leave(!ongoing)
    if (ongoing) this.#owner.ended(ongoing, result, this.#owner.clock.now())
  }

  #leave(byPeer: boolean): void {
    if (this.#gone) return
    this.#gone = true
    this.#socket?.destroy()
    this.#owner.gone(this, byPeer)
  }
}

const closed = { kind: 'failed', code: 'ECONNRESET', message: 'the connection was closed' } as const

/**
 * Servers and what stands before them close idle connections, some without a word: Node's server after 5 s,
 * which it says; load balancers after a minute or so; a NAT forgets them. A request on its way to a connection
 * that is being closed is lost, and must not be sent again, because it may have run. So an idle one is used
 * for half a minute at most, and up to a second before the server would close it.
 */
function idleTime(announced: number | undefined): Micros {
  if (announced === undefined) return longestIdle
  return micros(Math.min(longestIdle, Math.max(0, fromSeconds(announced) - announcedMargin)))
}

const longestIdle = fromSeconds(30)
const announcedMargin = fromSeconds(1)
