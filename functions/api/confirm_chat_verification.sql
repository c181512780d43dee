create or replace function api.confirm_chat_verification(p_tenant_id uuid, p_chat_id uuid, p_verification_id uuid, p_code text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_chat memory.chats;
  v_verification identity.verifications;
  v_check record;
  v_outcome text;
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform outreach.lock_address('web', p_chat_id::text);
  select c.* into v_chat from memory.chats as c where c.tenant_id = p_tenant_id and c.id = p_chat_id and c.revoked_at is null;
  select v.* into v_verification
  from identity.verifications as v
  where v.tenant_id = p_tenant_id and v.id = p_verification_id and v.customer_id = identity.follow_merge(v_chat.customer_id);
  if v_chat.id is null or v_verification.id is null then
    raise exception 'no such verification' using errcode = 'RP001';
  end if;
  -- The visitor and everybody who has the value, in the order of every merge; then the value, whose owner may change no more.
  perform identity.lock_customers(
    v_verification.customer_id || identity.find_customer_ids(p_tenant_id, v_verification.type, v_verification.value)
  );
  perform identity.lock_value(v_verification.type, v_verification.value);
  v_check := identity.check_code(p_verification_id, p_code);
  v_outcome := v_check.outcome;
  if v_outcome = 'right' then
    v_outcome := memory.settle_chat_identity(v_chat, v_verification.type, v_verification.value);
  end if;
  return jsonb_build_object(
    'outcome', v_outcome, 'attemptsLeft', v_check.attempts_left,
    'isVerified', (select c.verified_at is not null from memory.chats as c where c.tenant_id = p_tenant_id and c.id = p_chat_id)
  );
end
$$;
comment on function api.confirm_chat_verification(uuid, uuid, uuid, text) is
  'Checks the one-time code of a chat''s visitor; every try counts: {outcome: linked | pending | wrong | expired | locked, attemptsLeft, isVerified}. linked: the visitor is the customer with that number, their history joined (memory.settle_chat_identity); pending: a person decides. RP001 for a verification that is not this chat''s.';
