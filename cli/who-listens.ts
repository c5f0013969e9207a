/** A fault, with what to do about it where an endpoint of this machine was meant and there is none. */
export const withWhoListens = (fault: string): string =>
  /\bECONNREFUSED (127\.|::1)/.test(fault)
    ? `${fault}; nothing listens there, and coldburst emulate starts a local Lambda`
    : fault
