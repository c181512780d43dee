import { type Answer, readAnswer } from './wire-answer.ts'
import { canceled, engineDied, WireError } from './wire-error.ts'
import { encodeBackendKey, encodeClose, encodeQuery, encodeReady, SYNC } from './wire-messages.ts'
import { WireSocket } from './wire-socket.ts'
import { Turns } from './wire-turns.ts'

/** A PostgreSQL backend without a socket: takes protocol messages, answers at once. Throws when it cannot go on. */
export interface ProtocolBackend {
  exec(message: Uint8Array): Buffer
  /** what a server sends after a good startup packet, up to but without BackendKeyData */
  greeting: Buffer
}

export interface WireEngineOptions {
  /** how long a connection may wait for a holder that sends nothing; see {@link Turns} */
  lockWaitMs: number
  onFatal?: (error: Error) => void
}

/**
 * Joins many in-process connections to one PostgreSQL backend.
 *
 * What the connections share, because there is one session behind them: settings not made with `set local`, session-level
 * advisory locks, temporary tables. The role is not shared: each connection's startup role is put in force for its turn.
 */
export class WireEngine {
  readonly sockets = new Set<WireSocket>()
  readonly turns: Turns<WireSocket>
  dead: WireError | null = null
  /** null: the login role; undefined: not known, a client changed it */
  #role: string | null | undefined = null
  #retired: string[] = []
  #relisten = false
  #processIds = 0
  #arrayTypes: Buffer[] | null = null

  constructor(
    readonly backend: ProtocolBackend,
    readonly options: WireEngineOptions,
  ) {
    this.turns = new Turns(options.lockWaitMs)
  }

  /** A new connection, for the `socket` option of postgres.js. */
  connect = (): WireSocket => {
    const socket = new WireSocket(this, ++this.#processIds, Math.floor(Math.random() * 0x7fffffff))
    this.sockets.add(socket)
    return socket
  }

  greet = (socket: WireSocket): Buffer =>
    Buffer.concat([this.backend.greeting, encodeBackendKey(socket.processId, socket.secret), encodeReady('I')])

  /**
   * Waits for the socket's turn and puts its role in force. It then holds the engine until {@link leave}.
   * @returns the server's ErrorResponse when the role is refused; the turn is over then
   */
  async enter(socket: WireSocket): Promise<Buffer | null> {
    if (this.dead) throw this.dead
    if (this.turns.holds(socket)) return null
    await this.turns.take(socket)
    // between the grant and here the connection may have been closed, or the engine have died
    if (this.dead) throw this.dead
    if (!this.turns.holds(socket)) throw canceled()
    this.#tidy()
    if (this.#role === socket.role) return null
    const answer = this.#exec(encodeQuery(socket.role === null ? 'reset role' : `set role ${socket.role}`), true)
    if (answer.error) this.turns.release(socket)
    else this.#role = socket.role
    return answer.error
  }

  /** Runs a unit of the socket whose turn it is. */
  run(message: Buffer, expectsReady: boolean, dropCopyIn = false): Answer {
    const answer = this.#exec(message, expectsReady, dropCopyIn)
    if (answer.roleTouched) this.#role = undefined
    if (answer.unlistened) this.#relisten = true
    return answer
  }

  /**
   * Answers the driver's question for array types without a turn: from the catalogue when the engine is free, else as last time.
   * It must not fail: postgres.js does not handle its failure, the unhandled rejection would end the process.
   * @returns null when there is no answer yet
   */
  arrayTypes(unit: Buffer): Buffer[] | null {
    if (!this.dead && !this.turns.busy) this.#arrayTypes = this.#exec(unit, true).parts
    return this.#arrayTypes
  }

  /** Delivered to every connection; clients ignore channels they do not listen to. */
  broadcast(notifications: Buffer[]): void {
    for (const notification of notifications) for (const socket of [...this.sockets]) socket.notify(notification)
  }

  /** A connection is gone: end what it left open, forget what it prepared. */
  abandon(socket: WireSocket): void {
    this.sockets.delete(socket)
    this.#retired.push(...socket.prepared)
    this.turns.refuse(socket, canceled())
    if (!this.turns.holds(socket)) return
    try {
      if (!this.dead && this.run(SYNC, true).status !== 'I') this.run(encodeQuery('rollback'), true)
    } catch {
      // the engine died of it: every other connection has been told
    }
    this.turns.release(socket)
  }

  /** CancelRequest: a statement that waits for its turn can be taken back; one that runs has the thread and cannot. */
  cancel(processId: number, secret: number): void {
    for (const socket of this.sockets)
      if (socket.processId === processId && socket.secret === secret) this.turns.refuse(socket, canceled())
  }

  /** Writes everything to the data files. @throws WireError when a connection has the engine */
  checkpoint(): void {
    if (this.turns.busy) throw new WireError('55006', 'the embedded database is in use: a transaction is open')
    this.#exec(encodeQuery('reset role'), true)
    this.#role = null
    this.#exec(encodeQuery('checkpoint'), true)
  }

  /** One session serves all: statements of closed connections are dropped, channels one unlistened are kept for the others. */
  #tidy(): void {
    if (this.#retired.length > 0) this.#exec(Buffer.concat([...this.#retired.splice(0).map(encodeClose), SYNC]), true)
    if (!this.#relisten) return
    this.#relisten = false
    const channels = new Set([...this.sockets].flatMap((socket) => [...socket.channels]))
    for (const channel of channels) this.#exec(encodeQuery(`listen "${channel.replaceAll('"', '""')}"`), true)
  }

  #exec(message: Buffer, expectsReady: boolean, dropCopyIn = false): Answer {
    if (this.dead) throw this.dead
    try {
      const answer = readAnswer(this.backend.exec(message), dropCopyIn)
      if (expectsReady && answer.status === null) throw new Error('no ReadyForQuery')
      this.turns.touch()
      return answer
    } catch (cause) {
      throw this.#die(cause)
    }
  }

  #die(cause: unknown): WireError {
    const error = engineDied(cause)
    this.dead = error
    this.turns.refuseAll(error)
    // connections stay open and answer this error: postgres.js loses a query it is about to send when the other side closes
    this.options.onFatal?.(error)
    return error
  }
}
