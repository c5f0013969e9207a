/** Looks after a folder that must not grow beyond a size, and that nothing holds back from it. */
export interface SizeCheck {
  /** Looks again and again from here on. */
  begin(): void
  /** Looks at once: false when it was full. */
  look(): Promise<boolean>
  stop(): void
}

export interface SizeCheckHost {
  readonly limitBytes: number
  measure(this: void): Promise<number>
  /** It is larger than that, and has grown since the last look: a full one may be tidied up. */
  onFull(this: void, bytes: number): void
}

export function createSizeCheck({ limitBytes, measure, onFull }: SizeCheckHost): SizeCheck {
  let timer: NodeJS.Timeout | undefined
  // What a process finds when it begins is not its doing.
  let last: Promise<number> | undefined

  async function look(): Promise<boolean> {
    const before = await last
    last = measure()
    const bytes = await last
    const grown = before === undefined || bytes > before
    if (bytes <= limitBytes || !grown) return true
    onFull(bytes)
    return false
  }

  function again(): void {
    const own = setTimeout(() => {
      void look().finally(() => {
        if (timer === own) again()
      })
    }, LOOK_MS)
    timer = own
  }

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
  }

  return {
    begin() {
      last ??= measure()
      if (timer === undefined) again()
    },
    look,
    stop,
  }
}

const LOOK_MS = 250
