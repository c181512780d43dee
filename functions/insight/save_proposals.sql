create or replace function insight.save_proposals(p_tenant_id uuid, p_customer_id uuid, p_output jsonb, p_written_by text)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_most constant integer := 3;
  c_kept constant interval := interval '90 days';
  v_customer_id constant uuid := identity.follow_merge(p_customer_id);
begin
  if jsonb_typeof(p_output -> 'proposals') is distinct from 'array' then
    return 'invalid';
  elsif not tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_INSIGHTS') then
    return 'gone';
  end if;
  perform insight.take_turn();
  perform c.id from identity.customers as c where c.tenant_id = p_tenant_id and c.id = v_customer_id for key share;
  if not found then
    return 'gone';
  end if;

  insert into insight.customer_insights as i (
    tenant_id, customer_id, insight_type, subject, priority, title, description, suggested_action, insight_data, confidence, expires_at
  )
  select distinct on (r.type)
    p_tenant_id, v_customer_id, r.type, 'customer/model', r.priority, insight.tidy_text(r.title, 120), insight.tidy_text(r.description, 600),
    insight.tidy_text(r."suggestedAction", 300),
    jsonb_build_object('writtenBy', p_written_by, 'evidence', insight.tidy_text(r.evidence, 300)),
    least(greatest(r.confidence, 0), 1), ops.now() + c_kept
  from (
    select p.* from rows from (jsonb_to_recordset(p_output -> 'proposals') as (
      type text, priority text, title text, description text, "suggestedAction" text, evidence text, confidence numeric
    )) with ordinality as p (type, priority, title, description, "suggestedAction", evidence, confidence, place)
    order by p.place
    limit c_most
  ) as r
  where insight.tidy_text(r.title, 120) is not null and insight.tidy_text(r.description, 600) is not null
    -- What a rule says, or said until somebody dismissed it, is not said again in other words; nor what was done lately.
    and not exists (
      select from insight.customer_insights as o
      where o.tenant_id = p_tenant_id and o.customer_id = v_customer_id and o.insight_type = r.type
        and (
          o.status = 'active' and coalesce(o.expires_at, 'infinity') > ops.now()
          or o.status in ('dismissed', 'actioned') and o.actioned_at + make_interval(days => insight.proposal_cooldown(o.rule, r.type)) > ops.now()
        )
    )
  order by r.type, r.place
  on conflict (tenant_id, customer_id, insight_type, subject) do update
  set status = 'active', priority = excluded.priority, title = excluded.title, description = excluded.description,
    suggested_action = excluded.suggested_action, insight_data = excluded.insight_data, confidence = excluded.confidence,
    expires_at = excluded.expires_at, generated_at = ops.now(), actioned_at = null, actioned_by = null, dismissed_reason = null,
    expired_reason = null;
  return 'saved';
end
$$;
comment on function insight.save_proposals(uuid, uuid, jsonb, text) is
  'Keeps what a model proposed for a customer, {proposals: [{type, priority, title, description, suggestedAction, evidence, confidence}]}, at most three: one of a type, none of a type of which an insight is active, or was dismissed or actioned within the cooldown. saved (also when nothing was left), gone (no such customer, or insights are off), invalid; a type or priority that does not exist raises 23514.';
