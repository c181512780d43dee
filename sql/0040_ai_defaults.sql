-- Defaults that all tenants share: models, their prices, and what the local provider recognises.

-- The vendors' current middle models: the successors of the two that the requirements name.
insert into ai.model_choices (purpose, provider, model, timeout_ms, max_output_tokens) values
  ('reply', 'openai', 'gpt-6.1-sol', 20000, 2048),
  ('reply', 'anthropic', 'claude-sonnet-5-5', 20000, 2048);
-- Over its soft budget a business still gets answers of models, of the vendors' small ones.
insert into ai.model_choices (purpose, provider, model, timeout_ms, max_output_tokens) values
  ('reply_saving', 'openai', 'gpt-6-luna', 20000, 2048),
  ('reply_saving', 'anthropic', 'claude-haiku-5-5', 20000, 2048);
-- What reads conversations afterwards has time, and there is much to read: the vendors' small models.
insert into ai.model_choices (purpose, provider, model, timeout_ms, max_output_tokens) values
  ('enrichment', 'openai', 'gpt-6-luna', 60000, 4096),
  ('enrichment', 'anthropic', 'claude-haiku-5-5', 60000, 4096),
  ('compression', 'openai', 'gpt-6-luna', 60000, 4096),
  ('compression', 'anthropic', 'claude-haiku-5-5', 60000, 4096);

-- US dollars per million tokens. GPT-6 and 5.6: over 272,000 input tokens twice the input and cache, one and a half times the output.
insert into ai.model_prices (
  provider, model, input_usd, cached_input_usd, output_usd,
  long_prompt_over, long_input_usd, long_cached_input_usd, long_output_usd, valid_from, source
) values
  ('openai', 'gpt-6-luna', 0.10, 0.01, 0.50, 272000, 0.20, 0.02, 0.75, '2026-01-01', 'developers.openai.com, model page'),
  ('openai', 'gpt-6-sol', 2, 0.20, 10, 272000, 4, 0.40, 15, '2026-01-01', 'docs.litellm.ai, 2026-09-22'),
  ('openai', 'gpt-6.1-sol', 2, 0.10, 10, 272000, 4, 0.20, 15, '2026-01-01', 'release notes citing the OpenAI price page, October 2026'),
  ('openai', 'gpt-5.6-luna', 0.20, 0.02, 1.20, 272000, 0.40, 0.04, 1.80, '2026-01-01', 'developers.openai.com, model page'),
  ('anthropic', 'claude-opus-5-5', 4, 0.20, 20, null, null, null, null, '2026-01-01', 'platform.claude.com, pricing'),
  ('anthropic', 'claude-sonnet-5-5', 2, 0.20, 10, null, null, null, null, '2026-01-01', 'platform.claude.com, pricing'),
  ('anthropic', 'claude-sonnet-5-5', 2, 0.10, 10, null, null, null, null, '2026-10-07', 'platform.claude.com, pricing: cache reads cut on 2026-10-07'),
  ('anthropic', 'claude-haiku-5-5', 0.10, 0.01, 0.50, 100000, 0.50, 0.05, 2.50, '2026-01-01', 'platform.claude.com, pricing'),
  ('openai', 'text-embedding-3-small', 0.02, 0.02, 0, null, null, null, null, '2026-01-01', 'developers.openai.com, model page'),
  ('openai', 'text-embedding-3-large', 0.13, 0.13, 0, null, null, null, null, '2026-01-01', 'developers.openai.com, model page'),
  ('local', 'local', 0, 0, 0, null, null, null, null, '2026-01-01', 'answered in Postgres');
