/** A text as one argument of a command: as it is where no shell would take it apart, else quoted. */
export const shellWord = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : shellQuoted(text))

/**
 * A text in quotes of which a shell makes exactly that text, whatever it holds, and which a terminal and whoever cleans
 * messages leave alone. `$'…'` is known to bash, zsh, ksh and POSIX.1-2024 (2.2.4, Dollar-Single-Quotes).
 */
export const shellQuoted = (text: string): string =>
  plain.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `$'${escaped(text)}'`

/** Two spaces in a row would be shown as one. */
const plain = /^(?: (?! )|[!-~\p{L}\p{M}\p{N}])*$/u

/** In octal of three digits, so that no digit that follows is taken for a part; bytes, as a shell's locale may be any. */
const escaped = (text: string): string =>
  text.replaceAll(/ (?= )|['\\]|[^ -~\p{L}\p{M}\p{N}]/gu, (one) =>
    Array.from(Buffer.from(one), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  )
