create or replace function api.count_tokens_at_most(p_text text)
returns integer
language plpgsql
stable
strict
security definer
set search_path = ''
as $$
begin
  return context.count_tokens_at_most(p_text);
end
$$;
comment on function api.count_tokens_at_most(text) is
  'An upper bound of the o200k_base tokens of a text, without a tokenizer: never too low, and near for English prose.';
