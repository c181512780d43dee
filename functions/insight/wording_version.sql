create or replace function insight.wording_version()
returns smallint
language sql
immutable
parallel safe
return 1::smallint;
comment on function insight.wording_version() is
  'Raised by one whenever say_title, say_description or say_action say something in other words: the next pass then rewrites what is active.';
