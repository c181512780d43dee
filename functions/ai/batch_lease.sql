create or replace function ai.batch_lease()
returns interval
language sql
immutable
parallel safe
return interval '10 minutes';
comment on function ai.batch_lease() is 'How long a claim of a batch holds after the last sign of life: longer than OpenAI takes to accept a file.';
