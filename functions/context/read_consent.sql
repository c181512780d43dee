create or replace function context.read_consent(p_customer_id uuid)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- By address alone: a telephone number cannot be mistaken for an e-mail address, so every channel finds its own.
  return (
    select json_object_agg(c.channel, json_build_object(
      'status', case
        when s.reason is not null then 'blocked'
        when e.action = 'opt_in' then 'opted_in'
        else 'not_asked'
      end,
      'reason', s.reason,
      'since', context.to_iso(case when s.reason is not null then s.created_at when e.action = 'opt_in' then e.created_at end)
    ) order by c.place)
    from (values (1, 'sms'), (2, 'voice'), (3, 'email')) as c (place, channel)
    left join (
      select distinct on (p.channel) p.channel, p.reason, p.created_at
      from identity.customer_identities as i
      join outreach.suppressions as p on p.tenant_id = i.tenant_id and p.address = i.value
      where i.tenant_id = tenancy.current_tenant() and i.customer_id = p_customer_id and i.type in ('phone', 'email')
      order by p.channel, p.created_at desc
    ) as s on s.channel = c.channel
    left join (
      select distinct on (v.channel) v.channel, v.action, v.created_at
      from identity.customer_identities as i
      join outreach.consent_events as v on v.tenant_id = i.tenant_id and v.address = i.value
      where i.tenant_id = tenancy.current_tenant() and i.customer_id = p_customer_id and i.type in ('phone', 'email') and v.action <> 'help'
      order by v.channel, v.created_at desc
    ) as e on e.channel = c.channel
  );
end
$$;
comment on function context.read_consent(uuid) is
  'What may be sent to a customer, by channel (sms, voice, email): {status: blocked|opted_in|not_asked, reason, since}. One blocked number or address blocks the channel.';
