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
    '- This is a telephone call: everything you say is heard, not read. One or two short sentences at a time, then listen. No lists, '
      || 'no markdown, no web addresses; say numbers, dates and prices as people say them.',
    '- When the caller wants a person, is upset, or needs what you cannot do, say that you are putting them through and use the tool '
      || 'transfer_call. Where the rules above speak of [[PERSON]] this is meant: never say it. What they say about the form and the '
      || 'length of written answers does not hold here.',
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
  'The instructions of the assistant in a call: those of a reply, and what holds for talking.';
