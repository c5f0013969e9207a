/** What a request asks for, by its method and path. */
export type Route =
  | { readonly kind: 'invoke' | 'describe-function'; readonly reference: string; readonly qualifier?: string }
  | { readonly kind: 'describe-account' }
  /** An operation of the Lambda API that is not here, or no operation at all. */
  | { readonly kind: 'unknown'; readonly name: string }

/** Reads the request line; never throws, whatever is in it. */
export function readRoute(method: string, url: string): Route {
  const [path = '', query = ''] = url.split('?', 2)
  if (method === 'GET' && /^\/2016-08-19\/account-settings\/?$/.test(path))
    return { kind: 'describe-account' }
  const [, encoded = '', action = ''] = /^\/2015-03-31\/functions\/([^/]+)\/(\w+)$/.exec(path) ?? []
  const kind = ACTIONS[`${method} ${action}`]
  const reference = decode(encoded)
  if (kind === undefined || reference === undefined) return { kind: 'unknown', name: `${method} ${path}` }
  const qualifier = new URLSearchParams(query).get('Qualifier')
  return qualifier === null ? { kind, reference } : { kind, reference, qualifier }
}

const ACTIONS: Readonly<Record<string, 'invoke' | 'describe-function'>> = {
  'POST invocations': 'invoke',
  'GET configuration': 'describe-function',
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
