create or replace function api.list_pending_links(p_tenant_id uuid, p_limit integer default 100)
returns table (
  link_id uuid, customer_id uuid, candidate_customer_id uuid, type text, value text, reason text, score numeric, created_at timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select l.id, l.customer_id, l.candidate_customer_id, l.type, l.value, l.reason, l.score::numeric, l.created_at
  from identity.pending_links as l
  where l.tenant_id = p_tenant_id and l.status = 'pending'
  order by l.created_at, l.id
  limit least(greatest(p_limit, 1), 1000);
end
$$;
comment on function api.list_pending_links(uuid, integer) is 'Links a person has to decide about, oldest first, at most p_limit (1-1000).';
