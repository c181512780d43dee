/** One end of a socket, as a call needs it. */
export interface CallSocket {
  /** false: it is closed or takes no more */
  send(text: string): boolean
  /** what was sent and has not left yet */
  readonly bufferedBytes: number
  close(code: number, reason: string): void
}

export interface ModelListener {
  message(text: string): void
  /** it ended, whoever ended it; not called after a connection that failed */
  closed(): void
}

/** Opens a session of the Realtime API. @throws when it does not open before the signal fires */
export type ConnectModel = (model: string, listener: ModelListener, signal: AbortSignal) => Promise<CallSocket>

/**
 * The Realtime API over Bun's WebSocket, whose constructor takes headers. A connector of our own because the vendor's
 * always builds a wss: address, which no double on loopback answers.
 * @param url e.g. `wss://api.openai.com/v1/realtime`
 */
export const connectRealtime =
  ({ url, apiKey }: { url: string; apiKey: string }): ConnectModel =>
  (model, listener, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const socket = new WebSocket(`${url}?model=${encodeURIComponent(model)}`, {
        headers: { authorization: `Bearer ${apiKey}` },
        // Bun's own option, which the standard's types do not know.
      } as never)
      let isOpen = false
      const fail = (reason: unknown) => {
        reject(reason)
        socket.close()
      }
      const abort = () => fail(signal.reason)
      signal.addEventListener('abort', abort, { once: true })
      socket.addEventListener('open', () => {
        isOpen = true
        signal.removeEventListener('abort', abort)
        resolve({
          send: (text) => {
            if (socket.readyState !== WebSocket.OPEN) return false
            socket.send(text)
            return true
          },
          get bufferedBytes() {
            return socket.bufferedAmount
          },
          close: (code, reason) => socket.close(code, reason),
        })
      })
      socket.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') listener.message(data)
      })
      socket.addEventListener('close', () => {
        signal.removeEventListener('abort', abort)
        if (isOpen) listener.closed()
        else reject(new Error('the Realtime API did not open the session'))
      })
    })
