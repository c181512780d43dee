create or replace function crm.update_profiles(p_rows crm.customer_row[])
returns uuid[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_change crm.profile_change;
  v_changes crm.profile_change[];
begin
  if not exists (select from unnest(p_rows) as r where r.outcome in ('linked', 'known')) then
    return '{}'::uuid[];
  end if;
  perform crm.adopt_records(p_rows);
  v_changes := crm.list_profile_changes(p_rows);
  -- A customer at a time, because each has other fields that change; most have none.
  foreach v_change in array v_changes loop
    perform identity.apply_changes(v_change.customer_id, v_change.changes);
  end loop;
  -- A customer that HousecallPro brought needs no word on it for what it says.
  insert into identity.field_sources as s (tenant_id, customer_id, field, source, source_ref, set_at, set_by)
  select tenancy.current_tenant(), c.customer_id, f.field, 'crm', 'housecall:' || c.id, ops.now(), ops.current_actor()
  from unnest(v_changes) as c
  cross join lateral jsonb_object_keys(c.changes) as f (field)
  where f.field = any (c.foreign_fields)
  on conflict (tenant_id, customer_id, field) do update
  set source = excluded.source, source_ref = excluded.source_ref, set_at = excluded.set_at, set_by = excluded.set_by;
  return array(select c.customer_id from unnest(v_changes) as c);
end
$$;
comment on function crm.update_profiles(crm.customer_row[]) is
  'Gives known and newly linked customers (outcome known, linked) what HousecallPro newly says of their profile; what a person set stays. Returns whose profile changed.';
