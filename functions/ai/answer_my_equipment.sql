create or replace function ai.answer_my_equipment(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_words text[] := tsvector_to_array(to_tsvector('pg_catalog.english', ai.normalize_message(p_text)));
begin
  select 'On file: ' || string_agg(owned.line, '; ' order by owned.mentioned desc, owned.installed_on nulls last) || '.' into body
  from (
    select ai.say_equipment(e) as line, e.installed_on, k.mentioned, max(k.mentioned) over () as most
    from context.equipment as e
    cross join lateral (
      select count(*) as mentioned
      from unnest(to_tsvector('pg_catalog.english', replace(e.kind, '_', ' '))) as w
      where w.lexeme = any (v_words)
    ) as k
    where e.tenant_id = p_conversation.tenant_id
      and e.customer_id = p_conversation.customer_id
      and e.removed_on is null and e.sold_on is null
    order by k.mentioned desc, e.installed_on nulls last, e.id
    limit 4
  ) as owned
  where owned.mentioned = owned.most;

  needs_person := body is null;
  if needs_person then
    body := 'I don''t have your equipment on file yet. If you text me the make and model from its label I''ll pass it on, '
      || 'and someone will get back to you about it.';
  end if;
end
$$;
comment on function ai.answer_my_equipment(memory.conversations, text) is
  'What the customer owns of the kind the text speaks of, else everything: make, model, age, warranty.';
