create or replace function api.list_memory_notes(p_tenant_id uuid, p_customer_id uuid, p_all boolean default false)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_customer_id uuid;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_customer_id := identity.know_customer(p_customer_id);
  return (
    select coalesce(jsonb_agg(memory.describe_note(n) order by n.recorded_at desc, n.id desc), '[]')
    from (
      select m.*
      from memory.memory_notes as m
      where m.tenant_id = p_tenant_id and m.customer_id = v_customer_id
        and (p_all or m.retired_at is null and coalesce(m.valid_to, 'infinity') > ops.now())
      order by m.recorded_at desc, m.id desc
      limit 500
    ) as n
  );
end
$$;
comment on function api.list_memory_notes(uuid, uuid, boolean) is
  'What is remembered about a customer, newest first, at most 500: [{id, customerId, kind, slot, value, note, quote, source, sourceMessageId, confidence 0-1, writtenBy, validFrom, validTo, recordedAt, confirmedAt, editedAt, editedBy, retiredAt, retiredReason, supersededBy, version}]. With p_all what was superseded or retired, too. RP001 unknown, RP006 erased.';
