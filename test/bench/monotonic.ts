/** Now, in µs of the monotonic clock that all processes of a machine share. */
export const monotonicMicros = (): number => Number(process.hrtime.bigint() / 1_000n)
