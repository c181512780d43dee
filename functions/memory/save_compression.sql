create or replace function memory.save_compression(p_tenant_id uuid, p_conversation_id uuid, p_output jsonb, p_written_by text)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_conversation memory.conversations;
  v_through timestamptz;
  v_summary constant text := nullif(btrim(context.flatten_text(p_output ->> 'summary', 4000)), '');
  v_issue constant text := nullif(btrim(context.flatten_text(p_output ->> 'currentIssue', 1000)), '');
  v_counts jsonb;
  v_items jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_conversation := memory.begin_saving(p_conversation_id);
  -- Nobody's, or somebody else's meanwhile: the customer was erased, or told apart.
  if v_conversation.id is null or v_conversation.customer_id is null then
    return 'gone';
  end if;
  v_through := memory.read_through(p_conversation_id, p_output);
  if v_through is null or v_summary is null or exists (
    select from unnest(array['promises', 'appointments', 'complaints', 'closed']) as l (list)
    where jsonb_typeof(p_output -> l.list) is distinct from 'array' or jsonb_array_length(p_output -> l.list) > 50
      or jsonb_path_exists(p_output -> l.list, 'strict $[*] ? (@.type() != "object")', silent => true)
  ) then
    perform memory.note_failed_reading(p_conversation_id, 'compression', 'invalid');
    return 'invalid';
  elsif v_through <= v_conversation.compressed_through then
    -- With something unread left it was not overtaken: it names what was read before, and would again.
    if memory.is_readable(v_conversation, 'compression') then
      perform memory.note_failed_reading(p_conversation_id, 'compression', 'nothing_new');
    end if;
    return 'stale';
  end if;

  v_counts := memory.keep_open_items(v_conversation, p_output, v_through);
  v_items := memory.list_open_items(v_conversation.customer_id);
  insert into memory.conversation_summaries (
    tenant_id, conversation_id, version, customer_id, summary, current_issue, open_items, through, written_by
  )
  select p_tenant_id, p_conversation_id, coalesce(max(s.version), 0) + 1, v_conversation.customer_id, v_summary, v_issue, v_items, v_through, p_written_by
  from memory.conversation_summaries as s
  where s.tenant_id = p_tenant_id and s.conversation_id = p_conversation_id;
  update memory.conversations as c set summary = v_summary where c.tenant_id = p_tenant_id and c.id = p_conversation_id;
  -- What is known from a later conversation is newer than this.
  perform memory.show_summary(v_conversation.customer_id);
  perform memory.note_reading(p_conversation_id, 'compression', v_through, p_written_by, v_counts);
  return 'saved';
end
$$;
comment on function memory.save_compression(uuid, uuid, jsonb, text) is
  'Keeps a conversation''s summary as its next version: p_output {summary, currentIssue | null, promises, appointments, complaints: [{text, messageId}], closed: [{itemId, messageId}], readThrough}. The customer''s summary and current issue follow, with all that is open, unless a later conversation or a person has said more. saved, stale: that far it was summarised before (a failure, too, when more is to be read), gone: the conversation or its customer is, invalid: not this shape, which counts as a failure.';
