import { Duplex } from 'node:stream'
import { ROLE_NAME } from '../postgres-options.ts'
import type { Answer } from './wire-answer.ts'
import type { WireEngine } from './wire-engine.ts'
import { WireError } from './wire-error.ts'
import {
  COPY_IN_RESPONSE,
  encodeError,
  encodeReady,
  Frontend,
  messages,
  readOpening,
  SSL_REFUSED,
  SYNC,
} from './wire-messages.ts'
import { readUnit, type Unit } from './wire-statements.ts'
import { takeUnit } from './wire-units.ts'

/** After this long without a pause the event loop gets a turn: timers and requests go on under a flood of statements. */
const SLICE_MS = 10

/** One in-process connection: what postgres.js writes goes to the engine unit by unit, answers are what it reads. */
export class WireSocket extends Duplex {
  /** read by postgres.js when it ends a connection */
  readyState: 'open' | 'closed' = 'open'
  role: string | null = null
  readonly prepared = new Set<string>()
  /** channels it has ever listened to: one more notification does no harm, a missing one does */
  readonly channels = new Set<string>()
  #buffer: Buffer = Buffer.alloc(0)
  #started = false
  #running = false
  #ending = false
  /** after an error in an extended exchange the client is not heard until it sends Sync, as in a server */
  #skipping = false
  #copy: Buffer[] | null = null
  #drained: (() => void) | null = null

  constructor(
    readonly engine: WireEngine,
    readonly processId: number,
    readonly secret: number,
  ) {
    super()
  }

  // asked for by postgres.js, meaningless without a network
  setKeepAlive = (): this => this

  notify(message: Buffer): void {
    if (this.#started && !this.destroyed) this.push(message)
  }

  override _read(): void {
    this.#drained?.()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#buffer = this.#buffer.length > 0 ? Buffer.concat([this.#buffer, chunk]) : chunk
    done()
    this.#start()
  }

  override _final(done: () => void): void {
    this.#ending = true
    done()
    this.#start()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.readyState = 'closed'
    this.#drained?.()
    this.engine.abandon(this)
    done(error)
  }

  #start(): void {
    if (this.#running) return
    this.#running = true
    // never answer inside write(): postgres.js clears its own write buffer only after write() has returned
    queueMicrotask(() => void this.#work())
  }

  async #work(): Promise<void> {
    try {
      let sliceStart = performance.now()
      while (!this.destroyed) {
        const taken = takeUnit(this.#buffer, this.#started)
        if (taken === null) break
        this.#buffer = taken.rest
        if (this.#started) await this.#handle(taken.unit)
        else this.#open(taken.unit)
        if (this.destroyed) break
        if (this.readableLength >= this.readableHighWaterMark)
          await new Promise<void>((drained) => (this.#drained = drained))
        if (performance.now() - sliceStart < SLICE_MS) continue
        await new Promise((turn) => setImmediate(turn))
        sliceStart = performance.now()
      }
      this.#running = false
      if (this.#ending) this.destroy()
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  }

  #open(packet: Buffer): void {
    const opening = readOpening(packet)
    if (opening.kind === 'encryption') {
      this.push(SSL_REFUSED)
      return
    }
    if (opening.kind === 'cancel') {
      this.engine.cancel(opening.processId, opening.secret)
      this.destroy()
      return
    }
    const role = opening.kind === 'startup' ? opening.parameters.get('role') : undefined
    if (opening.kind === 'unknown') this.#hangUp(new WireError('08P01', 'unsupported frontend protocol'))
    else if (this.engine.dead) this.#hangUp(this.engine.dead)
    else if (role !== undefined && !ROLE_NAME.test(role)) this.#hangUp(new WireError('22023', 'invalid role name'))
    else {
      this.role = role ?? null
      this.#started = true
      this.push(this.engine.greet(this))
    }
  }

  async #handle(bytes: Buffer): Promise<void> {
    const type = bytes[0]
    if (type === Frontend.terminate) {
      this.destroy()
      return
    }
    if (this.#copy) return this.#copyIn(this.#copy, bytes)
    if (this.#skipping) {
      for (const message of messages(bytes)) if (message.type === Frontend.sync) this.#skipping = false
      if (this.#skipping) return
      // an engine that saw the error waits for the Sync too; one that never got the batch has nothing to say
      if (this.engine.turns.holds(this) && !this.engine.dead) await this.#run(readUnit(SYNC))
      else this.push(encodeReady('I'))
      return
    }
    // what is left of a COPY that has failed; a server ignores it too
    if (type === Frontend.copyData || type === Frontend.copyDone || type === Frontend.copyFail) return
    await this.#run(readUnit(bytes))
  }

  async #run(unit: Unit): Promise<void> {
    try {
      for (const name of unit.prepares) this.prepared.add(name)
      const types = unit.asksArrayTypes ? this.engine.arrayTypes(unit.bytes) : null
      if (types) {
        for (const part of types) this.push(part)
        return
      }
      const refused = await this.engine.enter(this)
      if (this.destroyed) return
      if (refused) return this.#refuse(unit, refused)
      if (unit.copiesIn) {
        this.#copy = [unit.bytes]
        this.push(COPY_IN_RESPONSE)
        return
      }
      for (const channel of unit.listens) this.channels.add(channel)
      const answer = this.engine.run(unit.bytes, unit.ends)
      this.#skipping = answer.error !== null && !unit.ends
      this.#answer(answer)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#refuse(unit, encodeError(error, 'ERROR'))
    }
  }

  /** The engine cannot wait for a client, so it gets the statement and all its data together. */
  #copyIn(copy: Buffer[], bytes: Buffer): void {
    copy.push(bytes)
    this.engine.turns.touch()
    if (bytes[0] !== Frontend.copyDone && bytes[0] !== Frontend.copyFail) return
    this.#copy = null
    try {
      this.#answer(this.engine.run(Buffer.concat(copy), true, true))
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.push(Buffer.concat([encodeError(error, 'ERROR'), encodeReady('I')]))
    }
  }

  #answer(answer: Answer): void {
    for (const part of answer.parts) this.push(part)
    if (answer.status === 'I') this.engine.turns.release(this)
    this.engine.broadcast(answer.notifications)
  }

  #refuse(unit: Unit, error: Buffer): void {
    if (this.destroyed) return
    this.push(error)
    if (unit.ends) this.push(encodeReady('I'))
    else this.#skipping = true
  }

  #hangUp(error: WireError): void {
    this.push(encodeError(error, 'FATAL'))
    setImmediate(() => this.destroy())
  }
}
