import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import { publicRequestUrl, signTwilioRequest } from '../channels/twilio/signature.ts'
import { readLocalSecrets } from '../demo/local-secrets.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { openSession } from './session.ts'

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

export function signCommand(program: Command): void {
  program
    .command('sign [body]')
    .description('print a curl with a valid Twilio signature: a text message to this Rapport')
    .option('--from <e164>', 'who texts', '+16175550123')
    .option('--to <e164>', 'the number texted', '+16175550100')
    .option('--message-sid <sid>', 'repeat a message by giving its sid again')
    .option('--token <token>', "the auth token to sign with (default: TWILIO_AUTH_TOKEN, else the demo tenant's)")
    .action(
      (
        body: string | undefined,
        options: { from: string; to: string; messageSid?: string; token?: string },
        command: Command,
      ) => {
        const { env, output } = openSession(command)
        const authToken = options.token ?? env.TWILIO_AUTH_TOKEN ?? readLocalSecrets(env.DATA_DIR)?.twilioAuthToken
        if (!authToken) {
          throw new CommandError(
            'no token to sign with: start Rapport once (it makes one for the demo), or set TWILIO_AUTH_TOKEN',
            exitCodes.usage,
          )
        }
        const signed = signedSms({
          publicUrl: env.PUBLIC_URL,
          authToken,
          from: options.from,
          to: options.to,
          body: body ?? 'Hi, when were you last here and what did you do?',
          ...(options.messageSid ? { messageSid: options.messageSid } : {}),
        })
        output.result(signed, ({ curl }) => curl)
      },
    )
}
