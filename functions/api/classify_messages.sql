-- owner: rapport_owner
create or replace function api.classify_messages(p_limit integer default 1000)
returns integer
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_read integer;
begin
  with taken as (
    delete from memory.unclassified_messages as u
    using (
      -- With the messages, which whoever deletes them holds first.
      select o.tenant_id, o.message_id
      from memory.unclassified_messages as o
      join memory.messages as h on h.tenant_id = o.tenant_id and h.id = o.message_id
      order by o.tenant_id, o.message_id
      limit least(greatest(p_limit, 1), 10000)
      for key share of h skip locked
      for update of o skip locked
    ) as t
    where u.tenant_id = t.tenant_id and u.message_id = t.message_id
    returning u.tenant_id, u.message_id
  ),
  classified as (
    insert into memory.message_classes (tenant_id, message_id, semantic_category, extracted_entities)
    select m.tenant_id, m.id, c.category, c.entities
    from taken as t
    join memory.messages as m on m.tenant_id = t.tenant_id and m.id = t.message_id
    cross join lateral memory.read_class(m.body) as c
    on conflict (tenant_id, message_id) do nothing
  )
  select count(*) into v_read from taken;
  return v_read;
end
$$;
comment on function api.classify_messages(integer) is
  'Says of messages that imports brought, of all tenants, what they are about, p_limit of them (10,000 at most). Returns how many; call again while it is p_limit.';
