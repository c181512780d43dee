const HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

/** The TwiML that tells Twilio to do nothing more; answer it as `text/xml`. */
export const emptyTwiml = (): string => `${HEAD}<Response/>`

type Attributes = Record<string, string | number | boolean>

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
// What XML 1.0 has no way to write at all, and halves of characters.
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

const escaped = (text: string) =>
  text.replace(UNWRITABLE, '').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

/** One element; `content` is XML already. */
function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`
}

/** The document of these verbs, in order. */
export const twiml = (...verbs: string[]): string => `${HEAD}<Response>${verbs.join('')}</Response>`

/** Says a text to the caller; nothing for an empty one. */
export const say = (text: string | null): string => (text ? element('Say', {}, escaped(text)) : '')

export const hangUp = (): string => element('Hangup', {})

/** Rings a number; afterwards, answered or not, Twilio asks `action` what next. */
export const dial = (number: string, options: { action: string; seconds: number; callerId?: string | null }): string =>
  element(
    'Dial',
    {
      action: options.action,
      timeout: options.seconds,
      answerOnBridge: true,
      ...(options.callerId ? { callerId: options.callerId } : {}),
    },
    escaped(number),
  )

/** Records the caller until silence, a key or `maxSeconds`; what was recorded comes to both URLs. */
export const record = (options: { action: string; callback: string; maxSeconds: number }): string =>
  element('Record', {
    action: options.action,
    recordingStatusCallback: options.callback,
    maxLength: options.maxSeconds,
    timeout: 5,
    playBeep: true,
  })

/** Joins the call with our socket, both ways; when that ends Twilio asks `action` what next. */
export const connectStream = (options: { url: string; action: string; parameters: Record<string, string> }): string =>
  element(
    'Connect',
    { action: options.action },
    element(
      'Stream',
      { url: options.url },
      Object.entries(options.parameters)
        .map(([name, value]) => element('Parameter', { name, value }))
        .join(''),
    ),
  )
