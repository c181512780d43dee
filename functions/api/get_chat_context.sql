create or replace function api.get_chat_context(p_tenant_id uuid, p_chat_id uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_chat memory.chats;
  v_known jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select c.* into v_chat from memory.chats as c where c.tenant_id = p_tenant_id and c.id = p_chat_id and c.revoked_at is null;
  if not found then
    raise exception 'no such chat' using errcode = 'RP001';
  end if;
  if v_chat.verified_at is not null then
    v_known := context.read_customer(v_chat.customer_id)::jsonb;
  end if;
  return jsonb_build_object(
    'isVerified', v_chat.verified_at is not null,
    'business', tenancy.describe_business(v_chat.endpoint_id),
    'customerId', case when v_known is not null then v_chat.customer_id end,
    'customer', case when v_known is not null then jsonb_build_object(
      'firstName', (
        select c.first_name from identity.customers as c where c.tenant_id = p_tenant_id and c.id = v_chat.customer_id
      ),
      'nextAppointment', (
        select jsonb_build_object(
          'start', a -> 'start', 'end', a -> 'end', 'timeZone', a -> 'timeZone', 'serviceType', a -> 'serviceType',
          'technicianName', a -> 'technicianName'
        )
        from jsonb_array_elements(v_known -> 'upcomingAppointments') with ordinality as x (a, place)
        order by x.place
        limit 1
      ),
      'lastVisit', (
        select jsonb_build_object('date', j -> 'date', 'serviceType', j -> 'serviceType', 'technicianName', j -> 'technicianName')
        from jsonb_array_elements(v_known -> 'recentJobs') with ordinality as x (j, place)
        order by x.place
        limit 1
      ),
      'equipment', (
        select coalesce(jsonb_agg(
          concat_ws(' ', e ->> 'make', e ->> 'model', replace(e ->> 'kind', '_', ' ')) order by x.place
        ), '[]')
        from jsonb_array_elements(v_known -> 'equipment') with ordinality as x (e, place)
      )
    ) end
  );
end
$$;
comment on function api.get_chat_context(uuid, uuid) is
  'What a chat may show its visitor: {isVerified, business: {name, assistantName, greeting|null, accentColor|null, quickReplies, timeZone}, customerId, customer: {firstName|null, nextAppointment: {start, end, timeZone, serviceType, technicianName}|null, lastVisit: {date, serviceType, technicianName}|null, equipment: names}}; customer and customerId are null until the chat is verified. RP001 for a chat that is not there or was revoked.';
