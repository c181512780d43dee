create or replace function identity.check_code(p_verification_id uuid, p_code text, out outcome text, out attempts_left integer)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_verification identity.verifications;
begin
  -- Read under the lock: every guess sees the count of all before it.
  select v.* into v_verification
  from identity.verifications as v
  where v.tenant_id = v_tenant_id and v.id = p_verification_id
  for update;
  attempts_left := 0;
  if v_verification.consumed_at is not null or v_verification.expires_at <= ops.now() then
    outcome := 'expired';
    return;
  elsif v_verification.attempts >= v_verification.max_attempts then
    outcome := 'locked';
    return;
  end if;

  -- Answered with a value, not an error: an error would roll the counted attempt back.
  update identity.verifications as v
  set attempts = v.attempts + 1
  where v.tenant_id = v_tenant_id and v.id = p_verification_id;
  if identity.hash_code(v_verification.id, btrim(p_code)) is distinct from v_verification.code_hash then
    outcome := 'wrong';
    attempts_left := v_verification.max_attempts - v_verification.attempts - 1;
    return;
  end if;
  update identity.verifications as v
  set consumed_at = ops.now()
  where v.tenant_id = v_tenant_id and v.id = p_verification_id;
  outcome := 'right';
end
$$;
comment on function identity.check_code(uuid, text) is
  'Tries a one-time code; every try counts, and the right one is spent: {outcome: right | wrong | expired | locked, attempts_left}. The caller holds the customer and the value.';
