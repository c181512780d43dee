import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../fixtures/free-port.ts'
import { repositoryRoot } from '../fixtures/repository.ts'
import { eventually } from '../jobs/queue-fixture.ts'

/** Node runs wrangler; Bun does not. */
export const node = Bun.which('node')

export interface WranglerDev {
  url: string
  /** what the Worker and wrangler wrote so far */
  output(): string
  /** Runs the Worker's cron handler once; resolves to its status and text. */
  cron(): Promise<{ status: number; text: string }>
  stop(): Promise<void>
}

export interface WranglerOptions {
  /** connection strings, by the name of the binding */
  hyperdrive: Record<'HYPERDRIVE' | 'HYPERDRIVE_WORKER', string>
  variables: Record<string, string>
}

/** The Worker as wrangler.toml describes it, in Cloudflare's own runtime on loopback, without the network. */
export async function startWrangler({ hyperdrive, variables }: WranglerOptions): Promise<WranglerDev> {
  if (!node) throw new Error('wrangler needs Node')
  const port = await freePort()
  const state = await mkdtemp(join(tmpdir(), 'rapport-wrangler-'))
  const vars = Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`])
  const addresses = ['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', String(await freePort())]
  const process_ = Bun.spawn(
    [
      node,
      '--no-warnings',
      join(repositoryRoot, 'node_modules/wrangler/wrangler-dist/cli.js'),
      'dev',
      '--local',
      '--test-scheduled',
      '--show-interactive-dev-session=false',
      '--persist-to',
      state,
      ...addresses,
      ...vars,
    ],
    { cwd: repositoryRoot, env: environment(hyperdrive), stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  )
  let text = ''
  const keep = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })
  }
  const reading = Promise.all([keep(process_.stdout), keep(process_.stderr)])
  const stop = async () => {
    process_.kill('SIGTERM')
    await process_.exited
    await reading
    await rm(state, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  try {
    await eventually(
      async () => {
        if (process_.exitCode !== null) throw new Error('wrangler ended')
        const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) }).catch(() => null)
        return answer?.ok || undefined
      },
      'the start of the Worker',
      40_000,
    )
  } catch (error) {
    await stop()
    throw new Error(`${error}: ${text}`)
  }
  return {
    url,
    output: () => text,
    stop,
    async cron() {
      const answer = await fetch(`${url}/__scheduled?cron=*+*+*+*+*`, { signal: AbortSignal.timeout(60_000) })
      return { status: answer.status, text: await answer.text() }
    },
  }
}

const environment = (hyperdrive: WranglerOptions['hyperdrive']) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  CI: '1',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  // A developer's own .env is not the test's.
  CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: 'false',
  // With its banner goes its look for a newer version.
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_SEND_METRICS: 'false',
  ...Object.fromEntries(
    Object.entries(hyperdrive).map(([name, url]) => [`CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_${name}`, url]),
  ),
})
