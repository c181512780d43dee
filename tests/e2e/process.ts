import { join } from 'node:path'
import { repositoryRoot } from '../fixtures/repository.ts'
import { eventually } from '../jobs/queue-fixture.ts'

/** The variables of a child: nothing of ours reaches it unless a test says so. */
export type Variables = Record<string, string>

export interface Child {
  pid: number
  stdout(): string
  stderr(): string
  /** the exit code, 128 + the signal's number for one that a signal ended */
  exited: Promise<number>
  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): void
}

const CLI = join(repositoryRoot, 'src', 'cli.ts')

/** `rapport …` as a process of its own, in a folder without an .env file. */
export function spawnRapport(args: string[], variables: Variables): Child {
  const child = Bun.spawn([process.execPath, CLI, ...args], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', TZ: 'UTC', ...variables },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  let out = ''
  let err = ''
  const reading = Promise.all([keep(child.stdout, (text) => (out += text)), keep(child.stderr, (text) => (err += text))])
  return {
    pid: child.pid,
    stdout: () => out,
    stderr: () => err,
    exited: child.exited.then(async (code) => {
      await reading
      return code
    }),
    kill: (signal) => child.kill(signal),
  }
}

async function keep(stream: ReadableStream<Uint8Array>, add: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  for await (const chunk of stream) add(decoder.decode(chunk, { stream: true }))
}

/** Runs a command to its end. */
export async function rapport(args: string[], variables: Variables) {
  const child = spawnRapport(args, variables)
  const code = await child.exited
  return { code, stdout: child.stdout(), stderr: child.stderr() }
}

export interface Ready extends Child {
  url: string
  apiKey: string | undefined
}

/** `rapport start` once it says that it is up. @throws with what it wrote when it ends before */
export async function startServer(variables: Variables, ...flags: string[]): Promise<Ready> {
  const child = spawnRapport(['--json', 'start', ...flags], variables)
  const line = await written(child, () => child.stdout().split('\n').slice(0, -1)[0])
  const { url, apiKey } = JSON.parse(line) as { url: string; apiKey?: string }
  return { ...child, url, apiKey }
}

/** `rapport worker` once it works. @throws with what it wrote when it ends before */
export async function startWorkerProcess(variables: Variables): Promise<Child> {
  const child = spawnRapport(['worker'], variables)
  await written(child, () => child.stderr().match(/working on \d+ queues/)?.[0])
  return child
}

async function written(child: Child, read: () => string | undefined): Promise<string> {
  let code: number | undefined
  void child.exited.then((exitCode) => {
    code = exitCode
  })
  return eventually(
    async () => {
      const found = read()
      if (found === undefined && code !== undefined) {
        throw new Error(`it ended with ${code}: ${child.stdout()}${child.stderr()}`)
      }
      return found
    },
    'the start of the process',
    30_000,
  )
}
