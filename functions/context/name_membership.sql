create or replace function context.name_membership(p_tenant_id uuid, p_status text)
returns text
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
begin
  return coalesce(
    (select context.flatten_text(t.settings -> 'membershipNames' ->> p_status, 60) from tenancy.tenants as t where t.id = p_tenant_id),
    case p_status when 'vip' then 'VIP' else initcap(replace(p_status, '_', ' ')) end
  );
end
$$;
comment on function context.name_membership(uuid, text) is
  'What a tenant calls a membership (setting membershipNames), else its plain name: family_discount is Family Discount.';
