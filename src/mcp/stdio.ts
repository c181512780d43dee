import { problemCodeOf, problemKinds } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { RpcAnswer, RpcMessage } from './protocol.ts'
import { errorAnswer, RpcFailure, readMessage, rpcCodes } from './protocol.ts'

/** As over HTTP. */
const LONGEST_LINE = 1024 * 1024

export interface StdioOptions {
  input: AsyncIterable<Uint8Array>
  /** one line; the transport's newline is added */
  write(line: string): void
  handle(message: RpcMessage, signal: AbortSignal): Promise<RpcAnswer | null>
  logger: Logger
}

/**
 * Serves the protocol over lines of JSON until the input ends and everything is answered. Requests are worked on side by
 * side; `notifications/cancelled` ends one, which is then not answered.
 */
export async function serveStdio({ input, write, handle, logger }: StdioOptions): Promise<void> {
  const running = new Map<unknown, AbortController>()
  const pending = new Set<Promise<void>>()
  const send = (answer: RpcAnswer) => write(JSON.stringify(answer))

  const work = async (message: RpcMessage, controller: AbortController) => {
    try {
      const answer = await handle(message, controller.signal)
      if (answer && !controller.signal.aborted) send(answer)
    } catch (error) {
      if (controller.signal.aborted) return
      if (error instanceof RpcFailure) return send(errorAnswer(message.id, error))
      logger.error('mcp_failed', { method: message.method, error })
      const text = problemKinds[problemCodeOf(error)].title
      send(errorAnswer(message.id, { code: rpcCodes.internalError, message: text }))
    } finally {
      if (running.get(message.id) === controller) running.delete(message.id)
    }
  }

  for await (const line of linesOf(input)) {
    try {
      if (line === null) throw new RpcFailure(rpcCodes.invalidRequest, `A message has at most ${LONGEST_LINE} bytes.`)
      if (line.trim() === '') continue
      const message = readMessage(parse(line))
      if (message === null) continue
      if (message.method === 'notifications/cancelled') running.get(message.params.requestId)?.abort()
      const controller = new AbortController()
      if (message.id !== undefined) running.set(message.id, controller)
      const task = work(message, controller).finally(() => pending.delete(task))
      pending.add(task)
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error
      send(errorAnswer(undefined, error))
    }
  }
  await Promise.all(pending)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new RpcFailure(rpcCodes.parseError, 'Parse error')
  }
}

/** The lines of a stream; null stands for one that was too long and is not kept. */
async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  const decoder = new TextDecoder()
  let begun = ''
  let isTooLong = false
  for await (const chunk of input) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n')
    for (const [index, part] of parts.entries()) {
      const isWhole = index < parts.length - 1
      isTooLong ||= begun.length + part.length > LONGEST_LINE
      begun = isTooLong ? '' : begun + part
      if (!isWhole) continue
      yield isTooLong ? null : begun
      begun = ''
      isTooLong = false
    }
  }
  if (begun !== '' || isTooLong) yield isTooLong ? null : begun
}
