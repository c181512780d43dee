create or replace function context.render_prompt(
  p_customer_id uuid, p_budget integer, p_without_conversation_id uuid default null
)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_context jsonb := context.read_customer(p_customer_id, p_without_conversation_id);
  v_sections integer[];
  v_places integer[];
  v_parents integer[];
  v_lines text[];
  v_prompt text;
  v_kept integer[];
begin
  if v_context is null then
    return null;
  end if;
  select array_agg(l.section), array_agg(l.place), array_agg(l.parent), array_agg(l.line)
  into v_sections, v_places, v_parents, v_lines
  from (
    select * from context.prompt_profile_lines(v_context)
    union all select * from context.prompt_now_lines(v_context)
    union all select * from context.prompt_property_lines(v_context)
    union all select * from context.prompt_history_lines(v_context)
    union all select * from context.prompt_memory_lines(v_context)
    order by rank, section, place
  ) as l;

  -- Mostly everything fits, which is far cheaper to know of the whole than line by line.
  v_prompt := context.join_prompt_lines(v_sections, v_places, v_lines);
  if octet_length(v_prompt) <= p_budget
    or context.count_tokens_roughly(v_prompt) <= p_budget
    or context.count_tokens_at_most(v_prompt) <= p_budget
  then
    return v_prompt;
  end if;
  v_kept := context.choose_prompt_lines(v_sections, v_places, v_parents, v_lines, p_budget);
  select array_agg(v_sections[k.n]), array_agg(v_places[k.n]), array_agg(v_lines[k.n])
  into v_sections, v_places, v_lines
  from unnest(v_kept) as k (n);
  return context.join_prompt_lines(v_sections, v_places, v_lines);
end
$$;
comment on function context.render_prompt(uuid, integer, uuid) is
  'The prompt that api.get_context_prompt describes, for the current tenant; p_without_conversation_id leaves out a conversation whose turns the model gets anyway. Null for nobody.';
