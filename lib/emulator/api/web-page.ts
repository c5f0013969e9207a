import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/**
 * Whether a web page may be behind a request. Any page that the user visits can send requests to this machine, and
 * nobody is asked for credentials here: it could upload a function and run it. Browsers say which page sends
 * something (`Origin`); one that has made its own name lead to this machine shows by that name.
 */
export function maybeFromWebPage({ origin, host }: IncomingHttpHeaders, listeningOn: string): boolean {
  if (origin !== undefined) return true
  // Who lets other machines in has names for this one that nobody here knows.
  return isLoopback(listeningOn) && host !== undefined && !isOwnName(host)
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1'
}

function isOwnName(host: string): boolean {
  const name = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')
  // Nobody on the internet can have the others: containers call their host by them.
  return isIP(name) !== 0 || /^(?:[^.]+|.+\.localhost|.+\.internal)\.?$/i.test(name)
}
