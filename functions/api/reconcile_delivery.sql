create or replace function api.reconcile_delivery(p_tenant_id uuid, p_delivery_id uuid, p_listed jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_delivery outreach.deliveries;
  v_found record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_delivery := outreach.lock_delivery(p_delivery_id);
  if v_delivery.state is distinct from 'unknown' then
    return jsonb_build_object('outcome', 'settled', 'state', v_delivery.state);
  end if;

  select l.sid, l.status, l."errorCode" as error_code into v_found
  from jsonb_to_recordset(p_listed) as l (
    sid text, status text, direction text, "from" text, "to" text, body text, "errorCode" text, "createdAt" timestamptz,
    "sentAt" timestamptz
  )
  join memory.messages as m on m.tenant_id = p_tenant_id and m.id = v_delivery.message_id
  join outreach.delivery_attempts as a
    on a.tenant_id = p_tenant_id and a.delivery_id = p_delivery_id and a.attempt = v_delivery.attempt
  left join tenancy.channel_endpoints as e on e.tenant_id = p_tenant_id and e.id = v_delivery.endpoint_id
  where l.direction like 'outbound%'
    and l."to" = v_delivery.to_address
    and (l."from" = v_delivery.from_address or e.messaging_service_sid is not null)
    -- Trial accounts put a line of their own in front.
    and regexp_replace(l.body, '^Sent from your Twilio trial account - ', '') in (m.body, btrim(m.body))
    -- Twilio's times are whole seconds of a clock of its own.
    and coalesce(l."createdAt", l."sentAt") between a.started_at - interval '5 seconds' and a.started_at + interval '5 minutes'
    and not exists (
      select from outreach.delivery_attempts as other
      where other.tenant_id = p_tenant_id and other.provider_message_id = l.sid
    )
  order by coalesce(l."createdAt", l."sentAt"), l.sid
  limit 1;
  if not found then
    return jsonb_build_object('outcome', 'unresolved', 'state', v_delivery.state);
  end if;

  perform outreach.apply_provider_status(v_delivery, v_delivery.attempt, v_found.sid, v_found.status, v_found.error_code);
  return jsonb_build_object('outcome', 'resolved', 'state', (
    select d.state from outreach.deliveries as d where d.tenant_id = p_tenant_id and d.id = p_delivery_id
  ));
end
$$;
comment on function api.reconcile_delivery(uuid, uuid, jsonb) is
  'Looks for an unknown delivery among the messages that the provider lists for its recipient: an array of {sid, status, direction, from, to, body, errorCode, createdAt, sentAt}. One with its text, sender and time that belongs to no other attempt settles it. Returns {outcome: resolved | unresolved | settled (by somebody else), state}. An unresolved one is never sent again by itself.';
