create or replace function intake.remove_notes(p_run intake.backfill_runs)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- What one of them took the place of stands again.
  update memory.memory_notes as n
  set superseded_by = null, valid_to = null
  from intake.backfilled_notes as b, intake.backfilled_notes as earlier
  where b.tenant_id = p_run.tenant_id and b.run_id = p_run.id
    and earlier.tenant_id = b.tenant_id and earlier.lead_id = b.lead_id and earlier.name = b.name and earlier.run_id <> b.run_id
    and n.tenant_id = earlier.tenant_id and n.id = earlier.note_id and n.superseded_by = b.note_id;
  update lead.leads as l
  set noted_at = null
  from intake.backfilled_notes as b
  where b.tenant_id = p_run.tenant_id and b.run_id = p_run.id and l.tenant_id = b.tenant_id and l.id = b.lead_id;
  delete from memory.memory_notes as n
  using intake.backfilled_notes as b
  where b.tenant_id = p_run.tenant_id and b.run_id = p_run.id and n.tenant_id = b.tenant_id and n.id = b.note_id;
end
$$;
comment on function intake.remove_notes(intake.backfill_runs) is 'Removes the notes that a run brought; those that they superseded stand again, and the next run may bring them anew.';
