import { randomBytes } from 'node:crypto'
import { publicRequestUrl, signTwilioRequest } from '../channels/twilio/signature.ts'

/** A correctly signed request as Twilio would send it, and the curl that sends it. */
export function signedSms(options: {
  publicUrl: string
  authToken: string
  from: string
  to: string
  body: string
  messageSid?: string
}) {
  const url = publicRequestUrl(options.publicUrl, '/webhooks/twilio/sms')
  const messageSid = options.messageSid ?? `SM${randomBytes(16).toString('hex')}`
  const params = {
    ToCountry: 'US',
    SmsMessageSid: messageSid,
    NumMedia: '0',
    SmsSid: messageSid,
    SmsStatus: 'received',
    Body: options.body,
    FromCountry: 'US',
    To: options.to,
    NumSegments: '1',
    MessageSid: messageSid,
    AccountSid: `AC${'0'.repeat(32)}`,
    From: options.from,
    ApiVersion: '2010-04-01',
  }
  const signature = signTwilioRequest(options.authToken, url, params)
  const curl = [
    `curl -sS -X POST ${shellQuote(url)}`,
    `-H ${shellQuote(`X-Twilio-Signature: ${signature}`)}`,
    ...Object.entries(params).map(([name, value]) => `--data-urlencode ${shellQuote(`${name}=${value}`)}`),
  ].join(' \\\n  ')
  return { url, params, signature, curl }
}

const shellQuote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
