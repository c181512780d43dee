import { expect, test } from 'bun:test'
import { testDatabase } from '../fixtures/database.ts'
import { newTenant, newCustomer } from '../fixtures/tenant.ts'
test('x', async () => { const d = await testDatabase(); const t = await newTenant(d.admin, {flags:{CUSTOMER_CONTEXT_INSIGHTS:true}, settings:{rules:['a']}}); const c = await newCustomer(d.admin, t.tenantId, {firstName:'Ann', phone:['+12025550101','+12025550102'], email:'a@b.co'}); console.log(t, c, d.kind, await d.edge`select current_user, session_user`) ; console.log((await d.edge`select * from api.search_customers(${t.tenantId}, 'ann')`)) })
