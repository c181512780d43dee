create or replace function context.list_job_texts(p_job_ids uuid[])
returns table (job_id uuid, customer_id uuid, address_id uuid, done_on date, source text, place integer, body text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_zone text := coalesce((select l.time_zone from tenancy.locations as l where l.tenant_id = v_tenant_id and l.is_default), 'UTC');
begin
  return query
  with jobs as materialized (
    select j.id, j.customer_id, j.address_id, j.description, j.notes,
      (j.completed_at at time zone coalesce(l.time_zone, v_zone))::date as done_on
    from context.customer_job_history as j
    left join tenancy.locations as l on l.tenant_id = v_tenant_id and l.id = j.location_id
    where j.tenant_id = v_tenant_id and j.id = any (p_job_ids) and j.work_status = 'completed'
  )
  select j.id, j.customer_id, j.address_id, j.done_on, 'description', 0, j.description from jobs as j where btrim(j.description) <> ''
  union all
  select j.id, j.customer_id, j.address_id, j.done_on, 'line_item', row_number() over (partition by j.id order by i.position, i.name, i.id)::integer, i.name
  from jobs as j
  join context.job_items as i on i.tenant_id = v_tenant_id and i.job_id = j.id
  where btrim(i.name) <> ''
  union all
  select j.id, j.customer_id, j.address_id, j.done_on, 'note', 1000000, j.notes from jobs as j where btrim(j.notes) <> '';
end
$$;
comment on function context.list_job_texts(uuid[]) is
  'What was written about completed jobs, in the order of telling: what was reported, line items, what the technician wrote. done_on: the day in the shop''s zone.';
