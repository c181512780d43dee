create or replace function insight.read_known(p_customer_ids uuid[])
returns table (
  id uuid, customer_id uuid, rule text, subject text, cause text, wording smallint, priority text, insight_data jsonb,
  confidence ops.confidence, status text, actioned_at timestamptz, expired_reason text, expires_at timestamptz
)
language plpgsql
stable
security invoker
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
begin
  return query
  -- Without the texts, which are long and follow from the data.
  select
    i.id, i.customer_id, i.rule, i.subject, i.cause, i.wording, i.priority, i.insight_data, i.confidence, i.status, i.actioned_at,
    i.expired_reason, i.expires_at
  from insight.customer_insights as i
  where i.tenant_id = tenancy.current_tenant()
    and (p_customer_ids is null or i.customer_id = any (p_customer_ids))
    and (i.rule is not null or i.status = 'active' and i.expires_at <= ops.now());
end
$$;
comment on function insight.read_known(uuid[]) is
  'What rules have found so far of some customers of the current tenant (all: null), however it ended, and what is too old of what others wrote.';
