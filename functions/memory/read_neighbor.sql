create or replace function memory.read_neighbor(
  p_tenant_id uuid, p_conversation_id uuid, p_at timestamptz, p_message_id uuid, p_is_after boolean
)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return null;
end
$$;
comment on function memory.read_neighbor(uuid, uuid, timestamptz, uuid, boolean) is 'draft';
