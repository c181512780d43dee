create or replace function crm.apply_events(p_event_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_resource text;
  v_kind text;
  v_event crm.webhook_events;
  v_outcome text;
  v_reason text;
  v_counts jsonb := '{}';
  v_failures jsonb := '[]';
begin
  perform crm.lock_intake();
  select e.resource into v_resource from crm.webhook_events as e where e.tenant_id = v_tenant_id and e.id = p_event_id;
  v_kind := split_part(v_resource, ' ', 1);
  -- One at a time and each on its own, in the order in which they happened: one that fails is tried again and does not keep
  -- the others from being applied.
  for v_event in
    select e.* from crm.webhook_events as e
    where e.tenant_id = v_tenant_id and e.provider = 'housecall' and e.resource = v_resource and e.processed_at is null
    order by e.occurred_at, crm.read_time(e.payload -> v_kind -> 'updated_at') nulls first, e.received_at, e.id
  loop
    v_reason := null;
    begin
      -- They may have asked to be forgotten while it waited.
      v_outcome := case
        when crm.list_erased(array_remove(array[
          case when v_kind = 'customer' then substr(v_resource, length(v_kind) + 2) end,
          v_event.payload #>> array[v_kind, 'customer', 'id'], v_event.payload #>> array[v_kind, 'customer_id']
        ], null)) <> '{}' then 'erased'
        else crm.apply_event(v_event)
      end;
    exception
      when others then
        v_outcome := sqlstate;
        v_reason := case when sqlstate = 'RP003' then sqlerrm end;
        v_failures := v_failures || jsonb_build_object('eventId', v_event.id, 'name', v_event.kind, 'code', sqlstate, 'reason', v_reason);
    end;
    update crm.webhook_events as e
    set outcome = v_outcome, processed_at = case when v_outcome in ('applied', 'unchanged', 'ignored', 'erased') then ops.now() end,
      payload = case when v_outcome = 'erased' then '{}' else e.payload end,
      phones = case when v_outcome <> 'erased' then e.phones end
    where e.tenant_id = v_tenant_id and e.id = v_event.id;
    v_counts := v_counts || jsonb_build_object(v_outcome, coalesce((v_counts ->> v_outcome)::integer, 0) + 1);
  end loop;
  return jsonb_build_object('resource', v_kind, 'outcomes', v_counts, 'failures', v_failures);
end
$$;
comment on function crm.apply_events(uuid) is
  'Applies every event of HousecallPro that waits and is about the same record as this one, as api.process_housecall_event describes it.';
