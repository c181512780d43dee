import { housecallPhones } from '../../../src/crm/housecall/phones.ts'
import type { Sql } from '../../../src/db/connect.ts'
import type { Api } from '../../../src/db/generated.ts'
import { newTenant } from '../../fixtures/tenant.ts'

/** A tenant that gets events of HousecallPro, and works on them when it is told to. */
export async function shopOf(admin: Sql, api: Api, workerApi: Api) {
  const { tenantId } = await newTenant(admin)
  const receive = (event: Record<string, unknown>) => {
    const bodyHash = new Bun.CryptoHasher('sha256').update(JSON.stringify(event)).digest('hex')
    return api.receiveHousecallEvent({ tenantId, event, bodyHash, phones: housecallPhones(event) })
  }
  const process = (eventId: string | null) => workerApi.processHousecallEvent({ tenantId, eventId: eventId ?? '' })
  const apply = async (event: Record<string, unknown>) => process((await receive(event)).eventId)
  return { tenantId, receive, process, apply }
}
