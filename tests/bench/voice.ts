import type { ServerWebSocket } from 'bun'
import { startServer } from '../e2e/process.ts'
import { connectCaller, FRAME_BYTES } from '../fakes/twilio-caller.ts'
import { postSigned } from '../fakes/twilio-webhooks.ts'
import { attributesOf, callForm, newVoiceShop, parametersOf } from '../fixtures/calls.ts'
import { freePort } from '../fixtures/free-port.ts'
import { benchDatabase } from './database.ts'
import { percentile, rounded } from './percentile.ts'

const CALLS = 50
const FRAME_MS = 20
const TOKEN = 'a token of the benchmark'

/** The model's side: takes the caller's frames and talks all the time, a numbered frame every 20 ms, both with when. */
function startModel() {
  const sockets: ServerWebSocket<Talk>[] = []
  const server = Bun.serve<Talk>({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request, server) =>
      server.upgrade(request, { data: newTalk() }) ? undefined : new Response(null, { status: 400 }),
    websocket: {
      message(socket, text) {
        const event = JSON.parse(String(text))
        const { data } = socket
        if (event.type === 'input_audio_buffer.append') {
          const number = Buffer.from(event.audio, 'base64').readUInt32BE(0)
          data.heard.push({ number, at: performance.now() })
        } else if (event.type === 'response.create') {
          sockets.push(socket)
          socket.send(JSON.stringify({ type: 'response.created', response: { id: crypto.randomUUID() } }))
        }
      },
    },
  })
  const say = (socket: ServerWebSocket<Talk>) => {
    const { data } = socket
    const frame = numbered(data.said.length)
    data.said.push(performance.now())
    const delta = frame.toString('base64')
    socket.send(JSON.stringify({ type: 'response.output_audio.delta', item_id: `item_${data.item}`, delta }))
  }
  return { url: `ws://127.0.0.1:${server.port}/v1/realtime`, sockets, say, stop: () => server.stop(true) }
}

interface Talk {
  item: number
  heard: { number: number; at: number }[]
  said: number[]
}
const newTalk = (): Talk => ({ item: 1, heard: [], said: [] })

const numbered = (number: number): Buffer => {
  const frame = Buffer.alloc(FRAME_BYTES, 0xff)
  frame.writeUInt32BE(number, 0)
  return frame
}

/**
 * Fifty calls at once through `rapport start --no-worker` in a process of its own, callers and model as doubles in this one:
 * a frame each way every 20 ms, each with when it was sent and when it came out at the other end, so the delay is that of the
 * bridge and two hops over loopback; and how long after the model says that a caller began to speak Twilio is told to clear.
 * @throws Error when a frame is lost or out of order
 */
export async function benchVoice({ seconds = 20 }) {
  const database = await benchDatabase()
  const model = startModel()
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const shop = await newVoiceShop(database.admin)
  const server = await startServer(
    {
      DATABASE_URL: database.urls.edge,
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: TOKEN,
      TWILIO_BASE_URL: 'http://127.0.0.1:1',
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      OPENAI_API_KEY: 'sk-bench',
      OPENAI_REALTIME_URL: model.url,
      LOG_LEVEL: 'error',
    },
    '--no-worker',
  )
  try {
    const calls = []
    // One after the other, so that the sessions are in the order of the calls.
    for (let n = 0; n < CALLS; n += 1) {
      calls.push(await beginCall(publicUrl, shop.voiceNumber))
      while (model.sockets.length <= n) await Bun.sleep(5)
    }
    await talk(calls, model, seconds)
    const [up, down] = [upDelays(calls, model.sockets), downDelays(calls, model.sockets)]
    const cuts = await cutIn(calls, model)
    const figure = (values: number[], share: number) => rounded(percentile(values, share), 2)
    return {
      calls: CALLS,
      seconds,
      frames: up.length + down.length,
      caller_to_model_ms_p50: figure(up, 0.5),
      caller_to_model_ms_p99: figure(up, 0.99),
      model_to_caller_ms_p50: figure(down, 0.5),
      model_to_caller_ms_p99: figure(down, 0.99),
      lost_or_reordered: 0,
      cut_in_to_clear_ms_p50: figure(cuts, 0.5),
      cut_in_to_clear_ms_max: figure(cuts, 1),
    }
  } finally {
    server.kill('SIGKILL')
    await model.stop()
    await database.close()
  }
}

interface BenchCall {
  caller: Awaited<ReturnType<typeof connectCaller>>
  sent: number[]
  heard: { number: number; at: number }[]
  clears: number[]
}

async function beginCall(publicUrl: string, to: string): Promise<BenchCall> {
  const form = callForm(to)
  const { body } = await postSigned(TOKEN, `${publicUrl}/webhooks/twilio/voice`, (url) => url, form)
  const url = attributesOf(body, 'Stream').url ?? ''
  const call: Omit<BenchCall, 'caller'> = { sent: [], heard: [], clears: [] }
  const caller = await connectCaller({
    url,
    signedUrl: url,
    authToken: TOKEN,
    callSid: form.CallSid ?? '',
    parameters: parametersOf(body),
    onSound: (payload, at) => void call.heard.push({ number: Buffer.from(payload, 'base64').readUInt32BE(0), at }),
    onClear: (at) => void call.clears.push(at),
  })
  caller.connected()
  caller.start()
  return { caller, ...call }
}

/** Everybody talks, each at a phase of their own. */
async function talk(calls: BenchCall[], model: ReturnType<typeof startModel>, seconds: number) {
  const frames = (seconds * 1000) / FRAME_MS
  const began = performance.now()
  for (let n = 0; n < frames; n += 1) {
    for (const [index, call] of calls.entries()) {
      if (index % 10 === 0) await until(began + n * FRAME_MS + index * (FRAME_MS / CALLS))
      call.sent.push(performance.now())
      call.caller.frame(numbered(n))
      const socket = model.sockets[index]
      if (socket) model.say(socket)
    }
  }
  await Bun.sleep(1000)
}

const until = async (at: number) => {
  const left = at - performance.now()
  if (left > 0) await Bun.sleep(left)
}

const inOrder = (numbers: readonly { number: number }[], count: number) => {
  if (numbers.length !== count || numbers.some(({ number }, index) => number !== index)) {
    throw new Error(`of ${count} frames ${numbers.length} came, in order or not`)
  }
}

function upDelays(calls: BenchCall[], sockets: ServerWebSocket<Talk>[]): number[] {
  return sockets.flatMap(({ data }, index) => {
    const sent = calls[index]?.sent ?? []
    inOrder(data.heard, sent.length)
    return data.heard.map(({ number, at }) => at - (sent[number] ?? Number.NaN))
  })
}

function downDelays(calls: BenchCall[], sockets: ServerWebSocket<Talk>[]): number[] {
  return calls.flatMap(({ heard }, index) => {
    const said = sockets[index]?.data.said ?? []
    inOrder(heard, said.length)
    return heard.map(({ number, at }) => at - (said[number] ?? Number.NaN))
  })
}

/** Each caller in turn speaks up while the others go on. */
async function cutIn(calls: BenchCall[], model: ReturnType<typeof startModel>): Promise<number[]> {
  const delays: number[] = []
  for (const [index, socket] of model.sockets.entries()) {
    for (let n = 0; n < 5; n += 1) model.say(socket)
    await Bun.sleep(FRAME_MS)
    for (const call of calls) call.caller.frame(numbered(0))
    for (let n = 0; n < 5; n += 1) model.say(socket)
    await Bun.sleep(5)
    const at = performance.now()
    socket.send(JSON.stringify({ type: 'input_audio_buffer.speech_started', item_id: crypto.randomUUID() }))
    const call = calls[index]
    if (!call) continue
    await call.caller.until(() => call.clears.length > 0)
    delays.push((call.clears[0] ?? Number.NaN) - at)
    socket.data.item += 1
  }
  return delays
}
