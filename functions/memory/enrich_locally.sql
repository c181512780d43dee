create or replace function memory.enrich_locally(p_tenant_id uuid, p_conversation_ids uuid[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_read jsonb;
  v_conversation memory.conversations;
  v_each record;
  v_count integer := 0;
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform memory.hold_customers(p_conversation_ids);
  -- Read together, because the rules cost by the call and not by the message.
  with said as materialized (
    select m.id, m.conversation_id, m.body, m.created_at, row_number() over (order by m.created_at, m.id) as number
    from memory.conversations as c
    join memory.messages as m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
    where c.tenant_id = p_tenant_id and c.id = any (p_conversation_ids) and m.role = 'customer' and not m.is_secret and m.customer_id is not null
      and m.created_at > coalesce(c.enriched_through, '-infinity')
  )
  select jsonb_object_agg(x.conversation_id, jsonb_build_object('through', x.through, 'facts', x.facts)) into v_read
  from (
    select s.conversation_id, max(s.created_at) as through, coalesce(jsonb_agg(jsonb_build_object(
      'kind', f.kind, 'slot', f.slot, 'value', f.value, 'quote', f.quote, 'messageId', s.id, 'confidence', f.confidence
    )) filter (where f.slot is not null), '[]') as facts
    from said as s
    left join memory.read_facts(
      array(select t.body from said as t order by t.number), array(select t.created_at from said as t order by t.number)
    ) as f on f.text_number = s.number
    group by s.conversation_id
  ) as x;

  -- One after the other, as each holds its customers.
  for v_each in
    select r.key::uuid as id, (r.value ->> 'through')::timestamptz as through, r.value -> 'facts' as facts
    from jsonb_each(v_read) as r
    order by r.key
  loop
    v_conversation := memory.begin_saving(v_each.id);
    continue when v_conversation.id is null or v_each.through <= v_conversation.enriched_through;
    perform memory.note_reading(
      v_each.id, 'enrichment', v_each.through, 'local/rules',
      memory.store_facts(v_each.id, v_each.facts, v_each.through, 'local/rules')
    );
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function memory.enrich_locally(uuid, uuid[]) is
  'Reads conversations for facts without a model, by memory.fact_rules, and remembers them. Returns how many were read.';
