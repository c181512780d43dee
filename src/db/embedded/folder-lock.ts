import { Database } from 'bun:sqlite'
import { DatabaseFolderError, DatabaseInUseError } from './folder-errors.ts'

/**
 * Takes the exclusive lock of a database folder and returns its release.
 *
 * The lock is SQLite's own (fcntl) on an empty file beside the data: the kernel drops it when the process ends, however it
 * ends, so a killed process leaves nothing to clean up. Two engines on one folder would lose rows silently.
 * @throws DatabaseInUseError another process, or this one, holds the lock
 * @throws DatabaseFolderError the lock file cannot be created or is not ours
 */
export function lockFolder(folder: string, lockFile: string): () => void {
  let lock: Database | undefined
  try {
    lock = new Database(lockFile, { create: true, readwrite: true })
    lock.run('pragma busy_timeout = 0')
    lock.run('pragma journal_mode = memory')
    lock.run('begin exclusive')
  } catch (error) {
    lock?.close()
    const code = (error as { code?: string }).code
    if (code === 'SQLITE_BUSY') throw new DatabaseInUseError(folder)
    throw new DatabaseFolderError(
      folder,
      `its lock file ${lockFile} cannot be taken (${code ?? String(error)})`,
      'Check that this user may write there, or set DATA_DIR to another folder.',
      { cause: error },
    )
  }
  const held = lock
  return () => held.close()
}
