create or replace function api.import_leads(p_tenant_id uuid, p_source text, p_rows jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
declare
  v_customers jsonb;
  v_report jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  -- Leads of one system take turns, so that none is made twice and batches cannot wait for each other in a ring.
  perform intake.lock_source(p_source);
  v_customers := api.import_customers(p_tenant_id, p_source, (
    select coalesce(jsonb_agg(r.item -> 'customer' || jsonb_build_object('line', r.item -> 'line') order by r.place), '[]')
    from jsonb_array_elements(p_rows) with ordinality as r (item, place)
    where jsonb_typeof(r.item -> 'customer') = 'object' and r.item ->> 'sourceId' ~ '\S'
  ));

  with given as (
    select r.line, btrim(r."sourceId") as source_id, left(nullif(btrim(r.channel), ''), 60) as network,
      left(nullif(btrim(r."externalId"), ''), 320) as external_id, left(nullif(btrim(r.stage), ''), 100) as stage,
      case jsonb_typeof(r."stateMetadata") when 'object' then r."stateMetadata" else '{}' end as state_metadata,
      intake.read_time(btrim(r."createdAt")) as created_at, intake.read_time(btrim(r."updatedAt")) as updated_at,
      m.customer_id, k.outcome, k.reason,
      row_number() over (partition by btrim(r."sourceId") order by r.line desc) as place
    from jsonb_to_recordset(p_rows) as r (
      line integer, "sourceId" text, channel text, "externalId" text, stage text, "stateMetadata" jsonb, "createdAt" text, "updatedAt" text,
      customer jsonb
    )
    left join jsonb_to_recordset(v_customers) as k (line integer, outcome text, reason text) on k.line = r.line
    left join identity.imported_customers as m
      on m.tenant_id = p_tenant_id and m.source = p_source and m.external_id = r.customer ->> 'externalId' and k.outcome <> 'skipped'
  ),
  stored as (
    insert into lead.leads as l (
      tenant_id, source, source_id, customer_id, channel, network, external_id, stage, state_metadata, created_at, updated_at
    )
    select p_tenant_id, p_source, g.source_id, g.customer_id, lead.map_channel(g.network), g.network, g.external_id, g.stage,
      g.state_metadata, coalesce(g.created_at, g.updated_at, ops.now()), coalesce(g.updated_at, g.created_at, ops.now())
    from given as g
    where g.customer_id is not null and g.place = 1 and length(g.source_id) <= 200
    on conflict (tenant_id, source, source_id) do update
    set channel = excluded.channel, network = excluded.network, external_id = excluded.external_id, stage = excluded.stage,
      state_metadata = excluded.state_metadata, updated_at = excluded.updated_at,
      noted_at = case when l.state_metadata = excluded.state_metadata then l.noted_at end
    -- An older export does not take back what a newer one said.
    where l.updated_at <= excluded.updated_at
    returning l.source_id, l.xmax = 0 as is_new
  )
  select coalesce(jsonb_agg(jsonb_build_object('line', g.line, 'outcome', o.outcome, 'reason', case
    when o.outcome <> 'skipped' then null
    when coalesce(g.source_id, '') = '' then 'it has no id'
    when length(g.source_id) > 200 then 'its id is longer than 200 characters'
    else coalesce(g.reason, 'nothing says whose lead it is')
  end) order by g.line), '[]') into v_report
  from given as g
  left join stored as s on s.source_id = g.source_id and g.place = 1
  cross join lateral (
    select case
      when g.customer_id is null or length(g.source_id) > 200 then 'skipped'
      when s.is_new then 'created'
      else 'known'
    end as outcome
  ) as o;
  return v_report;
end
$$;
comment on function api.import_leads(uuid, text, jsonb) is
  'Brings in at most 1000 leads of another system: [{line, sourceId, channel, externalId, stage, stateMetadata, createdAt, updatedAt, customer: a row of api.import_customers, whose externalId says whose lead it is}]. Customers are found or made as there. A lead that is known is brought up to date unless it was newer. Answers by line [{line, outcome: created | known | skipped, reason}]. RP003 for more rows.';
