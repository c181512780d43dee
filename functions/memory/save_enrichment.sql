create or replace function memory.save_enrichment(p_tenant_id uuid, p_conversation_id uuid, p_output jsonb, p_written_by text)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_conversation memory.conversations;
  v_through timestamptz;
  v_counts jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_conversation := memory.begin_saving(p_conversation_id);
  if v_conversation.id is null then
    return 'gone';
  end if;
  v_through := memory.read_through(p_conversation_id, p_output);
  if v_through is null or jsonb_typeof(p_output -> 'facts') is distinct from 'array' or jsonb_array_length(p_output -> 'facts') > 200 then
    perform memory.note_failed_reading(p_conversation_id, 'enrichment', 'invalid');
    return 'invalid';
  elsif v_through <= v_conversation.enriched_through then
    -- With something unread left it was not overtaken: it names what was read before, and would again.
    if memory.is_readable(v_conversation, 'enrichment') then
      perform memory.note_failed_reading(p_conversation_id, 'enrichment', 'nothing_new');
    end if;
    return 'stale';
  end if;
  v_counts := memory.store_facts(p_conversation_id, p_output -> 'facts', v_through, p_written_by);
  perform memory.store_classes(p_conversation_id, p_output -> 'classes');
  perform memory.note_reading(p_conversation_id, 'enrichment', v_through, p_written_by, v_counts);
  return 'saved';
end
$$;
comment on function memory.save_enrichment(uuid, uuid, jsonb, text) is
  'Remembers what was read in a conversation: p_output {facts: [{kind, slot, value, quote, messageId, confidence}], classes: [{messageId, category, addresses, services, dates}], readThrough: the last message read}. saved (facts that do not hold are dropped and counted in memory.readings), stale: that far it was read before (a failure, too, when more is to be read), gone: the conversation is, invalid: not this shape, which counts as a failure.';
