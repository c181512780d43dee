create or replace function api.start_verification(
  p_tenant_id uuid, p_customer_id uuid, p_type text, p_value text, p_conversation_id uuid default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_id uuid := ops.new_id();
  v_code text;
  v_expires_at timestamptz := ops.now() + interval '10 minutes';
  v_recent integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  p_customer_id := identity.follow_merge(p_customer_id);
  perform identity.lock_customer(p_customer_id);
  perform identity.lock_value(p_type, p_value);
  -- A limit per customer and per value: neither can be used to make us flood a number with codes.
  select count(*) into v_recent
  from identity.verifications as v
  where v.tenant_id = p_tenant_id and v.created_at > ops.now() - interval '1 hour'
    and (v.customer_id = p_customer_id or v.type = p_type and v.value = p_value);
  if v_recent >= 5 then
    raise exception 'too many codes were asked for' using errcode = 'RP007', hint = 'Try again in an hour.';
  end if;

  update identity.verifications as v
  set consumed_at = ops.now()
  where v.tenant_id = p_tenant_id and v.type = p_type and v.value = p_value and v.consumed_at is null;
  v_code := identity.random_code();
  insert into identity.verifications (tenant_id, id, customer_id, type, value, code_hash, expires_at)
  values (p_tenant_id, v_id, p_customer_id, p_type, p_value, identity.hash_code(v_id, v_code), v_expires_at);

  -- By text the code goes through the outbox; otherwise the caller has a channel of its own and carries it.
  if p_conversation_id is not null and p_type = 'phone' then
    perform outreach.queue_delivery(
      p_conversation_id, 'verification',
      outreach.render_template('verification_code', 'sms', jsonb_build_object('code', v_code)),
      'system', p_value, null, 'verification:' || v_id, v_expires_at, true
    );
    v_code := null;
  end if;
  return jsonb_build_object('verificationId', v_id, 'expiresAt', v_expires_at, 'code', v_code);
end
$$;
comment on function api.start_verification(uuid, uuid, text, text, uuid) is
  'Makes a six-digit one-time code for a phone or e-mail, valid 10 minutes and 5 attempts, only its salted hash stored: {verificationId, expiresAt, code}. With a conversation the code is texted and not returned. RP001 for an unknown customer, RP007 after five codes an hour, 23514 for a value that is not normalised.';
