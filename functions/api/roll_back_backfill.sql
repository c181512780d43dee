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
  v_conversation_ids uuid[];
  v_removed integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_run := intake.lock_backfill(p_backfill_id);
  if v_run.state = 'rolled_back' then
    return intake.describe_backfill(v_run);
  end if;
  if v_run.state <> 'rolling_back' then
    -- Apart, so that no note is held while customers are waited for.
    perform intake.remove_notes(v_run);
    update intake.backfill_runs as r
    set state = 'rolling_back', rolled_back_by = p_actor, rolled_back_at = ops.now()
    where r.tenant_id = p_tenant_id and r.id = p_backfill_id
    returning * into v_run;
    return intake.describe_backfill(v_run);
  end if;

  v_message_ids := array(
    select b.message_id from intake.backfilled_messages as b
    where b.tenant_id = p_tenant_id and b.run_id = p_backfill_id
    order by b.audit_id
    limit greatest(p_limit, 1)
  );
  select array_agg(c.lead_id), array_agg(c.conversation_id) into v_lead_ids, v_conversation_ids
  from intake.backfilled_conversations as c
  where c.tenant_id = p_tenant_id and c.conversation_id in (
    select m.conversation_id from memory.messages as m where m.tenant_id = p_tenant_id and m.id = any (v_message_ids)
  );
  -- Customers before anything of theirs, as a reading takes them: what a message told goes with it, and their profile follows.
  perform memory.hold_customers(v_conversation_ids);
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
    removed = r.removed + v_removed
  where r.tenant_id = p_tenant_id and r.id = p_backfill_id
  returning * into v_run;
  return intake.describe_backfill(v_run);
end
$$;
comment on function api.roll_back_backfill(uuid, uuid, text, integer) is
  'Takes back what a run brought, call by call until the state is rolled_back: first its notes, then its messages, p_limit a call, and the conversations that are empty without them; what other runs brought, and leads, stay. From the first call on the run takes no more rows. Answers the run as api.start_backfill. RP001 for an unknown run.';
