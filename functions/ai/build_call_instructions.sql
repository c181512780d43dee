create or replace function ai.build_call_instructions(p_conversation memory.conversations)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return concat_ws(E'\n',
    ai.build_instructions(p_conversation),
    E'\n# This call',
    '- The tool that puts the caller through to a person is transfer_call. Say first that you are putting them through.',
    '- When you need a moment for a tool, say so in a word or two first.',
    '- Repeat names, numbers and addresses back before you note them: sound is easily misheard.',
    case when p_conversation.customer_id is not null then
      '- The number may be used by others: before you tell anything private (balances, addresses, codes), make sure by name whom '
        || 'you are talking with.'
    end
  );
end
$$;
comment on function ai.build_call_instructions(memory.conversations) is
  'The instructions of the assistant in a call: those of a reply, and what holds for a call besides.';
