create or replace function ai.first_unanswered(p_conversation memory.conversations)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (select u.message_id from ai.list_unanswered(p_conversation) as u order by u.created_at, u.message_id limit 1);
end
$$;
comment on function ai.first_unanswered(memory.conversations) is
  'The oldest message that no reply of ours answers: the same through every attempt at the reply, whatever is said meanwhile. Idempotency keys of a reply''s tools begin with it.';
