create or replace function identity.read_introductions(p_text text)
returns table (words text[], is_introduced boolean)
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  c_introduction constant text :=
    '^.*?\m(?:this is|it is|it s|its|i am|i m|im|name is|name s|me)\M(?: (?:mr|mrs|ms|miss|dr|still|just))* (?=\w)';
  c_opening constant text :=
    '^(?:(?:hi|hello|hey|there|good|morning|afternoon|evening|yes|yeah|yep|sure|ok|okay|oh|sorry|and|thanks|thank you|regards|cheers|best|mr|mrs|ms|miss|dr|from) )+';
  -- How the sentence goes on after a name; never its first word.
  c_sequel constant text :=
    '(?<=\w) (?:here|speaking|calling|texting|writing|again|from|at|about|with|in|on|for|is|and i|and my|and the|i|my|we|our|the|a|need|please|thanks|thank)\M.*$';
begin
  return query
  select (string_to_array(n.name, ' '))[:4], n.is_introduced
  from (
    select
      regexp_replace(regexp_replace(s.said, case when s.said ~ c_introduction then c_introduction else c_opening end, ''), c_sequel, '')
        as name,
      s.said ~ c_introduction as is_introduced
    from (
      select ops.normalize_name(part) as said from regexp_split_to_table(left(p_text, 500), '[,.;:!?\n\r–—/()]|\s-') as part
    ) as s
  ) as n
  -- "Maria's husband" is not Maria.
  where n.name <> '' and n.name !~ '^\w+(?: \w+)? s\M';
end
$$;
comment on function identity.read_introductions(text) is
  'Where a message may say who writes, one row a place: up to four normalised words, and whether words such as "this is" lead to them. Names elsewhere in a message are mostly talk about others, or no names at all ("will you mark the bill").';
