// Messages of PostgreSQL's frontend/backend protocol 3.0 (PostgreSQL manual, "Message Formats"): one type byte, a length
// that counts itself but not the type, a body. Only the startup packet has no type byte.

const code = (letter: string): number => letter.charCodeAt(0)

/** Message types a client sends. */
export const Frontend = {
  bind: code('B'),
  close: code('C'),
  copyData: code('d'),
  copyDone: code('c'),
  copyFail: code('f'),
  flush: code('H'),
  functionCall: code('F'),
  parse: code('P'),
  query: code('Q'),
  sync: code('S'),
  terminate: code('X'),
} as const

/** Message types a server sends, as far as the bridge looks at them. */
export const Backend = {
  commandComplete: code('C'),
  copyInResponse: code('G'),
  error: code('E'),
  notification: code('A'),
  parameterStatus: code('S'),
  ready: code('Z'),
} as const

const REQUEST_CANCEL = 80877102
const REQUEST_SSL = 80877103
const REQUEST_GSS = 80877104

const message = (type: string, ...body: (string | Buffer)[]): Buffer => {
  const parts = body.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part))
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(4 + parts.reduce((sum, part) => sum + part.length, 0), 1)
  return Buffer.concat([head, ...parts])
}

const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}

export const encodeQuery = (sql: string): Buffer => message('Q', sql)
export const encodeParse = (name: string, sql: string): Buffer => message('P', name, sql, Buffer.alloc(2))
/** A Bind without parameters. */
export const encodeBind = (portal: string, statement: string): Buffer =>
  message('B', portal, statement, Buffer.alloc(6))
export const encodeClose = (statement: string): Buffer => message('C', Buffer.from('S'), statement)
export const SYNC = message('S')
export const COPY_IN_RESPONSE = message('G', Buffer.alloc(3))
export const SSL_REFUSED = Buffer.from('N')
export const encodeReady = (status: string): Buffer => message('Z', Buffer.from(status))
export const encodeBackendKey = (processId: number, secret: number): Buffer =>
  message('K', int32(processId), int32(secret))

/** An ErrorResponse; FATAL ends the connection, ERROR only the statement. */
export const encodeError = (error: { sqlstate: string; message: string }, severity: 'ERROR' | 'FATAL'): Buffer =>
  message('E', `S${severity}`, `V${severity}`, `C${error.sqlstate}`, `M${error.message}`, Buffer.alloc(1))

/** End of the typed message that begins at `start`, or null while it is incomplete. */
export function messageEnd(buffer: Buffer, start: number): number | null {
  if (start + 5 > buffer.length) return null
  const end = start + 1 + buffer.readInt32BE(start + 1)
  return end > buffer.length ? null : end
}

/** Walks the complete messages of a buffer. */
export function* messages(buffer: Buffer): Generator<{ type: number; start: number; end: number }> {
  for (let start = 0; ; ) {
    const end = messageEnd(buffer, start)
    if (end === null) return
    yield { type: buffer[start] ?? 0, start, end }
    start = end
  }
}

/** The zero-terminated string at `start` and where the next field begins. */
export function readString(buffer: Buffer, start: number): { text: string; next: number } {
  const zero = buffer.indexOf(0, start)
  return { text: buffer.toString('utf8', start, zero), next: zero + 1 }
}

export type Opening =
  | { kind: 'startup'; parameters: Map<string, string> }
  | { kind: 'cancel'; processId: number; secret: number }
  | { kind: 'encryption' }
  | { kind: 'unknown' }

/** Reads the untyped packet that opens a connection. */
export function readOpening(packet: Buffer): Opening {
  const request = packet.readInt32BE(4)
  if (request === REQUEST_CANCEL && packet.length >= 16)
    return { kind: 'cancel', processId: packet.readInt32BE(8), secret: packet.readInt32BE(12) }
  if (request === REQUEST_SSL || request === REQUEST_GSS) return { kind: 'encryption' }
  if (request >>> 16 !== 3) return { kind: 'unknown' }
  const parameters = new Map<string, string>()
  for (let at = 8; at < packet.length && packet[at] !== 0; ) {
    const name = readString(packet, at)
    const value = readString(packet, name.next)
    parameters.set(name.text, value.text)
    at = value.next
  }
  return { kind: 'startup', parameters }
}
