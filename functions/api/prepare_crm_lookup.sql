create or replace function api.prepare_crm_lookup(p_tenant_id uuid, p_conversation_id uuid)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  -- So long may the first reply wait to know who is writing.
  c_patience_ms constant integer := 2000;
  v_conversation memory.conversations;
  v_run_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select c.* into v_conversation
  from memory.conversations as c
  where c.tenant_id = p_tenant_id and c.id = p_conversation_id and c.customer_id is not null;
  if not found or not crm.is_sync_on(p_tenant_id) then
    return null;
  end if;
  if exists (select from crm.list_links(array[v_conversation.customer_id])) then
    perform crm.request_syncs(array[v_conversation.customer_id], 'message');
    select r.id into v_run_id
    from crm.sync_runs as r
    join context.customer_context as p on p.tenant_id = r.tenant_id and p.customer_id = r.customer_id
    where r.tenant_id = p_tenant_id and r.kind = 'customer' and r.customer_id = v_conversation.customer_id
      and r.finished_at is null and p.last_hcp_sync_at is null
    order by r.id
    limit 1;
  else
    -- Whoever is about to answer does it; the queue takes over when that takes too long.
    v_run_id := crm.start_lookup(
      v_conversation.customer_id, v_conversation.address, ops.now() + make_interval(secs => c_patience_ms / 1000 + 1)
    );
  end if;
  return case when v_run_id is not null then jsonb_build_object('runId', v_run_id, 'patienceMs', c_patience_ms) end;
end
$$;
comment on function api.prepare_crm_lookup(uuid, uuid) is
  'Before a reply: what is worth asking HousecallPro first about who is writing. {runId, patienceMs} is a run to work on for so long at most: a search for an unlinked phone or e-mail, or the first reading of a linked customer; what is merely stale is read in the background. Null when there is nothing to wait for.';
