create or replace function memory.store_classes(p_conversation_id uuid, p_classes jsonb)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  if jsonb_typeof(p_classes) is distinct from 'array' then
    return 0;
  end if;
  return api.save_message_classes(v_tenant_id, (
    select coalesce(jsonb_agg(jsonb_build_object(
      'messageId', m.id, 'semanticCategory', c.category, 'entities', jsonb_build_object(
        -- What the message does not say, it does not name.
        'addresses', array(select lower(e) from unnest(c.addresses) as e where position(lower(e) in lower(m.body)) > 0 and e ~ '\S' limit 10),
        'services', array(select distinct e from unnest(c.services) as e where e in (select s.service from memory.service_phrases as s) order by e),
        'dates', array(select lower(e) from unnest(c.dates) as e where position(lower(e) in lower(m.body)) > 0 and e ~ '\S' limit 10)
      )
    )), '[]')
    from (
      select distinct on (g."messageId") g.*
      from jsonb_to_recordset(p_classes) as g ("messageId" text, category text, addresses text[], services text[], dates text[])
      order by g."messageId"
      limit 2048
    ) as c
    join memory.messages as m on m.tenant_id = v_tenant_id and m.conversation_id = p_conversation_id and m.id::text = c."messageId"
    where m.role = 'customer' and not m.is_secret
      and c.category in ('issue_report', 'booking_request', 'price_inquiry', 'feedback', 'general')
  ));
end
$$;
comment on function memory.store_classes(uuid, jsonb) is
  'What a model that read a conversation says its messages are about: [{messageId, category, addresses, services, dates}], kept for customers'' messages of this conversation only, with words that stand in them and services that are known (memory.service_phrases). Returns how many.';
