create or replace function ai.build_instructions(p_conversation memory.conversations, p_vector jsonb default null)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return ai.build_shared_instructions(p_conversation) || E'\n' || ai.build_own_instructions(p_conversation, p_vector);
end
$$;
comment on function ai.build_instructions(memory.conversations, jsonb) is
  'The system prompt of a reply, worded for its channel: what is the same for all customers first, then what is of this moment and customer.';
