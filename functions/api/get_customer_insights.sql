create or replace function api.get_customer_insights(p_tenant_id uuid, p_customer_id uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  p_customer_id := identity.follow_merge(p_customer_id);
  if not exists (select from identity.customers as c where c.tenant_id = p_tenant_id and c.id = p_customer_id) then
    raise exception 'no such customer' using errcode = 'RP001';
  end if;
  if not tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_INSIGHTS') then
    return '[]';
  end if;
  return (select coalesce(jsonb_agg(i), '[]') from context.list_insights(p_customer_id) as i);
end
$$;
comment on function api.get_customer_insights(uuid, uuid) is
  'A customer''s active recommendations, most pressing first: an array of {id, type, title, description, priority: low|medium|high|urgent, suggestedAction, confidence 0-1, generatedAt, expiresAt}. Empty while CUSTOMER_CONTEXT_INSIGHTS is off. RP001 when there is no such customer.';
