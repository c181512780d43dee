create or replace function api.update_insight(
  p_tenant_id uuid, p_insight_id uuid, p_status text, p_actioned_by text, p_reason text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_insight insight.customer_insights;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if p_status is null or p_status not in ('actioned', 'dismissed') then
    raise exception 'an insight can be actioned or dismissed' using errcode = 'RP003', hint = 'Use actioned or dismissed.';
  end if;

  update insight.customer_insights as i
  set status = p_status, actioned_at = ops.now(), actioned_by = p_actioned_by,
    dismissed_reason = case when p_status = 'dismissed' then nullif(btrim(p_reason), '') end
  where i.tenant_id = p_tenant_id
    and i.id = p_insight_id
    and i.status = 'active'
    and coalesce(i.expires_at, 'infinity') > ops.now()
  returning i.* into v_insight;
  if not found then
    select i.* into v_insight from insight.customer_insights as i where i.tenant_id = p_tenant_id and i.id = p_insight_id;
    if not found then
      raise exception 'no such insight' using errcode = 'RP001';
    -- Whoever asks for what is so already, perhaps because the first answer was lost, is told who did it.
    elsif v_insight.status <> p_status then
      raise exception 'this insight is closed' using errcode = 'RP004', hint = 'It was actioned, dismissed or has expired.';
    end if;
  end if;

  return jsonb_build_object(
    'id', v_insight.id, 'customerId', v_insight.customer_id, 'type', v_insight.insight_type, 'status', v_insight.status,
    'actionedAt', context.to_iso(v_insight.actioned_at), 'actionedBy', v_insight.actioned_by,
    'dismissedReason', v_insight.dismissed_reason
  );
end
$$;
comment on function api.update_insight(uuid, uuid, text, text, text) is
  'Closes a recommendation as actioned or dismissed (with a reason): {id, customerId, type, status, actionedAt, actionedBy, dismissedReason}. What is closed so already stays as it is and comes back. RP001 when there is none, RP004 when it is closed otherwise or has expired, RP003 for another status.';
