create or replace function api.roll_back_backfill(p_tenant_id uuid, p_backfill_id uuid, p_actor text, p_limit integer default 2000)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
declare
  v_run intake.backfill_runs;
  v_message_ids uuid[];
  v_lead_ids uuid[];
  v_removed integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_run := intake.lock_backfill(p_backfill_id);
  if v_run.state = 'rolled_back' then
    return intake.describe_backfill(v_run);
  end if;
  if v_run.state <> 'rolling_back' then
    perform intake.remove_notes(v_run);
  end if;

  v_message_ids := array(
    select b.message_id from intake.backfilled_messages as b
    where b.tenant_id = p_tenant_id and b.run_id = p_backfill_id
    order by b.audit_id
    limit greatest(p_limit, 1)
  );
  v_lead_ids := array(
    select distinct c.lead_id
    from memory.messages as m
    join intake.backfilled_conversations as c on c.tenant_id = m.tenant_id and c.conversation_id = m.conversation_id
    where m.tenant_id = p_tenant_id and m.id = any (v_message_ids)
  );
  delete from memory.messages as m where m.tenant_id = p_tenant_id and m.id = any (v_message_ids);
  get diagnostics v_removed = row_count;
  delete from memory.conversations as c
  using intake.backfilled_conversations as b
  where b.tenant_id = p_tenant_id and b.lead_id = any (v_lead_ids) and c.tenant_id = b.tenant_id and c.id = b.conversation_id
    and not exists (select from memory.messages as m where m.tenant_id = c.tenant_id and m.conversation_id = c.id);
  perform intake.fit_conversations(v_lead_ids);

  update intake.backfill_runs as r
  set state = case when exists (
      select from intake.backfilled_messages as b where b.tenant_id = p_tenant_id and b.run_id = p_backfill_id
    ) then 'rolling_back' else 'rolled_back' end,
    removed = r.removed + v_removed, rolled_back_by = coalesce(r.rolled_back_by, p_actor),
    rolled_back_at = coalesce(r.rolled_back_at, ops.now())
  where r.tenant_id = p_tenant_id and r.id = p_backfill_id
  returning * into v_run;
  return intake.describe_backfill(v_run);
end
$$;
comment on function api.roll_back_backfill(uuid, uuid, text, integer) is
  'Takes back what a run brought, p_limit messages a call, until the state is rolled_back: its notes, its messages and the conversations that are empty without them; what other runs brought, and leads, stay. From the first call on the run takes no more rows. Answers the run as api.start_backfill. RP001 for an unknown run.';
