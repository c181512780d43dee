create or replace function memory.transfer_number(p_location_id uuid, p_from text, p_channel_state jsonb)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  return (
    select n.number
    from tenancy.locations as l
    join tenancy.tenants as t on t.id = l.tenant_id
    cross join lateral (values
      (1, t.settings -> 'calls' ->> 'transferTo'),
      (2, case when tenancy.is_open(l.id) then l.phone::text end),
      (3, l.on_call_phone::text)
    ) as n (rank, number)
    where l.tenant_id = v_tenant_id and l.id = p_location_id
      and n.number is not null and n.number is distinct from p_from
      -- One of our own numbers would bring the call back here.
      and not exists (
        select from tenancy.channel_endpoints as e where e.channel = 'voice' and e.address = n.number and e.is_active
      )
      and (
        coalesce(p_channel_state -> 'demoMode', 'false') <> 'true'
        or p_channel_state -> 'allowedRecipients' ? n.number
        or exists (
          select from outreach.allowed_demo_recipients as r where r.tenant_id = v_tenant_id and r.address = n.number
        )
      )
    order by n.rank
    limit 1
  );
end
$$;
comment on function memory.transfer_number(uuid, text, jsonb) is
  'Whom a caller is put through to: the tenant''s choice, else in the opening hours the location''s number, else the one on call; never the caller and never a number that is answered here, in demo mode only those allowed (p_channel_state: {demoMode, allowedRecipients}). Null: nobody.';
