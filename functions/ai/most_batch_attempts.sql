create or replace function ai.most_batch_attempts()
returns integer
language sql
immutable
parallel safe
return 5;
comment on function ai.most_batch_attempts() is 'In how many batches in a row a request may fail before it is left alone for 30 days.';
