create or replace function api.open_chat_session(
  p_token jsonb default null, p_widget text default null, p_origin text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  -- How many chats strangers may open a minute through one widget.
  c_openings constant integer := 60;
  v_endpoint_id uuid;
  v_tenant_id uuid := (p_token ->> 'tenantId')::uuid;
  v_chat memory.chats;
  v_tenant record;
  v_rate record;
begin
  if p_widget is not null then
    select e.id, e.tenant_id into v_endpoint_id, v_tenant_id
    from tenancy.channel_endpoints as e
    where e.channel = 'web' and e.address = lower(p_widget) and e.is_active;
    if not found then
      return '{"outcome": "invalid"}';
    end if;
  end if;
  select t.id, coalesce(t.settings -> 'allowedOrigins', '[]') as origins into v_tenant
  from tenancy.tenants as t
  where t.id = v_tenant_id and t.status = 'active';
  if not found then
    return '{"outcome": "invalid"}';
  end if;
  perform tenancy.set_tenant(v_tenant.id);
  if p_origin is not null and not v_tenant.origins ? p_origin then
    return '{"outcome": "origin_not_allowed"}';
  end if;

  if (p_token ->> 'tenantId')::uuid = v_tenant.id then
    v_chat := memory.open_chat(
      v_endpoint_id, (p_token ->> 'chatId')::uuid, (p_token ->> 'epoch')::integer, (p_token -> 'isExpired')::boolean
    );
  end if;
  if v_chat.id is null and p_widget is null then
    return '{"outcome": "invalid"}';
  elsif v_chat.id is null then
    select t.* into v_rate from ops.take_chat_token('openings', null, v_endpoint_id, c_openings, interval '1 minute') as t;
    if not v_rate.is_taken then
      return jsonb_build_object('outcome', 'limited', 'retryAfterSeconds', v_rate.retry_after_seconds);
    end if;
    insert into memory.chats (tenant_id, endpoint_id, opened_by) values (v_tenant.id, v_endpoint_id, 'widget') returning * into v_chat;
  end if;
  return jsonb_build_object(
    'outcome', 'opened', 'tenantId', v_tenant.id, 'chatId', v_chat.id, 'epoch', v_chat.epoch,
    'isVerified', v_chat.verified_at is not null, 'allowedOrigins', v_tenant.origins,
    'business', tenancy.describe_business(v_chat.endpoint_id)
  );
end
$$;
comment on function api.open_chat_session(jsonb, text, text) is
  'Opens a session of the chat that a checked p_token names ({tenantId, chatId, epoch, isExpired}; isExpired for the old session of a visitor who comes back), or, by the public key of a widget, of that visitor''s chat or a new one. p_origin: the web origin of a page that is not ours. {outcome: opened, tenantId, chatId, epoch, isVerified, allowedOrigins, business} | {outcome: invalid | origin_not_allowed} | {outcome: limited, retryAfterSeconds}.';
