create or replace function context.list_insights(p_tenant_id uuid, p_customer_id uuid)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array_to_json(array(
    select json_build_object(
      'id', i.id, 'type', i.insight_type, 'title', i.title, 'description', i.description, 'priority', i.priority,
      'suggestedAction', i.suggested_action, 'confidence', i.confidence, 'generatedAt', context.to_iso(i.generated_at),
      'expiresAt', context.to_iso(i.expires_at)
    )
    from insight.customer_insights as i
    where i.tenant_id = p_tenant_id
      and i.customer_id = p_customer_id
      and i.status = 'active'
      and coalesce(i.expires_at, 'infinity') > ops.now()
    order by array_position(array['urgent', 'high', 'medium', 'low'], i.priority), i.generated_at desc, i.id
  ));
end
$$;
comment on function context.list_insights(uuid, uuid) is
  'Active recommendations, most pressing first: {id, type, title, description, priority, suggestedAction, confidence, generatedAt, expiresAt}.';
