create or replace function context.store_findings(p_job_ids uuid[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_found context.findings[];
  v_removed integer;
  v_stored integer;
begin
  -- The same words ("Water heater flush") are in many jobs and are read once.
  with texts as materialized (
    select * from context.list_job_texts(p_job_ids)
  ), wordings as materialized (
    select w.*, row_number() over ()::integer as text_number
    from (select distinct t.source, t.body, extract(year from t.done_on)::integer as year from texts as t) as w
  ), parsed as materialized (
    select p.* from (
      select array_agg(w.source order by w.text_number) as sources, array_agg(w.body order by w.text_number) as bodies,
        array_agg(make_date(w.year, 12, 31) order by w.text_number) as days
      from wordings as w
    ) as a
    cross join lateral context.parse_texts(a.sources, a.bodies, a.days) as p
  )
  select coalesce(array_agg(row(
    v_tenant_id, null, t.customer_id, t.address_id, t.job_id, t.position, null, t.kind, t.code, t.action, t.make, t.model, t.type, t.capacity,
    t.capacity_unit, d.installed_on, case when d.installed_on is not null then d.precision end, t.warranty_years, t.subject, t.place, t.quote, t.source,
    case t.source when 'line_item' then 0.9 when 'note' then 0.85 else 0.7 end - case when t.is_estimate then 0.1 else 0 end, t.done_on, null, null
  )::context.findings), '{}') into v_found
  from (
    select x.job_id, x.customer_id, x.address_id, x.done_on, x.source, p.kind, p.code, p.make, p.model, p.type, p.capacity, p.capacity_unit,
      p.installed_year, p.is_estimate, p.warranty_years, p.action, p.subject, p.place, p.quote,
      row_number() over (partition by x.job_id order by x.place, p.kind, p.code, p.action, p.make, p.quote, p.subject) as position
    from texts as x
    join wordings as w on w.source = x.source and w.body = x.body and w.year = extract(year from x.done_on)::integer
    join parsed as p on p.text_number = w.text_number
  ) as t
  cross join lateral (
    select case when t.action in ('installed', 'replaced') then t.done_on else make_date(t.installed_year, 1, 1) end as installed_on,
      case when t.action in ('installed', 'replaced') then 'day' when t.is_estimate then 'estimate' else 'year' end as precision
  ) as d;

  delete from context.findings as f
  where f.tenant_id = v_tenant_id and f.job_id = any (p_job_ids)
    and not exists (select from unnest(v_found) as n where n.job_id = f.job_id and n.position = f.position);
  get diagnostics v_removed = row_count;

  insert into context.findings as f (
    tenant_id, customer_id, address_id, job_id, position, kind, code, action, make, model, type, capacity, capacity_unit, installed_on,
    installed_on_precision, warranty_years, subject, place, quote, source, confidence, found_on
  )
  select n.tenant_id, n.customer_id, n.address_id, n.job_id, n.position, n.kind, n.code, n.action, n.make, n.model, n.type, n.capacity, n.capacity_unit,
    n.installed_on, n.installed_on_precision, n.warranty_years, n.subject, n.place, n.quote, n.source, n.confidence, n.found_on
  from unnest(v_found) as n
  on conflict (tenant_id, job_id, position) do update
  set customer_id = excluded.customer_id, address_id = excluded.address_id, kind = excluded.kind, code = excluded.code, action = excluded.action,
    make = excluded.make, model = excluded.model, type = excluded.type, capacity = excluded.capacity, capacity_unit = excluded.capacity_unit,
    installed_on = excluded.installed_on, installed_on_precision = excluded.installed_on_precision, warranty_years = excluded.warranty_years,
    subject = excluded.subject, place = excluded.place, quote = excluded.quote, source = excluded.source, confidence = excluded.confidence,
    found_on = excluded.found_on, 
    equipment_id = case when f.code = excluded.code then f.equipment_id end, ended_on = null, recorded_at = ops.now()
  where (f.customer_id, f.address_id, f.kind, f.code, f.action, f.make, f.model, f.type, f.capacity, f.capacity_unit, f.installed_on,
    f.installed_on_precision, f.warranty_years, f.subject, f.place, f.quote, f.source, f.confidence, f.found_on)
    is distinct from (excluded.customer_id, excluded.address_id, excluded.kind, excluded.code, excluded.action, excluded.make, excluded.model,
    excluded.type, excluded.capacity, excluded.capacity_unit, excluded.installed_on, excluded.installed_on_precision, excluded.warranty_years,
    excluded.subject, excluded.place, excluded.quote, excluded.source, excluded.confidence, excluded.found_on);
  get diagnostics v_stored = row_count;
  return v_removed + v_stored;
end
$$;
comment on function context.store_findings(uuid[]) is
  'Makes the findings of these jobs what their texts say now; rows that stay the same are not touched. Returns how many were written or removed.';
