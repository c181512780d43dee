create or replace function crm.hash_wanted(p_block text, p_tags text[])
returns text
language sql
immutable
parallel safe
return md5(jsonb_build_array(p_block, to_jsonb(p_tags))::text);
comment on function crm.hash_wanted(text, text[]) is 'MD5 of what we have to say about a customer at HousecallPro: the lines of our block and our tags.';
