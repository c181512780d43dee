create or replace function identity.tg_customer_identities__revive_opt_out()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if not exists (select from identity.erased_opt_outs as e where e.tenant_id = new.tenant_id) then
    return null;
  end if;
  -- From here on the suppression is an ordinary one again, which START lifts.
  with revived as (
    delete from identity.erased_opt_outs as e
    using (values ('phone', 'sms'), ('phone', 'voice'), ('email', 'email')) as c (type, channel)
    where c.type = new.type and e.tenant_id = new.tenant_id and e.channel = c.channel
      and e.hash = identity.hash_identifier(new.tenant_id, c.channel, new.value)
    returning e.channel, e.reason
  )
  insert into outreach.suppressions (tenant_id, channel, address, reason)
  select new.tenant_id, r.channel, new.value, r.reason from revived as r
  on conflict do nothing;
  return null;
end
$$;
comment on function identity.tg_customer_identities__revive_opt_out() is
  'A number or address that opted out before its owner was erased is opted out again as soon as it is known again.';

create or replace trigger _500_revive_opt_out after insert or update of value on identity.customer_identities
for each row when (new.type in ('phone', 'email'))
execute function identity.tg_customer_identities__revive_opt_out();
