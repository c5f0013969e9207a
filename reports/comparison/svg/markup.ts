import stringWidth from 'string-width'

type Attributes = Readonly<Record<string, string | number>>

/** An element around markup; attributes are escaped, numbers rounded to a tenth. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? px(value) : escapeXml(value)}"`)
    .join('')
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`
}

/** Text at a place. */
export const textAt = (x: number, y: number, classes: string, text: string): string =>
  element('text', { x, y, class: classes }, escapeXml(text))

/** Clean text with nothing left in it that XML would read as markup, or refuse. */
export const escapeXml = (text: string): string =>
  text
    // Unicode's noncharacters of the first plane: XML 1.0, production 2, allows none of these two.
    .replaceAll(/[\uFFFE\uFFFF]/gu, '�')
    .replaceAll(/[&<>"']/gu, (sign) => `&#${sign.codePointAt(0)};`)

/** About how wide a text is drawn, px: system fonts differ, so rather too wide. */
export const drawnWidth = (text: string, size: number): number => stringWidth(text) * size * 0.58

/** To a tenth of a pixel. */
export const px = (value: number): string => String(Number(value.toFixed(1)))
