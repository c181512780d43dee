/** An error the bridge itself answers with, in the shape of a PostgreSQL error. */
export class WireError extends Error {
  override readonly name = 'WireError'
  constructor(
    readonly sqlstate: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

export const engineDied = (cause: unknown): WireError =>
  new WireError(
    '58000',
    'the embedded database failed inside a statement (stack overflow or an unsupported operation) and cannot go on; ' +
      'restart the process: everything committed is kept',
    { cause },
  )

export const canceled = (): WireError => new WireError('57014', 'canceling statement due to user request')

export const waitedTooLong = (waitedMs: number, idleMs: number): WireError =>
  new WireError(
    '55P03',
    `waited ${seconds(waitedMs)} s for the embedded database: another connection has a transaction or cursor open and has ` +
      `sent nothing for ${seconds(idleMs)} s; the pool was probably used inside its own transaction (use the transaction's own handle there)`,
  )

const seconds = (ms: number): string => (ms / 1000).toFixed(1)
