create or replace function memory.report_emergency(p_message_id uuid, p_phrase text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_case record;
begin
  select m.body, m.conversation_id, c.urgent_alerted_at,
    -- A chat has no number of its own: the customer's, where it is known whose chat it is.
    case when c.channel <> 'web' then c.address else (
      select i.value from identity.customer_identities as i
      where i.tenant_id = v_tenant_id and i.customer_id = c.customer_id and i.type = 'phone'
        and memory.is_chat_of(c.address, c.customer_id)
      order by i.is_primary desc, i.created_at, i.id
      limit 1
    ) end as address, l.name as location_name, l.on_call_phone,
    nullif(btrim(concat_ws(' ', p.first_name, p.last_name, p.company_name)), '') as who,
    (
      select nullif(concat_ws(', ', a.street, a.city, a.zip), '') from context.customer_addresses as a
      where a.tenant_id = v_tenant_id and a.customer_id = c.customer_id and a.type = 'service'
      order by a.last_service_date desc nulls last, a.created_at, a.id
      limit 1
    ) as street_address
  into v_case
  from memory.messages as m
  join memory.conversations as c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
  join tenancy.locations as l on l.tenant_id = c.tenant_id and l.id = c.location_id
  left join identity.customers as p on p.tenant_id = c.tenant_id and p.id = c.customer_id
  where m.tenant_id = v_tenant_id and m.id = p_message_id;
  update memory.conversations as c
  set urgent_at = ops.now(), urgent_phrase = p_phrase
  where c.tenant_id = v_tenant_id and c.id = v_case.conversation_id;
  if v_case.on_call_phone is null
    or v_case.on_call_phone is not distinct from v_case.address
    -- With no number to text from the conversation is marked all the same; a message is never lost to it.
    or not exists (
      select from tenancy.channel_endpoints as e where e.tenant_id = v_tenant_id and e.channel = 'sms' and e.is_active
    )
    or v_case.urgent_alerted_at > ops.now() - interval '30 minutes'
  then
    return;
  end if;

  perform outreach.queue_delivery(
    v_case.conversation_id, 'emergency_alert',
    outreach.render_template('emergency_alert', 'sms', jsonb_build_object(
      'phrase', p_phrase, 'location', v_case.location_name, 'who', coalesce(v_case.who, 'Unknown caller'),
      'phone', coalesce(v_case.address, 'web chat'), 'address', coalesce(v_case.street_address, 'address not known'),
      'quote', left(regexp_replace(v_case.body, '\s+', ' ', 'g'), 160)
    )),
    'system', v_case.on_call_phone, null, 'emergency:' || p_message_id, ops.now() + interval '2 hours'
  );
  update memory.conversations as c
  set urgent_alerted_at = ops.now()
  where c.tenant_id = v_tenant_id and c.id = v_case.conversation_id;
end
$$;
comment on function memory.report_emergency(uuid, text) is
  'An inbound message reports an emergency by this phrase: marks its conversation urgent and texts the location''s on-call number, where there is one and a number to text from, through the outbox, who, phrase, address and words; once in 30 minutes a conversation.';
