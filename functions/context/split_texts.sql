create or replace function context.split_texts(p_texts text[])
returns table (text_number integer, place integer, word text, starts integer, ends integer, sentence integer, clause integer)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with bodies as materialized (
    -- One character for one character, so that places in the body are places in the text.
    select t.text_number::integer as text_number, translate(
      lower(left(t.body, 6000) collate "C"), U&'\2019\2018\0060\00b4\2013\2014\2011\2026\00bd\00bc\00a0' || E'\t\r', ''''''''''---.   ' || '  '
    ) as body
    from unnest(p_texts) with ordinality as t (body, text_number)
  ), pieces as (
    select b.text_number, length(b.body) - length(ltrim(b.body, E' \n')) as indent, m.piece[1] as piece, m.place::integer as place
    from bodies as b
    cross join lateral regexp_matches(b.body, concat(
      -- A model or an ordinal (but not 40gal or 2.5t); a number, fraction or date; a word; any other character.
      '(?:(?![0-9]+(?:gals?|gallons?|gl|g|t|tons?|tn|k|kbtu|btuh?|btus|mbh|hp|y|yrs?|years?|yo|psi|ft|lbs?|kw|gpg|gpm|gr|in|v|hrs?|min|mins|mo|mos|amps?|deg|x|ish)(?![a-z0-9]))',
      '(?:[a-z]*[0-9]+[a-z]|[a-z]+-?[0-9])[a-z0-9]*(?:-[a-z0-9]*[0-9][a-z0-9]*)*',
      '|[0-9]{1,2}-(?:[0-9]{1,2}-[0-9]{2}|(?:[0-9]{1,2}-)?(?:19|20)[0-9]{2})(?![0-9a-z-])|[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|\.[0-9]+|[0-9]+(?:/[0-9]+)+|[a-z]+(?:''[a-z]+)*|[^\x01-\x7f]+|[^[:space:]])[[:space:]]*'
    ), 'g') with ordinality as m (piece, place)
  ), placed as (
    select p.text_number, p.place, rtrim(p.piece, E' \n') as word, p.piece like '%' || E'\n' || '%' as is_line_end, p.piece ~ '[[:space:]]$' as is_spaced,
      p.indent + sum(length(p.piece)) over w - length(p.piece) + 1 as starts,
      lag(rtrim(p.piece, E' \n')) over w as before, lag(p.piece ~ '[[:space:]]$') over w as is_spaced_before,
      lag(rtrim(p.piece, E' \n'), 2) over w as before_that, lead(left(p.piece, 1)) over w as after
    from pieces as p
    window w as (partition by p.text_number order by p.place)
  ), marked as (
    select p.*,
      p.is_line_end or p.word in ('!', '?', ';') or p.word = '.' and (p.is_spaced or p.after is null) and not (
        length(p.before) = 1 and p.before ~ '[a-z]' and coalesce(p.before_that, '.') not in ('/', '&', ':', '-')
        or p.before in ('exp', 'st', 'mr', 'mrs', 'ms', 'dr', 'nat', 'approx', 'inst', 'mfg', 'mfr', 'mfd', 'amer', 'est',
          'orig', 'no', 'ext', 'int', 'app', 'incl', 'vs', 'galv', 'corr', 'prev', 'exist', 'cust', 'recomm', 'rec')
        or (p.before in ('elec', 'cond', 'evap', 'temp', 'max', 'min', 'gal', 'gals', 'yr', 'yrs', 'ft', 'hr', 'hrs', 'lb', 'lbs', 'sq', 'furn', 'disp', 'repl', 'htr', 'w') or p.before = 'in' and p.before_that ~ '^[0-9]')
          and substr(p_texts[p.text_number], (p.starts + length(p.word))::integer, 8) ~ '^\s*[a-z0-9]'
      ) as is_end
    from placed as p
  ), counted as (
    select m.*,
      count(*) filter (where m.is_end) over w - m.is_end::integer as sentence,
      count(*) filter (where m.word in (',', '(', ')', ':', ';') or m.word in ('-', '/') and m.is_spaced and coalesce(m.is_spaced_before, true)) over w as clause
    from marked as m
    window w as (partition by m.text_number order by m.place)
  )
  select c.text_number, row_number() over (partition by c.text_number order by c.place)::integer,
    case when c.word ~ '[a-z].*['']|[a-z].*-.*[0-9]|[0-9].*-.*[a-z]' then translate(c.word, '''-', '') else c.word end,
    c.starts::integer, (c.starts + length(c.word) - 1)::integer, c.sentence::integer, c.clause::integer
  from counted as c
  where not (c.word in ('.', 'ish') or c.word = '-' and not c.is_spaced and (c.before ~ '[a-z]$' or c.after ~ '[a-z]'));
end
$$;
comment on function context.split_texts(text[]) is
  'Texts as tokens in lower case: text_number and place count from 1, sentence and clause from 0; starts and ends are characters of the text. Words lose apostrophes and hyphens, full stops are left out. Only the first 6,000 characters of a text are read.';
