create or replace function intake.store_conversations(p_rows intake.audit_row[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_location_id uuid;
  v_made jsonb;
  v_count integer;
begin
  select l.id into v_location_id from tenancy.locations as l where l.tenant_id = v_tenant_id and l.is_default;
  if not found then
    raise exception 'the tenant has no location' using errcode = 'RP004', hint = 'Create a location first.';
  end if;

  select coalesce(jsonb_agg(jsonb_build_object('lead', n.lead_id, 'conversation', ops.new_id())), '[]') into v_made
  from (
    select distinct r.lead_id from unnest(p_rows) as r where r.outcome = 'imported'
    except
    select b.lead_id from intake.backfilled_conversations as b where b.tenant_id = v_tenant_id
  ) as n;
  insert into memory.conversations (
    tenant_id, id, location_id, channel, address, customer_id, status, opened_at, last_message_at, closed_at
  )
  select v_tenant_id, m.conversation, v_location_id, l.channel, coalesce(l.external_id, i.value, 'unknown'), l.customer_id, 'closed',
    least(l.created_at, s.first_at), s.last_at, s.last_at
  from jsonb_to_recordset(v_made) as m (lead uuid, conversation uuid)
  join (
    select r.lead_id, min(r.at) as first_at, max(r.at) as last_at from unnest(p_rows) as r where r.outcome = 'imported' group by r.lead_id
  ) as s on s.lead_id = m.lead
  join lead.leads as l on l.tenant_id = v_tenant_id and l.id = m.lead
  left join lateral (
    select i.value from identity.customer_identities as i
    where i.tenant_id = v_tenant_id and i.customer_id = l.customer_id
      and i.type = case l.channel when 'email' then 'email' when 'web' then 'web_user_id' else 'phone' end
    order by i.is_primary desc, i.created_at, i.id
    limit 1
  ) as i on true;
  get diagnostics v_count = row_count;
  insert into intake.backfilled_conversations (tenant_id, conversation_id, lead_id)
  select v_tenant_id, m.conversation, m.lead from jsonb_to_recordset(v_made) as m (lead uuid, conversation uuid);
  return v_count;
end
$$;
comment on function intake.store_conversations(intake.audit_row[]) is
  'Makes the closed conversations of the leads of imported rows that have none yet. Returns how many. RP004 without a location.';
