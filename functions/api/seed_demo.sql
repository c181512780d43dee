create or replace function api.seed_demo(p_seed jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_slug text := p_seed -> 'tenant' ->> 'slug';
  v_tenant tenancy.tenants;
  v_today date;
  v_is_new boolean;
begin
  insert into tenancy.tenants (slug, name, industry, settings, is_demo)
  values (
    v_slug, p_seed -> 'tenant' ->> 'name', p_seed -> 'tenant' ->> 'industry', coalesce(p_seed -> 'tenant' -> 'settings', '{}'), true
  )
  on conflict do nothing;
  v_is_new := found;
  select t.* into v_tenant from tenancy.tenants as t where t.slug = v_slug;
  if not v_tenant.is_demo then
    raise exception 'this tenant is a real business' using errcode = 'RP004', hint = 'Demo data goes only into a demo tenant.';
  end if;
  perform tenancy.set_tenant(v_tenant.id);
  p_seed := identity.without_erased(p_seed);

  v_today := (ops.now() at time zone (p_seed -> 'locations' -> 0 ->> 'timeZone'))::date;
  return jsonb_build_object('tenantId', v_tenant.id, 'isNew', v_is_new, 'added',
    tenancy.seed_shop(v_tenant.id, p_seed)
    || jsonb_build_object('customers', identity.seed_customers(v_tenant.id, p_seed, v_today))
    || context.seed_history(v_tenant.id, p_seed, v_today)
    || memory.seed_conversations(v_tenant.id, p_seed, v_today));
end
$$;
comment on function api.seed_demo(jsonb) is
  'Makes the demo tenant of a seed (src/demo): shop, customers, five years of history, conversations; dates are counted from today. What exists is left as it is, so a second run adds nothing: {tenantId, isNew, added: {locations, services, customers, addresses, equipment, jobs, insights, conversations, messages, notes}}. RP004 when the slug belongs to a real business.';
