import type { createApp } from './app.ts'
import type { StreamData, Streams } from './voice/streams.ts'
import { staticAssets } from './web/static-assets.ts'

const LARGEST_BODY = 1_048_576
const IDLE_SECONDS = 60

export interface Server {
  url: string
  /** Takes no more connections and waits for the requests under way. */
  stop(): Promise<void>
}

/**
 * Serves the application on Bun, and the sockets of calls where `streams` are given.
 * @throws EADDRINUSE when the port is taken
 */
export async function serve(
  { app }: ReturnType<typeof createApp>,
  options: { port: number; hostname?: string; streams?: Streams | null },
): Promise<Server> {
  const { streams } = options
  const server = Bun.serve<StreamData>({
    port: options.port,
    ...(options.hostname ? { hostname: options.hostname } : {}),
    routes: await staticAssets(),
    fetch(request, server) {
      const stream = streams ? streams.upgrade(request, server) : null
      return stream === null ? app.fetch(request) : stream
    },
    websocket: streams?.websocket ?? { message: (socket) => socket.close() },
    maxRequestBodySize: LARGEST_BODY,
    idleTimeout: IDLE_SECONDS,
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    stop: async () => {
      // Calls are handed on while what they ask meanwhile is still answered.
      await streams?.close()
      await server.stop()
    },
  }
}
