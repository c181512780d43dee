create or replace function crm.list_wanted_tags(p_tenant_id uuid, p_customer_id uuid)
returns text[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array(
    select distinct on (lower(t.tag)) t.tag
    from context.customer_context as p
    cross join lateral (
      select context.name_membership(p.tenant_id, p.membership_status)
      where p.membership_status <> 'none' and coalesce(p.membership_expires_at > ops.now(), true)
      union all
      -- Tags that came from HousecallPro or an import are not ours to say.
      select btrim(own.tag)
      from identity.field_sources as s
      cross join unnest(p.tags) as own (tag)
      where s.tenant_id = p.tenant_id and s.customer_id = p.customer_id and s.field = 'tags' and s.source = 'staff'
    ) as t (tag)
    where p.tenant_id = p_tenant_id and p.customer_id = p_customer_id and t.tag <> ''
    order by lower(t.tag), t.tag
  );
end
$$;
comment on function crm.list_wanted_tags(uuid, uuid) is
  'The tags that a customer shall have at HousecallPro: what the tenant calls their membership while it lasts, and those that staff set here.';
