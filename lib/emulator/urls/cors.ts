/** What a function URL says to browsers of other sites; members that are absent allow nothing. */
export interface Cors {
  readonly AllowCredentials?: boolean
  readonly AllowHeaders?: readonly string[]
  readonly AllowMethods?: readonly string[]
  readonly AllowOrigins?: readonly string[]
  readonly ExposeHeaders?: readonly string[]
  /** Seconds. */
  readonly MaxAge?: number
}

/** The CORS headers of an answer to a page of `origin`. */
export function corsHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  const allowed = allowedOrigin(cors, origin)
  if (allowed === undefined) return {}
  const exposed = cors.ExposeHeaders ?? []
  return {
    'access-control-allow-origin': allowed,
    ...(allowed === '*' ? {} : { vary: 'Origin' }),
    ...(cors.AllowCredentials === true ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(exposed.length === 0 ? {} : { 'access-control-expose-headers': exposed.join(',') }),
  }
}

/** The answer to a preflight request, which never reaches the function. */
export function preflightHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  const allowed = allowedOrigin(cors, origin)
  if (allowed === undefined) return {}
  const { AllowMethods: methods = [], AllowHeaders: names = [], MaxAge: maxAge } = cors
  return {
    'access-control-allow-origin': allowed,
    ...(allowed === '*' ? {} : { vary: 'Origin' }),
    ...(methods.length === 0 ? {} : { 'access-control-allow-methods': methods.join(',') }),
    ...(names.length === 0 ? {} : { 'access-control-allow-headers': names.join(',') }),
    ...(cors.AllowCredentials === true ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(maxAge === undefined ? {} : { 'access-control-max-age': String(maxAge) }),
  }
}

function allowedOrigin(cors: Cors, origin: string | undefined): string | undefined {
  const origins = cors.AllowOrigins ?? []
  // Browsers refuse `*` where credentials are allowed.
  if (origins.includes('*')) return cors.AllowCredentials === true ? origin : '*'
  return origin !== undefined && origins.includes(origin) ? origin : undefined
}
