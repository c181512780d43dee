import { z } from 'zod'
import type { Api } from '../db/generated.ts'
import type { CallToolDeps } from './call-tools.ts'
import type { HandOnDeps } from './hand-on.ts'
import type { ConnectModel } from './model-socket.ts'
import type { After } from './timers.ts'

export interface CallDeps extends CallToolDeps, HandOnDeps {
  api: CallToolDeps['api'] &
    Pick<
      Api,
      | 'openCallStream'
      | 'storeCallTurn'
      | 'continueCall'
      | 'endCallStream'
      | 'touchCall'
      | 'recordCallUsage'
      | 'getCallBrief'
    >
  connectModel: ConnectModel
  transcriptionModel: string
  /** milliseconds that never go backwards */
  now: () => number
  after: After
}

/** What our TwiML gave the stream, which Twilio gives back when it begins. */
export const streamParameters = z.object({
  tenant: z.uuid(),
  call: z.uuid(),
  token: z.string().min(1).max(200),
  model: z.string().min(1).max(100),
  greeting: z.string().max(1000),
})
