create or replace function api.confirm_verification(p_tenant_id uuid, p_verification_id uuid, p_code text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_verification identity.verifications;
  v_check record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select v.* into v_verification from identity.verifications as v where v.tenant_id = p_tenant_id and v.id = p_verification_id;
  if not found then
    raise exception 'no such verification' using errcode = 'RP001';
  end if;
  perform identity.lock_customer(v_verification.customer_id);
  perform identity.lock_value(v_verification.type, v_verification.value);
  v_check := identity.check_code(p_verification_id, p_code);
  if v_check.outcome <> 'right' then
    return jsonb_build_object('outcome', v_check.outcome, 'attemptsLeft', v_check.attempts_left);
  end if;
  return api.link_identity(p_tenant_id, v_verification.customer_id, v_verification.type, v_verification.value, false, 'code')
    || jsonb_build_object('attemptsLeft', 0);
end
$$;
comment on function api.confirm_verification(uuid, uuid, text) is
  'Checks a one-time code; every try counts. {outcome: linked | pending | wrong | expired | locked, attemptsLeft, isShared}; linked makes the identity verified. RP001 for an unknown verification.';
