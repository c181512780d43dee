const PING_MS = 15_000

export const eventStreamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // Asks nginx not to hold it back until it is whole.
  'X-Accel-Buffering': 'no',
}

/** A body of server-sent events that is written from elsewhere. */
export interface EventStream {
  body: ReadableStream<Uint8Array<ArrayBuffer>>
  send(event: string, data: unknown, id?: string): void
  /** Fires when the reader has gone, or `close` was called. */
  signal: AbortSignal
  close(): void
}

/**
 * Opens a stream of server-sent events (WHATWG HTML, section 9.2), with a comment every 15 seconds that keeps proxies from
 * taking it for dead. What is sent after the reader has gone is dropped.
 * @param gone fires when the client has gone, where the platform says so
 */
export function openEventStream(gone: AbortSignal): EventStream {
  const encoder = new TextEncoder()
  const over = new AbortController()
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined
  const write = (text: string) => {
    if (!over.signal.aborted) controller?.enqueue(encoder.encode(text))
  }
  const ping = setInterval(() => write(': ping\n\n'), PING_MS)
  const end = () => {
    clearInterval(ping)
    gone.removeEventListener('abort', end)
    over.abort()
  }
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(made) {
      controller = made
    },
    cancel: end,
  })
  if (gone.aborted) end()
  gone.addEventListener('abort', end, { once: true })
  return {
    body,
    send(event, data, id) {
      write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`)
    },
    signal: over.signal,
    close() {
      if (over.signal.aborted) return
      end()
      controller?.close()
    },
  }
}
