import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Database } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { installQueue } from '../../src/queue/install.ts'
import { testServer } from '../fixtures/lane.ts'
import { createDatabase, dropDatabase, onMaintenance } from '../fixtures/native.ts'
import { migratedTemplate } from '../fixtures/template.ts'
import type { Variables } from './process.ts'

/** A migrated database that no other test file works in, so that its clock may be set and all its jobs be worked off. */
export interface OwnDatabase {
  /** how a process is told to use it */
  variables: Variables
  /** Opens it in this process. A folder: only while no other process has it open. Ended by `remove` at the latest. */
  open(): Promise<Database>
  remove(): Promise<void>
}

/** Migrated once a run, then copied: a copy takes a tenth of the time. */
const shared = globalThis as {
  rapportNativeTemplate?: Promise<string>
  rapportFolders?: Promise<{ root: string; template: string }>
  /** In reach for as long as the run lasts: their pipes close when they are collected. */
  rapportWatchers?: Bun.Subprocess[]
}

/** Runs a command once this process has ended, however it ended: its input is a pipe from here. */
function afterThisRun(command: string[]): void {
  const watcher = Bun.spawn(command, { stdin: 'pipe', stdout: 'ignore', stderr: 'ignore' })
  watcher.unref()
  shared.rapportWatchers = [...(shared.rapportWatchers ?? []), watcher]
}

/** A database of the native lane's server. @throws in the embedded lane */
export async function nativeDatabase(): Promise<OwnDatabase> {
  if (!testServer) throw new Error('this needs TEST_DATABASE_URL')
  const server = testServer
  shared.rapportNativeTemplate ??= migratedOn(server)
  const template = new URL(await shared.rapportNativeTemplate).pathname.slice(1)
  const url = new URL(server)
  url.pathname = `/rapport_test_${Math.floor(Date.now() / 1000)}_${randomBytes(4).toString('hex')}`
  await onMaintenance(server, (sql) => sql.unsafe(`create database ${url.pathname.slice(1)} template ${template}`))
  const databaseUrl = url.href
  const opened: Database[] = []
  return {
    variables: { DATABASE_URL: databaseUrl },
    async open() {
      const database = await connect({ databaseUrl, dataDir: '' })
      opened.push(database)
      return database
    },
    async remove() {
      await Promise.all(opened.map((database) => database.close()))
      await dropDatabase(server, databaseUrl)
    },
  }
}

async function migratedOn(server: string): Promise<string> {
  const url = await createDatabase(server)
  afterThisRun([process.execPath, join(import.meta.dir, '..', 'fixtures', 'drop-database.ts'), server, url])
  const database = await connect({ databaseUrl: url, dataDir: '' })
  await migrate(database.pool(null), { installQueue })
  await database.close()
  return url
}

/** A DATA_DIR of its own with a migrated embedded database in it. */
export async function folderDatabase(): Promise<OwnDatabase> {
  shared.rapportFolders ??= migratedFolder()
  const { root, template } = await shared.rapportFolders
  const folder = await mkdtemp(join(root, 'data-'))
  await cp(template, folder, { recursive: true })
  const opened: Database[] = []
  return {
    variables: { DATA_DIR: folder },
    async open() {
      const database = await connect({ dataDir: folder, maintenanceIntervalMs: 0 })
      opened.push(database)
      return database
    },
    async remove() {
      await Promise.all(opened.map((database) => database.close()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function migratedFolder() {
  const root = await mkdtemp(join(tmpdir(), 'rapport-e2e-'))
  afterThisRun(['sh', '-c', 'cat > /dev/null; rm -rf "$0"', root])
  const template = join(root, 'template')
  const database = await connect({ dataDir: template, template: await migratedTemplate(), maintenanceIntervalMs: 0 })
  await database.close()
  return { root, template }
}

/** A database of this process alone: in memory, or on the native lane's server. */
export async function privateDatabase(): Promise<{ database: Database; remove: () => Promise<void> }> {
  if (testServer) {
    const own = await nativeDatabase()
    return { database: await own.open(), remove: own.remove }
  }
  const database = await connect({ dataDir: 'memory://', template: await migratedTemplate() })
  return { database, remove: () => database.close() }
}
