create or replace function context.list_insights(p_customer_id uuid)
returns table (
  id uuid, type text, title text, description text, priority text, "suggestedAction" text, confidence numeric,
  "generatedAt" text, "expiresAt" text
)
language sql
stable
parallel safe
begin atomic
  select
    i.id, i.insight_type, i.title, i.description, i.priority, i.suggested_action, i.confidence,
    context.to_iso(i.generated_at), context.to_iso(i.expires_at)
  from insight.customer_insights as i
  where i.tenant_id = tenancy.current_tenant()
    and i.customer_id = p_customer_id
    and i.status = 'active'
    and coalesce(i.expires_at, 'infinity') > ops.now()
  order by array_position(array['urgent', 'high', 'medium', 'low'], i.priority), i.generated_at desc, i.id;
end;
comment on function context.list_insights(uuid) is 'Active recommendations, most pressing first.';
