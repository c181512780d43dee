import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, DatabaseFolderError, DatabaseInUseError } from '../../src/db/connect.ts'
import { EMBEDDED_MAJOR } from '../../src/db/embedded/folder.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { emptyTemplate, failure, within } from './test-database.ts'

let root: string
let sound: string
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'rapport-folder-'))
  chmodSync(root, 0o755)
  sound = join(root, 'sound')
  const database = await connect({ dataDir: sound, template: await emptyTemplate(), maintenanceIntervalMs: 0 })
  await database.pool(null)`create table kept as select 42 as answer`
  await database.close()
}, 20_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Names, sizes, times and contents of everything below a path. */
const fingerprint = (path: string): string => {
  const hash = createHash('sha256')
  const visit = (at: string) => {
    const stat = statSync(at)
    hash.update(`${at} ${stat.mode} ${stat.size} ${stat.mtimeMs}\n`)
    if (stat.isDirectory()) for (const name of readdirSync(at).sort()) visit(join(at, name))
    else hash.update(readFileSync(at))
  }
  visit(path)
  return hash.digest('hex')
}

const writer = (dataDir: string, options: { uid?: number } = {}) => {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'writer-process.ts'), dataDir], {
    stdout: 'pipe',
    stderr: 'pipe',
    ...options,
  })
  let text = ''
  let changed = () => {}
  const done = (async () => {
    for await (const chunk of child.stdout) {
      text += new TextDecoder().decode(chunk)
      changed()
    }
    changed()
  })()
  return {
    child,
    done,
    lines: () => text.split('\n').slice(0, -1),
    atLeast: (count: number) =>
      within(
        30_000,
        new Promise<void>((resolve) => {
          changed = () => {
            if (text.split('\n').length > count) resolve()
          }
          changed()
          void done.then(resolve)
        }),
      ),
  }
}

describe('one process a folder', () => {
  test('a second process is refused by name and touches nothing; the first goes on; a killed one leaves no lock', async () => {
    const dataDir = join(root, 'shared')
    cpSync(sound, dataDir, { recursive: true })
    const first = writer(dataDir)
    await first.atLeast(10)
    first.child.kill('SIGSTOP')
    const before = fingerprint(dataDir)
    const second = writer(dataDir)
    await second.done
    const refusal = JSON.parse(second.lines()[0] ?? '{}')
    expect(refusal.name).toBe('DatabaseInUseError')
    expect(refusal.message).toContain(dataDir)
    expect(await failure(connect({ dataDir }))).toBeInstanceOf(DatabaseInUseError)
    expect(fingerprint(dataDir)).toBe(before)
    first.child.kill('SIGCONT')
    await first.atLeast(first.lines().length + 10)
    first.child.kill('SIGKILL')
    await first.child.exited
    await (await connect({ dataDir })).close()
  }, 60_000)

  test('the same process cannot open it twice, and can once it has closed it', async () => {
    const dataDir = join(root, 'twice')
    cpSync(sound, dataDir, { recursive: true })
    const first = await connect({ dataDir })
    expect(await failure(connect({ dataDir }))).toBeInstanceOf(DatabaseInUseError)
    await first.close()
    const again = await connect({ dataDir })
    expect((await again.pool(null)`select answer from kept`)[0]?.answer).toBe(42)
    await again.close()
  }, 20_000)
})

nativeOnly.test(
  'three rounds of kill -9 during writes lose no acknowledged row',
  async () => {
    const dataDir = join(root, 'killed')
    cpSync(sound, dataDir, { recursive: true })
    const acknowledged = new Set<string>()
    for (let round = 0; round < 3; round++) {
      const process = writer(dataDir)
      await process.atLeast(200 + round * 313)
      process.child.kill('SIGKILL')
      await Promise.all([process.child.exited, process.done])
      expect(process.lines()[0]).toBe('open')
      for (const id of process.lines().slice(1)) acknowledged.add(id)
    }
    const database = await connect({ dataDir })
    const stored = new Set((await database.pool(null)`select id from acknowledged`).map((row) => String(row.id)))
    await database.close()
    expect(acknowledged.size).toBeGreaterThan(1000)
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([])
  },
  120_000,
)

test('a first start that was interrupted is begun again', async () => {
  const dataDir = join(root, 'interrupted')
  cpSync(sound, dataDir, { recursive: true })
  rmSync(join(dataDir, 'postgres', 'global'), { recursive: true })
  writeFileSync(join(dataDir, 'postgres.fresh'), '')
  const database = await connect({ dataDir, template: await emptyTemplate() })
  expect((await database.pool(null)`select to_regclass('kept') as t`)[0]?.t).toBeNull()
  await database.close()
  expect(existsSync(join(dataDir, 'postgres.fresh'))).toBe(false)
}, 20_000)

test('the engine is the PostgreSQL major version that folders are checked against', async () => {
  expect(readFileSync(join(sound, 'postgres', 'PG_VERSION'), 'utf8').trim()).toBe(EMBEDDED_MAJOR)
})

describe('a folder that cannot be used gives a clear error and is left as it was', () => {
  const damage: Record<string, { harm: (data: string) => void; says: RegExp }> = {
    'a truncated control file': {
      harm: (data) => truncateSync(join(data, 'global/pg_control'), 100),
      says: /control file is cut short/,
    },
    'a control file of garbage': {
      harm: (data) => writeFileSync(join(data, 'global/pg_control'), Buffer.alloc(8192, 0x5a)),
      says: /control file is damaged/,
    },
    'one flipped bit in the control file': {
      harm: (data) => {
        const bytes = readFileSync(join(data, 'global/pg_control'))
        bytes[60] = (bytes[60] ?? 0) ^ 1
        writeFileSync(join(data, 'global/pg_control'), bytes)
      },
      says: /control file is damaged/,
    },
    'no write-ahead log': {
      harm: (data) => {
        for (const name of readdirSync(join(data, 'pg_wal'))) rmSync(join(data, 'pg_wal', name), { recursive: true })
      },
      says: /write-ahead log [0-9A-F]{24} is missing/,
    },
    'no base folder': { harm: (data) => rmSync(join(data, 'base'), { recursive: true }), says: /"base" is missing/ },
    'another major version': {
      harm: (data) => writeFileSync(join(data, 'PG_VERSION'), '17\n'),
      says: /made by PostgreSQL "17"/,
    },
    'files but no database': { harm: (data) => rmSync(join(data, 'PG_VERSION')), says: /no database/ },
  }
  for (const [name, { harm, says }] of Object.entries(damage))
    test(name, async () => {
      const dataDir = join(root, name.replaceAll(' ', '-'))
      cpSync(sound, dataDir, { recursive: true })
      harm(join(dataDir, 'postgres'))
      const before = fingerprint(dataDir)
      const error = await failure(connect({ dataDir, template: await emptyTemplate() }))
      expect(error).toBeInstanceOf(DatabaseFolderError)
      expect(error.message).toMatch(says)
      expect(error.message).toContain(dataDir)
      expect(fingerprint(dataDir)).toBe(before)
    })

  test('damage that only the engine finds is reported in its words, and the next start may try again', async () => {
    const dataDir = join(root, 'deep')
    cpSync(sound, dataDir, { recursive: true })
    rmSync(join(dataDir, 'postgres', 'base', '5'), { recursive: true })
    const names = () => readdirSync(join(dataDir, 'postgres')).sort()
    const before = names()
    for (let attempt = 0; attempt < 2; attempt++) {
      const error = await failure(connect({ dataDir }))
      expect(error).toBeInstanceOf(DatabaseFolderError)
      expect(error.message).toContain('database "postgres" does not exist')
      expect(names()).toEqual(before)
    }
  }, 20_000)

  test('a file in place of the folder, of a part of its path, and of its sub-folder', async () => {
    const file = join(root, 'a-file')
    writeFileSync(file, 'not a folder')
    const inner = join(root, 'with-file')
    mkdirSync(inner)
    writeFileSync(join(inner, 'postgres'), 'not a folder either')
    for (const dataDir of [file, join(file, 'below'), inner]) {
      const error = await failure(connect({ dataDir }))
      expect(error).toBeInstanceOf(DatabaseFolderError)
      expect(error.message).toMatch(/is a file and not a folder/)
    }
    expect(readFileSync(file, 'utf8')).toBe('not a folder')
  })

  test('a folder this user may not write', async () => {
    const dataDir = join(root, 'read-only')
    mkdirSync(dataDir)
    chmodSync(dataDir, 0o555)
    // nothing is forbidden to root: another user has to try
    const process_ = writer(dataDir, process.getuid?.() === 0 ? { uid: 65534 } : {})
    await process_.done
    const refusal = JSON.parse(process_.lines()[0] ?? '{}')
    expect(refusal.name).toBe('DatabaseFolderError')
    expect(refusal.message).toContain('may not write there')
    expect(readdirSync(dataDir)).toEqual([])
  }, 20_000)
})
