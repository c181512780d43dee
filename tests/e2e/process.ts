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

/** `rapport …` as a process of its own, in a folder without an .env file. @param input for its standard input, none when left out */
export function spawnRapport(args: string[], variables: Variables, input?: string): Child {
  const child = Bun.spawn([process.execPath, CLI, ...args], {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', TZ: 'UTC', ...variables },
    stdin: input === undefined ? 'ignore' : new Blob([input]),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  let out = ''
  let err = ''
  const reading = Promise.all([
    keep(child.stdout, (text) => (out += text)),
    keep(child.stderr, (text) => (err += text)),
  ])
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
export async function rapport(args: string[], variables: Variables, input?: string) {
  const child = spawnRapport(args, variables, input)
  const code = await child.exited
  return { code, stdout: child.stdout(), stderr: child.stderr() }
}

export interface Ready extends Child {
  url: string
  apiKey: string | undefined
}

/** `rapport start` once it says that it is up. @throws with what it wrote when it ends before */
export async function startServer(variables: Variables, ...flags: string[]): Promise<Ready> {
  const child = spawnServer(variables, ...flags)
  await child.up
  const { url, apiKey } = JSON.parse(child.stdout()) as { url: string; apiKey?: string }
  return { ...child, url, apiKey }
}

/** `rapport worker` once it works. @throws with what it wrote when it ends before */
export async function startWorkerProcess(variables: Variables): Promise<Child> {
  const child = spawnWorker(variables)
  await child.up
  return child
}

/** A process that may be killed before it is up. */
export type Starting = Child & { up: Promise<unknown> }

export const spawnServer = (variables: Variables, ...flags: string[]): Starting =>
  starting(spawnRapport(['--json', 'start', ...flags], variables), (child) => child.stdout().includes('\n'))

export const spawnWorker = (variables: Variables): Starting =>
  starting(spawnRapport(['worker'], variables), (child) => /working on \d+ queues/.test(child.stderr()))

function starting(child: Child, isUp: (child: Child) => boolean): Starting {
  const ended = child.exited.then((code) => {
    throw new Error(`it ended with ${code}: ${child.stdout()}${child.stderr()}`)
  })
  const said = eventually(async () => isUp(child) || undefined, 'the start of the process', 90_000)
  const up = Promise.race([said, ended])
  // Whoever kills it first does not wait for it.
  for (const promise of [ended, said, up]) promise.catch(() => {})
  return { ...child, up }
}
