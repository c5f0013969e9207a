import { longestTimer } from '../model/time.ts'
import type { Credentials } from '../targets/lambda/connection.ts'

/** Temporary credentials are renewed this long before they end, and asked for again this often if that fails. */
const refreshAhead = 5 * 60_000
const refreshRetry = 10_000

/** Asks for new credentials before the last ones end, and posts them. Returns how to stop. */
export function keepFresh(
  provider: () => Promise<Credentials>,
  first: Credentials,
  post: (fresh: Credentials) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const schedule = (expiration: Date | undefined): void => {
    if (!expiration || stopped) return
    const wait = Math.max(refreshRetry, expiration.getTime() - Date.now() - refreshAhead)
    timer = setTimeout(() => void refresh(), Math.min(wait, longestTimer)).unref()
  }
  const refresh = async (): Promise<void> => {
    try {
      const fresh = await provider()
      if (!stopped) post(fresh)
      schedule(fresh.expiration)
    } catch {
      // It shows as refused invocations if it lasts; meanwhile the old ones may still do.
      schedule(new Date())
    }
  }
  schedule(first.expiration)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
