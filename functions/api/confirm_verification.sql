create or replace function api.confirm_verification(p_tenant_id uuid, p_verification_id uuid, p_code text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_verification identity.verifications;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select v.* into v_verification from identity.verifications as v where v.tenant_id = p_tenant_id and v.id = p_verification_id;
  if not found then
    raise exception 'no such verification' using errcode = 'RP001';
  end if;
  perform identity.lock_customer(v_verification.customer_id);
  perform identity.lock_value(v_verification.type, v_verification.value);
  -- Read again under the lock: every guess sees the count of all before it.
  select v.* into v_verification
  from identity.verifications as v
  where v.tenant_id = p_tenant_id and v.id = p_verification_id
  for update;
  if v_verification.consumed_at is not null or v_verification.expires_at <= ops.now() then
    return jsonb_build_object('outcome', 'expired', 'attemptsLeft', 0);
  end if;
  if v_verification.attempts >= v_verification.max_attempts then
    return jsonb_build_object('outcome', 'locked', 'attemptsLeft', 0);
  end if;

  -- Answered with a value, not an error: an error would roll the counted attempt back.
  update identity.verifications as v
  set attempts = v.attempts + 1
  where v.tenant_id = p_tenant_id and v.id = p_verification_id;
  if identity.hash_code(v_verification.id, btrim(p_code)) is distinct from v_verification.code_hash then
    return jsonb_build_object(
      'outcome', 'wrong', 'attemptsLeft', v_verification.max_attempts - v_verification.attempts - 1
    );
  end if;
  update identity.verifications as v
  set consumed_at = ops.now()
  where v.tenant_id = p_tenant_id and v.id = p_verification_id;
  return api.link_identity(p_tenant_id, v_verification.customer_id, v_verification.type, v_verification.value, false, 'code')
    || jsonb_build_object('attemptsLeft', 0);
end
$$;
comment on function api.confirm_verification(uuid, uuid, text) is
  'Checks a one-time code; every try counts. {outcome: linked | pending | wrong | expired | locked, attemptsLeft, isShared}; linked makes the identity verified. RP001 for an unknown verification.';
