import { expect } from 'bun:test'
import { createApi } from '../../src/db/generated.ts'
import { startRealtimeDouble } from '../fakes/openai-realtime.ts'
import { startTwilioDouble } from '../fakes/twilio.ts'
import { connectCaller } from '../fakes/twilio-caller.ts'
import { postSigned } from '../fakes/twilio-webhooks.ts'
import { attributesOf, callForm, newVoiceShop, parametersOf } from '../fixtures/calls.ts'
import { setClock } from '../fixtures/clock.ts'
import { freePort } from '../fixtures/free-port.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { nativeDatabase } from './own-database.ts'
import { startServer } from './process.ts'
import { twilioVariables } from './twilio-shop.ts'

nativeOnly.test(
  'kill -9 in the middle of a call: what was said is stored, the next process puts the caller through, and the sweep ends the call',
  async () => {
    const own = await nativeDatabase()
    const database = await own.open()
    const admin = database.pool(null)
    const [person, twilio, realtime, port] = [
      newNumber(),
      await startTwilioDouble(),
      startRealtimeDouble(),
      await freePort(),
    ]
    const shop = await newVoiceShop(admin, { calls: { transferTo: person } })
    const publicUrl = `http://127.0.0.1:${port}`
    const variables = {
      ...own.variables,
      ...twilioVariables(twilio),
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      OPENAI_API_KEY: realtime.apiKey,
      OPENAI_REALTIME_URL: realtime.url,
    }
    const post = async (url: string, form: Record<string, string>) =>
      (await postSigned(twilio.authToken, url, (same) => same, form)).body

    const first = await startServer(variables, '--no-worker')
    const form = callForm(shop.voiceNumber)
    const answer = await post(`${publicUrl}/webhooks/twilio/voice`, form)
    const socketUrl = attributesOf(answer, 'Stream').url ?? ''
    const caller = await connectCaller({
      url: socketUrl,
      signedUrl: socketUrl,
      authToken: twilio.authToken,
      callSid: form.CallSid ?? '',
      parameters: parametersOf(answer),
    })
    realtime.next({ say: 'Thanks for calling Harbor Plumbing.' })
    caller.connected()
    caller.start()
    const stored = () => admin`select body from memory.messages where tenant_id = ${shop.tenantId}`
    await caller.until(() => caller.soundMs > 0, 30_000)
    for (let rows = await stored(); rows.length === 0; rows = await stored()) await Bun.sleep(20)
    first.kill('SIGKILL')
    await caller.closed

    const second = await startServer(variables, '--no-worker')
    const { action = '' } = attributesOf(answer, 'Connect')
    expect(await post(action, { ...form, CallStatus: 'in-progress' })).toContain(`>${person}</Dial>`)
    // Nobody says how it ended: there is no status callback.
    const row = async () =>
      (await admin`select outcome, stream_end from memory.calls where tenant_id = ${shop.tenantId}`)[0]
    expect(await row()).toEqual({ outcome: null, stream_end: 'lost' })
    await setClock(admin, new Date(Date.now() + 5 * 3_600_000))
    expect(await createApi(database.pool('rapport_worker')).closeLostCalls({})).toBe(1)
    expect(await row()).toEqual({ outcome: 'failed', stream_end: 'lost' })
    expect((await stored()).map(({ body }) => body)).toEqual(['Thanks for calling Harbor Plumbing.'])
    second.kill('SIGTERM')
    expect(await second.exited).toBe(0)
    await Promise.all([twilio.stop(), realtime.stop()])
    await own.remove()
  },
  120_000,
)
