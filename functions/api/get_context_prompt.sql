create or replace function api.get_context_prompt(p_tenant_id uuid, p_customer_id uuid, p_budget integer default null)
returns text
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
declare
  v_budget integer := p_budget;
begin
  -- One plan for all (the settings above): planning for a customer costs more than the call, and small tables are read by index
  -- like large ones.
  perform tenancy.set_tenant(p_tenant_id);
  if v_budget is null then
    select coalesce((t.settings ->> 'promptBudget')::integer, 1500) into v_budget from tenancy.tenants as t where t.id = p_tenant_id;
  end if;
  if v_budget not between 50 and 16000 then
    raise exception 'the budget is out of range' using errcode = 'RP003', hint = 'Between 50 and 16000 tokens.';
  end if;
  return context.render_prompt(identity.follow_merge(p_customer_id), v_budget);
end
$$;
comment on function api.get_context_prompt(uuid, uuid, integer) is
  'A customer''s context as Markdown for a language model, never more than p_budget o200k tokens (50 to 16000; by default the tenant''s promptBudget, else 1500). Sections appear when they hold something: Customer Profile, Current Issue, Upcoming Appointments, Consent, Properties, Other Equipment, Recent Service History, Active Recommendations, Conversation Summary, Notes, Recent Conversation; the least useful lines are left out first. What customers wrote is one line each, quoted. Null when there is no such customer and while CUSTOMER_CONTEXT_ENABLED is off. RP003 for a budget out of range.';
