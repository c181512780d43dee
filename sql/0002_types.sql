-- The clock, ids, domains and the wall: what tables, defaults and policies are made of.

create function ops.now()
returns timestamptz
language sql
stable
parallel safe
return pg_catalog.now();
comment on function ops.now() is
  'The product''s clock: every "now" in SQL. Transaction start time. Tests freeze it by replacing this body, which only its owner can.';

do $$
begin
  if to_regprocedure('pg_catalog.uuidv7()') is not null then
    create function ops.new_id() returns uuid language sql volatile parallel safe return pg_catalog.uuidv7();
  else
    -- RFC 9562 section 5.7: 48 bits of Unix milliseconds, then random bits; version 7 is 4 (random uuid) plus bits 52 and 53.
    create function ops.new_id() returns uuid language sql volatile parallel safe
    return encode(
      set_bit(set_bit(
        overlay(
          uuid_send(gen_random_uuid())
          placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
          from 1 for 6
        ), 52, 1), 53, 1), 'hex')::uuid;
  end if;
end
$$;
comment on function ops.new_id() is 'A time-ordered id, uuid version 7 (RFC 9562).';

create function ops.normalize_name(p_text text)
returns text
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  if octet_length(p_text) = length(p_text) then
    return btrim(regexp_replace(lower(p_text collate "C"), '[^a-z0-9]+', ' ', 'g'));
  end if;
  -- unaccent is only stable because a dictionary can be edited; this one is the extension's own.
  return btrim(regexp_replace(
    lower(extensions.unaccent('extensions.unaccent'::regdictionary, p_text) collate "C"), '[^[:alnum:]]+', ' ', 'g'
  ));
end
$$;
comment on function ops.normalize_name(text) is 'Lower case, without accents or punctuation, single spaces: what names are compared and searched by.';

create function ops.is_time_zone(p_name text)
returns boolean
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  perform timezone(p_name, timestamptz 'epoch');
  -- The server reads any name followed by an hour as a zone of that offset ("Mars/Base+5"), so the form decides too.
  return p_name ~ '^([A-Z][A-Za-z_]+(/[A-Za-z_-]+)+|UTC|Etc/GMT(0|-([0-9]|1[0-4])|\+([0-9]|1[0-2])))$';
exception
  when invalid_parameter_value then
    return false;
end
$$;
comment on function ops.is_time_zone(text) is 'Whether the server knows this IANA zone name; offsets and abbreviations such as EST are refused.';

create function ops.weigh_anchors(p_anchors text[])
returns numeric
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
begin
  return (
    select min(w.weight) - cardinality(p_anchors) * 0.001
    from unnest(p_anchors) as a (anchor)
    cross join lateral (
      -- A stop word ("the", "what") stands in most texts.
      select max(case when ts_lexize('pg_catalog.english_stem', p.word) = '{}' then 1 else length(p.word) end) as weight
      from string_to_table(a.anchor, ' ') as p (word)
    ) as w
  );
end
$$;
comment on function ops.weigh_anchors(text[]) is 'How rarely a text holds one of these: the length of the least telling one; of equals the shorter list.';

create function ops.pattern_anchors(p_pattern text)
returns text[]
language plpgsql
immutable
strict
parallel safe
set search_path = ''
as $$
declare
  -- Letters come as one, but where a quantifier is about the last of them.
  c_token constant text := '[a-z0-9 ]+(?![a-z0-9 *+?{])|\\[mMyYAZ]|\\[wWdDsS]|\[[^]]*\]|\(\?<?[=!]|\(\?:|[*+?]\??|\{\d+(?:,\d*)?\}\??|\\.|.';
  v_token text;
  v_depth integer := 0;
  v_group text;
  v_is_group_look boolean;
  -- The last item, of which a quantifier may still say that it can be missing: letters, or a group's anchors.
  v_letter text;
  v_found text[];
  v_run text := '';
  v_candidates jsonb := '[]';
  v_best jsonb;
  v_anchors text[] := '{}';
begin
  -- A loop with a look back: that is what reading an expression is. The last bar ends the last alternative.
  for v_token in select t.parts[1] from regexp_matches(p_pattern || '|', '(' || c_token || ')', 'g') as t (parts) loop
    if v_depth > 0 then
      v_depth := v_depth + case when v_token like '(%' then 1 when v_token = ')' then -1 else 0 end;
      if v_depth > 0 then
        v_group := v_group || v_token;
      elsif not v_is_group_look then
        v_found := nullif(array(select btrim(g.anchor, '%') from unnest(ops.pattern_anchors(v_group)) as g (anchor)), '{}');
      end if;
      continue;
    end if;

    if v_letter is not null or v_found is not null then
      if v_token !~ '^([*?]|\{0)' then
        v_run := v_run || coalesce(v_letter, '');
        v_candidates := v_candidates || case when v_found is null then '[]' else jsonb_build_array(v_found) end;
      end if;
      v_letter := null;
      v_found := null;
    end if;
    continue when v_token ~ '^(\\[mMyYAZ]|\^|\$)$';

    if v_token ~ '^([a-z0-9 ]+|[^\\*+?{|(.[]|\\[^a-zA-Z\\])$' then
      v_letter := ltrim(v_token, '\');
      continue;
    end if;
    -- Most alternatives are nothing but letters.
    if v_token = '|' and v_candidates = '[]' and btrim(v_run) <> '' then
      v_anchors := v_anchors || btrim(v_run);
      v_run := '';
      continue;
    end if;
    -- Anything else ends a run of letters.
    if btrim(v_run) <> '' then
      v_candidates := v_candidates || jsonb_build_array(jsonb_build_array(btrim(v_run)));
    end if;
    v_run := '';
    if v_token like '(%' then
      v_depth := 1;
      v_group := '';
      v_is_group_look := v_token ~ '[=!]$';
    elsif v_token = '|' then
      if v_candidates = '[]' then
        return null;
      elsif jsonb_array_length(v_candidates) = 1 then
        v_best := v_candidates -> 0;
      else
        select c.anchors into v_best
        from jsonb_array_elements(v_candidates) as c (anchors)
        order by ops.weigh_anchors(array(select jsonb_array_elements_text(c.anchors))) desc
        limit 1;
      end if;
      v_anchors := v_anchors || array(select jsonb_array_elements_text(v_best));
      v_candidates := '[]';
    end if;
  end loop;
  return array(select distinct '%' || a || '%' from unnest(v_anchors) as a order by 1);
end
$$;
comment on function ops.pattern_anchors(text) is
  'Pieces of text, as patterns of LIKE, of which anything that a regular expression matches holds at least one; null when there are none. Compiling an expression takes a hundred times as long as looking for them, and a session keeps 32 compiled ones. Knows what the patterns of our tables are made of: letters, groups, look-ahead, classes, quantifiers; no back references, no options.';

create domain ops.e164 as text
  constraint e164_format check (value ~ '^\+[1-9][0-9]{6,14}$');
comment on domain ops.e164 is 'A telephone number as ITU-T E.164: plus, country code, at most 15 digits.';
create domain ops.email as text
  constraint email_format check (value = lower(value) and value ~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$' and length(value) <= 254);
comment on domain ops.email is 'An e-mail address in lower case.';
create domain ops.money as numeric(12, 2);
comment on domain ops.money is 'US dollars with cents.';
create domain ops.confidence as numeric(3, 2)
  constraint confidence_range check (value between 0 and 1);
comment on domain ops.confidence is 'How sure, from 0 to 1.';
create domain ops.time_zone as text
  constraint time_zone_known check (ops.is_time_zone(value));
comment on domain ops.time_zone is 'An IANA time zone name.';
create domain ops.channel as text
  constraint channel_known check (value in ('sms', 'voice', 'web', 'email', 'mcp'));
comment on domain ops.channel is 'A way to talk with a customer.';

create function tenancy.current_tenant()
returns uuid
language sql
stable
parallel safe
return nullif(current_setting('rapport.tenant_id', true), '')::uuid;
comment on function tenancy.current_tenant() is 'The tenant this transaction works for, set by tenancy.set_tenant; null means none, and row level security then shows nothing.';

create function ops.tg_touch_updated_at()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- A merge moves rows to another customer: nobody edited them, and undoing it must leave no mark.
  if current_setting('rapport.is_merging', true) is distinct from 'on' then
    new.updated_at := ops.now();
  end if;
  return new;
end
$$;
comment on function ops.tg_touch_updated_at() is 'Keeps updated_at; used by the _100_touch_updated_at triggers.';

create function ops.tg_count_version()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.version := old.version + 1;
  return new;
end
$$;
comment on function ops.tg_count_version() is
  'Counts the changes of a row that people edit, for optimistic locking; used by the _300_count_version triggers. It never goes back.';

create procedure tenancy.build_wall(p_table regclass)
language plpgsql
set search_path = ''
as $$
begin
  execute format('alter table %s enable row level security', p_table);
  -- Not a sub-select: beside a query's own tenant_id = … this is one comparison a scan, where a sub-select is a node of the plan.
  execute format(
    'create policy tenant_wall on %s to rapport_api '
    'using (tenant_id = tenancy.current_tenant()) '
    'with check (tenant_id = tenancy.current_tenant())', p_table
  );
end
$$;
comment on procedure tenancy.build_wall(regclass) is 'Row level security for a table of tenants'' rows: rapport_api sees and writes only the current tenant''s.';

create procedure tenancy.open_directory(p_table regclass)
language plpgsql
set search_path = ''
as $$
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('create policy directory on %s to rapport_api using (true) with check (true)', p_table);
end
$$;
comment on procedure tenancy.open_directory(regclass) is
  'Row level security for a table that must be read before the tenant is known (number or key hash to tenant), or that all tenants share.';
