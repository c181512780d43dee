-- owner: rapport_owner
create or replace function identity.hash_identifier(p_tenant_id uuid, p_type text, p_value text)
returns bytea
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_secret bytea;
begin
  select k.secret into v_secret from identity.erasure_keys as k where k.tenant_id = p_tenant_id;
  if not found then
    insert into identity.erasure_keys (tenant_id, secret)
    -- Four version 4 uuids: 488 bits out of the server's strong source.
    values (p_tenant_id, sha256(
      uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
    ))
    on conflict (tenant_id) do nothing;
    select k.secret into v_secret from identity.erasure_keys as k where k.tenant_id = p_tenant_id;
  end if;
  return ops.hmac_sha256(v_secret, convert_to(p_type || ':' || p_value, 'UTF8'));
end
$$;
comment on function identity.hash_identifier(uuid, text, text) is
  'HMAC-SHA256 of an identifier under the tenant''s own key, which is made on first use and which only the owner can read.';
