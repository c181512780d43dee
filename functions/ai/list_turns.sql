create or replace function ai.list_turns(p_conversation memory.conversations)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(
      jsonb_build_object(
        'role', case s.direction when 'inbound' then 'user' else 'assistant' end,
        'content', btrim(left(s.body, 1600) || case s.media
          when 0 then ''
          when 1 then ' [sent a photo or file]'
          else format(' [sent %s photos or files]', s.media)
        end)
      )
      -- What is to be answered comes last, even if it arrived while the last reply was on its way.
      order by s.is_unanswered, s.is_current, s.created_at, s.message_id
    ), '[]')
    from ai.find_turns(p_conversation) as s
  );
end
$$;
comment on function ai.list_turns(memory.conversations) is
  'What was said (ai.find_turns), oldest first, as [{role: user|assistant, content}], everything unanswered at the end.';
