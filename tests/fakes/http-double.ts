import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A request as it arrived, kept for the test to look at. */
export interface DoubleRequest {
  method: string
  /** path and query exactly as received */
  target: string
  path: string
  query: URLSearchParams
  headers: Headers
  body: string
}

export interface DoubleAnswer {
  status: number
  headers?: Record<string, string>
  /** an object goes out as JSON, text as it is */
  body?: string | object
}

/**
 * What the double does: answer, never answer (`hang`), send the headers and half the body and then nothing
 * (`stall`), cut the connection without a word (`drop`), or write piece after piece (`pieces`).
 */
export type DoubleReply = DoubleAnswer | 'hang' | 'drop' | { stall: DoubleAnswer } | DoubleStream

export interface DoubleStream {
  headers: Record<string, string>
  /** each goes out at once; what it returns at last says how the answer ends, `hang` leaving it open */
  pieces: AsyncGenerator<Uint8Array, 'end' | 'drop' | 'hang'>
}

export interface HttpDouble {
  /** `http://127.0.0.1:<port>`, no slash at the end */
  url: string
  requests: DoubleRequest[]
  /** how many answers their reader left before they had ended */
  left(): number
  /** settles when the next request has arrived in full, before it is answered */
  nextRequest(): Promise<DoubleRequest>
  /** cuts every open connection, hanging ones too */
  stop(): Promise<void>
}

/** node:http rather than Bun.serve, because only it can cut a connection before the answer. */
export async function startHttpDouble(
  handle: (request: DoubleRequest) => DoubleReply | Promise<DoubleReply>,
  /** `port`: any free one when left out */
  options: { port?: number } = {},
): Promise<HttpDouble> {
  const requests: DoubleRequest[] = []
  const waiting: ((request: DoubleRequest) => void)[] = []
  const sockets = new Set<Socket>()
  let left = 0
  const server = createServer(async (incoming, outgoing) => {
    outgoing.on('error', () => {})
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) left += 1
    })
    try {
      const request = await read(incoming)
      requests.push(request)
      for (const arrived of waiting.splice(0)) arrived(request)
      reply(await handle(request), incoming, outgoing)
    } catch (error) {
      reply({ status: 500, body: `the double broke: ${error}` }, incoming, outgoing)
    }
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(options.port ?? 0, '127.0.0.1', listening)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    left: () => left,
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped())
        server.closeAllConnections()
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function read(incoming: IncomingMessage): Promise<DoubleRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const target = incoming.url ?? '/'
  const url = new URL(target, 'http://double')
  return {
    method: incoming.method ?? 'GET',
    target,
    path: url.pathname,
    query: url.searchParams,
    headers: new Headers(incoming.headers as Record<string, string>),
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

function reply(answer: DoubleReply, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (answer === 'hang') return
  if (answer === 'drop') {
    incoming.socket.destroy()
    return
  }
  if ('pieces' in answer) {
    void stream(answer, incoming, outgoing)
    return
  }
  const { status, headers, body = '' } = 'stall' in answer ? answer.stall : answer
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = typeof body === 'string' ? 'text/plain' : 'application/json'
  outgoing.writeHead(status, { 'content-type': type, 'content-length': String(Buffer.byteLength(text)), ...headers })
  if ('stall' in answer) outgoing.write(text.slice(0, text.length / 2))
  else outgoing.end(text)
}

async function stream({ headers, pieces }: DoubleStream, incoming: IncomingMessage, outgoing: ServerResponse) {
  outgoing.writeHead(200, headers)
  outgoing.flushHeaders()
  let next = await pieces.next()
  for (; !next.done && !outgoing.closed; next = await pieces.next()) outgoing.write(next.value)
  if (next.value === 'drop') incoming.socket.destroy()
  else if (next.value === 'end') outgoing.end()
}

/** The steps a test has lined up for a double; each request takes one. */
export interface Script<Step> {
  next(...steps: Step[]): void
  take(): Step | undefined
}

export function createScript<Step>(): Script<Step> {
  const steps: Step[] = []
  return { next: (...more) => void steps.push(...more), take: () => steps.shift() }
}

export const after = (milliseconds: number): Promise<void> =>
  milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : Promise.resolve()

/** A stand-in for a tokenizer: the doubles only need counts that grow with the text. */
export const countTokens = (text: string): number => Math.ceil(text.length / 4)
