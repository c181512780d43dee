import type { Context } from 'hono'
import { normalizePhone } from '../channels/phone.ts'
import type { Api } from '../db/generated.ts'
import { ProblemError } from '../http/problem.ts'
import type { AppEnv, RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'
import { customerAdminDefinitions } from './customer-admin-definitions.ts'

/** The api functions that these routes call. */
export type CustomerAdminApi = Pick<
  Api,
  | 'getCustomer'
  | 'updateCustomer'
  | 'linkIdentity'
  | 'mergeCustomers'
  | 'undoMerge'
  | 'listMergeProposals'
  | 'rejectMergeProposal'
  | 'exportCustomer'
  | 'eraseCustomer'
>

/** The form in which the database knows an identity. */
function normalize(type: string, value: string): string {
  if (type !== 'phone') return type === 'email' ? value.toLowerCase() : value
  const phone = normalizePhone(value)
  if (phone) return phone
  const detail = 'This is not a telephone number.'
  throw new ProblemError('validation_failed', {
    errors: [{ in: 'body', pointer: '/value', code: 'invalid_phone', detail }],
  })
}

/** Staff's work on customers: record, links, merges, export, erasure. Answers hold personal data and are never cached. */
export const customerAdminRoutes = ({ api, auth, access }: RouteDeps<CustomerAdminApi>) => {
  const app = newRouter()
  const routes = customerAdminDefinitions(auth)
  /** Who did it, in merges, sources and proofs: the key, whose name may change or be somebody's. */
  const actorOf = (c: Context<AppEnv>) => ({ tenantId: c.var.caller.tenantId, actor: `key:${c.var.caller.keyId}` })
  const asVersion = (version: number) => ({ ETag: `"${version}"`, 'Cache-Control': 'no-store' })

  app.openapi(routes.get, async (c) => {
    const customer = await api.getCustomer({
      tenantId: c.var.caller.tenantId,
      customerId: c.req.valid('param').id,
    })
    access.read(c, customer.customerId)
    return c.json(customer, 200, asVersion(customer.version))
  })

  app.openapi(routes.update, async (c) => {
    const result = await api.updateCustomer({
      ...actorOf(c),
      customerId: c.req.valid('param').id,
      changes: c.req.valid('json'),
      version: Number(c.req.valid('header')['if-match'].slice(1, -1)),
      source: 'staff',
    })
    access.read(c, result.customer.customerId)
    if (result.outcome === 'conflict') {
      throw new ProblemError('conflict', {
        detail: 'Somebody else changed it meanwhile.',
        current: result.customer,
        headers: asVersion(result.customer.version),
      })
    }
    return c.json(result.customer, 200, asVersion(result.customer.version))
  })

  app.openapi(routes.link, async (c) => {
    const { type, value, isShared } = c.req.valid('json')
    const linked = await api.linkIdentity({
      tenantId: c.var.caller.tenantId,
      customerId: c.req.valid('param').id,
      type,
      value: normalize(type, value),
      isShared,
      verifiedBy: 'staff',
    })
    return c.json(linked, 200)
  })

  app.openapi(routes.merge, async (c) => {
    const merged = await api.mergeCustomers({
      ...actorOf(c),
      survivorId: c.req.valid('param').id,
      ...c.req.valid('json'),
    })
    return c.json(merged, 200)
  })

  app.openapi(routes.undoMerge, async (c) =>
    c.json(await api.undoMerge({ ...actorOf(c), mergeId: c.req.valid('param').id }), 200),
  )

  app.openapi(routes.proposals, async (c) => {
    const { limit } = c.req.valid('query')
    const proposals = await api.listMergeProposals({ tenantId: c.var.caller.tenantId, limit })
    access.read(c, ...proposals.flatMap(({ customers }) => customers.map(({ customerId }) => customerId)))
    c.header('Cache-Control', 'no-store')
    return c.json(proposals, 200)
  })

  app.openapi(routes.reject, async (c) =>
    c.json({ rejected: await api.rejectMergeProposal({ ...actorOf(c), ...c.req.valid('json') }) }, 200),
  )

  app.openapi(routes.export, async (c) => {
    const { id } = c.req.valid('param')
    const exported = await api.exportCustomer({ tenantId: c.var.caller.tenantId, customerId: id })
    access.read(c, id)
    c.header('Cache-Control', 'no-store')
    c.header('Content-Disposition', `attachment; filename="customer-${id}.json"`)
    return c.json(exported, 200)
  })

  app.openapi(routes.erase, async (c) =>
    c.json(await api.eraseCustomer({ ...actorOf(c), customerId: c.req.valid('param').id }), 200),
  )

  return app
}
