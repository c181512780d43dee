create or replace function api.erase_customer(p_tenant_id uuid, p_customer_id uuid, p_actor text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_customer_id uuid;
  v_family uuid[];
  v_values text[];
  v_events integer;
  v_opt_outs integer;
  v_counts jsonb;
  v_erasure identity.erasures;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_customer_id := identity.follow_merge(p_customer_id);
  v_family := identity.list_family(v_customer_id);
  perform identity.lock_customers(v_family);
  if not exists (select from identity.customers as c where c.tenant_id = p_tenant_id and c.id = v_customer_id) then
    perform identity.refuse_unknown(p_tenant_id, p_customer_id);
  elsif identity.list_family(identity.follow_merge(p_customer_id)) <> v_family then
    raise exception 'the customer was merged meanwhile' using errcode = '40001';
  end if;

  -- What they wrote is taken in before it goes: it may be a STOP, and that outlives them.
  perform memory.process_inbox(split_part(a.address, ' ', 1), split_part(a.address, ' ', 2))
  from unnest(identity.list_addresses(v_family)) as a (address);
  perform identity.claim_traces(v_customer_id, v_family);
  v_events := crm.forget_events(v_family);
  v_opt_outs := identity.remember_erased(v_family);
  v_values := array(select v.value from identity.list_own_values(v_family) as v);
  v_counts := identity.erase_rows(v_family);
  -- What other rows hold of a number or address that nobody has any more.
  delete from memory.inbox as i where i.tenant_id = p_tenant_id and i.address = any (v_values);
  delete from identity.verifications as v where v.tenant_id = p_tenant_id and v.value = any (v_values);
  delete from identity.pending_links as l where l.tenant_id = p_tenant_id and l.value = any (v_values);
  delete from outreach.allowed_demo_recipients as r where r.tenant_id = p_tenant_id and r.address = any (v_values);

  -- The deletions above are in the audit log too, and a row of others can name an erased id.
  perform ops.forget_audit(v_family, v_values || v_family::text[]);
  insert into identity.erasures (tenant_id, erased_by, row_counts)
  values (p_tenant_id, p_actor, v_counts || jsonb_build_object('events', v_events))
  returning * into v_erasure;
  return jsonb_build_object(
    'erasureId', v_erasure.id, 'erasedAt', context.to_iso(v_erasure.erased_at), 'erasedBy', v_erasure.erased_by,
    'rowCounts', v_erasure.row_counts, 'optOutsKept', v_opt_outs
  );
end
$$;
comment on function api.erase_customer(uuid, uuid, text) is
  'Removes every trace of a customer and of those merged into them: rows of all tables, events as they came, jobs, what was derived. Keeps the proof that comes back, without personal data ({erasureId, erasedAt, erasedBy, rowCounts by table, optOutsKept}), and keyed HMACs: a number that had opted out stays opted out when it comes back, and no sync or import brings the record back. p_actor: the id of an API key. Not to be undone. RP001 for an unknown customer, RP006 for one that was erased before.';
