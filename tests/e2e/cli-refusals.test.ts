import { afterAll, beforeAll, expect, test } from 'bun:test'
import { cp, mkdtemp, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../fixtures/free-port.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { folderDatabase, type OwnDatabase } from './own-database.ts'
import { rapport, startServer } from './process.ts'

const COMMANDS = 'start worker migrate seed demo sign doctor tenant key customer outbox dead-letter bench'.split(' ')
const SUBCOMMANDS = {
  tenant: ['list', 'show', 'create', 'set', 'flag'],
  key: ['create', 'list', 'revoke'],
  customer: ['search', 'context', 'prompt'],
  'dead-letter': ['list', 'retry'],
}

let own: OwnDatabase
let folder: string
let empty: string
/** Two at a time: there are two cores in a small machine, and a command takes most of one. */
async function each<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await run(item)
  }
  await Promise.all([work(), work()])
}

nativeOnly.describe('rapport, as somebody at a terminal uses it', () => {
  beforeAll(async () => {
    own = await folderDatabase()
    folder = own.variables.DATA_DIR ?? ''
    empty = await mkdtemp(join(tmpdir(), 'rapport-e2e-empty-'))
  }, 30_000)
  afterAll(async () => {
    await own.remove()
    await rm(empty, { recursive: true, force: true })
  })

  test('every command explains itself and exits with 0, without a database', async () => {
    const { stdout } = await rapport(['--help'], {})
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
    await each(COMMANDS, async (command) => {
      const help = await rapport([command, '--help'], { DATA_DIR: '/proc/nowhere' })
      expect({ command, code: help.code, stderr: help.stderr }).toEqual({ command, code: 0, stderr: '' })
      expect(help.stdout).toStartWith(`Usage: rapport ${command}`)
      const subcommands = SUBCOMMANDS[command as keyof typeof SUBCOMMANDS] ?? []
      for (const name of subcommands) expect(help.stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
    })
  }, 60_000)

  test('wrong usage and wrong configuration exit with 2 and say what is wrong', async () => {
    const cases: [string[], Record<string, string>, RegExp][] = [
      [['no-such-command'], {}, /unknown command 'no-such-command'/],
      [['tenant', 'show'], {}, /missing required argument 'slug'/],
      [['tenant', 'set', 'demo', '{not json'], { DATA_DIR: folder }, /not a JSON object/],
      [['sign'], { DATA_DIR: empty }, /no token to sign with/],
      [['seed', 'tenant'], { DATA_DIR: folder }, /TENANT_ID and TWILIO_PHONE_NUMBER/],
      [['tenant', 'list'], { PORT: 'http', DATABASE_URL: 'mysql://x' }, /PORT[^\n]*\n[^\n]*DATABASE_URL/],
      [
        ['tenant', 'list'],
        { NODE_ENV: 'production', DATA_DIR: empty },
        /DATABASE_URL is required when NODE_ENV is production/,
      ],
    ]
    for (const [args, variables, said] of cases) {
      const { code, stdout, stderr } = await rapport(args, variables)
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' })
      expect(stderr).toMatch(said)
      expect(stderr).not.toMatch(/^\s+at .*\.ts:\d+/m)
    }
  }, 60_000)

  test('credentials that a CRM could not be reached with are refused before they are stored, and not repeated', async () => {
    const variables = { DATA_DIR: empty, ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}` }
    const given = JSON.stringify({ api_key: 'hidden-word', authScheme: 'Basic' })
    const { code, stdout, stderr } = await rapport(['credentials', 'set', 'demo', 'housecall', 'c1'], variables, given)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/credentials for housecall .*apiKey; authScheme; unknown: api_key/)
    expect(stderr).not.toContain('hidden-word')
  }, 60_000)

  test('a database that is away exits with 3 within its bound, and names neither user nor password', async () => {
    const port = await freePort()
    const secret = { DATABASE_URL: `postgres://someone:hidden-word@127.0.0.1:${port}/rapport` }
    await each([['tenant', 'list'], ['migrate'], ['worker'], ['start']], async (args) => {
      const { code, stdout, stderr } = await rapport(args, secret)
      expect({ args, code, stdout }).toEqual({ args, code: 3, stdout: '' })
      expect(stderr).toContain('rapport: ')
      expect(stderr).not.toContain('hidden-word')
    })
    const unknown = { DATABASE_URL: 'postgres://someone@no-such-host.invalid/rapport' }
    expect(await rapport(['tenant', 'list'], unknown)).toMatchObject({ code: 3, stdout: '' })
    const doctor = await rapport(['--json', 'doctor'], secret)
    expect(doctor.code).toBe(1)
    const { isHealthy, findings } = JSON.parse(doctor.stdout)
    expect(isHealthy).toBe(false)
    expect(findings[0]).toMatchObject({ check: 'database', state: 'bad' })
    expect(doctor.stdout + doctor.stderr).not.toContain('hidden-word')
  }, 60_000)

  test('a folder that was never migrated exits with 4 and says what to do', async () => {
    const { code, stderr } = await rapport(['tenant', 'list'], { DATA_DIR: join(empty, 'new') })
    expect([code, stderr]).toEqual([4, expect.stringContaining('rapport migrate')])
  }, 60_000)

  test('a damaged folder exits with 3, names the folder and what to do', async () => {
    const damaged = join(empty, 'damaged')
    await cp(folder, damaged, { recursive: true })
    await truncate(join(damaged, 'postgres', 'global', 'pg_control'), 100)
    for (const command of ['tenant list', 'start']) {
      const { code, stderr } = await rapport(command.split(' '), { DATA_DIR: damaged })
      expect({ command, code }).toEqual({ command, code: 3 })
      expect(stderr).toContain(damaged)
      expect(stderr).toContain('Restore it from a backup')
    }
  }, 60_000)

  test('a second process on the folder exits with 3 and names the folder; a port in use exits with 2 and names PORT', async () => {
    const port = String(await freePort())
    const server = await startServer({ DATA_DIR: folder, PORT: port })
    const second = await rapport(['tenant', 'list'], { DATA_DIR: folder })
    expect(second).toMatchObject({ code: 3, stdout: '' })
    expect(second.stderr).toContain(`The database folder ${folder} is in use by another Rapport process`)
    const other = await folderDatabase()
    const taken = await rapport(['start'], { ...other.variables, PORT: port })
    expect(taken).toMatchObject({ code: 2, stdout: '' })
    expect(taken.stderr).toContain(`port ${port} is in use: set PORT to another one`)
    await other.remove()
    server.kill('SIGTERM')
    expect(await server.exited).toBe(0)
  }, 60_000)
})
