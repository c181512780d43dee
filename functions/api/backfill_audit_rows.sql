create or replace function api.backfill_audit_rows(p_tenant_id uuid, p_backfill_id uuid, p_rows jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
declare
  v_run intake.backfill_runs;
  v_rows intake.audit_row[];
  v_lead_ids uuid[];
  v_imported integer;
  v_conversations integer := 0;
  v_notes integer := 0;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if jsonb_typeof(p_rows) <> 'array' or jsonb_array_length(p_rows) > 2000 then
    raise exception 'too many rows' using errcode = 'RP003', hint = 'An array of at most 2000 rows a call.';
  end if;
  v_run := intake.lock_backfill(p_backfill_id);
  if v_run.state = 'done' then
    -- Another process has finished the same run.
    return intake.describe_backfill(v_run) || '{"lines": []}';
  elsif v_run.state <> 'running' then
    raise exception 'the run was rolled back' using errcode = 'RP004', hint = 'Start again: nothing of it is left.';
  end if;
  v_rows := intake.judge_audit_rows(v_run, p_rows);
  v_lead_ids := array(select distinct r.lead_id from unnest(v_rows) as r where r.lead_id is not null);
  perform lead.hold_customers(v_lead_ids);

  v_imported := (select count(*) from unnest(v_rows) as r where r.outcome = 'imported');
  if v_imported > 0 then
    v_conversations := intake.store_conversations(v_rows);
    perform intake.store_messages(v_run, v_rows);
    perform intake.extend_conversations(v_rows);
  end if;
  if v_lead_ids <> '{}' then
    v_notes := intake.store_notes(v_run, v_lead_ids);
  end if;

  update intake.backfill_runs as b
  set position = greatest(b.position, x.position), last_key = coalesce(x.last_key, b.last_key),
    imported = b.imported + v_imported, repeated = b.repeated + x.repeated, skipped = b.skipped + x.skipped, bad = b.bad + x.bad,
    conversations = b.conversations + v_conversations, notes = b.notes + v_notes
  from (
    select coalesce(max(r.line), 0) as position, max(r.key collate "C") as last_key,
      count(*) filter (where r.outcome = 'repeated') as repeated, count(*) filter (where r.outcome = 'skipped') as skipped,
      count(*) filter (where r.outcome = 'bad') as bad
    from unnest(v_rows) as r
  ) as x
  where b.tenant_id = p_tenant_id and b.id = p_backfill_id
  returning b.* into v_run;
  return intake.describe_backfill(v_run) || jsonb_build_object('lines', (
    select coalesce(jsonb_agg(jsonb_build_object('line', r.line, 'outcome', r.outcome, 'reason', r.reason) order by r.line), '[]')
    from unnest(v_rows) as r
    where r.outcome in ('skipped', 'bad')
  ));
end
$$;
comment on function api.backfill_audit_rows(uuid, uuid, jsonb) is
  'Brings in at most 2000 rows of another system''s audit log: [{line, id, leadId, actor, action, at, payload}], or {line, problem} for one that could not be read; of a table, read in the order of its key, also key (null: a file). What was said becomes messages of one closed conversation a lead (api.import_leads), and the leads'' state metadata becomes notes. Nothing is answered, sent or alerted. A row whose id was brought before is counted as repeated; lines, or keys, up to where the run is are left out, so that a call may be repeated. Answers the run as api.start_backfill, and lines [{line, outcome: skipped | bad, reason}]. RP001 for an unknown run, RP003 for more rows, RP004 when the run was rolled back or the tenant has no location.';
