create or replace function context.read_consent(p_tenant_id uuid, p_customer_id uuid)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- Telephone numbers and e-mail addresses cannot be mistaken for each other, so a channel finds its own.
  v_addresses text[] := array(
    select i.value from identity.customer_identities as i
    where i.tenant_id = p_tenant_id and i.customer_id = p_customer_id and i.type in ('phone', 'email')
  );
begin
  return (
    select json_object_agg(c.channel, json_build_object(
      'status', case
        when s.reason is not null then 'blocked'
        when e.action = 'opt_in' then 'opted_in'
        else 'not_asked'
      end,
      'reason', s.reason,
      'since', context.to_iso(case when s.reason is not null then s.created_at when e.action = 'opt_in' then e.created_at end)
    ))
    from (values ('sms'), ('voice'), ('email')) as c (channel)
    left join lateral (
      select p.reason, p.created_at
      from outreach.suppressions as p
      where p.tenant_id = p_tenant_id and p.channel = c.channel and p.address = any (v_addresses)
      order by p.created_at desc
      limit 1
    ) as s on true
    left join lateral (
      select v.action, v.created_at
      from outreach.consent_events as v
      where v.tenant_id = p_tenant_id and v.channel = c.channel and v.address = any (v_addresses) and v.action <> 'help'
      order by v.created_at desc
      limit 1
    ) as e on true
  );
end
$$;
comment on function context.read_consent(uuid, uuid) is
  'What may be sent, by channel (sms, voice, email): {status: blocked|opted_in|not_asked, reason, since}. One blocked number or address blocks the channel.';
