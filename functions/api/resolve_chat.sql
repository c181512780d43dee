create or replace function api.resolve_chat(p_tenant_id uuid, p_chat_id uuid, p_epoch integer)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_per_minute constant integer := 100;
  v_chat record;
  v_rate record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  select c.customer_id, c.verified_at is not null as is_verified, t.settings -> 'allowedOrigins' as origins into v_chat
  from memory.chats as c
  join tenancy.tenants as t on t.id = c.tenant_id and t.status = 'active'
  where c.tenant_id = p_tenant_id and c.id = p_chat_id and c.epoch = p_epoch and c.revoked_at is null;
  if not found then
    return null;
  end if;
  select t.* into v_rate from ops.take_chat_token('requests', p_chat_id, null, c_per_minute, interval '1 minute') as t;
  return jsonb_build_object(
    'tenantId', p_tenant_id, 'chatId', p_chat_id, 'isVerified', v_chat.is_verified, 'allowedOrigins', coalesce(v_chat.origins, '[]'),
    'rate', jsonb_build_object(
      'perMinute', c_per_minute, 'isExceeded', not v_rate.is_taken, 'remaining', v_rate.remaining,
      'retryAfterSeconds', v_rate.retry_after_seconds
    )
  );
end
$$;
comment on function api.resolve_chat(uuid, uuid, integer) is
  'Whose session this is, by what its token says, and one request off the 100 that a chat may make a minute: {tenantId, chatId, isVerified, allowedOrigins, rate: {perMinute, isExceeded, remaining, retryAfterSeconds}}; null when the chat was revoked or is not there. It is a transaction of its own, before the request''s.';
