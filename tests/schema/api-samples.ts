import { routine } from './migration-samples.ts'

const api = (signature: string, returns: string, body: string, comment?: string) => ({
  [`functions/api/${/api\.(\w+)/.exec(signature)?.[1]}.sql`]: `${routine(`api.${signature.replace('api.', '')}`, returns, `begin ${body} end`)}${comment ? `comment on function ${signature.replace(/\(.*/s, '')} is '${comment}';` : ''}`,
})

/** One api function for each way to take arguments and to return something. */
export const API_SAMPLES = {
  ...api(
    'api.add_days(p_day date, p_days integer default 1)',
    'date',
    'return p_day + p_days;',
    'Days later. */ Ends no comment.',
  ),
  ...api('api.count_all()', 'bigint', 'return 9007199254740993;'),
  ...api(
    'api.describe(p_text text default $d$left out$d$, p_flag boolean default null, p_at timestamptz default null)',
    'text',
    "return coalesce(p_text, 'null') || ',' || coalesce(p_flag::text, 'null') || ',' || coalesce(extract(year from p_at)::text, 'null');",
  ),
  ...api('api.echo_json(p_value jsonb)', 'jsonb', 'return p_value;'),
  ...api(
    'api.echo_list(p_names text[], p_days timestamptz[] default null)',
    'text[]',
    'return p_names || p_days::text[];',
  ),
  ...api('api.fail_now(p_code text)', 'void', "raise exception 'refused' using errcode = p_code;"),
  ...api('api.find_phone(p_phone text)', 'shop.phone', 'return p_phone;'),
  ...api('api.forget(p_id integer)', 'void', 'return;'),
  ...api(
    'api.get_owner(p_id integer, out owner_name text, out owner_phone text)',
    'record',
    "if p_id = 1 then owner_name := 'Ada'; end if;",
  ),
  ...api(
    'api.get_profile(p_phone text)',
    'jsonb',
    "return jsonb_build_object('phones', jsonb_build_array(p_phone), 'by', jsonb_build_object(p_phone, 1));",
  ),
  ...api(
    'api.list_parts(p_limit integer default 2)',
    'table (part_id integer, unit_price numeric, made_at timestamptz, tags text[])',
    "return query select n, n * 1.10, timestamptz '2026-11-21Z', array['a', case n when 2 then null else 'b' end] from generate_series(1, p_limit) as n;",
  ),
  ...api(
    'api.list_ids(p_limit integer)',
    'setof integer',
    'return query select n from generate_series(1, p_limit) as n;',
  ),
}

/** Schemas by hand for two of them, as `src/db/results.ts` holds them. */
export const RESULTS_MODULE = `
import { z } from 'zod'
export const results = {
  get_profile: z.object({ phones: z.array(z.string()), by: z.record(z.string(), z.number()) }),
  list_ids: z.int(),
}
`

/** Uses the generated calls; compiles only if every marked line is an error and no other is. */
export const CONSUMER = `
import { createApi, type Api } from './generated.ts'
declare const sql: Parameters<typeof createApi>[0]
const api: Api = createApi(sql)
export const day: Promise<string | null> = api.addDays({ day: '2026-11-21' })
export const two: Promise<string | null> = api.addDays({ day: '2026-11-21', days: null })
export const profile: Promise<{ phones: string[] }> = api.getProfile({ phone: '+1' })
export const ids: Promise<number[]> = api.listIds({ limit: 1 })
export const parts: Promise<{ partId: number | null; unitPrice: string | null; madeAt: Date | null }[]> = api.listParts()
export const owner: Promise<{ ownerName: string | null } | null> = api.getOwner({ id: 1 })
export const nothing: Promise<undefined> = api.forget({ id: 1 })
// @ts-expect-error a required argument is missing
api.addDays({ days: 1 })
// @ts-expect-error a required argument is not null
api.forget({ id: null })
// @ts-expect-error there is no such argument
api.forget({ id: 1, tenant: 'x' })
// @ts-expect-error a result is not what it is not
export const wrong: Promise<number> = api.addDays({ day: '2026-11-21' })
// @ts-expect-error there is no such function
api.nobody({})
`
