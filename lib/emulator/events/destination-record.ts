/** How an event ended, in the words of its record. */
export type EventCondition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded'

export interface EventEnd {
  readonly requestId: string
  readonly functionArn: string
  readonly condition: EventCondition
  /** How often the function has run. */
  readonly runs: number
  readonly payload: Buffer
  /** Of the last run; absent when there was none. */
  readonly response?: EventResponse
}

export interface EventResponse {
  readonly payload: Buffer
  readonly functionError: boolean
  readonly executedVersion: string
}

/**
 * What a destination is invoked with
 * (docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html, 2026).
 */
export function destinationRecord(end: EventEnd, now: Date): Readonly<Record<string, unknown>> {
  const { response } = end
  return {
    version: '1.0',
    timestamp: now.toISOString(),
    requestContext: {
      requestId: end.requestId,
      functionArn: end.functionArn,
      condition: end.condition,
      approximateInvokeCount: end.runs,
    },
    requestPayload: jsonOrText(end.payload),
    ...(response === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: response.executedVersion,
            ...(response.functionError ? { functionError: 'Unhandled' } : {}),
          },
          responsePayload: jsonOrText(response.payload),
        }),
  }
}

/** A custom runtime may answer with anything. */
function jsonOrText(bytes: Buffer): unknown {
  const text = bytes.toString('utf8')
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
