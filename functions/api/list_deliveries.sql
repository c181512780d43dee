create or replace function api.list_deliveries(p_tenant_id uuid, p_state text default null, p_limit integer default 50)
returns table (
  delivery_id uuid, conversation_id uuid, purpose text, channel text, from_address text, to_address text, state text,
  reason text, label text, attempt integer, body text, error_code text, provider_message_id text,
  created_at timestamptz, updated_at timestamptz
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return query
  select d.id, m.conversation_id, d.purpose, d.channel::text, d.from_address, d.to_address, d.state, d.reason,
    concat_ws(': ', d.state, d.reason), d.attempt::integer,
    case when m.is_secret then '[one-time code]' else m.body end, d.error_code, d.provider_message_id, d.created_at,
    d.updated_at
  from outreach.deliveries as d
  join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
  where d.tenant_id = p_tenant_id and (p_state is null or d.state = p_state)
  order by d.created_at desc, d.id desc
  limit least(coalesce(p_limit, 50), 1000);
end
$$;
comment on function api.list_deliveries(uuid, text, integer) is
  'A tenant''s outbox, newest first, of one state or all; label reads like "held: demo" or "undeliverable: no credentials". Secret texts are not shown.';
