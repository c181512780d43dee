create or replace function context.read_consent(p_tenant_id uuid, p_customer_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select jsonb_object_agg(c.channel, jsonb_build_object(
      'status', case
        when s.reason is not null then 'blocked'
        when e.action = 'opt_in' then 'opted_in'
        else 'not_asked'
      end,
      'reason', s.reason,
      'since', context.to_iso(case when s.reason is not null then s.created_at when e.action = 'opt_in' then e.created_at end)
    ))
    from (values ('sms', 'phone'), ('voice', 'phone'), ('email', 'email')) as c (channel, type)
    left join lateral (
      select p.reason, p.created_at
      from identity.customer_identities as i
      join outreach.suppressions as p on p.tenant_id = p_tenant_id and p.channel = c.channel and p.address = i.value
      where i.tenant_id = p_tenant_id and i.customer_id = p_customer_id and i.type = c.type
      order by p.created_at desc
      limit 1
    ) as s on true
    left join lateral (
      select v.action, v.created_at
      from identity.customer_identities as i
      join outreach.consent_events as v on v.tenant_id = p_tenant_id and v.channel = c.channel and v.address = i.value
      where i.tenant_id = p_tenant_id and i.customer_id = p_customer_id and i.type = c.type and v.action <> 'help'
      order by v.created_at desc
      limit 1
    ) as e on true
  );
end
$$;
comment on function context.read_consent(uuid, uuid) is
  'What may be sent, by channel (sms, voice, email): {status: blocked|opted_in|not_asked, reason, since}. One blocked number or address blocks the channel.';
