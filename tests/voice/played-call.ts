import { createApp } from '../../src/app.ts'
import { serve } from '../../src/bun.ts'
import { createTwilioClient } from '../../src/channels/twilio/sender.ts'
import { createApi } from '../../src/db/generated.ts'
import { loadEnv } from '../../src/env.ts'
import { createAppMetrics } from '../../src/http/app-metrics.ts'
import { embeddersOf } from '../../src/llm/embeddings/embedders.ts'
import { localEmbedder } from '../../src/llm/embeddings/local.ts'
import { voiceConfig } from '../../src/voice/config.ts'
import { connectRealtime } from '../../src/voice/model-socket.ts'
import { createStreams, type StreamsDeps } from '../../src/voice/streams.ts'
import { type RealtimeDouble, startRealtimeDouble } from '../fakes/openai-realtime.ts'
import { startTwilioDouble, type TwilioDouble } from '../fakes/twilio.ts'
import { connectCaller } from '../fakes/twilio-caller.ts'
import { callForm, parametersOf, postForm, type VoiceShop } from '../fixtures/calls.ts'
import { testDatabase } from '../fixtures/database.ts'
import { keptLogger } from '../jobs/queue-fixture.ts'

export const PUBLIC_URL = 'https://rapport.example.com'
const STREAM_URL = 'wss://rapport.example.com/webhooks/twilio/stream'

/** A server as `rapport start` runs it, with Twilio and OpenAI as doubles around it. */
export async function voiceServer(overrides: Partial<StreamsDeps> = {}) {
  const { edge } = await testDatabase()
  const twilio = await startTwilioDouble()
  const realtime = startRealtimeDouble()
  const { logger, lines } = keptLogger()
  const env = loadEnv({ PUBLIC_URL, OPENAI_API_KEY: realtime.apiKey, OPENAI_REALTIME_URL: realtime.url })
  const api = createApi(edge)
  const created = createApp({
    api,
    env,
    logger,
    metrics: createAppMetrics(),
    twilioTokens: [twilio.authToken],
    voice: voiceConfig(env, true),
  })
  const streams = createStreams({
    api,
    logger,
    embedders: embeddersOf([localEmbedder]),
    twilio: createTwilioClient({
      accountSid: twilio.accountSid,
      authToken: twilio.authToken,
      baseUrl: twilio.url,
      timeoutMs: 5_000,
    }),
    twilioTokens: [twilio.authToken],
    streamUrl: STREAM_URL,
    publicUrl: PUBLIC_URL,
    channelState: { demoMode: false, allowedRecipients: [] },
    transcriptionModel: 'gpt-realtime-whisper',
    connectModel: connectRealtime({ url: realtime.url, apiKey: realtime.apiKey }),
    ...overrides,
  })
  const server = await serve(created, { port: 0, hostname: '127.0.0.1', streams })
  const socketUrl = `${server.url.replace('http', 'ws')}/webhooks/twilio/stream`
  return {
    api,
    app: created.app,
    twilio,
    realtime,
    streams,
    lines,
    socketUrl,
    stop: async () => {
      await server.stop()
      await Promise.all([created.close(), twilio.stop(), realtime.stop()])
    },
  }
}

export type VoiceServer = Awaited<ReturnType<typeof voiceServer>>

/** Posts as Twilio to one of the voice webhooks; the TwiML that comes back. */
export const ask = async (server: Pick<VoiceServer, 'app' | 'twilio'>, url: string, form: Record<string, string>) =>
  (await postForm(server.app, server.twilio.authToken, url, form)).body

/** A call up to the stream: the webhook was answered, and the caller's stream has begun. */
export async function ring(
  server: VoiceServer,
  shop: VoiceShop,
  options: {
    from?: string
    callSid?: string
    onSound?: (payload: string, at: number) => void
    onClear?: (at: number) => void
  } = {},
) {
  const form = callForm(shop.voiceNumber, {
    ...(options.from ? { From: options.from } : {}),
    ...(options.callSid ? { CallSid: options.callSid } : {}),
  })
  const twiml = await ask(server, `${PUBLIC_URL}/webhooks/twilio/voice`, form)
  const parameters = parametersOf(twiml)
  const caller = await connectCaller({
    url: server.socketUrl,
    signedUrl: STREAM_URL,
    authToken: server.twilio.authToken,
    callSid: form.CallSid ?? '',
    parameters,
    ...options,
  })
  const callSid = form.CallSid ?? ''
  server.twilio.calls.set(callSid, { sid: callSid, updates: [], onUpdate: () => caller.hangUp() })
  caller.connected()
  caller.start()
  return {
    caller,
    form,
    callSid,
    callId: parameters.call ?? '',
    updates: server.twilio.calls.get(callSid)?.updates ?? [],
  }
}

/** The session that the double has for the newest call, once it is set up. */
export async function sessionOf(
  realtime: RealtimeDouble,
  caller: { until(isSo: () => boolean): Promise<void> },
  index: number,
) {
  await caller.until(() => Boolean(realtime.sessions[index]?.settings))
  const session = realtime.sessions[index]
  if (!session) throw new Error('there is no session')
  return session
}

export const speech = async (): Promise<Uint8Array> =>
  new Uint8Array(await Bun.file(new URL('../fixtures/speech/booking-wish.ulaw', import.meta.url)).arrayBuffer())

export type { TwilioDouble }
