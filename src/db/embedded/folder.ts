import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { readControlFile } from './control-file.ts'
import { DatabaseFolderError } from './folder-errors.ts'

/** The PostgreSQL major version the embedded engine is; its data files fit no other. */
export const EMBEDDED_MAJOR = '18'

const REQUIRED = ['base', 'global', 'pg_wal', 'pg_xact', 'pg_multixact']
const RESTORE = 'Restore it from a backup, or move it away to start with an empty database.'
const ACCESS = 'Give this user the right to write there, or set DATA_DIR to another folder.'

/** Where things lie in DATA_DIR: the engine's files in a folder of their own, our lock and marker beside it. */
export interface FolderLayout {
  folder: string
  data: string
  lock: string
  /** exists from before the first byte of a fresh database until its engine is up: such a folder holds nothing yet */
  fresh: string
}

export const folderLayout = (dataDir: string): FolderLayout => {
  const folder = resolve(dataDir)
  return {
    folder,
    data: join(folder, 'postgres'),
    lock: join(folder, 'postgres.lock'),
    fresh: join(folder, 'postgres.fresh'),
  }
}

/** Creates DATA_DIR if it is absent and makes sure that this process may write there. @throws DatabaseFolderError */
export function ensureFolder({ folder, data }: FolderLayout): void {
  try {
    mkdirSync(folder, { recursive: true })
    for (const path of [folder, data].filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory()))
      accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const notFolder = code === 'EEXIST' || code === 'ENOTDIR'
    throw new DatabaseFolderError(
      folder,
      notFolder ? 'it, or a part of its path, is a file and not a folder' : `this user may not write there (${code})`,
      notFolder ? 'Set DATA_DIR to a folder.' : ACCESS,
      { cause: error },
    )
  }
}

/**
 * Says whether the folder holds a database, reading only: everything that would make the engine refuse it is found here,
 * because a refusing engine has already written to the folder.
 * @throws DatabaseFolderError naming the damage and what to do
 */
export function inspectFolder({ folder, data, fresh }: FolderLayout): 'empty' | 'interrupted' | 'database' {
  if (existsSync(fresh)) return 'interrupted'
  if (!existsSync(data)) return 'empty'
  const refuse = (reason: string, remedy = RESTORE): never => {
    throw new DatabaseFolderError(folder, reason, remedy)
  }
  if (!statSync(data).isDirectory())
    refuse('its entry "postgres" is a file and not a folder', 'Set DATA_DIR to another folder.')
  if (readdirSync(data).length === 0) return 'empty'
  if (!existsSync(join(data, 'PG_VERSION'))) refuse('its sub-folder "postgres" holds files, but no database')
  const major = readFileSync(join(data, 'PG_VERSION'), 'latin1').trim()
  if (major !== EMBEDDED_MAJOR)
    refuse(
      `it was made by PostgreSQL ${JSON.stringify(major.slice(0, 10))}, the embedded engine is PostgreSQL ${EMBEDDED_MAJOR}`,
      'Open it with the version that made it and move the data by dump and restore, or set DATA_DIR to another folder.',
    )
  for (const part of REQUIRED) if (!existsSync(join(data, part))) refuse(`its part "${part}" is missing`)
  const control = join(data, 'global', 'pg_control')
  if (!existsSync(control)) refuse('its control file is missing')
  const read = readControlFile(readFileSync(control))
  if ('problem' in read) return refuse(read.problem)
  if (!existsSync(join(data, 'pg_wal', read.walSegment))) refuse(`its write-ahead log ${read.walSegment} is missing`)
  return 'database'
}

/** Marks the folder as being filled for the first time, and clears what an interrupted first start left. */
export function beginFresh({ data, fresh }: FolderLayout): void {
  writeFileSync(
    fresh,
    'A first start is under way, or was interrupted: the database beside this file holds nothing yet.\n',
  )
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { mode: 0o700 })
}

/** Ends what {@link beginFresh} began: from now on the folder is a database. */
export const endFresh = ({ fresh }: FolderLayout): void => rmSync(fresh, { force: true })
