import type { WireEngine } from '../../src/db/embedded/wire-engine.ts'

const text = (value: string) => Buffer.from(`${value}\0`)
export const message = (type: string, ...body: (string | Buffer)[]): Buffer => {
  const content = Buffer.concat(body.map((part) => (typeof part === 'string' ? text(part) : part)))
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(content.length + 4, 1)
  return Buffer.concat([head, content])
}
export const startup = (parameters: Record<string, string> = {}): Buffer => {
  const body = Buffer.concat([
    ...Object.entries({ user: 'postgres', ...parameters })
      .flat()
      .map(text),
    Buffer.alloc(1),
  ])
  const head = Buffer.alloc(8)
  head.writeInt32BE(8 + body.length, 0)
  head.writeInt32BE(3 << 16, 4)
  return Buffer.concat([head, body])
}
export const cancelRequest = (key: Buffer): Buffer => {
  const packet = Buffer.alloc(16)
  packet.writeInt32BE(16, 0)
  packet.writeInt32BE(80877102, 4)
  key.copy(packet, 8)
  return packet
}
export const query = (sql: string) => message('Q', sql)
export const parse = (sql: string, name = '') => message('P', name, sql, Buffer.alloc(2))
export const bind = (name = '') => message('B', '', name, Buffer.alloc(6))
export const execute = () => message('E', '', Buffer.alloc(4))
export const sync = message('S')
export const flush = message('H')

export interface Received {
  type: string
  body: Buffer
}

/** A client that speaks the protocol by hand, to send what a driver never would. */
export function rawClient(engine: Pick<WireEngine, 'connect'>, parameters?: Record<string, string>) {
  const socket = engine.connect()
  const received: Received[] = []
  let pending = Buffer.alloc(0)
  let changed = () => {}
  let closed = false
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 5 && pending.length > pending.readInt32BE(1)) {
      const end = 1 + pending.readInt32BE(1)
      received.push({ type: String.fromCharCode(pending[0] ?? 0), body: pending.subarray(5, end) })
      pending = pending.subarray(end)
    }
    changed()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    closed = true
    changed()
  })
  const when = (ready: () => boolean) =>
    new Promise<void>((resolve) => {
      changed = () => {
        if (ready()) resolve()
      }
      changed()
    })
  const take = () => received.splice(0)
  const client = {
    socket,
    received,
    write: (...parts: Buffer[]) => void socket.write(Buffer.concat(parts)),
    /** everything received up to and with the next message of this type */
    async until(type: string): Promise<Received[]> {
      await when(() => received.some((entry) => entry.type === type) || closed)
      const at = received.findIndex((entry) => entry.type === type)
      return at < 0 ? take() : received.splice(0, at + 1)
    },
    async untilClosed(): Promise<Received[]> {
      await when(() => closed)
      return take()
    },
    isClosed: () => closed,
    async start(): Promise<Buffer> {
      client.write(startup(parameters))
      const greeting = await client.until('Z')
      return greeting.find((entry) => entry.type === 'K')?.body ?? Buffer.alloc(0)
    },
  }
  return client
}

export const types = (messages: Received[]): string => messages.map((entry) => entry.type).join('')

/** A field of an ErrorResponse: C the SQLSTATE, M the message. */
export const errorField = (messages: Received[], field: string): string | undefined =>
  messages
    .find((entry) => entry.type === 'E')
    ?.body.toString('utf8')
    .split('\0')
    .find((part) => part.startsWith(field))
    ?.slice(1)
