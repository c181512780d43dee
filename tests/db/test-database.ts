import postgres from 'postgres'
import { connect, type Database } from '../../src/db/connect.ts'
import { type EmbeddedOptions, openEmbedded } from '../../src/db/embedded/open-embedded.ts'

/** The native lane's server, or undefined on the embedded lane. */
export const serverUrl = process.env.TEST_DATABASE_URL

const cache = globalThis as { connectionTestTemplate?: Promise<Blob> }

/** An empty database's tarball, made once per test run: a fresh engine from it starts in a fraction of initdb's time. */
export const emptyTemplate = (): Promise<Blob> => {
  cache.connectionTestTemplate ??= (async () => {
    const database = await openEmbedded({ dataDir: 'memory://' })
    const template = await database.dumpTemplate()
    await database.close()
    return template
  })()
  return cache.connectionTestTemplate
}

export const openMemory = async (options: Partial<EmbeddedOptions> = {}) =>
  openEmbedded({ dataDir: 'memory://', template: await emptyTemplate(), ...options })

/** A database of its own for one test file: in memory, or created on the server of TEST_DATABASE_URL and dropped by `drop`. */
export async function openTestDatabase(): Promise<Database & { drop(): Promise<void> }> {
  const database = serverUrl ? await openOnServer(serverUrl) : { ...(await openMemory()), drop: async () => {} }
  const sql = database.pool(null, { max: 1 })
  // roles belong to the whole server: another test file may create the same one this very moment
  for (const role of ['rapport_edge', 'rapport_worker'])
    await sql.unsafe(`create role ${role} login`).catch((error: { code?: string }) => {
      if (error.code !== '42710' && error.code !== '23505') throw error
    })
  await sql.end()
  return database
}

async function openOnServer(url: string) {
  const name = `rapport_connection_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const database = await connect({ databaseUrl: own.href, dataDir: '' })
  const drop = async () => {
    await database.close()
    await admin.unsafe(`drop database ${name} with (force)`)
    await admin.end()
  }
  return { ...database, drop }
}

/** Fails instead of hanging. */
export const within = async <T>(milliseconds: number, promise: PromiseLike<T>): Promise<T> => {
  let timer: Timer | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** The error a promise ends with; fails when it does not. */
export const failure = async (promise: PromiseLike<unknown>): Promise<Error & { code?: string }> => {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('succeeded, but was to fail')
}
