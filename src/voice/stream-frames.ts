import { z } from 'zod'

/** 8,000 samples of one byte a second. */
export const BYTES_PER_MS = 8

const startFrame = z.object({
  event: z.literal('start'),
  streamSid: z.string().min(1).max(100),
  start: z.object({
    callSid: z.string().min(1).max(100),
    customParameters: z.record(z.string(), z.string()).default({}),
    mediaFormat: z.object({
      encoding: z.literal('audio/x-mulaw'),
      sampleRate: z.literal(8000),
      channels: z.literal(1),
    }),
  }),
})

// Twilio sends numbers as strings.
const mediaFrame = z.object({
  event: z.literal('media'),
  media: z.object({
    track: z.literal('inbound'),
    timestamp: z.coerce.number().int().min(0),
    payload: z.string().min(1),
  }),
})

const frame = z.discriminatedUnion('event', [
  z.object({ event: z.literal('connected') }),
  startFrame,
  mediaFrame,
  z.object({ event: z.literal('mark'), mark: z.object({ name: z.string() }) }),
  z.object({ event: z.literal('dtmf'), dtmf: z.object({ digit: z.string().max(1) }) }),
  z.object({ event: z.literal('stop') }),
])

export type CallerFrame = z.infer<typeof frame>
export type StartFrame = z.infer<typeof startFrame>

/** A frame of a Twilio media stream; null for one that is not known or not as documented. */
export function readCallerFrame(text: string): CallerFrame | null {
  try {
    return frame.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Sound for the caller: base64 of µ-law, without a header. */
export const mediaOut = (streamSid: string, payload: string): string =>
  `{"event":"media","streamSid":${JSON.stringify(streamSid)},"media":{"payload":"${payload}"}}`

/** Comes back once everything sent before it was played, or at once after a clear. */
export const markOut = (streamSid: string, name: string): string =>
  JSON.stringify({ event: 'mark', streamSid, mark: { name } })

/** Drops what was not played yet. */
export const clearOut = (streamSid: string): string => JSON.stringify({ event: 'clear', streamSid })

/** How many bytes a base64 text stands for. */
export const base64Bytes = (text: string): number => {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return Math.floor((text.length * 3) / 4) - padding
}
