create or replace function memory.store_facts(p_conversation_id uuid, p_facts jsonb, p_through timestamptz, p_written_by text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_is_local constant boolean := starts_with(p_written_by, 'local/');
  v_counts jsonb;
  v_customer_ids uuid[];
begin
  with checked as materialized (
    select * from memory.check_facts(p_conversation_id, p_facts, p_through)
  ), newest as (
    -- Of what was said of one thing the last counts.
    select distinct on (c.customer_id, c.slot) c.*, ops.new_id() as note_id
    from checked as c
    where c.problem is null
    order by c.customer_id, c.slot, c.said_at desc, c.confidence desc, c.place desc
  ), decided as materialized (
    select n.*, h.id as held_id, case
      when exists (
        select from memory.memory_notes as w
        where w.tenant_id = v_tenant_id and w.customer_id = n.customer_id and w.slot = n.slot and w.value = n.value
          and w.retired_reason = 'by a person' and w.retired_at >= n.said_at
      ) then 'withdrawn'
      when h.id is null then 'new'
      when h.value = n.value and h.source_message_id is not distinct from n.message_id then 'known'
      when h.value = n.value and coalesce(h.confirmed_at, h.valid_from) < n.said_at then 'confirmed'
      when h.value = n.value then 'known'
      when h.edited_at is not null then 'outranked'
      -- A model reads better than the rules do.
      when h.source_message_id = n.message_id and h.written_by like 'local/%' and not v_is_local then 'superseding'
      when coalesce(h.confirmed_at, h.valid_from) < n.said_at then 'superseding'
      else 'outdated'
    end as outcome
    from newest as n
    left join lateral (
      select o.id, o.value, o.source_message_id, o.confirmed_at, o.valid_from, o.edited_at, o.written_by
      from memory.memory_notes as o
      where o.tenant_id = v_tenant_id and o.customer_id = n.customer_id and o.slot = n.slot and o.retired_at is null and o.valid_to is null
      order by o.edited_at desc nulls last, o.valid_from desc, o.id
      limit 1
    ) as h on true
  ), written as (
    insert into memory.memory_notes (
      tenant_id, id, customer_id, kind, slot, value, note, source, source_message_id, quote, confidence, written_by, valid_from
    )
    select v_tenant_id, d.note_id, d.customer_id, d.kind, d.slot, d.value, d.note, 'message', d.message_id, d.quote, d.confidence, p_written_by, d.said_at
    from decided as d
    where d.outcome in ('new', 'superseding')
    returning id, customer_id
  ), superseded as (
    update memory.memory_notes as o
    set valid_to = greatest(d.said_at, o.valid_from), superseded_by = d.note_id
    from decided as d
    where d.outcome = 'superseding' and o.tenant_id = v_tenant_id and o.customer_id = d.customer_id and o.slot = d.slot
      and o.retired_at is null and o.valid_to is null
  ), confirmed as (
    update memory.memory_notes as o
    set confirmed_at = d.said_at, confidence = least(1 - (1 - o.confidence) * (1 - d.confidence), greatest(o.confidence, 0.99))
    from decided as d
    where d.outcome = 'confirmed' and o.tenant_id = v_tenant_id and o.id = d.held_id
  )
  select
    coalesce((select jsonb_object_agg(x.word, x.count) from (
      select d.outcome as word, count(*) from decided as d group by d.outcome
      union all
      select c.problem, count(*) from checked as c where c.problem is not null group by c.problem
    ) as x (word, count)), '{}'),
    array(select distinct w.customer_id from written as w order by w.customer_id)
  into v_counts, v_customer_ids;

  perform memory.follow_preferences(c.customer_id, p_written_by) from unnest(v_customer_ids) as c (customer_id);
  return v_counts;
end
$$;
comment on function memory.store_facts(uuid, jsonb, timestamptz, text) is
  'Remembers facts that hold (memory.check_facts), in one statement: another value of a slot supersedes what was held, the same one makes it surer, a person''s word stays, what a person withdrew comes back only when it is said again. Returns how many of each, with what was dropped and why. The caller has locked the customers.';
