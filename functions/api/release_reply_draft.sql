create or replace function api.release_reply_draft(p_tenant_id uuid, p_conversation_id uuid, p_writer_id uuid, p_failure text)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  update ai.reply_drafts as d
  set lease_expires_at = ops.now(), failure = p_failure, updated_at = ops.now()
  where d.tenant_id = p_tenant_id and d.conversation_id = p_conversation_id and d.state = 'writing' and d.writer_id = p_writer_id;
  return found;
end
$$;
comment on function api.release_reply_draft(uuid, uuid, uuid, text) is
  'Gives up writing a reply, so that the next attempt need not wait for the lease to end; p_failure: provider_failed | time_limit | unavailable. Whether it was this writer''s.';
