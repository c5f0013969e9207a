/** Why a document is no well-formed XML; undefined when it is. Knows elements, attributes, text and number references. */
export function xmlFault(document: string): string | undefined {
  const open: string[] = []
  let roots = 0
  for (const [token] of document.trim().matchAll(/<[^>]*>|[^<]+|</gu)) {
    if (!token.startsWith('<')) {
      if (open.length === 0 && token.trim() !== '') return `text outside the root: ${token}`
      if (!characters.test(token)) return `text that is not allowed: ${JSON.stringify(token)}`
      continue
    }
    const tag = /^<(\/)?([a-z]+)((?: [A-Za-z][\w-]*="[^"<>]*")*)(\/)?>$/u.exec(token)
    if (tag === null) return `no tag: ${token}`
    const [, closing, name = '', attributes = '', empty] = tag
    if (!characters.test(attributes)) return `attributes that are not allowed: ${attributes}`
    const names = Array.from(attributes.matchAll(/ ([A-Za-z][\w-]*)=/gu), ([, key]) => key)
    if (new Set(names).size < names.length) return `an attribute twice: ${token}`
    if (closing !== undefined) {
      if (open.pop() !== name) return `closed, but not open: ${name}`
      continue
    }
    if (open.length === 0) roots += 1
    if (empty === undefined) open.push(name)
  }
  if (open.length > 0) return `never closed: ${open.join(', ')}`
  return roots === 1 ? undefined : `${roots} roots`
}

// XML 1.0, production 2, and references to characters by number.
const characters = /^(?:[\t\n\r\u0020-\u0025\u0027-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]|&#\d+;)*$/u
