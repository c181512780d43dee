import type { PGlite } from '@electric-sql/pglite'
import type { ProtocolBackend } from './wire-engine.ts'
import { Backend, encodeQuery, messages } from './wire-messages.ts'

/** PGlite's mark for PostgreSQL's own error jump (pglitec.c, POSTGRES_MAIN_LONGJMP); anything else thrown is a crash. */
const POSTGRES_ERROR = 100
const BACKEND_KEY = 'K'.charCodeAt(0)

/**
 * PGlite's wire protocol as a {@link ProtocolBackend}. It runs PGlite's loop itself, because PGlite's swallows what the
 * engine throws: after a crash (stack overflow) it would answer with an empty result, again and again.
 * Nothing else may use the PGlite object's query API from here on.
 */
export function pgliteBackend(pglite: PGlite, username: string, database: string): ProtocolBackend {
  const module = pglite.Module
  const greeting = greet(pglite, username, database)
  let input: Uint8Array = new Uint8Array(0)
  let offset = 0
  let output: Uint8Array[] = []

  const read = module.addFunction((pointer: number, room: number) => {
    if (offset >= input.length) throw new Error('the engine waits for data that no client is going to send')
    const chunk = input.subarray(offset, offset + room)
    module.HEAPU8.set(chunk, pointer)
    offset += chunk.length
    return chunk.length
  }, 'ipi')
  const write = module.addFunction((pointer: number, length: number) => {
    output.push(module.HEAPU8.slice(pointer, pointer + length))
    return length
  }, 'ipi')
  module._pgl_set_rw_cbs(read, write)

  const loopOnce = () => {
    const stack = module.stackSave()
    try {
      module._PostgresMainLoopOnce()
    } catch (error) {
      if ((error as { status?: number }).status !== POSTGRES_ERROR) throw error
      module.stackRestore(stack)
      module._PostgresMainLongJmp()
    }
  }

  const exec = (message: Uint8Array): Buffer => {
    input = message
    offset = 0
    output = []
    while (offset < input.length || module._pq_buffer_remaining_data() > 0) loopOnce()
    module._PostgresSendReadyForQueryIfNecessary()
    module._pgl_pq_flush()
    const [first] = output
    return output.length === 1 && first
      ? Buffer.from(first.buffer, first.byteOffset, first.length)
      : Buffer.concat(output)
  }
  // the first answer reports settings that the greeting has reported already
  exec(encodeQuery(''))
  return { greeting, exec }
}

/** Sends the startup packet and keeps what every connection is to be greeted with. */
function greet(pglite: PGlite, username: string, database: string): Buffer {
  const body = Buffer.from(['user', username, 'database', database, 'client_encoding', 'UTF8', '', ''].join('\0'))
  const packet = Buffer.alloc(8 + body.length)
  packet.writeInt32BE(packet.length, 0)
  packet.writeInt32BE(3 << 16, 4)
  body.copy(packet, 8)
  const answer = Buffer.from(pglite.execProtocolRawSync(packet))
  const kept = [...messages(answer)].filter(({ type }) => type !== BACKEND_KEY && type !== Backend.ready)
  return Buffer.concat(kept.map(({ start, end }) => answer.subarray(start, end)))
}
