/** Another process has the embedded database's folder open. Nothing was touched. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError'
  constructor(readonly folder: string) {
    super(
      `The database folder ${folder} is in use by another Rapport process. ` +
        'Stop that process, or set DATA_DIR to another folder, or set DATABASE_URL to a PostgreSQL server that several processes can share.',
    )
  }
}

/** The embedded database's folder cannot be used as it is. Nothing in it was changed. */
export class DatabaseFolderError extends Error {
  override readonly name = 'DatabaseFolderError'
  constructor(
    readonly folder: string,
    readonly reason: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`The database folder ${folder} cannot be used: ${reason}. ${remedy}`, options)
  }
}
