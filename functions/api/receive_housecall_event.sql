create or replace function api.receive_housecall_event(p_tenant_id uuid, p_event jsonb, p_body_hash text, p_phones jsonb default '{}')
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_event crm.event_subject;
  v_resource text;
  v_is_known boolean;
  v_event_id uuid;
  v_is_claimed boolean;
  v_has_erased boolean;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_event := crm.read_event(p_event);
  v_is_known := v_event.id is not null;
  v_resource := case when v_is_known then v_event.kind || ' ' || v_event.id end;

  -- Both are rare: asked together, and looked into only where there is something.
  select
    exists (
      select from tenancy.crm_companies as c
      where c.provider = 'housecall' and c.company_id = p_event ->> 'company_id' and c.tenant_id <> p_tenant_id
    ),
    exists (select from identity.erased_identifiers as e where e.tenant_id = p_tenant_id and e.type = 'housecall_pro_id')
  into v_is_claimed, v_has_erased;
  -- One secret may sign for several businesses: an event of another one's company does not belong here.
  if v_is_claimed and not exists (
    select from tenancy.crm_companies as c
    where c.provider = 'housecall' and c.company_id = p_event ->> 'company_id' and c.tenant_id = p_tenant_id
  ) then
    perform outreach.keep_unrouted(
      'housecall', v_event.name, p_body_hash, null, 'the company belongs to another tenant', p_event
    );
    return jsonb_build_object('outcome', 'unrouted', 'eventId', null, 'name', v_event.name, 'isKnown', v_is_known);
  end if;
  if v_has_erased and crm.list_erased(array_remove(array[
    case when v_event.kind = 'customer' then v_event.id end, p_event #>> array[v_event.kind, 'customer', 'id'],
    p_event #>> array[v_event.kind, 'customer_id']
  ], null)) <> '{}' then
    return jsonb_build_object('outcome', 'erased', 'eventId', null, 'name', v_event.name, 'isKnown', v_is_known);
  end if;

  -- The arrival needs no word in the audit log beside its own row.
  perform set_config('rapport.is_acknowledging', 'on', true);
  insert into crm.webhook_events as e (
    tenant_id, provider, event_key, kind, payload, resource, occurred_at, phones, processed_at, outcome
  )
  values (
    p_tenant_id, 'housecall', concat_ws(' ', v_event.name, v_resource, p_event ->> 'event_occurred_at', p_body_hash), v_event.name,
    p_event, v_resource, v_event.occurred_at, nullif(p_phones, '{}'), case when not v_is_known then ops.now() end,
    case when not v_is_known then 'ignored' end
  )
  on conflict (tenant_id, provider, event_key) do nothing
  returning e.id into v_event_id;
  if v_event_id is null then
    return jsonb_build_object('outcome', 'duplicate', 'eventId', null, 'name', v_event.name, 'isKnown', v_is_known);
  end if;
  return jsonb_build_object('outcome', 'stored', 'eventId', v_event_id, 'name', v_event.name, 'isKnown', v_is_known);
end
$$;
comment on function api.receive_housecall_event(uuid, jsonb, text, jsonb) is
  'Stores an event of HousecallPro, whose signature was checked, as it came, durably and as cheaply as can be; api.process_crm_inbox works on it, which api.wake_crm_inbox sees to. p_body_hash: SHA-256 of the body in hexadecimal, which with event, record and time tells a repetition; p_phones: the E.164 form of the telephone numbers in it by how they are written. {outcome: stored | duplicate | erased (about an erased customer: nothing is kept) | unrouted (of another tenant''s company: kept aside), eventId | null, name, isKnown: whether there is a record in it to work on}. An unknown event is kept and counted.';
