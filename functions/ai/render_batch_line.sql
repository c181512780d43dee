create or replace function ai.render_batch_line(
  p_custom_id text, p_request jsonb, p_endpoint text, p_model text, p_max_output_tokens integer, p_formats jsonb
)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
begin
  if p_request is null then
    return null;
  elsif p_formats -> (p_request ->> 'schema') is null then
    raise exception 'a request without a schema that is known' using errcode = 'RP003', hint = 'The schemas are in src/llm/schemas.';
  end if;
  return jsonb_build_object(
    'custom_id', p_custom_id, 'method', 'POST', 'url', p_endpoint,
    'body', jsonb_build_object(
      'model', p_model, 'instructions', p_request -> 'instructions', 'max_output_tokens', p_max_output_tokens, 'store', false,
      'input', case jsonb_typeof(p_request -> 'input')
        when 'array' then p_request -> 'input'
        else jsonb_build_array(jsonb_build_object('role', 'user', 'content', p_request ->> 'input'))
      end,
      'text', jsonb_build_object('format', p_formats -> (p_request ->> 'schema'))
    )
  )::text;
end
$$;
comment on function ai.render_batch_line(text, jsonb, text, text, integer, jsonb) is
  'A line of an input file for the Responses API: a request {instructions, input, schema} with its structured output. Null for no request, RP003 for an unknown schema.';
