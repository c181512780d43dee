create or replace function crm.advance_sync_step(p_run crm.sync_runs, p_step crm.sync_steps, p_rows jsonb, p_page jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_most_repeats constant integer := 5;
  c_most_rounds constant integer := 2;
  v_page_size constant integer := (select s.page_size from crm.sync_settings(p_run.tenant_id) as s);
  v_page constant integer := coalesce((p_page ->> 'page')::integer, 1);
  v_total_pages constant integer := (p_page ->> 'totalPages')::integer;
  v_total_items constant integer := (p_page ->> 'totalItems')::integer;
  v_taken_out constant integer := greatest(p_step.total_items - v_total_items, 0);
  v_is_walk constant boolean := p_step.external_id is null and p_run.kind in ('full', 'reconcile');
  v_newest timestamptz;
  v_oldest timestamptz;
  v_id_hashes bigint[];
  v_seen bigint;
  v_next integer;
  v_is_complete boolean;
begin
  select
    -- A time in the future would keep the next poll from seeing anything.
    least(max(t.updated_at), ops.now()),
    min(case p_step.resource when 'leads' then crm.read_time(r.item -> 'created_at') else t.updated_at end),
    case when v_is_walk then array_agg(hashtextextended(r.item ->> 'id', 0)) filter (where r.item ->> 'id' is not null) end
  into v_newest, v_oldest, v_id_hashes
  from jsonb_array_elements(p_rows) as r (item)
  cross join lateral (select crm.read_time(r.item -> 'updated_at') as updated_at offset 0) as t;
  if v_id_hashes is not null then
    insert into crm.sync_seen as s (tenant_id, run_id, resource, page, id_hashes)
    values (p_run.tenant_id, p_run.id, p_step.resource, v_page, v_id_hashes)
    on conflict (tenant_id, run_id, resource, page) do update set id_hashes = s.id_hashes || excluded.id_hashes;
  end if;

  v_next := case
    when p_page is null or jsonb_array_length(p_rows) = 0 then null
    when coalesce(v_page >= v_total_pages, jsonb_array_length(p_rows) < v_page_size) then null
    when p_run.kind = 'poll' and p_step.resource in ('customers', 'jobs', 'estimates', 'leads') and v_oldest < p_step.since then null
    else v_page + 1
  end;
  if v_taken_out > 0 and v_page > 1 and p_step.repeats < c_most_repeats then
    -- So many moved from pages not yet read onto those that were.
    v_next := greatest(v_page - ceil(v_taken_out::numeric / v_page_size)::integer, 1);
  end if;
  if v_next is null and v_is_walk then
    select count(distinct i.id_hash) into v_seen
    from crm.sync_seen as s
    cross join unnest(s.id_hashes) as i (id_hash)
    where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id and s.resource = p_step.resource;
    -- Without the vendor's count nobody knows.
    v_is_complete := coalesce(v_seen >= v_total_items, false);
    if v_seen < v_total_items and p_step.rounds < c_most_rounds then
      v_next := 1;
    end if;
  end if;

  update crm.sync_steps as s
  set state = case when v_next is null then 'done' else 'open' end,
    page = coalesce(v_next, s.page),
    total_pages = v_total_pages,
    total_items = v_total_items,
    newest = greatest(s.newest, v_newest),
    repeats = s.repeats + coalesce(v_taken_out > 0 and v_next <= v_page, false)::integer,
    rounds = s.rounds + coalesce(v_next = 1 and v_is_complete is not null, false)::integer,
    is_complete = v_is_complete,
    failures = 0,
    error = null,
    read_at = ops.now()
  where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id and s.ordinal = p_step.ordinal;
end
$$;
comment on function crm.advance_sync_step(crm.sync_runs, crm.sync_steps, jsonb, jsonb) is
  'Notes that a page (or record, p_page null) of a step was read, and which is read next: the following one; an earlier one when records were taken out of what had been read; the first one when fewer records were seen than the vendor counts; none at the end of the list or, for a poll, at what was known before.';
