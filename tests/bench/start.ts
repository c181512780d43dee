import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../fixtures/free-port.ts'

const LIMIT_MS = 60_000
const root = join(import.meta.dir, '..', '..')

interface Round {
  seconds: number
  rssMb: number
  peakMb: number
}

/** Starts Rapport as `bun run start` does once dependencies are there, on an empty DATA_DIR, until the first 200 of /api/health. */
async function startOnce(dataDir: string): Promise<Round> {
  const port = await freePort()
  const began = performance.now()
  const server = Bun.spawn([process.execPath, 'src/cli.ts', 'start'], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      PORT: String(port),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
    },
    stdout: 'ignore',
    stderr: 'inherit',
  })
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null)
      if (answer?.status === 200) break
      if (server.exitCode !== null) throw new Error(`start ended with ${server.exitCode}`)
      if (performance.now() - began > LIMIT_MS) throw new Error('no answer within a minute')
      await Bun.sleep(20)
    }
    const seconds = (performance.now() - began) / 1000
    return { seconds, rssMb: megabytes(server.pid, 'VmRSS'), peakMb: megabytes(server.pid, 'VmHWM') }
  } finally {
    server.kill('SIGTERM')
    await server.exited
  }
}

const megabytes = (pid: number, field: string) =>
  Math.round(
    Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
  )

/** Seconds from `start` to the first 200 and the memory then: fresh on an empty folder, and again on the same folder. */
export async function benchStart(rounds: number): Promise<Record<string, number>> {
  const fresh: Round[] = []
  const warm: Round[] = []
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'))
    try {
      fresh.push(await startOnce(join(folder, 'data')))
      warm.push(await startOnce(join(folder, 'data')))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  return {
    rounds,
    start_seconds: Math.round(median(fresh.map((r) => r.seconds)) * 100) / 100,
    start_seconds_max: Math.round(Math.max(...fresh.map((r) => r.seconds)) * 100) / 100,
    warm_start_seconds: Math.round(median(warm.map((r) => r.seconds)) * 100) / 100,
    rss_mb: Math.max(...fresh.map((r) => r.rssMb)),
    peak_rss_mb: Math.max(...fresh.map((r) => r.peakMb)),
    warm_rss_mb: Math.max(...warm.map((r) => r.rssMb)),
  }
}
