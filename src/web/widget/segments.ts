/** A piece of a message: plain text, or text that leads somewhere. */
export interface Segment {
  text: string
  href: string | null
}

const candidate = new RegExp(
  [
    String.raw`https?:\/\/[^\s<>"]+`,
    String.raw`www\.[^\s<>"]+\.[^\s<>"]+`,
    String.raw`(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+`,
    // North American numbers as people write them, and E.164.
    String.raw`(?<![\w+-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])`,
    String.raw`(?<![\w+])\+[1-9]\d{6,14}(?!\w)`,
  ].join('|'),
  'gi',
)

const pairs: Record<string, string> = { ')': '(', ']': '[' }

/** A URL in running text ends before the sentence's punctuation, and before a bracket that opened before it. */
function trimmed(found: string): string {
  let text = found
  for (;;) {
    const last = text.at(-1) ?? ''
    const opening = pairs[last]
    const isStray = opening !== undefined && text.split(last).length > text.split(opening).length
    if (!isStray && !/[.,;:!?'’”*_]/.test(last)) return text
    text = text.slice(0, -1)
  }
}

/** Where a web address leads; null for what does not say plainly where: a login in it, a host in letters beyond ASCII. */
function webAddress(text: string): string | null {
  const whole = /^www\./i.test(text) ? `https://${text}` : text
  if (!URL.canParse(whole)) return null
  const url = new URL(whole)
  const host = /^https?:\/\/([^/?#]*)/i.exec(whole)?.[1] ?? ''
  const isPlain = ['http:', 'https:'].includes(url.protocol) && /^[\w.-]+(:\d+)?$/.test(host) && host.includes('.')
  return isPlain ? url.href : null
}

function hrefOf(text: string): string | null {
  if (/^(https?:|www\.)/i.test(text)) return webAddress(text)
  if (text.includes('@')) return `mailto:${encodeURIComponent(text).replace('%40', '@')}`
  const digits = text.replace(/\D/g, '')
  if (text.startsWith('+')) return `tel:+${digits}`
  return digits.length === 10 ? `tel:+1${digits}` : `tel:+${digits}`
}

/** A message's text in pieces, links, addresses and telephone numbers found. Joined, the pieces are the text. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = []
  let done = 0
  for (const match of text.matchAll(candidate)) {
    const found = trimmed(match[0])
    const href = found && hrefOf(found)
    if (!href) continue
    if (match.index > done) segments.push({ text: text.slice(done, match.index), href: null })
    segments.push({ text: found, href })
    done = match.index + found.length
  }
  if (done < text.length) segments.push({ text: text.slice(done), href: null })
  return segments
}
