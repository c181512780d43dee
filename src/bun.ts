import type { createApp } from './app.ts'
import { staticAssets } from './web/static-assets.ts'

const LARGEST_BODY = 1_048_576
const IDLE_SECONDS = 60

export interface Server {
  url: string
  /** Takes no more connections and waits for the requests under way. */
  stop(): Promise<void>
}

/**
 * Serves the application on Bun.
 * @throws EADDRINUSE when the port is taken
 */
export async function serve(
  { app }: ReturnType<typeof createApp>,
  options: { port: number; hostname?: string },
): Promise<Server> {
  const server = Bun.serve({
    port: options.port,
    ...(options.hostname ? { hostname: options.hostname } : {}),
    routes: await staticAssets(),
    fetch: (request) => app.fetch(request),
    maxRequestBodySize: LARGEST_BODY,
    idleTimeout: IDLE_SECONDS,
  })
  return { url: `http://127.0.0.1:${server.port}`, stop: () => server.stop() }
}
