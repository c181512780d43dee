create or replace function intake.store_notes(p_run intake.backfill_runs, p_lead_ids uuid[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_lead_ids uuid[];
  v_new jsonb;
  v_count integer;
begin
  v_lead_ids := array(
    select l.id from lead.leads as l
    where l.tenant_id = p_run.tenant_id and l.id = any (p_lead_ids) and l.noted_at is null and l.state_metadata <> '{}'
  );
  if v_lead_ids = '{}' then
    return 0;
  end if;
  update lead.leads as l set noted_at = ops.now() where l.tenant_id = p_run.tenant_id and l.id = any (v_lead_ids);
  -- What was brought before, and perhaps withdrawn by a person, is not brought again; what stands there otherwise now takes its place.
  select jsonb_agg(jsonb_build_object(
    'id', ops.new_id(), 'lead', l.id, 'customer', l.customer_id, 'name', m.name, 'kind', m.kind, 'note', m.note,
    'at', least(l.updated_at, ops.now())
  )) into v_new
  from lead.leads as l
  cross join lateral lead.read_metadata(l.state_metadata) as m
  where l.tenant_id = p_run.tenant_id and l.id = any (v_lead_ids)
    and not exists (
      select from intake.backfilled_notes as b
      join memory.memory_notes as n on n.tenant_id = b.tenant_id and n.id = b.note_id
      where b.tenant_id = l.tenant_id and b.lead_id = l.id and b.name = m.name and n.quote = m.note and n.superseded_by is null
    );
  if v_new is null then
    return 0;
  end if;
  insert into memory.memory_notes (tenant_id, id, customer_id, kind, note, quote, source, valid_from)
  select p_run.tenant_id, r.id, r.customer, r.kind, r.note, r.note, 'import', r.at
  from jsonb_to_recordset(v_new) as r (id uuid, customer uuid, kind text, note text, at timestamptz);
  get diagnostics v_count = row_count;
  update memory.memory_notes as n
  set superseded_by = r.id, valid_to = greatest(r.at, n.valid_from)
  from jsonb_to_recordset(v_new) as r (id uuid, lead uuid, name text, at timestamptz)
  join intake.backfilled_notes as b on b.tenant_id = p_run.tenant_id and b.lead_id = r.lead and b.name = r.name
  where n.tenant_id = p_run.tenant_id and n.id = b.note_id and n.superseded_by is null and n.retired_at is null and n.valid_to is null;
  insert into intake.backfilled_notes (tenant_id, note_id, lead_id, run_id, name)
  select p_run.tenant_id, r.id, r.lead, p_run.id, r.name from jsonb_to_recordset(v_new) as r (id uuid, lead uuid, name text);
  return v_count;
end
$$;
comment on function intake.store_notes(intake.backfill_runs, uuid[]) is
  'Makes memory notes of what leads'' state metadata says, each once; an entry that reads otherwise now supersedes its note. Returns how many.';
