import { Writable } from 'node:stream'

/** A stream that keeps what is written to it, with the columns of a terminal or none. */
export class KeptStream extends Writable {
  text = ''
  readonly columns = 100
  readonly rows = 40

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

/** A stream of which every write fails. */
export function brokenStream(code: string): Writable {
  return new Writable({
    write(_, __, done) {
      done(Object.assign(new Error(`write ${code}`), { code }))
    },
  })
}
