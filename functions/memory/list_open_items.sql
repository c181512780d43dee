create or replace function memory.list_open_items(p_customer_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'text', i.item, 'at', context.to_iso(i.opened_at)) order by i.opened_at, i.id), '[]')
    from memory.open_items as i
    where i.tenant_id = tenancy.current_tenant() and i.customer_id = p_customer_id and i.closed_at is null
  );
end
$$;
comment on function memory.list_open_items(uuid) is 'What is open with a customer, oldest first: [{id, kind: promise | appointment | complaint, text, at}].';
