create or replace function api.fail_reading(p_tenant_id uuid, p_conversation_id uuid, p_purpose text, p_reason text, p_tries integer)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return jsonb_build_object('failures', memory.note_failed_reading(p_conversation_id, p_purpose, p_reason, greatest(p_tries, 1)));
end
$$;
comment on function api.fail_reading(uuid, uuid, text, text, integer) is
  'Notes that a model could not read a conversation as it stands, in so many tries (p_reason: invalid_output | refused …): {failures}. After two it is left until something new is said.';
