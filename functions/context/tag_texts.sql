create or replace function context.tag_texts(p_texts text[])
returns table (text_number integer, tags context.note_tag[])
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return query
  with tokens as materialized (
    select * from context.split_texts(p_texts)
  ), corrected as materialized (
    select d.word, context.correct_word(d.word) as known from (select distinct k.word from tokens as k where k.word ~ '^[a-z]{3,}$') as d
  ), named as materialized (
    select k.*, coalesce(c.known, k.word) as known, coalesce(
      case when k.word ~ '^[0-9]+/[0-9]{1,2}$' and split_part(k.word, '/', 2)::integer > split_part(k.word, '/', 1)::numeric
          then round(split_part(k.word, '/', 1)::numeric / split_part(k.word, '/', 2)::numeric, 2)
        when length(k.word) < 12 and k.word ~ '^[0-9,]*(\.[0-9]+)?$' and k.word ~ '[0-9]' then replace(k.word, ',', '')::numeric end,
      (select w.value::numeric from context.note_words as w where w.phrase = coalesce(c.known, k.word) and w.role = 'number')
    ) as number
    from tokens as k
    left join corrected as c on c.word = k.word
  ), read as materialized (
    select n.*, string_agg(n.known, ' ') over (
        partition by n.text_number, n.sentence order by n.place rows between current row and 6 following
      ) || ' ' as ahead,
      lag(n.word) over w as word_1, lag(n.word, 2) over w as word_2, lag(n.number) over w as number_1, lag(n.number, 2) over w as number_2,
      lag(n.number, 3) over w as number_3, lag(n.ends) over w as ends_1,
      n.word ~ '^0[0-9]$' and lag(n.word) over w in ('in', 'of', 'since', 'mfg', 'made', 'circa', 'year', 'installed', 'inst', 'yr', 'back')
        or n.word ~ '^[89][0-9]$' and lag(n.word) over w in ('since', 'circa') as short_year,
      case when n.word ~ '^(19[0-9]0|20[0-2]0|[4-9]0)s$' or n.word ~ '^[4-9]0$' and lead(n.word) over w = '''' and lead(n.word, 2) over w = 's'
        then case when length(n.word) < 5 then '19' || left(n.word, 2) else left(n.word, 4) end::numeric end as decade
    from named as n
    window w as (partition by n.text_number order by n.place)
  ), found as materialized (
    select r.text_number, r.place, r.place + w.words - 1 as upto,
      w.phrase like '% new' as is_new, substr(r.ahead, length(w.phrase) + 2) ~ '^((it|them|both|today|(w / |with )?(like kind|like for like|in kind|same|same kind|same unit|new one|a new one|new unit)) )?(and .*)?$' as is_last,
      case when w.role = 'unit' and not m.has_number then 'kind' else w.role end as role,
      case when w.role = 'unit' and not m.has_number then 'heat_pump'
        -- "I clean the coil, I replace the valve": who writes so tells what was done.
        when w.role = 'deed' and w.value not like '+%' and w.value not in ('set', 'put') and r.word_1 in ('i', 'we') and coalesce(r.word_2, '') not in ('can', 'should', 'could', 'if', 'when', 'before', 'after', 'that', 'until', 'once', 'do', 'would', 'did')
          then '+' || w.value
        else w.value end as value
    from read as r
    join context.note_words as w on w.first_word = r.known and starts_with(r.ahead, w.phrase || ' ')
    cross join lateral (select r.number_1 is not null or r.word_1 in ('+', 'plus', 'odd', 'some') and r.number_2 is not null as has_number) as m
    -- A unit without a number is none, but HP alone is a heat pump.
    where w.role <> 'number' and (w.role <> 'unit' or m.has_number or w.phrase = 'hp') and not (w.phrase = 'psi' and w.role = 'thing' and m.has_number)
  ), longest as (
    select f.*, max(f.upto) over (partition by f.text_number order by f.place range between unbounded preceding and 1 preceding) as covered
    from (select o.*, max(o.upto) over (partition by o.text_number, o.place) as reach from found as o) as f
    where f.upto = f.reach
  ), chosen as materialized (
    -- Of phrases that overlap the one that begins first counts, of those that begin together the longest; what is covered
    -- only by a phrase that is covered itself counts too.
    select l.* from (
      select l.*, max(l.upto) filter (where coalesce(l.covered < l.place, true)) over (
        partition by l.text_number order by l.place range between unbounded preceding and 1 preceding
      ) as covered_well
      from longest as l
    ) as l
    where coalesce(l.covered_well < l.place, true)
  ), tagged as (
    select l.text_number, l.place, l.upto, l.role, l.value, null::numeric as number from chosen as l where l.role not in ('unit', 'plain', 'spoken')
    union all
    select l.text_number, l.upto, l.upto, 'cue', 'new', null from chosen as l where l.role = 'deed' and l.is_new
    union all
    select l.text_number, l.place, l.upto, 'mark', 'end', null from chosen as l where l.role = 'deed' and l.is_last
    union all
    -- A negative one is so many years ago.
    select l.text_number, l.place, l.upto, case when l.value like '-%' then 'measure' else 'year_number' end,
      case when l.value like '-%' then 'year_old' else l.value end, abs(l.value::numeric)
    from chosen as l where l.role = 'spoken'
    union all
    select l.text_number, m.place, l.upto, 'measure', l.value, m.number
    from chosen as l
    join read as r on r.text_number = l.text_number and r.place = l.place
    cross join lateral (
      select (case
          when r.word_1 in ('+', 'plus', 'odd', 'some') then l.place - 2
          when r.word_2 in ('-', 'to', 'or') and r.number_3 is not null then l.place - 3
          when r.word_1 like '%/%' and r.number_1 < 1 and r.number_2 = trunc(r.number_2) then l.place - 2
          else l.place - 1 end)::integer as place,
        case
          when r.word_1 in ('+', 'plus', 'odd', 'some') then r.number_2
          when r.word_2 = '-' and r.word_1 like '%/%' and r.number_1 < 1 then r.number_3 + r.number_1
          when r.word_2 in ('-', 'to', 'or') and r.number_3 is not null then (r.number_3 + r.number_1) / 2
          when r.word_1 like '%/%' and r.number_1 < 1 and r.number_2 = trunc(r.number_2) then r.number_2 + r.number_1
          else r.number_1 end as number
    ) as m
    where l.role = 'unit'
    union all
    -- "New faucet in, trap in."
    select r.text_number, r.place, r.place, 'deed', '+install', null
    from read as r
    where r.word = 'in' and (r.ahead in ('in ', 'in today ') or r.ahead like 'in ,%' or r.ahead like 'in and %' or r.ahead like 'in w %')
      and exists (select from chosen as l where l.text_number = r.text_number and l.upto = r.place - 1 and l.role in ('kind', 'thing', 'make', 'weak', 'series'))
    union all
    select r.text_number, r.place, r.place, 'cue', 'dry', null from read as r where r.word = 'stopped' and r.ahead = 'stopped '
    union all
    select r.text_number, r.place, r.place, 'cue', 'none', null
    from read as r
    where r.word in ('n', 'no', 'nope') and r.word_1 in (':', '-') and (r.ahead = r.known || ' ' or r.ahead like r.known || ' ,%')
    union all
    select r.text_number, r.place, r.place, case
        when r.word_1 = '$' then 'money'
        when r.word ~ '^(19[4-9][0-9]|20[0-3][0-9])$' and (coalesce(r.word_1, '') not in ('#', '-', '.') or r.word_1 = '-' and r.ends_1 < r.starts - 1) then 'year_number'
        when r.decade is not null then 'year_number'
        when r.word ~ '^[0-9]{1,2}[/-]([0-9]{1,2}[/-])?(19|20)[0-9]{2}$' then 'year_number'
        when r.word ~ '^[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2}$' then 'year_number'
        when r.word ~ '^[0-9]{2}$' and (r.word_1 in ('''', 'from') or r.short_year) then 'year_number'
        when r.number between 1 and 60 and (r.word_1 in ('turn', 'turns', 'turning', 'age', 'aged') or r.word_1 in (':', '~') and r.word_2 = 'age') then 'measure'
        when r.word = '?' then 'mark' when r.word = ':' then 'mark' when r.word in ('~', '$') then 'mark'
        when r.word ~ '[0-9]' and r.word ~ '[a-z]' and length(r.word) >= 3 then 'code'
        else 'count' end,
      case when r.number between 1 and 60 and (r.word_1 in ('turn', 'turns', 'turning', 'age', 'aged') or r.word_1 in (':', '~') and r.word_2 = 'age') then 'year_old' else r.known end,
      case when r.decade is not null then r.decade + case when r.word_1 in ('late') then 8 when r.word_1 in ('early') then 2 else 5 end
        when r.word ~ '[/-](19|20)[0-9]{2}$' then right(r.word, 4)::numeric
        when r.word ~ '^[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2}$' then case when right(r.word, 2) > '49' then 1900 else 2000 end + right(r.word, 2)::numeric
        when r.word ~ '^[0-9]{2}$' and (r.word_1 in ('''', 'from') or r.short_year) then case when r.word > '49' then 1900 else 2000 end + r.word::numeric
        else r.number end
    from read as r
    where (r.number is not null or r.word in ('?', ':', '~', '$') or r.word ~ '[0-9]')
      and not exists (select from chosen as l where l.text_number = r.text_number and r.place between l.place and l.upto and l.role not in ('weak', 'kind'))
  )
  select g.text_number, array_agg(
    row(g.place, g.upto, b.sentence, b.clause, b.starts, e.ends, g.role, g.value, g.number)::context.note_tag
    order by g.place, g.upto desc, g.role, g.value
  )
  from tagged as g
  join read as b on b.text_number = g.text_number and b.place = g.place
  join read as e on e.text_number = g.text_number and e.place = g.upto
  group by g.text_number;
end
$$;
comment on function context.tag_texts(text[]) is
  'What the phrases of texts mean, by context.note_words; misspelt ones too. A number with its unit is one tag of role measure (a range counts by its middle); other roles not of the table: year_number, money, count, code (letters and digits) and mark (? : ~ $, and end for a deed that ends its sentence). Texts without any tag are left out.';
