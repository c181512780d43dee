import type { Command } from 'commander'
import { readLocalSecrets } from '../demo/local-secrets.ts'
import { signedSms } from '../demo/signed-sms.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { openSession } from './session.ts'

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
