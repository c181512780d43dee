import { z } from 'zod'

const settings = z.record(z.string(), z.json())

/** What the functions about tenants, keys and the installation answer. */
export const tenancyResults = {
  create_tenant: z.uuid(),
  ensure_tenant: z.uuid(),
  create_location: z.uuid(),
  add_channel_endpoint: z.uuid(),
  create_api_key: z.uuid(),
  revoke_api_key: z.boolean(),
  save_crm_connection: z.uuid(),
  replace_credentials: z.boolean(),
  remove_analyst: z.boolean(),
  update_tenant_settings: settings,
  resolve_api_key: z
    .object({
      keyId: z.uuid(),
      tenantId: z.uuid(),
      name: z.string(),
      scopes: z.array(z.string()),
      allowedOrigins: z.array(z.string()),
      rate: z.object({
        perMinute: z.int(),
        isExceeded: z.boolean(),
        remaining: z.int(),
        retryAfterSeconds: z.int(),
      }),
    })
    .nullable(),
  get_tenant: z.object({
    tenantId: z.uuid(),
    slug: z.string(),
    name: z.string(),
    industry: z.string(),
    status: z.string(),
    isDemo: z.boolean(),
    settings,
    flags: z.record(z.string(), z.boolean()),
    locations: z.array(
      z.object({
        locationId: z.uuid(),
        slug: z.string(),
        name: z.string(),
        timeZone: z.string(),
        phone: z.string().nullable(),
        onCallPhone: z.string().nullable(),
        isDefault: z.boolean(),
        endpoints: z.array(z.object({ endpointId: z.uuid(), channel: z.string(), address: z.string() })),
      }),
    ),
  }),
  get_metrics: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()),
    value: z.string(),
    kind: z.string(),
    help: z.string(),
  }),
  get_health: z.looseObject({
    status: z.enum(['ok', 'degraded', 'down']),
    providers: z.array(z.looseObject({ name: z.string() })),
  }),
}
