export interface ServerEvent {
  name: string
  id: string | null
  data: string
}

/**
 * The events of a `text/event-stream` body (HTML Living Standard, 9.2.6) as they come; comments are not events. Lines may
 * end in LF, CR or CRLF, and a chunk may end anywhere. `onBytes` hears of every chunk, pings too.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void = () => {},
): AsyncGenerator<ServerEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let name = ''
  let id: string | null = null
  let data: string[] = []
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      onBytes()
      rest += decoder.decode(value, { stream: true })
      // A CR at the very end may be half of a CRLF.
      const lines = rest.split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { name: name || 'message', id, data: data.join('\n') }
          name = ''
          id = null
          data = []
          continue
        }
        const [, field, content = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
        if (field === 'event') name = content
        else if (field === 'data') data.push(content)
        else if (field === 'id') id = content
      }
    }
  } finally {
    // What is left unread must not keep the connection.
    reader.cancel().catch(() => {})
  }
}
