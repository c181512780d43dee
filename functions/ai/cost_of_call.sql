create or replace function ai.cost_of_call(
  p_provider text, p_model text, p_requested_model text, p_input_tokens integer, p_cached_input_tokens integer,
  p_output_tokens integer
)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select
      case
        when p_input_tokens > p.long_prompt_over then
          (p_input_tokens - t.cached) * p.long_input_usd + t.cached * p.long_cached_input_usd + p_output_tokens * p.long_output_usd
        else (p_input_tokens - t.cached) * p.input_usd + t.cached * p.cached_input_usd + p_output_tokens * p.output_usd
      end / 1000000
    from ai.model_prices as p
    cross join (select least(p_cached_input_tokens, p_input_tokens) as cached) as t
    where p.provider = p_provider
      -- The model that answers is often a dated version of the one that was asked.
      and p.model in (p_model, p_requested_model)
      and p.valid_from <= ops.now()::date
    order by p.model = p_model desc nulls last, p.valid_from desc
    limit 1
  );
end
$$;
comment on function ai.cost_of_call(text, text, text, integer, integer, integer) is
  'US dollars for a call at the prices that hold now: input tokens include the cached ones, over the long-prompt limit all tokens cost the long prices. Null where neither model has a price.';
