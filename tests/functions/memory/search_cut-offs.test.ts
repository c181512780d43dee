import { expect } from 'bun:test'
import { createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newTalk } from '../../fixtures/talk.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'

const MODEL = 'text-embedding-3-small'

nativeOnly.test(
  'a filter of a search over the business is no matter of how many newer messages do not fit it',
  async () => {
    const { admin, edge } = await testDatabase()
    const api = createApi(edge)
    const tenant = await newTenant(admin)
    const { tenantId } = tenant
    const customerId = await newCustomer(admin, tenantId, { firstName: 'Dana' })
    const email = await newTalk(admin, tenant, customerId, ['⚡ panel hums at night'], { channel: 'email' })
    const sms = await newTalk(admin, tenant, customerId, ['⚡⚡'])
    // More than are read for what no index finds, and than vectors are compared.
    await admin`
    insert into memory.messages (tenant_id, conversation_id, customer_id, direction, role, channel, body, provider, status)
    select ${tenantId}, ${sms.conversationId}, ${customerId}, 'inbound', 'customer', 'sms', '⚡', 'none', 'received'
    from generate_series(1, 20001)`
    const pointing = (place: number) => Array.from({ length: 1536 }, (_, n) => (n === place ? 1 : 0))
    await admin`
    insert into memory.conversation_embeddings (tenant_id, message_id, embedding_model, embedding)
    select m.tenant_id, m.id, ${MODEL}, ${JSON.stringify(pointing(7))}::extensions.halfvec(1536)
    from (
      select id, tenant_id, row_number() over (partition by channel order by id desc) as n
      from memory.messages where tenant_id = ${tenantId}
    ) as m
    where m.n <= 5001`
    const found = async (query: string, embedding: number[] | null) => {
      const hits = await api.searchMemory({
        tenantId,
        query,
        embedding,
        embeddingModel: embedding && MODEL,
        filters: { channel: 'email' },
      })
      return hits.map(({ messageId }) => messageId)
    }
    expect(await found('⚡', null)).toEqual(email.messageIds)
    expect(await found('wording that nobody used', pointing(7))).toEqual(email.messageIds)
  },
)
