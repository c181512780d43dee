create or replace function crm.advance_address_push(p_push crm.pushes, p_outcome jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_remote_id text;
begin
  if p_outcome ->> 'kind' = 'created' then
    v_remote_id := p_outcome ->> 'id';
  else
    select l.id into v_remote_id
    from context.customer_addresses as a
    join jsonb_to_recordset(p_outcome -> 'addresses') as l (id text, street text, "streetLine2" text, zip text)
      on crm.address_key(l.street, l."streetLine2", l.zip) = crm.address_key(a.street, a.street_line_2, a.zip)
    where a.tenant_id = p_push.tenant_id and a.id = p_push.address_id and l.id is not null
    order by l.id
    limit 1;
    if not found then
      return crm.step_push(p_push.id, 'write');
    end if;
  end if;
  if v_remote_id is null then
    -- Made, but not told under which id: read back.
    return crm.defer_push(p_push, 'unknown', 'no id came back', ops.now() + interval '2 minutes', true);
  end if;

  update context.customer_addresses as a
  set housecall_pro_address_id = v_remote_id
  where a.tenant_id = p_push.tenant_id and a.id = p_push.address_id and a.housecall_pro_address_id is null
    -- An event may have brought it as an address of its own by now.
    and not exists (
      select from context.customer_addresses as o where o.tenant_id = a.tenant_id and o.housecall_pro_address_id = v_remote_id
    );
  return crm.end_push(
    p_push, case when p_push.step = 'write' or p_push.failures > 0 then 'done' else 'skipped' end,
    case when p_push.step = 'read' then 'it is there' end, null, v_remote_id
  );
end
$$;
comment on function crm.advance_address_push(crm.pushes, jsonb) is
  'What comes after a call of an address push: among {kind: addresses, addresses [{id, street, streetLine2, zip}]} it is found by street and zip, else created; {kind: created, id} is remembered. The next call, or how it ended.';
