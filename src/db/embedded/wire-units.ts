import { Frontend, messageEnd } from './wire-messages.ts'

const ALONE: ReadonlySet<number> = new Set([
  Frontend.query,
  Frontend.functionCall,
  Frontend.terminate,
  Frontend.copyData,
  Frontend.copyDone,
  Frontend.copyFail,
])
const LAST: ReadonlySet<number> = new Set([Frontend.sync, Frontend.flush])

/**
 * Takes the next unit off what a client has sent: the opening packet; a message that stands alone; or the messages of an
 * extended exchange up to the Sync or Flush at which a server has to answer.
 * @returns null while the unit is incomplete
 */
export function takeUnit(buffer: Buffer, started: boolean): { unit: Buffer; rest: Buffer } | null {
  const at = started ? unitEnd(buffer) : openingEnd(buffer)
  return at === null ? null : { unit: buffer.subarray(0, at), rest: buffer.subarray(at) }
}

function openingEnd(buffer: Buffer): number | null {
  if (buffer.length < 8) return null
  const end = buffer.readInt32BE(0)
  return buffer.length < end ? null : end
}

function unitEnd(buffer: Buffer): number | null {
  for (let start = 0; ; ) {
    const end = messageEnd(buffer, start)
    if (end === null) return null
    const type = buffer[start] ?? 0
    if (ALONE.has(type)) return start > 0 ? start : end
    if (LAST.has(type)) return end
    start = end
  }
}
