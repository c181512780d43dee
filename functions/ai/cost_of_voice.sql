create or replace function ai.cost_of_voice(p_model text, p_usage jsonb)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select (
      (u.text_in - u.cached_text) * p.input_usd + u.cached_text * p.cached_input_usd
        + (u.audio_in - u.cached_audio) * p.audio_input_usd + u.cached_audio * p.cached_audio_input_usd
        + u.text_out * p.output_usd + u.audio_out * p.audio_output_usd
    ) / 1000000
    from ai.model_prices as p
    cross join (
      select
        g.text_in, g.audio_in, g.text_out, g.audio_out, least(g.cached_text, g.text_in) as cached_text, least(g.cached_audio, g.audio_in) as cached_audio
      from jsonb_to_record(p_usage) as g (
        text_in integer, cached_text integer, audio_in integer, cached_audio integer, text_out integer, audio_out integer
      )
    ) as u
    where p.provider = 'openai' and p.model = p_model and p.audio_input_usd is not null and p.valid_from <= ops.now()::date
    order by p.valid_from desc
    limit 1
  );
end
$$;
comment on function ai.cost_of_voice(text, jsonb) is
  'US dollars for tokens of text and of audio at the prices that hold now: {text_in, cached_text, audio_in, cached_audio, text_out, audio_out}, the cached ones among those in. Null where the model has no such price.';
