import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newTenant, type TestTenant } from '../../fixtures/tenant.ts'
import { receive } from './inbound.ts'

const stopWords = 'STOP|stop|Stop.|STOP!!!| stop |StopAll|UNSUBSCRIBE|cancel|End|quit|REVOKE|OptOut'.split('|')

const refusals = `
please stop texting me
Stop texting me
STOP TEXTING ME!!!
Plz stop txting me
Please stop
stop it
stop stop stop
Stop please, thanks
STOP ALL
just stop already
can you stop texting me please
stop sending me these messages
stop sending texts
Stop messaging
stop messaging me you creeps
quit texting me
Please quit messaging this number
stop spamming me
stop harassing me
stop contacting me
Please stop contacting us
Stop bothering me
stop blowing up my phone
stop with the texts
enough with the texts
take me off your list
Take me off your text list please
please take my number off your list
remove me from your list
Remove my number
Please remove my number from your system
remove me from all your texts
delete my number
lose my number
remove me
Get me off this list
don't text me anymore
Don’t text me
do not text me again
Do not text this number
please do not contact me
do not contact me again
don't message me
don't call or text me again
never text me again
Please don't text, call me instead
do not send me any more messages
don't send me texts
dont send me anything
no more texts
No more text messages please
no more messages
no texts please
unsubscribe me please
I want to unsubscribe
how do I unsubscribe?
opt out
I'd like to opt out
please opt me out
I don't want to receive texts from you
I do not want any more text messages
we do not wish to be contacted
I never signed up for these texts
I revoke my consent
I withdraw my consent to be texted
Leave me alone
not interested, stop
Don't text me again. Stop.
No thank you, stop
cancel these messages
You do not have my permission to text me
`

const ordinary = `
please stop by tomorrow
can you stop the leak
the water won't stop
cancel my appointment
Please cancel Thursday
end of the month works
help me with my sink
my heater quit working
The disposal just quit
Can you stop in around noon?
when can you stop by
It stops and starts
the toilet doesn't stop running
how do I stop the water
Please stop the water main from leaking
don't stop texting me updates
please don't stop the reminders
why did you stop texting me
I stopped getting your texts
I am not getting your messages
Don't call me, text me
please don't call, just text
text is better
Don't text me after 9pm
do not call before 8am
Please don't contact my tenant before Friday
remove the old water heater please
can you remove my old toilet
Take the old unit off the wall
take me off the schedule for Tuesday
remove my number from the work order, use my wife's
I want to opt out of the maintenance plan
No more leaks, thank you!
no more hot water
I don't want any more delays
I don't want to be home alone with a gas leak
what is your number
info about water softeners
yes please
start on Monday
The pump won't start
Help! my kitchen is wet
who is this
OK
thanks for the text
Can you text me when you are close
I never got the message
the message said 3pm
did the messages stop?
I need to end my membership
we quit smoking in here so please air it out
stop payment on the check
Is it safe to stop using the water heater
`

const linesOf = (text: string) => text.trim().split('\n')

let edge: Sql
let tenant: TestTenant
beforeAll(async () => {
  const database = await testDatabase()
  edge = database.edge
  tenant = await newTenant(database.admin)
})

const consentTo = async (body: string) => (await receive(edge, { to: tenant.number, body })).consent

/** Those of the messages that are not understood as wanted. */
async function misread(bodies: string[], wanted: 'opt_out' | null): Promise<string[]> {
  const wrong: string[] = []
  for (const body of bodies) if ((await consentTo(body)) !== wanted) wrong.push(body)
  return wrong
}

describe('consent in what customers write', () => {
  test('each of the words that Twilio acts on opts out, in any case and with punctuation', async () => {
    expect(await misread(stopWords, 'opt_out')).toEqual([])
  })

  test(`${linesOf(refusals).length} refusals in free text opt out`, async () => {
    expect(await misread(linesOf(refusals), 'opt_out')).toEqual([])
  })

  test(`${linesOf(ordinary).length} sentences that look alike are ordinary messages`, async () => {
    expect(await misread(linesOf(ordinary), null)).toEqual([])
  })

  test('what Twilio decided (OptOutType) wins over the text', async () => {
    const stop = await receive(edge, { to: tenant.number, body: 'ALTO', optOutType: 'STOP' })
    const help = await receive(edge, { to: tenant.number, body: 'stop', optOutType: 'HELP' })
    expect([stop.consent, help.consent]).toEqual(['opt_out', 'help'])
  })
})
