-- What technicians write about equipment and about the state of a property: the words, what they mean together, and what was found.

create function context.stem_word(p_word text)
returns text
language sql
immutable
parallel safe
return case
  when p_word !~ '^[a-z]{3,}s$' or p_word ~ '(ss|us|is)$' then p_word
  when p_word like '%ies' then left(p_word, -3) || 'y'
  else left(p_word, -1)
end;
comment on function context.stem_word(text) is 'A word in lower case without the ending of a plural or of a third person: leaks as leak, batteries as battery.';

create table context.note_words (
  phrase text not null check (phrase = lower(btrim(phrase)) and phrase !~ '  '),
  role text not null check (role in (
    'kind', 'weak', 'make', 'series', 'type', 'unit', 'number', 'thing', 'room', 'sign', 'deed', 'service', 'cue', 'link', 'year', 'spoken', 'hint', 'plain'
  )),
  value text not null,
  first_word text not null generated always as (split_part(phrase, ' ', 1)) stored,
  words smallint not null generated always as (array_length(string_to_array(phrase, ' '), 1)) stored,
  primary key (phrase, role, value)
);
comment on table context.note_words is
  'The vocabulary of technicians'' notes: a phrase of up to six tokens (lower case, one space between tokens, punctuation marks are tokens) and what it is. kind, type and make: equipment; weak: a word for any unit; thing: a part or place that a sign is seen on; sign: what may be an issue; deed: work, with a leading + when the word says that it is done; cue: what turns the meaning of its neighbours; spoken: a year in words; hint: what only a unit of that kind has; plain: nothing, so that no part of it is read otherwise.';
create index note_words_first_word_idx on context.note_words (first_word);
call tenancy.open_directory('context.note_words');

create table context.note_vocabulary (
  word text primary key,
  letters text not null,
  forgives smallint not null check (forgives between 0 and 2)
);
comment on table context.note_vocabulary is
  'The single words of context.note_words. letters: the same letters sorted, to see two that were swapped; forgives: how many slips in a word still let it be read as this one.';
create index note_vocabulary_start_idx on context.note_vocabulary (left(word, 1), length(word)) where forgives > 0;
call tenancy.open_directory('context.note_vocabulary');

create table context.note_makes (
  make text primary key,
  kinds text[] not null check (cardinality(kinds) > 0),
  is_common_word boolean not null default false,
  is_on_parts boolean not null default false
);
comment on table context.note_makes is
  'Makes as they are written, and what they make, the most likely first (kind, or kind/type). is_common_word: it is also a name, a place or a plain word, and counts only beside something that a unit has; is_on_parts: it is on valves, switches and cartridges as well, so that beside one it is that one''s.';
call tenancy.open_directory('context.note_makes');

create table context.note_types (
  kind text not null,
  type text not null,
  rank smallint not null,
  primary key (kind, type)
);
comment on table context.note_types is 'The types a kind of equipment may have; of several that are said the one with the lowest rank counts.';
call tenancy.open_directory('context.note_types');

create table context.issue_kinds (
  issue text primary key,
  label text not null,
  is_read_in_descriptions boolean not null default false,
  is_of_unit boolean not null default false,
  is_once_an_address boolean not null default false,
  ended_by text[] not null default '{}'
);
comment on table context.issue_kinds is
  'Standing conditions of a property. label: how a person reads it; is_of_unit: it goes when the unit is replaced; is_once_an_address: a second place is no second issue; ended_by: the deeds that end it when they name the same thing, in the visit itself.';
call tenancy.open_directory('context.issue_kinds');

create table context.issue_patterns (
  issue text not null references context.issue_kinds (issue) on delete cascade,
  sign text not null,
  thing text not null default '',
  reach smallint not null default 8,
  primary key (issue, sign, thing)
);
comment on table context.issue_patterns is
  'What makes an issue: a sign, alone or within reach (tokens) of a thing in the same sentence.';
call tenancy.open_directory('context.issue_patterns');

create table context.issue_remedies (
  issue text not null references context.issue_kinds (issue) on delete cascade,
  deed text not null,
  thing text not null,
  primary key (issue, deed, thing)
);
comment on table context.issue_remedies is
  'Work that ends an issue which an earlier visit found: this deed on this thing (kind:<kind> for equipment).';
call tenancy.open_directory('context.issue_remedies');

create type context.note_tag as (
  place integer,
  upto integer,
  sentence integer,
  clause integer,
  starts integer,
  ends integer,
  role text,
  value text,
  number numeric
);
comment on type context.note_tag is
  'A phrase of a text that means something: its first and last token, sentence and clause counted from 0, characters from starts to ends (from 1, both included), and a number for measures and years.';

create type context.note_unit as (
  place integer,
  upto integer,
  sentence integer,
  clause integer,
  starts integer,
  ends integer,
  kind text,
  make text,
  model text,
  types text[],
  capacity numeric,
  capacity_unit text,
  year integer,
  is_estimate boolean,
  action text,
  standing text
);
comment on type context.note_unit is
  'One mention of a unit. standing: here, old, wished, absent, foreign or part (only says what a part is for).';

create type context.note_view as (
  unit context.note_unit,
  starts_at integer,
  link text,
  deed text,
  deed_clause integer,
  wish text,
  wish_clause integer,
  has_thing boolean,
  has_work boolean,
  is_new boolean,
  is_undone boolean,
  is_dead boolean,
  is_existing boolean,
  is_told boolean
);
comment on type context.note_view is
  'What the words around a mention of a unit say of it. starts_at: the index of the last tag before it; link: the preposition before it; deed: the work that governs it (other: work on something else); wish: the cue that it is only planned; has_thing, has_work: a part or work stands between; is_undone: the deed was not done; is_dead: called old behind it; is_told: the sentence tells, it does no work.';

create type context.note_sign as (
  issue text,
  place integer,
  upto integer,
  sentence integer,
  clause integer,
  starts integer,
  ends integer,
  thing_starts integer,
  thing_ends integer,
  thing_value text,
  is_denied boolean,
  things text[]
);
comment on type context.note_sign is
  'A sign that makes an issue: where it stands, the thing near it, and things: the sorts of things that it may be of. is_denied: the words around say that it is not so.';

-- One line a meaning: role, value, colon, phrases.
insert into context.note_words (phrase, role, value)
select distinct n.phrase, split_part(l.meaning, ' ', 1), substr(l.meaning, position(' ' in l.meaning) + 1)
from (
  select btrim(split_part(x.line, ':', 1)) as meaning, split_part(x.line, ':', 2) as phrases
  from string_to_table($words$
  kind water_heater: water heater, hot water heater, hot water tank, water heater tank, hwh, hwt, wh, w / h, w h, water htr, wtr htr, hot water htr, hw htr, hw heater, hw tank, waterheater, dhw tank, dhw heater, h w h, h2o heater, h2o htr, water heater unit, water tank, hot water unit, hw unit, heater tank, hotwater heater, hotwater tank, hot wtr heater, hot wtr tank, hot wtr htr, wtr heater, watr heater, dhw, hot water maker, w heater, power vent water heater, power vent wh, power vent hwh, hot water heater tank, domestic water heater, water heating unit, whs, hwhs, w / hs, rusty water heater, domestic tank, domestic hot water tank, domestic hot water heater
  kind water_heater/tankless: tankless, tankless water heater, tankless wh, tankless hwh, tankless heater, tankless unit, tankless htr, tankless water htr, on demand water heater, on demand heater, on demand unit, instantaneous water heater, tank less, tankless hot water heater, on demand hot water heater, on demand wh, on demand hwh, on demand water htr, tankless system, ondemand, on demand heater unit, tankles
  kind water_heater/heat pump: heat pump water heater, heat pump wh, hybrid water heater, hybrid heat pump water heater, hybrid heat pump wh, hpwh, hybrid wh, hybrid heater, hybrid hwh, heat pump hwh, hp water heater, hp wh, heat pump hot water heater, hybrid tank, hybrid electric water heater, hybrid hot water heater, hpwh unit
  kind water_heater/indirect: indirect water heater, indirect tank, indirect fired water heater, indirect hot water tank, indirect heater, indirect wh, indirect hot water heater, indirect storage tank, indirect tank water heater, indirect dhw tank, indirect dhw, indirect hwh, indirect
  kind furnace: furnace, furn, frnc, furnce, fce, warm air furnace, forced air furnace, furnaces, frn, hot air furnace, furnas
  kind boiler: boiler, blr, boilr, hydronic boiler, hot water boiler, condensing boiler, mod con, mod con boiler, hw boiler, cast iron boiler, cast iron sectional boiler, cast iron hot water boiler
  kind boiler/combi: combi boiler, combi, combination boiler, combi unit
  kind boiler/steam: steam boiler, steam blr, steam heat boiler, cast iron steam boiler
  kind air_conditioner: ac, a / c, a c, air conditioner, air conditioning, air conditioning unit, air conditioning system, aircon, air con, central air, central ac, central a / c, ac unit, a / c unit, ac system, a / c system, condenser, condensing unit, condenser unit, cond unit, cond, cooling unit, ac condenser, a / c condenser, ac cond, a / c cond, outdoor unit, outside unit, split system, ac split system, a / c split system, central unit, central air unit, central air conditioner, central air conditioning, central cooling, cooling system, condensing units, a / c condensing unit, ac condensing unit, air cond, air condition, ac outdoor unit, outdoor condenser, outside condenser, ptac, ptac unit, a / c sys, ac sys, a / c cond unit, ac cond unit, air conditioners, air handler and condenser, acs, a / cs
  kind air_conditioner/package: rtu, rooftop unit, roof top unit, rooftop, package unit, packaged unit, packaged rooftop unit, rooftop package unit, package ac, package a / c, gas pack, gas pac, gas package unit, packaged system, package system, package rtu, packaged rtu, rooftop package, roof unit, package gas unit, pkg unit, pkg rtu, pkg a / c, packaged gas electric unit, gas / electric package unit, gas electric package unit, packaged gas unit, rooftop ac, roof top ac, packaged ac, rtus, rtu1, rtu2, rtu3, rtu4, rtu5, rtu6
  kind air_conditioner/mini split: mini split, minisplit, mini split system, mini split ac, mini split unit, ductless, ductless mini split, ductless unit, ductless split, ductless system, ductless head, mini split head, ductless ac, ductless a / c, mini splits, minisplits, ductless heads, head unit, wall cassette, ceiling cassette, mini split ac unit, multi zone mini split, multi zone ductless, multi head mini split, dual zone mini split, single zone mini split
  kind air_conditioner/window: window unit, window ac, window a / c, window air conditioner, window shaker, window acs
  kind heat_pump: heat pump, heatpump, h / p, ht pump, heat pump unit, heat pump system, heat pump condenser, ht pmp, heat pmp, dual fuel heat pump, heat pump split system, heat pumps, air source heat pump, heatpmp
  kind heat_pump/mini split: mini split heat pump, ductless heat pump, minisplit heat pump, ductless mini split heat pump, heat pump mini split
  kind heat_pump/package: package heat pump, packaged heat pump, heat pump package unit
  kind heat_pump/geothermal: geothermal heat pump, geothermal, geothermal unit, geothermal system, geo heat pump, ground source heat pump, water source heat pump, geo unit, geothermal hp, gshp, wshp, geo system, geothermal heat pumps, geo hp
  kind thermostat: thermostat, t stat, tstat, stat, tstats, thermostats, thermo stat
  kind thermostat/smart: smart thermostat, smart stat, smart t stat, wifi thermostat, wi fi thermostat, wifi t stat, wifi tstat, wifi stat, wi fi t stat, wi fi stat, learning thermostat, smart tstat, smart thermo, smart home thermostat
  kind thermostat/programmable: programmable thermostat, programmable t stat, programmable tstat, programmable stat, prog t stat, prog stat, prog thermostat, prog tstat, progammable thermostat, 7 day thermostat, 7 day stat, non programmable thermostat, non prog stat, digital thermostat
  kind sump_pump: sump pump, sump, sump pmp, primary pump, primary sump pump, sumppump, sump pumps, sumps, sump pmps, main sump pump, main sump, primary sump, sump pit pump, sump unit, cast iron sump pump, main pump
  kind sump_pump/battery backup: battery backup sump pump, battery backup pump, backup sump pump, back up sump pump, battery back up sump pump, backup pump, back up pump, battery backup, battery back up, sump pump battery backup, sump pump battery backup system, battery backup system, battery backup sump, backup sump, water powered backup, battery backup unit, bbu, b / u pump, bu pump, battery b / u, battery b / u pump, backup battery pump, back up battery pump, backup battery system, backup system, battery back up system, battery back up unit, battery backup sump system, back up sump, water powered backup pump, water powered back up, backup sump system, secondary sump pump
  kind sump_pump/submersible: submersible sump pump, submersible pump sump, sub sump pump
  kind sump_pump/pedestal: pedestal sump pump, pedestal pump
  kind water_softener: water softener, softener, softner, water conditioner, softening system, water softening system, softener system, softener unit, softeners, water softner, softner unit, soft water unit, twin tank softener, wtr softener, water softener system, softening unit, soft water system, water conditioning system, conditioner tank, softner system, watersoftener, water softening unit
  kind garbage_disposal: garbage disposal, disposal, disposer, disp, garbage disposer, food waste disposer, disposall, disposal unit, garb disposal, garb disp, garbage disp, waste disposer, g / d, garburator, garberator, sink disposal, kitchen disposal, kitchen sink disposal, food disposal, food disposer, waste disposal, waste disposal unit, garbage disp unit, gd, disposals, garbage disposals, disposall unit, garb, garbage disposel, badger, badger 5, badger 1, badger 500, badger 100, badger 5xp, badger disposal, badger 5 disposal
  kind toilet: toilet, commode, water closet, w / c, toliet, toilets, wc, stool, toilt, tolet, terlet, water closets, toilit, tolit
  kind faucet: faucet, faucets, fct, sink faucet, faucet assembly, faucit, fawcet
  kind faucet/kitchen: kitchen faucet, kit faucet, kitchen sink faucet, kit sink faucet, kitchen tap, kitchen fct, kit fct, kitchen sink fct, pull down faucet, pulldown faucet, pull out faucet, pullout faucet, pull down kitchen faucet, pull out kitchen faucet, pulldown kitchen faucet, kitchen pull down faucet, kitchen pulldown faucet, kitchen pullout faucet
  kind faucet/bathroom: lav faucet, lavatory faucet, bathroom faucet, bath faucet, vanity faucet, bathroom sink faucet, lav sink faucet, lav fct, bath fct, widespread faucet, widespread lav faucet, centerset faucet, vanity fct, center set faucet, center set lav faucet, centerset lav faucet, single hole lav faucet, vessel faucet, vessel sink faucet, bathroom faucets, lav tap, powder room faucet
  kind faucet/bar: bar faucet, bar sink faucet, prep sink faucet, prep faucet
  kind faucet/laundry: laundry faucet, laundry sink faucet, laundry tub faucet, utility sink faucet, utility faucet, slop sink faucet
  kind generator: gen annual, gen service, gen maintenance, generator, genset, gen set, generator set, gen, gens, gennie, genny, home generator, gen unit, house generator
  kind generator/standby: standby generator, stand by generator, standby gen, home standby, standby unit, home standby generator, home standby gen, home standby unit, whole house generator, whole home generator, whole house gen, whole home gen, whole house standby, backup generator, back up generator, back up gen, backup gen, automatic standby generator, standby genset, emergency generator, air cooled generator, whole house standby generator, air cooled standby
  kind generator/portable: portable generator, portable gen
  kind other/air handler: air handler, airhandler, air handling unit, ahu, fan coil, fan coil unit, a / h, air handler unit, airhandling unit, air handlers, air handling units, airhandlr, blower coil, hydro air handler, hydro air unit, handler, air hndlr, air handler cabinet, hydro air, ahus, ah, ahs
  kind other/ejector pump: ejector pump, sewage ejector, sewage ejector pump, ejector, sewage pump, grinder pump, sewage grinder, sewage grinder pump, effluent pump, lift station, sewer ejector, sewer ejector pump, sewer pump, sewage ejectors, ejectors, sewage pumps, sewage lift pump, sewage basin pump, sewerage pump, basement ejector, basement ejector pump, ejector system, sewage ejection pump, ejection pump, sewage ejector system, injector pump, sewage injector pump, septic pump, effluent pumps, up flush system, upflush system, macerating pump, sewage grinder system, grinder
  kind other/well pump: well pump, deep well pump, shallow well pump, jet pump, submersible well pump, well jet pump, sub well pump, sub pump, submersible well pumps, well sub, convertible jet pump, deep well jet pump, shallow well jet pump, deep well submersible, well submersible, constant pressure pump, submersible pump, deep well sub, jet pumps, well pumps, shallow well jet
  kind other/pressure tank: pressure tank, well tank, well pressure tank, bladder tank, captive air tank, well x trol, pressure tanks, well tanks, bladder pressure tank, well x trol tank, captive air, air tank, press tank, pressure bladder tank, diaphragm tank, hydropneumatic tank
  kind other/booster pump: booster pump, pressure booster pump, pressure booster, water booster pump
  kind other/recirculation pump: recirculation pump, recirc pump, recirculating pump, recirc, hot water recirc pump, hot water recirculation pump, hot water recirculating pump, hw recirc pump, recirculation system, recirc system, re circ pump, recirc circulator, recirc pumps, hw recirc, hw recirculation pump, hot water circ pump, hot water circulating pump, hot water circulator, comfort pump, recirculator, hot water recirculator, re circulation pump, dhw recirc pump, hw recirc loop pump, recirc loop pump, recirculation loop pump
  kind other/humidifier: humidifier, whole house humidifier, bypass humidifier, steam humidifier, whole home humidifier, furnace humidifier, flow through humidifier, humidifiers, fan powered humidifier, power humidifier, drum humidifier
  kind other/dehumidifier: dehumidifier, whole house dehumidifier, whole home dehumidifier, dehumidifiers, crawl space dehumidifier, crawlspace dehumidifier, dehu, ventilating dehumidifier
  kind other/water filter: water filter, whole house filter, whole house water filter, water filtration system, water filter system, filtration system, carbon filter, iron filter, sediment filter, whole house sediment filter, carbon tank, backwashing filter, whole home water filter, water filtration, under sink filter, acid neutralizer, whole house carbon filter, sulfur filter, water filters, whole house filtration system, whole house filtration, big blue filter, big blue, carbon filter system, calcite tank, neutralizer tank, carbon filtration system, iron filter system, sulfur filter system, backwash filter, backwashing carbon filter, backwashing iron filter, filtration unit, sediment filter system, whole house water filtration system, under sink water filter, undersink filter, acid neutralizer tank, iron removal system, carbon system, air injection iron filter, catalytic carbon tank, whole house carbon
  kind other/reverse osmosis: reverse osmosis, reverse osmosis system, reverse osmosis unit, ro system, ro unit, r / o system, r / o unit, ro, r / o, under sink ro, undersink ro, r o system, r o unit, reverse osmosis filter, reverse osmosis drinking system, drinking water system, ro drinking system, r o, reverse osmosis units
  kind other/backflow preventer: backflow preventer, back flow preventer, backflow device, backflow assembly, rpz, rpz valve, rpz backflow, rpz backflow preventer, rpz assembly, rpz device, bfp, dcva, pvb, backflow, backflow prevention device, double check valve assembly, double check assembly, backflow preventers, backflows, back flow, back flow device, rpz backflow device, rp device, rpba, dc backflow, double check, dcda, double check backflow preventer, double check backflow, pressure vacuum breaker, rpp, reduced pressure backflow, reduced pressure zone, back flow assembly, backflow prevention assembly, irrigation backflow, backflow unit, rpda
  weak water_heater: heater, htr
  weak any: unit, system, tank, pump, equipment, one, stuff, pmp
  series any: badger, badger 5, badger 500, evolution, proterra, performance platinum, performance plus, performance, drake, ultramax, cimarron, highline, cadet, champion, wellworth, arbor, premier, infinity, voyager, vertex, proline, guardian, evolve, essence, integrity, trinsic, essentials, leland, spot resist, aqua source, protech, professional, classic, marathon, signature, memoirs, santa rosa, devonshire, simplice, align, brantford, adler, chateau, monticello, linden, cassidy, lenta, promax, energy saver, defender, merit, elite, comfort, learning, lyric, sensi, compact, legend, legacy, platinum, maui, avalanche, aquia, vespin, ultra
  type tank: tank, standard tank, tank type
  type tankless: tankless
  type gas: gas, natural gas, nat gas, ng, n / g, n g, natgas, gas fired, natural, nat
  type propane: propane, lp, l p, lpg, lp gas, l / p, propane fired
  type electric: electric, elec, elect, all electric
  type oil: oil fired, oil
  type heat pump: hybrid, hybrid heat pump, hybrid electric
  type indirect: indirect, indirect fired
  type combi: combi, combination
  type steam: steam
  type mini split: mini split, ductless
  type package: package, packaged
  type geothermal: geothermal, geo
  type smart: smart, wifi, wi fi
  type programmable: programmable, prog, 7 day programmable
  type battery backup: battery backup, backup, back up
  type submersible: submersible
  type pedestal: pedestal
  type batch feed: batch feed
  type continuous feed: continuous feed
  type one piece: one piece, 1 piece, 1 pc, one pc
  type two piece: two piece, 2 piece, 2 pc, two pc
  type wall hung: wall hung, wall mounted
  type kitchen: kitchen, kit
  type bathroom: bathroom, lav, lavatory, vanity, bath
  type bar: bar, prep
  type laundry: laundry, utility
  type standby: standby, stand by, whole house
  type portable: portable
  unit gallon: gal, gallon, gl, gln, g
  unit ton: ton, tn, t
  unit btu: btu, btuh, btu / h, btu / hr, b t u
  unit kbtu: mbh, kbtu, mbtu, kbtuh, k btu, k btuh
  unit thousand: k
  unit hp: hp, horse, horsepower, h p, horse power
  unit kw: kw, kilowatt, kva
  unit psi: psi, psig, lbs pressure, lbs of pressure, pounds of pressure, pounds pressure
  unit year: year, yr, yrs, y
  unit year_old: yo, y o, y / o, year old, yr old, yrs old, year of age, years of age, yrs of age, year in service, yr in service, year of service, yr of service, year on it, yr on it, year under its belt, year young
  unit month: month, mo, mos
  unit month_old: month old, months old, mo old, mos old
  unit grain: gpg, grain, grains per gallon, grains of hardness, gr / gal, grain hardness, grains hardness, grains / gal, gr hardness, gr, gr hard, grain hard, grains hard, grains per gal
  unit foot: ft, feet, foot
  unit other: gpm, gpf, in, inch, degree, deg, hour, hr, hrs, min, minute, amp, volt, v, oz, ppm, ua, wc, seer, seer2, afue, cfm, day, week, times, merv, percent, ohm, uf, micron, awg, grams, cf, sq, gal of bleach
  unit pound: lb, lbs, pound, pounds, #
  number 0.33: third
  number 0.5: half
  number 1: one
  number 2: two, couple
  number 3: three
  number 4: four
  number 5: five
  number 6: six
  number 7: seven
  number 8: eight
  number 9: nine
  number 10: ten
  number 12: twelve, dozen
  number 15: fifteen
  number 20: twenty
  number 30: thirty
  number 40: forty, fourty
  number 50: fifty
  number 80: eighty
  number 11: eleven
  number 13: thirteen
  number 14: fourteen
  number 16: sixteen
  number 17: seventeen
  number 18: eighteen
  number 19: nineteen
  number 60: sixty
  number 70: seventy
  number 75: seventyfive
  number 100: hundred
  year strong: both from, all from, both are from, all are from, its a, it is a, this is a, is a, inst, installed, instd, instld, mfg, mfd, mfr, mfr date, mfg date, manufactured, manufacture date, date of manufacture, manf, manuf, orig to house, original to house, original to the house, orig to the house, original to home, orig to home, original to the home, put in, set in, went in, model year, in service, in service since, serial date, sn date, tag date, install date, mfgd, dates to, dates from, dates back to, dating from, year of, year made, yr made, yr mfg, date code, build date, in service date, startup date, start up date, nameplate, name plate, data plate, dataplate, rating plate, data tag, serial, serial number, sn, s / n, ser, label says, label reads, sticker says, sticker reads, tag says, tag reads, plate says, plate reads, made in, original to, orig to, label date, sticker date, build year, mfg year, mfr year, date of mfg, date of install, install year, year installed, manufacturing date, prod date, production date, dated, circa, date stamp, stamped, serial dates to, serial dates it to, dates it to, installed date, vintage, comes back to, decodes to, serial decodes to, build, startup, from about, from around, bought in, purchased in, new in, since, manufactured in, dating back to, came with the house, came with house, with the house, came w / house, came with home, dom, d o m, dated as, doi, mfg on, install yr, yr installed, yr of mfg, installation date, year of mfg, been in since, in since, there since, been there since, running since, dating to, mfr yr, manufactured year, year mfg, originally installed, going back to, born, born on
  year weak: from, since, new, yr, year, says, reads, sticker, label, tag, age, orig, original, ca, date, dated, purchased, bought, since about, from about, from around, born, born on, made, made in, built, vintage, circa, new in, looks like, appears, appears to be, believe, guess, think, showing, shows, marked, stamped
  make A. O. Smith: a o smith, ao smith, aosmith, a / o smith, a o smth, ao smth, aosmth, ao smyth, ao, a o, a o s, aos, a o smiths, smith 40, smith 50, smith 75
  make Amana: amana, amanna, amanas
  make American Standard: american standard, amer standard, am standard, amer std, am std, american std, amstd, am stand, amstan, amer stand, amerstd, amer st
  make Amtrol: amtrol, amtrole, amtrall, well x trol, boilermate
  make Aprilaire: aprilaire, april aire, april air, aprilare, aprilair, apralaire, aprilairs
  make Basement Watchdog: basement watchdog, watchdog, basement watch dog
  make Bosch: bosch
  make Bradford White: bradford white, bradford, bradford wht, brad white, b / w, bw, bradford / white, bradfordwhite, b white, bradford w, brad wht, bradwhite, b / white, b . white, brad ford white, brad ford
  make Briggs & Stratton: briggs & stratton, briggs and stratton, briggs, briggs stratton, briggs + stratton
  make Bryant: bryant, briant
  make Burnham: burnham, burnam, bernham, burham
  make Carrier: carrier, carier
  make Clack: clack
  make Crown: crown
  make Culligan: culligan, cullgan, culigan, cullagan, culligen
  make Cummins: cummins, cummins onan, onan, cummings, onan cummins
  make Daikin: daikin, dakin, daiken, diakin, dykin, daikan
  make Delta: delta, delta foundations
  make ecobee: ecobee, ecobee3, ecobee4, eco bee, ecobe, eccobee, ecoobee, ecobees
  make EcoWater: ecowater, eco water
  make Emerson: emerson
  make Franklin Electric: franklin electric, franklin elec, franklin, franklin elect, frankin
  make Fujitsu: fujitsu, fugitsu, fujistu, fujitzu
  make GE: ge, g e, general electric
  make Generac: generac, generack, genrac, genarac, generec, generax, generac guardian
  make Gerber: gerber, gerbar
  make Goodman: goodman, goodmen, godman, goodmans
  make Goulds: goulds, gould, goulds pumps, ghoulds
  make Grohe: grohe
  make Grundfos: grundfos, grundfoss, grunfos, grunfoss, grundfas
  make Heil: heil, heils
  make Honeywell: honeywell, honeywell home, honywell, honneywell, honeywel, honewell, hunnywell
  make InSinkErator: insinkerator, in sink erator, ise, insink erator, in sinkerator, sinkerator, insinkerater, insinkarator, insinkorator, insinkertor, isinkerator, insinkrator, insinkerators, in sink erater, insink
  make Kenmore: kenmore
  make Kinetico: kinetico, kenetico, kinetco, kinitico
  make Kohler: kohler, koler, kohlar, kolher, kholer, khoeler, koehler, kohlor
  make Lennox: lennox, lenox, lennex, lenix, linox, lennix, lenex
  make LG: lg
  make Liberty: liberty, liberty pump, libery
  make Little Giant: little giant, little gaint, lil giant
  make Lochinvar: lochinvar, lochinvare, lochnivar, lochinvar knight, lochnvar
  make Mansfield: mansfield, mansfeild
  make Mitsubishi: mitsubishi, mitsu, mitsubishi electric, mr slim, mitsubishu, mitshubishi, mitsibishi, mitsubshi, mits
  make Moen: moen, mone, mowen, moens
  make Navien: navien, navian, navein, navin, naviem, naven
  make Nest: nest, google nest, nest learning
  make Noritz: noritz, norits, noriz, norritz
  make Payne: payne
  make Pentair: pentair, pentar
  make Pfister: pfister, price pfister, phister, pfiser
  make Reliance: reliance, relliance
  make Rheem: rheem, reem, rhem, rheam, reehm, rheeem, rheme, rheim, rhemm, rheen, rehm
  make Rinnai: rinnai, renai, rinai, renni, rinnia, rinnay, rinni, rinani
  make Ruud: ruud, rudd, ruuds, rude
  make State: state, state select, state proline, state premier
  make Superior: superior
  make Taco: taco
  make Takagi: takagi, takaji, tagaki
  make Toto: toto, totto
  make Trane: trane, trayne, tranne, trrane, traine
  make Utica: utica
  make Waste King: waste king, wasteking, wast king
  make Watts: watts
  make Wayne: wayne
  make Weil-McLain: wm gold, wm boiler, w m gold, weil mclain, weil mc lain, weil, weil mcclain, weil / mclain, weil maclain, weil mclean, wiel mclain, weil mclane, weil mclaine, well mclain, wm cg, wm ultra, weil mc, wm cga, w / m, weil mac
  make Whirlpool: whirlpool, whirpool, wirlpool
  make York: york, yorks
  make Zoeller: zoeller, zoler, zoeler, zoller, zeoller, zoellar, zollar, zeller, zoellers, zohler
  make Buderus: buderus, buderas, budaris, buderis
  make Peerless: peerless
  make Viessmann: viessmann, viesman, veissman, viessman, veismann
  make Coleman: coleman
  make Tempstar: tempstar
  make Giant: giant
  make John Wood: john wood, johnwood
  make Stiebel Eltron: stiebel eltron, stiebel, steibel eltron, steibel
  make EcoSmart: ecosmart
  make Eemax: eemax, eemaxx
  make Richmond: richmond
  make Vaughn: vaughn
  make HTP: htp, heat transfer products, superstor
  make Bock: bock
  make Craftmaster: us craftmaster, u s craftmaster, craftmaster, craft master
  make Envirotemp: envirotemp
  make Hotpoint: hotpoint
  make Sears: sears
  make Jetglas: jetglas, jet glas
  make Mor-Flo: mor flo, morflo
  make Paloma: paloma
  make Westinghouse: westinghouse
  make Maytag: maytag
  make Triangle Tube: triangle tube
  make Hubbell: hubbell
  make Chronomite: chronomite
  make Armstrong: armstrong, armstrong air, armstrong airease
  make Arcoaire: arcoaire, arco aire, arco air
  make AirEase: airease, air ease, aire flo, aireflo
  make Comfortmaker: comfortmaker, comfort maker
  make Concord: concord
  make Day & Night: day & night, day and night, day + night
  make Ducane: ducane
  make Evcon: evcon
  make Frigidaire: frigidaire, frigidare
  make Gibson: gibson
  make Gree: gree
  make Haier: haier
  make ICP: icp, inter city products
  make Intertherm: intertherm, inter therm
  make Janitrol: janitrol
  make Kelvinator: kelvinator
  make KeepRite: keeprite, keep rite
  make Luxaire: luxaire, lux aire
  make Midea: midea
  make Miller: miller
  make MrCool: mrcool, mr cool
  make Napoleon: napoleon
  make Nordyne: nordyne, nortek
  make Panasonic: panasonic
  make Pioneer: pioneer
  make RunTru: runtru, run tru
  make Samsung: samsung
  make Senville: senville
  make Tappan: tappan
  make Thermo Pride: thermo pride, thermopride
  make WeatherKing: weatherking, weather king
  make Williamson: williamson
  make ClimateMaster: climatemaster, climate master
  make WaterFurnace: waterfurnace, water furnace
  make Bard: bard
  make AAON: aaon
  make Singer: singer
  make Toshiba: toshiba
  make Sanyo: sanyo
  make Friedrich: friedrich, fredrich
  make First Co: first company, first co
  make Slant/Fin: slant fin, slant / fin, slantfin
  make NTI: nti
  make IBC: ibc
  make Laars: laars, lars
  make Raypak: raypak, raypack, ray pak
  make Dunkirk: dunkirk
  make Columbia: columbia
  make Smith: h b smith, hb smith
  make Hydrotherm: hydrotherm
  make New Yorker: new yorker
  make Pennco: pennco
  make Biasi: biasi
  make Energy Kinetics: energy kinetics, system 2000
  make Baxi: baxi
  make Munchkin: munchkin
  make National: national us
  make White-Rodgers: white rodgers, white rogers
  make Lux: lux
  make Braeburn: braeburn
  make Robertshaw: robertshaw
  make Venstar: venstar
  make Pro1: pro1, pro 1
  make Tekmar: tekmar
  make Totaline: totaline
  make Wyze: wyze
  make Resideo: resideo
  make Flotec: flotec
  make Hydromatic: hydromatic
  make Myers: myers, meyers
  make Ridgid: ridgid
  make Simer: simer
  make Everbilt: everbilt, ever bilt
  make Utilitech: utilitech
  make Red Lion: red lion
  make Water Ace: water ace
  make Barnes: barnes
  make Glentronics: glentronics, pumpspy, pump spy
  make Sta-Rite: sta rite, starite, star rite
  make Berkeley: berkeley, berkley
  make Jacuzzi: jacuzzi
  make Red Jacket: red jacket
  make Aermotor: aermotor, aeromotor
  make Flint & Walling: flint & walling, flint and walling, f & w
  make Davey: davey
  make Flexcon: flexcon, flex con, flex lite, well rite, wellrite
  make WellMate: wellmate, well mate
  make Water Worker: water worker, waterworker
  make Fleck: fleck
  make Autotrol: autotrol
  make WaterBoss: waterboss, water boss
  make Morton: morton
  make North Star: north star, northstar
  make RainSoft: rainsoft, rain soft
  make Hague: hague
  make WaterCare: watercare, water care
  make Novo: novo
  make Lancaster: lancaster
  make Pelican: pelican
  make SpringWell: springwell, spring well
  make Aquasana: aquasana
  make Nuvo: nuvo, nuvoh2o
  make Water-Right: water right
  make Apec: apec
  make iSpring: ispring
  make 3M: 3m, aqua pure, aquapure, filtrete
  make Everpure: everpure
  make Febco: febco
  make Wilkins: wilkins, zurn wilkins, zurn
  make Ames: ames
  make Apollo: apollo, conbraco
  make KitchenAid: kitchenaid, kitchen aid
  make Whirlaway: whirlaway, anaheim, sinkmaster, sink master
  make Glacier Bay: glacier bay, glacierbay
  make Crane: crane
  make Eljer: eljer
  make Sterling: sterling
  make Niagara: niagara
  make Caroma: caroma
  make Duravit: duravit
  make Universal Rundle: universal rundle
  make ProFlo: proflo, pro flo
  make Swiss Madison: swiss madison
  make Saniflo: saniflo, sani flo
  make Hansgrohe: hansgrohe, hans grohe
  make Brizo: brizo
  make Danze: danze
  make Kraus: kraus
  make Symmons: symmons
  make Chicago Faucets: chicago faucet
  make Elkay: elkay
  make Blanco: blanco
  make Rohl: rohl
  make Newport Brass: newport brass
  make Sloan: sloan
  make Waltec: waltec
  make Champion Power: champion power, champion power equipment
  make Siemens: siemens
  make Eaton: eaton
  make Honda: honda
  make Yamaha: yamaha
  make Predator: predator
  make DuroMax: duromax
  make Winco: winco
  make Caterpillar: caterpillar
  make Troy-Bilt: troy bilt, troybilt
  make Powermate: powermate, coleman powermate
  make Firman: firman
  make Bell & Gossett: bell & gossett, bell and gossett, b & g
  make Wilo: wilo
  make GeneralAire: generalaire, general aire
  make Skuttle: skuttle
  make Herrmidifier: herrmidifier
  make Nortec: nortec, condair
  make Desert Spring: desert spring
  make Santa Fe: santa fe
  make Ultra-Aire: ultra aire, ultraaire
  make Environment One: e / one, e one, eone, environment one
  thing shutoff: shutoff, shut off, shut off valve, shutoff valve, stop valve, main valve, main shutoff, main shut off, main shut off valve, main shutoff valve, main water valve, main water shutoff, main water shut off, water main valve, gate valve, isolation valve, iso valve, isolation, ball valve, curb stop, house valve, house shutoff, main gate valve, main ball valve, supply stop, straight stop, water shutoff, water shut off, gas shutoff, gas shut off, gas cock, whole house shutoff, service valve, street valve, cutoff, cut off, cutoff valve, cut off valve, main stop, angle stop, angle stop valve, angle valve, supply valve, toilet stop, fixture stop, new stop, stop and supply, supply and stop, stop & supply, supply & stop, quarter turn stop, 1/4 turn stop, quarter turn, 1/4 turn, lav stop, sink stop, compression stop, both stop, stop and line, stop & line, stop + line, both stops, stop and hose, hot stop, cold stop, hot and cold stop, tub stop, kitchen stop, tank stop, supply stops, stop, stops, meter valve, meter stop, city valve, house main, basement valve, valve at meter, water valve, fixture valve, water shutoff valve, meter shutoff, shutoffs, iso valves, stop cock, stopcock, stop valves, stop cocks, street shutoff, curb valve, curb box, curb key stop, washer valve, washer box valve, laundry valve, washing machine valve, toilet shutoff, sink shutoff, toilet shut off, sink shut off, gas stop, appliance valve, ball valves, gate valves, isolation ball valve, zone shutoff, shower shutoff, tub shutoff, stop box, b box, washing machine valves, washing machine shutoffs, washer valves, washer shutoffs, laundry valves
  thing sewer: sewer, sewer line, sewer main, main sewer, main sewer line, main line, mainline, main drain, main drain line, mls, ml, sewer lateral, lateral, building drain, house drain, building sewer, house sewer, stack, waste stack, soil stack, main stack, sanitary line, sanitary sewer, sanitary, storm line, storm drain, storm sewer, septic line, sewer pipe, yard line, outside line, house trap, underground, orangeburg, sewage line, soil pipe, vent stack, house line, lateral line, main house line, main
  thing drain: cleanout, clean out, wye, hub, drain pipe, waste line, waste pipe, kitchen line, kitchen drain, kitchen sink line, kitchen sink drain, kitchen drain line, kit line, k / s line, floor drain, laundry line, laundry drain, branch line, branch drain, joint, bell joint, tub drain, tub line, shower drain, lav drain, lav line, drain line, drain, tee, downspout line, washer line, tile line, basement drain, toilet line, toilet drain, washer drain, sink drain, bathroom line, bath line, bell, drain tile, sink line, bath drain, lead bend, closet bend, san tee, sanitary tee, lead arm, lead pipe, drain arm, vent tee, kitchen stack, bath stack, drain stack, laundry standpipe, standpipe, stand pipe, floor sink, french drain, area drain, yard drain, trench drain, catch basin, drainage, waste arm, wye connection, cleanout fitting, tub waste line, bathtub drain, downspout drain, roof drain, shower pan drain
  thing water_main: water main, water service, main water line, service line, water service line, main water supply, city water line, gas main
  thing tp_valve: t & p, t & p valve, tp valve, t p valve, t and p, t and p valve, t / p valve, t / p, t + p, tpr, tpr valve, tp, t p, relief valve, pressure relief, pressure relief valve, temp and pressure relief valve, relief, t & p relief valve, pop off valve, popoff, blow off valve
  thing prv: prv, pressure reducing valve, pressure regulator, regulator, pressure reducer, prv valve, water pressure regulator, pressure regulating valve
  thing expansion_tank: expansion tank, exp tank, expan tank, thermal expansion tank, x tank, xtank, ex tank, thermal expansion, thermal exp tank, exp tnk, expansion tnk, extrol, xtrol, therm exp tank
  thing flue: flue, flue pipe, vent pipe, vent connector, b vent, bvent, draft hood, draft diverter, chimney, chimney liner, liner, vent, venting, exhaust, exhaust vent, exhaust pipe, smoke pipe, flue connector, vent piping, gas vent, flue liner, water heater vent, furnace vent, furnace flue, concentric vent, vent termination, flue joint, vent joint, flue collar, flue vent
  thing exchanger: heat exchanger, hx, h / x, ht exchanger, exchanger, heat ex, ht ex, heat exch, ht exch, primary heat exchanger, secondary heat exchanger, hex, heat x, primary hx, secondary hx, cell, exch, ht exchgr, h x
  thing coil: coil, evap coil, evaporator coil, evaporator, evap, condenser coil, cond coil, outdoor coil, indoor coil, a coil, outside coil, inside coil, condensing coil, condenser fins, coil fins, fins, ac coil, a / c coil
  thing duct: duct, ductwork, duct work, flex duct, trunk, trunk line, plenum, supply trunk, supply plenum, return plenum, return duct, return trunk, supply run, boot, return air duct, supply duct, duct run, register boot, takeoff, take off, flex run, return air, supply boot, return boot, duct board, ductboard, main trunk, branch duct, floor boot, return drop, return chase, takeoff collar, supply line duct, return run, flex came, flex off, flex
  thing material: subfloor, sub floor, subflooring, drywall, dry wall, sheetrock, sheet rock, ceiling, baseboard, base board, joist, floor joist, cabinet, cabinet floor, cabinet bottom, cabinet base, base cabinet, sink base, sink cabinet, vanity base, vanity floor, vanity bottom, vanity, floor, flooring, wood floor, hardwood, hardwood floor, wall, plaster, carpet, particle board, particleboard, bottom of cabinet, trim, framing, stud, sill plate, rim joist, laminate, laminate floor, vinyl floor, lvp, plywood, decking, roof deck, wood, floorboard, floor board, vanity cabinet, kitchen cabinet, underlayment, paneling, osb, tile floor, linoleum, base of cabinet, sheathing, vinyl, vinyl flooring
  thing foundation: foundation, foundation wall, basement wall, block wall, poured wall, concrete wall, foundation slab, cinder block wall, stem wall, footing, foundation block, poured foundation, block foundation, fdn, fdn wall, concrete block wall
  thing gas_piping: gas line, gas pipe, gas piping, gas union, gas valve, gas connector, gas meter, gas flex, gas flex line, gas supply, gas supply line, black pipe, black iron, black iron pipe, gas stub, gas drop, drip leg, gas fitting, gas nipple, gas control, gas control valve, csst, gas tee, gas regulator, gas manifold, gas header, gas hose, gas service, gas tubing, gas union fitting, flex gas line, gas cock, gas shutoff, gas shut off, gas shutoff valve, gas shut off valve, gas stop, range connector, dryer connector, gas flex connector
  thing gas_smell: gas smell, gas odor, smelled gas, smell of gas, odor of gas, smell gas, smells gas, smelling gas, gas smelled, gas odour, smells like gas
  thing refrigerant: refrigerant, freon, r22, r 22, r410a, r 410a, r410, 410a, r 410, r454b, r32, lineset, line set, schrader, schrader core, schrader valve, suction line, liquid line, txv, accumulator, reversing valve, filter drier, u bend, distributor, service port, braze joint, king valve, flare nut, ref, suction header, brazed joint, brazed joints, braze, return bend, hairpin, u bends, header, capillary, cap tube, expansion valve, suction, filter dryer, discharge port, service valve stem, refrigerant circuit, circuit 1, circuit 2, circ 1, circ 2, 407c, r407c, 134a
  thing pressure: psi, pressure, water pressure, house pressure, static pressure, incoming pressure, street pressure, water press, press, static press, city pressure, water psi, static water pressure, static, static psi, incoming water pressure, house psi, working pressure, supply pressure, incoming psi, gauge, city side pressure, line pressure
  thing flow: flow, water flow, volume, water volume
  thing water_line: pipe joint, water pipe, water line, water piping, supply piping, copper, copper line, copper pipe, pex, pex line, cold line, hot line, supply line, supply tube, supply hose, riser, hot main, cold main, copper main, cpvc, cpvc line, water supply, cold water line, hot water line, hot water pipe, cold water pipe, distribution piping, cold side, hot side, supply, supplies, water supply line, supply lines, braided supply, toilet supply line, faucet supply, faucet supplies, lav supply, rusty water line, rusty water pipe
  thing fitting: fitting, elbow, ell, coupling, nipple, dielectric, dielectric nipple, dielectric union, union, connector, flex connector, flex line, flexline, water flex, sharkbite, adapter, bushing, ferrule, solder joint, threaded joint, packing nut, threads, connection, compression, compression fitting, compression nut, flare fitting, flare nut, press fitting, supply connection, pipe connection, joint nut, flexes, flexs, water flexes, new flexes
  thing valve: valve, vlv
  thing toilet_part: bidet, bidet seat, fill valve, flapper, wax ring, wax, flange, closet flange, closet bolt, tank bolt, toilet tank, toilet seat, flush valve, flushmate, toilet handle, tank to bowl gasket, toilet base, ballcock, bowl, tank lever, trip lever, washlet, bidet toilet seat, tank and bowl, fill, flush handle, tank gasket, tank to bowl, wax seal, closet collar, flange ring, flange repair ring, flush kit, toilet guts, guts, tank parts, tank kit
  thing faucet_part: cartridge, seats, springs, ball, o ring, packing, stem, bonnet, aerator, spray head, sprayer, sprayer hose, washer, seat, handle, spout, side spray, spray hose, seats and springs
  thing shower_part: shower valve, mixing valve, tub spout, shower head, showerhead, shower arm, tub valve, tub and shower valve, tub / shower valve, diverter, shower trim, tub faucet, shower faucet, tub / shower faucet, tub and shower faucet, shower pan, valve body, tempering valve, roman tub faucet, shower cartridge, tub filler, posi temp, positemp, pressure balance valve, pressure balancing valve, thermostatic valve, tub and shower trim, shower body, rough valve, moentrol
  thing outdoor_part: hose bib, hose bibb, hosebib, hosebibb, spigot, silcock, sillcock, outdoor faucet, outside faucet, frost free, hose faucet, yard hydrant, hydrant, exterior faucet, frost free faucet, bib, bibb, pot filler
  thing burner_part: thermocouple, thermopile, igniter, ignitor, ignition module, hot surface igniter, flame sensor, flame rod, control board, board, circuit board, inducer, inducer motor, draft inducer, draft motor, blower, blower motor, blower wheel, burner, burner assembly, burner assy, burner tray, pilot, pilot assembly, pilot assy, pilot tube, pressure switch, limit switch, limit, rollout switch, rollout, igniter assy, igniter assembly, module, gas solenoid, orifice, burner chamber, combustion chamber, electrode, oil nozzle, nozzle, oil pump, oil filter, oil burner, cad cell, low water cutoff, lwco, aquastat, circulator, circulator pump, circ, circ pump, zone valve, sight glass, auto fill, auto feed, autofill, feed valve, zone pump, pump seal, air vent, air scoop, air separator, radiator, baseboard heat, pressuretrol, hi limit, high limit, burner door, fill valve boiler, bleeder, pump flange
  thing cooling_part: capacitor, run capacitor, start capacitor, dual capacitor, run cap, dual cap, hard start kit, hard start, contactor, fan motor, condenser fan motor, cond fan motor, condenser fan, cond fan, fan blade, compressor, fan, relay, sequencer, heat strip, heat kit, transformer, disconnect, whip, pad, condenser pad, condensate pump, condensate line, condensate drain, condensate, condensate trap, condensate pan, cond pump, cond line, cond drain, ac drain, a / c drain, ac drain line, drain pan, float switch, wet switch, safety switch, defrost board, belt, bearing, filter, air filter, media filter, filter rack, uv light, register, grille, damper, zone damper, thermostat wire, c wire, common wire, blower assembly, secondary pan, primary pan, primary drain, secondary drain, surge protector, economizer, cap, blower belt, motor, comp, start cap, hard start capacitor, evap fan, cond blower, outdoor fan, outdoor fan motor, condenser motor, od fan motor, id blower, ecm motor, ecm, blower capacitor, crankcase heater, thermal expansion valve, metering device, piston, filter drier, sight glass, coil drain, coil pan, evap drain, evap pan, coil drain pan, evap coil drain, evap coil pan
  thing heater_part: element and thermostat, upper element and thermostat, lower element and thermostat, element, upper element, lower element, heating element, anode, anode rod, dip tube, drain valve, pan, upper thermostat, lower thermostat, upper and lower thermostat, stand, strap, earthquake strap, blanket, heat trap, tank bottom, bottom of tank, bottom of the tank, base of tank, top of tank, jacket, seam, inlet screen, inlet filter, isolation kit, isolation valve kit, neutralizer, timer, leak pan, element thermostat, top thermostat, bottom thermostat, top stat, bottom stat, upper stat, lower stat, both stats, both thermostats, both stat, top element, bottom element, both elements, elements, both element and thermostat, both elements and both thermostats, element and stat, both element and stat, element and both thermostat
  thing pump_part: float, check valve, impeller, discharge, discharge line, discharge pipe, discharge hose, pit, sump pit, basin, sump basin, crock, sump crock, lid, control box, high water alarm, alarm, foot valve, pitless, pitless adapter, well cap, well pressure switch, backup battery, charger, cord, sump battery, pump battery, backup sump battery, marine battery, deep cycle battery
  thing softener_part: salt, resin, brine, brine line, brine tank, brine valve, bypass valve, venturi, salt bridge, bypass, control head, valve head, resin tank, filter cartridge, filter housing, ro filter, membrane, ro membrane, ro faucet, uv bulb, uv lamp, cartridge filter, filter change, ro tank, ro storage tank, ro filters, ro membranes, ro cartridge, ro cartridges, sediment cartridge, carbon cartridge, filter media, media bed, uv light, uv sleeve, uv system, uv, mineral tank, bed, injector, ro pressure tank, ro storage
  thing disposal_part: splash guard, disposal flange, reset button, dishwasher drain, dishwasher hose, air switch, dw drain
  thing pipe: pipe, piping
  thing trap: trap, p trap, ptrap, tailpiece, tail piece, popup, pop up, pop up assembly, strainer, basket strainer, waste and overflow, overflow, tubular, drain assembly, slip joint, slip nut, trap arm, drum trap, trap primer, basket, tub waste
  thing stat_part: subbase, wall plate, sub base, batteries, thermostat wiring
  thing generator_part: battery, transfer switch, ats, spark plug, plugs, load center, starter, gfci, breaker, outlet, plug, interlock, panel, hookup, hook up, battery charger, oil change, changed oil, change oil, new oil, oil and filter, oil & filter, oil + filter, oil changed, oil level, synthetic oil, engine oil, oil filter gen, oil / filter, stepper motor, fuel solenoid, avr, stator, rotor, carburetor, carb, starter motor, governor, controller, fuel regulator, air cleaner, glow plug, spark plugs, exciter, brushes, slip rings, valve cover, fan belt gen, battery cable, battery cables, battery tender, trickle charger, coolant, radiator hose, hoses and belts, inlet
  thing humidifier_part: water panel, humidifier pad, humidistat, evaporator pad, humidifier panel, humidifier water panel, humidifier filter, humidifier solenoid, humidifier motor
  thing roof: roof, roof boot, pipe boot, flashing, vent boot, shingle, skylight, gutter, roof jack
  thing appliance: ice maker, icemaker, refrigerator, fridge, dishwasher, dryer, range, stove, oven, cooktop, washing machine, microwave, space heater, unit heater, pool heater, spa heater, garage heater, grill, fireplace, gas logs, freezer, range hood, wall heater, washer box, dw, pool, hot tub, floor heater, instant hot, vehicle, truck, van, block heater, window fan, baseboard heater, toe kick heater, washer and dryer
  thing house: house, home, property, building, bldg, addition, condo, duplex, remodel, kitchen remodel, bathroom remodel
  thing paper: maintenance plan, service plan, protection plan, care plan, maintenance agreement, service agreement, maintenance contract, permit, invoice, inv, check number, po, ticket, fee, haul away, financing, discount, coupon, deposit, balance, rebate, registration, acct, account, lot, apt, route, hwy, highway, job number, wo, work order, manual, brochure, recall, insurance, realtor
  thing kit: kit, maintenance kit, rebuild kit, repair kit, tune up kit
  thing warranty: warranty, wty, warr, warrantee, contract, membership, agreement, guarantee, parts and labor, parts, labor, coverage
  spoken -1: put in last year, installed last year, new last year, bought last year, set last year, put in a year ago, installed a year ago, last year new
  spoken -2: put in two year ago, put in 2 year ago
  hint furnace: flame sensor, inducer, inducer motor, heat exchanger, hx, hot surface igniter, rollout switch, limit switch, flame rod, no heat, igniter, ignitor, heat exch, rollout, limit, draft inducer, pressure switch, gas valve, hsi, heat season, fall tune up, heat check, heating season, pilot assembly, flue temp, co test, heat tune up, fall maintenance, inducer assembly, blower door, burner, heat rise, temp rise, flame, hot surface ignitor, gas pressure, 90 +, 80 +, 80%, 95%, 96%, 92%, afue
  hint air_conditioner: refrigerant, freon, r22, r410a, 410a, coil, evap coil, condenser coil, evaporator coil, evaporator, evap, compressor, contactor, condenser fan motor, fan motor, not cooling, no cool, no cooling, superheat, subcool, subcooling, run capacitor, dual capacitor, condensate line, condensate drain, blowing warm, spring tune up, lineset, txv, delta t, outdoor coil, indoor coil, cool season, comp, capacitor, cond fan, fan blade, subcooled, r 410a, low on charge, 410, r 22, cooling, warm air, outdoor fan, suction, condensate pump, ac drain, evap fan, r454b, refrigerant charge, cooling season, spring maintenance, temp split, cond coil, condenser fan, condensate, a coil, nitrogen, recharged, recharge, charge good, charged, line set, cond, tons, sniffer
  hint heat_pump: reversing valve, defrost board, aux heat, emergency heat, defrost, heat strip, heat strips
  hint boiler: circulator, lwco, aquastat, zone valve, radiator, baseboard heat, low water cutoff, pressuretrol, sight glass, zone, zones, bled, near boiler, radiators, baseboard, system pressure, circ, primary loop, expansion tank boiler, return line, supply and return
  hint water_heater: anode, anode rod, t & p, t & p valve, dip tube, thermocouple, element, upper element, lower element, burner assembly, hot water, tank bottom, flush, flushed, pilot, thermopile, nipples, sediment, dielectric
  hint sump_pump: pit, crock, sump pit, basin, float, check valve, discharge, discharge line, sump crock
  hint toilet: flapper, fill valve, wax ring, flush valve, flange, tank bolts
  hint faucet: cartridge, spout, aerator, spray head, sprayer, handle, seats and springs
  hint thermostat: c wire, thermostat wire, batteries
  hint generator: changed oil, oil and filter, oil changed, under load, load test, exercised, gen, crank, transfer, transfer switch, spark plug, oil change, ats, oil / filter, oil & filter, oil + filter, engine hours, run hours, hours on unit, whole house, cranked, surging, stepper motor, governor, no start, stepper, hz, exercise cycle, exercises, weekly exercise, ran under load, startup done, coolant
  hint water_softener: salt, resin, brine tank, brine line, regen, salt bridge, regenerated, regenerating, regenerate, hardness, grains, gpg, brine, softened
  hint garbage_disposal: unjammed, jammed, allen wrench, humming, hums, splash guard, grinding
  hint other/reverse osmosis: ro tank, ro filter, membrane, ro membrane, ro faucet
  hint other/ejector pump: ejector pit, ejector basin, sewage pit, ejector lid, sewage basin
  hint other/well pump: well, well head, wellhead, pressure switch well, foot valve, pump saver, gpm well, well casing, pitless, drop pipe, torque arrestor
  thing room: room, closet, area, alcove, shed
  thing bladder: bladder
  thing line: line
  thing fixture: fixture, highest fixture, top floor
  thing hardness: hardness, water hardness, raw hardness, hardness test, hardness level, total hardness
  thing part: switch, sensor, probe, thermistor, fuse, wire, wiring, bolt, screw, hose, seal, spring, screen, hinge, panel cover, bracket, hanger, clamp, pulley, housing, tubing, display, keypad, lever, chain, bulb, gauge, flapper valve, diaphragm, air gap, vacuum breaker, elbow fitting, escutcheon, trim ring, flex hose, mixing tank, mount, rack, motor mount, cover plate, door switch, latch, air filter, drain plug, drain hose, wire nut, conduit, thermometer, dial, knob, set screw, lock nut, nut, o rings, tailpipe, control panel, control module, inverter, remote, receiver, wifi module, ignition, gas train, vent cap, rain cap, screen cap, trap kit, tank valve, tank fitting, gasket, gaskets
  room any: basement, bsmt, crawl, crawl space, crawlspace, attic, garage, hall bath, master bath, master, powder room, half bath, laundry room, utility closet, utility room, mech room, mechanical room, yard, front yard, back yard, front walk, driveway, upstairs, downstairs, first floor, second floor, 1st floor, 2nd floor, guest bath, laundry, sunroom, hallway, dining room, living room, bedroom, slab, street, curb, sidewalk, city tap, house wall, meter
  room fixture: sink, bathtub, shower, tub, kitchen sink, bathroom sink, lavatory sink, bar sink, vessel sink, farm sink, utility sink, laundry tub, laundry sink, undermount sink, pedestal sink, shower stall, whirlpool tub, soaking tub, jetted tub, urinal, shower base, tub surround, tub and shower
  sign root: root, root intrusion, root ball, root mass, root growth, root infiltration, tree root, rooted, roots growing, root invasion, root problem, rts, rootz, root hair, root hairs, fine root, fine roots
  sign belly: belly, bellied, low spot, back pitch, back pitched, backpitch, backpitched, negative pitch, negative grade, negative slope, back graded, backgraded, reverse grade, swag, back fall, backfall, reverse pitch, reverse slope
  sign sag: sag, sagging, sagged, dip, dipped
  sign standing_water: standing water, holding water, holds water, ponding, water standing, hold water, water sits, water sitting
  sign crack: crack, cracked, cracking, hairline crack, hairline, split, split open, 
  sign broken: broken, broke, collapsed, collapse, collapsing, caved in, cave in, crushed, separated, separation, hole, rotted out, rotted, rotten, deteriorated, deteriorating, deterioration, channeled, channeling, bottom gone, bottom is gone, missing bottom, bottom rotted, bottom missing, no bottom, shifted, busted, misaligned, disjointed, pulled apart, rusted through, rusted thru, fell apart, break, breaks, missing section, missing piece, caving in, damaged, dropped joint, deformed, delaminating, ovaled, out of round, eaten away, eaten out, punctured, bottom rusted out, open joint, sheared, sheared off, full of dirt, full of mud, packed with dirt, packed with mud, dirt in pipe, egg shaped, egged, egging, oval, ovalling, blistered, blistering, bottom gone out, rotted bottom, no bottom left, invert gone, bottom out, bottom eaten, void, exposed dirt, dirt visible, see dirt, gravel visible, pipe gone, missing chunk, chunk missing, section missing, snapped, snapped off, buckled, caved, smashed, flattened, pulled out of hub, out of hub, popped joint, joint separated, joint separation, joints separated, separated joint, lost its bottom, crumbled, crumbling, busted up, shattered, disintegrated, disintegrating, bad joint, wide open joint, bottom of pipe is gone, bottom of pipe gone, bottom of ci is gone, bottom of pipe rotted, bottom of pipe is rotted, bottom is out, bottom of pipe missing, bottom of line gone, bottom of cast gone, bottom of cast iron gone, bottom of pipe eaten, no bottom in pipe, bottom of ci gone, bottom of cast is gone, bottom of cast iron is gone, channel rot, channel rotted, channel rotting, bottom rot, rot on bottom, rot on the bottom, rot along the bottom
  sign offset: offset, off set, misalignment, mis aligned, fracture, fractured, void, voids, break in, break at, break with, breaks in, breaks at, cracked and shifted, off by, joint off, lip at
  sign clog: clog, clogged, clogging, backup, back up, backs up, backed up, backing up, stopped up, stoppage, stop up, stops up, stopping up, plugged, plugged up, plugs up, blockage, blocked, slow drain, draining slow, drains slow, slow draining, draining slowly, drains slowly, overflows, overflowing, clogs up, snake, snaked, snaking, cabled, cabling, rodded, augered, cleared, unclogged, runs slow, running slow, tub slow, sink slow, lav slow, drain slow, slow again, slow tub, slow sink, slow lav, slow shower, shower slow, sewage on floor, sewage in, sewage on basement floor, sewage backing, sewage in tub, sewage in basement, sewer backed, sewer backing, drained slow, slow draining sink, rooted, rootered, coming up in, coming up through, comes up in, come up in, coming up the
  sign again: again, every year, every 6 months, frequently, ongoing, on going, times in, times since, constantly, regularly, periodically, once a year, back again, twice a year, every spring, every fall, every winter, every summer, each year, quarterly, keeps coming back, comes back, coming back, keeps happening, same spot, every 12 months, every 18 months, returned, repeat, repeatedly, chronic, recurring, recurrent, reoccurring, every 6 mo, every six months, every 6 month, every 12 mo, every 3 mo, all the time
  sign nth: same drain, same line, third time, 3rd time, 2nd time, second time, 4th time, fourth time, 5th time, fifth time, every few months, every couple months, every couple of months, every month, every 3 months, every 4 months, every 2 months, every few weeks, every couple weeks, every other month, every so often, third call, 3rd call, 2nd call, second call, 4th call, fourth call, third visit, 3rd visit, 2nd visit, second visit, third trip, 3rd trip, 2nd trip, second trip, over and over, times this year, times last year, once a month, every holiday, every 8 months, every 9 months, twice this year, twice in, twice since, twice this month, three times in, three times this, three times since, 3 times in, 3 times this, 3 times since, 2 times in, 2 times this, 3x in, 3x this, 2x this, 2x in, several times this, several times a year, multiple times this, multiple times a year, many times before, times a year, times per year, had this before, had this same, were here last, was here last, were out last, we were out, just snaked, snaked last, cleared last, cabled last, same as last, returned for, been here before, 5th call, 6th time, fifth call, yearly problem, third month in a row, few times a year, couple times a year, twice already, three times already, 3 times already, already twice, 2 times already, four times since, four times this, 4 times this, 4x this, 4 times in, 4 times since, 5 times this, 5 times in, three months in a row, twice last year, twice a month, several times in, several times since, many times this, many times in, numerous times this, multiple times in, multiple times since, always the same, same thing every time, on and off for, same old, same thing again, again this month, again this year, again since, same problem, same issue as, same thing last, happened at, happened in, happened last, happens every, happened before, did it last, last snaked, last cabled, last cleared, last rodded, last augered, last jetted, last month too, same deal, every week, here last week, here last month, happens whenever, happens often, backed up last, backed up in, for the third time, for the second time
  sign keeps_clogging: keeps backing up, keeps clogging, keeps clogging up, keeps stopping up, keeps plugging up, keeps plugging, keeps getting clogged, recurring clog, recurring stoppage, recurring backup, recurring blockage, chronic clog, chronic stoppage, chronic backup, repeat clog, repeat stoppage, repeat backup, repeated clog, repeated backup, repeated stoppage, frequent clog, frequent backup, frequent stoppage, constant clog, constantly clogging, constantly backing up, clogs every, backs up every, stops up every, clogged again, backed up again, stopped up again, plugged again, clogs again, backs up again, backing up again, clogging again, continues to clog, continues to back up, always backing up, always clogging, recurring main line stoppage, chronic main line stoppage, reoccurring clog, reoccurring backup, reoccurring stoppage, multiple backup, multiple stoppage, backs up often, clogs often, recurring drain, clogs up every, plugs up every, recurring slow drain, chronically slow, 2nd backup, 3rd backup, 4th backup, second backup, third backup, fourth backup, 2nd stoppage, 3rd stoppage, second stoppage, third stoppage, 4th stoppage, fourth stoppage, 2nd clog, 3rd clog, second clog, third clog, 2nd snake, 3rd snake, same clog, same stoppage, repeat drain, repeat offender, keeps coming back, chronic backups, backing up constantly, backs up constantly, backs up regularly, backs up all the time, clogs regularly, clogs all the time, stops up all the time, stops up often, plugs often, backs up monthly, backs up yearly, clogs monthly, backs up a lot, clogs a lot, backs up frequently, clogs frequently, frequently clogs, frequently backs up, regularly backs up, routinely backs up, constantly backs up, constantly clogs, always clogs, always backs up, always clogged, always plugs, keep backing up, keep clogging, keep plugging, keeps on backing up, keeps on clogging, has backed up again, clog came back, clog is back, clog returned, history of clogging, history of stoppages, history of backups, history of clogs, recurrent clog, recurrent stoppage, recurrent backup, ongoing drain issue, ongoing clog, ongoing backups, ongoing stoppages, on going clog, chronic slow drain, chronic drain, 2 backups, 3 backups, 4 backups, 5 backups, 6 backups, 2 stoppages, 3 stoppages, 4 stoppages, two backups, three backups, four backups, two stoppages, three stoppages, several backups, several stoppages, several clogs, multiple clogs, 3 clogs, 4 clogs, three clogs, repeated drain, keeps snaking, keep snaking, always snake, snaked many times, snaked multiple times, snaked several times, gets cabled, gets rodded, has to be snaked, had to be snaked, snaked twice, cabled twice, rodded twice, cleared twice, snaked three times, cabled three times, snaked 3 times, cabled 3 times, cleared 3 times, cleared three times, snaked 3x, snaked 2x, snaked 4x, snaked every, cabled every, rodded every, cleared every, snaked monthly, snaked yearly, snaked annually, rodded annually, rodded yearly
  sign grease: grease, greasy
  sign grease_left: grease buildup, grease build up, heavy grease, heavily greased, full of grease, caked with grease, packed with grease, coated with grease, coated in grease, greasy buildup, greasy build up, caked w / grease, packed w / grease, coated w / grease, grease remains, grease on walls, grease all thru, grease all through, grease throughout, grease thru out, grease in line, grease in pipe, grease in the line, grease in the pipe, grease entire length, thick grease, lots of grease, hard grease, hardened grease, solid grease, full of hardened grease, grease and sludge, grease & sludge, grease clogged, greased up, all greased up, loaded with grease, loaded w / grease, lined with grease, lined w / grease, coated in hardened grease, thick with grease, still grease, grease left, greasy sludge, grease caked, caked grease, grease deposits, grease accumulation, grease on the walls, grease lined, congealed grease, nothing but grease, fills with grease, fills up with grease, holds grease, grease sitting
  sign galvanized: galvanized, galvanised, galv, galvy, galvanized pipe, galvanized piping, galvanize
  sign polybutylene: polybutylene, poly b, polyb, polybute, poly butylene, pb pipe, pb piping, pb plumbing, pb line, pb tubing, qest, quest, quest pipe, gray poly, grey poly, poly pipe gray
  sign cast_iron: cast iron, castiron, c i, ci, cast, bottom of ci is gone, bottom of ci gone, bottom of cast gone, bottom of cast iron gone, bottom of cast is gone, bottom of cast iron is gone
  sign clay: clay, clay tile, terracotta, terra cotta, vcp, vitrified clay, clay pipe
  sign rust: rust, rusted, rusty, rusting, corrosion, corroded, corroding, rusted out, rusting out, rusted through, rusted thru, corroded through, green crust, crusted green, verdigris, oxidized, oxidation, badly corroded, heavily corroded, rust through, eaten up with rust, green corrosion, green buildup, crusty green, corrosion buildup, rusting through, rusting thru, rust flaking, rust trail, rust spots, surface rust, corroded bad, corroded pretty, rusted badly, rusted bad, rusted solid, rusted pretty, bottom rusted out, rusted bottom, base rusted, rusted base, rusty water heater, rusty water line, rusty water pipe
  sign sediment: sediment, sediment buildup, sediment build up, sand in tank, mud in tank, sludge in tank, sludge in the tank, sand in the tank, mud in the tank, calcium in tank, calcium in the tank, crud in tank, crud in the tank, debris in tank
  sign scale: scale, scaling, scaled, scaled up, limescale, lime scale, lime, limed up, limed, lime buildup, lime build up, calcium, calcium buildup, calcium build up, mineral buildup, mineral build up, mineral deposit, white crust, hard water deposit, calcified, calcification, mineral scale, lime deposit, calcium deposit, hard water buildup, crusted white, scale buildup, scale build up, hard water scale, hard water stain, heavy scale, mineral crust, white buildup, white build up, white deposit, white deposits, chalky buildup, chalky deposit, calcium flakes, lime scaled
  sign hard_water: hard water, water is hard, water hard, water very hard, water is very hard, water extremely hard, water is extremely hard, tests hard, tested hard, hard well water, hard city water, water is really hard, hardness high, hardness is high, high hardness, extremely hard water, very hard water, water super hard, super hard water, really hard water, water really hard, water is pretty hard, pretty hard water, water tests hard, water tested hard, hard as a rock, rock hard water
  sign low: low, poor, weak, bad, terrible, reduced, drops off, drops, barely, minimal, awful, insufficient, lousy, next to no, hardly any, almost no, very little, practically no, not much, pathetic, crummy, meager, crappy, sluggish, dropping
  sign low_pressure: low pressure, low water pressure, low flow, poor flow, weak flow, weak pressure, poor pressure, poor water pressure, low water flow, weak water pressure, pressure low, pressure is low, flow is low, flow low, poor water flow, reduced flow, low volume, restricted flow, pressure is weak, pressure is poor, pressure poor, bad pressure, barely a trickle, just a trickle, only a trickle, trickle, dribble, only dribble, just a dribble, only a dribble, barely get, barely any water, barely any, not much pressure, hardly any pressure, hardly any water, little pressure, very little pressure, very little water, little to no pressure, no pressure to speak of, drop in pressure, pressure drops, pressure drop, flow drops, pressure lousy, pressure is lousy, lousy pressure, weak stream, pressure weak, flow weak, flow is weak, flow is poor, flow poor, flow restricted, flow is restricted, low h2o pressure, low water volume, poor volume, poor water volume, low psi, trickles, trickles out, comes out slow, just dribbles, only trickles, half flow, minimal flow, minimal pressure, only getting 1 gpm, only getting 2 gpm, only 1 gpm, only 2 gpm, half a gallon a minute, less than 1 gpm, less than 2 gpm, under 1 gpm, under 2 gpm, no water pressure, hardly a trickle, not enough pressure, not enough flow, slow flow, flow slow, flow is slow
  sign high: high, too high, excessive, very high, spikes, way too high, extremely high, climbs, creeps, creeping, crazy high, super high, way high, way up, through the roof, off the charts, pegged
  sign high_pressure: high water pressure, high pressure, excessive pressure, excessive water pressure, high house pressure, high static pressure, pressure too high, pressure is too high, pressure high, pressure is high, pressure is very high, over 80 psi, above 80 psi, exceeds 80, over 100 psi, above 100 psi, pressure over 80, pressure above 80, pressure over 100
  sign leak: leak, leaking, leaked, leaky, leakage, leek, leeking, drip, dripping, driping, drippy, weep, weeping, seep, seeping, seepage, spraying, pinhole, pin hole, discharging, dribbling, slow leak, water coming out, water leaking, trickling, relieving, oozing, popping off, blowing off, seeps when, spitting water, passing water, drips, dribbles, puddle, puddling, gushing, squirting, squirts, spurting, water around base, water around the base, wet at base, wet around base, wet around the base, wet at joint, burst, bursted, pouring out, water pouring, dripped, flooding pan, water coming from, water coming thru, water coming through, spitting, leaks around, pin holed, pinholed, pinholes, dripping water, sprung a leak, beads of water, beading water, bead of water, drop forming, trickle from, passing slightly, passing a little, passing some water, damp around, damp at, damp there, damp under, moisture around, moisture at, wet spot at, wet spot under, losing water, loses water, water at base, water at the base, drop every, drops every few
  sign gas_leak: gas leak, gas leaking, leaking gas, leaks gas, propane leak, natural gas leak, lp leak
  sign refrigerant_leak: refrigerant leak, freon leak, leaking refrigerant, leaking freon, refrigerant leaking, leak detector hit, coil leak, coil leaking, leaking coil, evap leak, evap coil leak, evap coil leaking, leaking evap, lineset leak, sniffer hit, leaky coil, leaks refrigerant, detector hit, leak in the coil, leak in coil, leak in the evap, leak in the evaporator, leak in evaporator, leak in evap, leak at the coil, leak at coil, leaking at coil, leaking at the coil, leak in lineset, leak in the lineset, leak in the condenser, leak on the coil, coil is leaking, evap is leaking, evaporator is leaking, coil has a leak, evap has a leak, evaporator has a leak, losing refrigerant, loses refrigerant, losing charge, loses charge, losing freon, loses freon, losing its charge, low due to leak
  sign missing: no, missing, lack, lacking, without, w / out, w / o, does not have, doesnt have, dont have, do not have, has no, have no, there is no, never had, there isnt a, there isnt an, there isnt any, isnt an, isnt any, isnt a, there are no, there wasnt a, there wasnt an, arent any, didnt have, had no, did not have, is not a, wo, neither, none of the sinks have, none have, lacks, lacking a, lacking an, never had a, never had an, has no working, without an, without a, house has no, home has no, unit has no, no proper, no dedicated
  sign no_shutoff: no stops, no stop, no angle stop, no angle stops, no valves under, no valve under, no individual shutoffs, no local shutoff, no isolation valves, no shutoffs, no shut offs, no valve anywhere, no valve to isolate, no way to isolate, no isolation, no means to isolate, no local shut, no valve on, no valves on, no valves at, no valve at, no valve to shut, nowhere to shut, no place to shut, no individual stop, no individual shut, no fixture stop, no fixture stops, no accessible shutoff, hard piped no, no valve for, no valves for, no main valve, no main shut, no curb stop, no valve in house, no valve inside, not individually isolated, only shut is at, only shutoff is at, only shutoff is, only shut off is, shuts off at street only, no way to turn off, no gate, no gate valve
  sign missing_late: none installed, none present, none on, none in place, missing, lacking, absent, not present, never installed, not installed, not there, wasnt there, isnt there, arent there, not provided, none provided, omitted, left out, never put in, not here, was omitted, not in place, none
  sign stuck: seized, seized up, siezed, siezed up, frozen, froze, frozen open, frozen up, stuck, stuck open, wont close, will not close, does not close, doesnt close, wont shut, will not shut, wont hold, will not hold, does not hold, doesnt hold, would not hold, wouldnt hold, not holding, didnt hold, did not hold, wont turn, will not turn, would not turn, wouldnt turn, would not budge, wouldnt budge, wont budge, does not turn, doesnt turn, inoperable, letting by, lets by, leaking by, leaks by, leaks through, passing, bypassing, handle broke, handle broken, handle broke off, handle missing, handle snapped off, stripped, spins, spinning, does not work, doesnt work, not working, inop, not operable, non functional, nonfunctional, not functional, not fully close, doesnt fully close, does not fully close, wont fully close, will not fully close, not shutting, wont close all the way, doesnt shut, does not shut, corroded shut, corroded open, rusted shut, rusted open, stem broke, stem broken, stem snapped, gate dropped, gate broke off, wouldnt close, would not close, would not shut, wouldnt shut, not close, not shut, cant be closed, cannot be closed, cannot close, cant close, unable to close, unable to turn, couldnt close, could not close, didnt close, did not close, does nothing, only closes half way, only closes halfway, does not shut off, doesnt shut off, wont shut off, will not shut off, would not shut off, wouldnt shut off, not shutting off, does not fully shut, doesnt fully shut, still lets water, still passes, doesnt isolate, does not isolate, wont isolate, froze up, frozen solid, locked up, too tight to turn, rusted in place, fell apart, came off in my hand, came off in hand, broke in my hand, handle came off, handle spins, handle just spins, wont seat, will not seat, gate is gone, gate came off, doesnt turn off, does not turn off, wont turn off, will not turn off, wont go off, passes water, passes, weeping by, drips thru, drip thru, lets water by, lets water through, lets water thru, slow flow thru, wont shut down, will not shut down, not turn, frozen in place, stuck closed, stuck partially, corroded in place, corroded solid, wont move, will not move, cant turn, cannot turn, cannot be turned, not sealing, doesnt seal, does not seal, frozen shut, will not operate, wont operate, does not operate, doesnt operate, only closes, closes only, closes part way, partially closes, half closes, not close fully, not shut fully, doesnt hold water, never closes, no longer closes, no longer shuts, no longer holds, no longer works, neither one closes, neither close, neither one close, neither shut, neither hold, neither turn, neither one shut, neither one hold, neither one turn, none close, none of them close, none hold, none shut, none of them hold, none of them turn, none of them work, none turn, neither work, neither one work, drip when closed, drips when closed, leaks when closed, leak when closed, drips when off, leaks when off, drip when off, doesnt stop, does not stop, doesnt stop water, does not stop water, wont stop water, will not stop water, doesnt stop the water, wont stop the water
  sign failed: broken, broke, failed, bad, shot, faulty, defective, no good, dead
  sign waterlogged: waterlogged, water logged, full of water, filled with water, bladder gone, bladder is gone, bladder failed, bladder has failed, bladder blown, blown bladder, ruptured, ruptured bladder, bladder ruptured, bladder is ruptured, bladder is shot, bladder shot, bladder busted, bladder broke, bladder is blown, bladder bad, bladder is bad, bad bladder, failed bladder, no air, no air charge, zero air, lost its charge, lost charge, lost air, lost its air, lost its air charge, flat, water at schrader, water out of schrader, water out the schrader, water out of the schrader, water from schrader, wont hold air, not holding air, bladder leaking, sounds full, solid water, tapped full, full, bladder toast, bladder torn, torn bladder, bladder popped, bladder has ruptured, lost bladder, lost its bladder, water came out of schrader, water comes out of schrader, water in schrader, water out air valve, heavy with water, heavy full, sounds solid, sounded solid, thumps full, full to the top, no cushion, no air left, no air in it, holds no air, doesnt hold air, does not hold air, will not hold air, wouldnt hold air, couldnt hold air, zero psi, 0 psi, waterlogd
  sign backdraft: backdraft, backdrafting, back drafting, back draft, backdrafts, back drafts, spillage, spilling, downdraft, down draft, flue gas spilling, flue gas in, no draft, not drafting, poor draft, exhausting into, venting into, flue gases entering, drafting poorly, venting into attic, vents into attic, vents into, venting inside, flue gases spilling, co spilling, spilling co, spilling flue, backdraft test failed, poor drafting, fumes entering, exhausting inside, exhaust into, flue spilling, dumping exhaust, draft is poor, bad draft, weak draft, wont draft, will not draft, doesnt draft, slopes downward, slope downward, drafts poorly, draft poor, draft bad
  sign vent_off: missing, off, disconnected, separated, loose, hole, holed, rusted through, rusted thru, rusted out, sagging, improper, improperly, wrong, unsupported, gap, open, blocked, undersized, back pitched, backpitched, crushed, not sealed, fell, fallen, fell off, came apart, pulled apart, apart, no slope, rotted, rotted out, detached, not connected, unconnected, came off, popped off, slipped off, fallen off, not attached, incorrect, incorrectly, no screws, deteriorated, collapsed, broken, wrong pitch, pitched wrong, single wall, bird nest, cracked, not terminated, unlined, back sloped, sloped down, sloped wrong, oversized, not vented, too short, terminated in attic, terminates in attic, terminated inside, terminates inside, undersize, fell down, hanging, hanging loose, came loose, loose at, slid off, slid apart, dented, kinked, no cap, cap missing, melted, plugged, birds nest, bird nests, squirrel nest, leaves in, no rise, sloped back, slopes down, backwards, gaps, rotting, rusted away, holes, wide open, unattached, corroded through, rusted, gone, is gone, daylight, holed out
  sign dirty: dirty, matted, packed, clogged, plugged, impacted, filthy, caked, covered, fouled, dog hair, pet hair, cottonwood, restricted, blocked, needs cleaned, needs cleaning, needs washed, plugged solid, packed solid, clogged up, gunked up, loaded, needs a cleaning, lint, mat of, plugged with, plugged w, caked with, covered in, filled with, full of lint, full of grass, full of hair, full of dust, hairy, dirty as, needs a wash, needs a good cleaning, needs washing, nasty, gunked, clogged with, dirt packed, blanketed, dirtiest, packed full, very dirty, needs to be cleaned, gross, has hair, hair and grass, grass in it, grass clippings, hair in it, debris in it, full of debris, full of leaves, leaves packed, fuzz, fur, has dirt, fur coat, wearing a
  sign apart: disconnected, pulled apart, came apart, apart, separated, crushed, torn, ripped, down, fell, fell off, fallen, off, detached, collapsed, kinked, hole, loose, fallen off, hanging, chewed, chewed up, wide open, not connected, came off, popped off, blowing into attic, blowing into crawl, blowing into the attic, blowing into the crawl, pulled loose, came loose, fallen down, fell down, flattened, smashed, pinched, shredded, ripped open, pulled off, fell apart, on the ground, squashed, torn open, slipped off, split open, torn up, unattached, dropped, hanging down, coming apart, coming off, knocked off, split, rotted, pulled away, gap, gapped, leaking air, sucking attic air, sucking crawl air, popped apart, came undone, undone, crimped, ripped off, not attached, off the boot, blown off, laying on ground, laying on the ground, on ground, open ended, dislodged, squished, stepped on, mashed, fell off boot, fell out, rodent holes, chewed through, chewed thru, leaking badly, wide open to, not sealed, unsealed, pulling attic air, pulling garage air, pulling crawl air, sucking air, sucking garage air, drawing attic air, drawing crawl air, leaking conditioned air, completely off, off boot, off the plenum, off the trunk, off the takeoff, off the register
  sign spoiled: soft, rotted, rotten, rot, stained, stain, staining, spoiled, warped, warping, swollen, swelled, swelling, buckled, buckling, bubbling, bubbled, delaminated, delaminating, spongy, mushy, punky, sagging, saturated, soaked, discolored, discoloration, crumbling, cupped, cupping, peeling, falling apart, brown spot, brown ring, rotting, rotted out, ruined, disintegrated, disintegrating, collapsed, soft spot, bowed, blistered, bulging, wet and soft, soggy, caved in, damaged, wet, caving, drooping, sagged, disintegrates, delam, rotting away, swelled up, swollen up, puffed, puffed up, deteriorated, coming apart, fell in, falling in, has fallen, blackened, gave way, came down, give when, gives when, crumbles, moldy and wet, ruined by, wet through, drenched, water logged, waterlogged, trashed, wrecked, destroyed, toast, shot, lifting, lifted, curling, curled, mush, is mush
  sign water_damage: water damage, water damaged, damage from water, water stain, water stained, water spot, water staining, water rot, h2o damage, moisture damage, ceiling spot, spot on ceiling, spot on the ceiling, stain on ceiling, stain on the ceiling, ceiling stain, stained ceiling, ring on ceiling, wet ceiling, water ring, water mark, water marks, brown ring on, water damaged drywall, water soaked, waterlogged drywall, rotted floor, rotten floor, soft floor, floor is soft, floor soft, floor rotted, floor is rotted, soft spot in floor, soft spots in floor, water intrusion damage, floor damage, ceiling damage, drywall damage, damage to ceiling, damage to drywall, damage to floor, damaged ceiling, damaged drywall, damaged flooring, damaged cabinet, flood damage, water spots, brown stain, stains on ceiling, stains on the ceiling, stain in ceiling, stain in the ceiling, paint bubbling, paint bubbled, bubbling paint
  sign mold: mold, mould, moldy, mouldy, mildew, black mold, microbial growth, fungus, fungal growth, mold growth, visible mold, black growth, moldlike, mold like, mold like growth, growth on joist, organic growth, bio growth, biological growth, black spots of mold
  sign code: not to code, not up to code, against code, code violation, violates code, non code, not code, not per code, illegal, illegally, out of code, not legal, doesnt meet code, does not meet code, isnt to code, is not to code, isnt up to code, below code, not code compliant, noncompliant, not compliant, non compliant, not allowed by code, not allowed per code, violation of code, not meeting code, fails code, wont pass code, will not pass code, violation, not permitted by code, arent to code, wasnt to code, not built to code, not done to code, not installed to code, isnt legal, not in code, code issue, wont pass inspection, will not pass inspection, prohibited by code, not meet code, doesnt meet current code, does not meet current code, not to current code, not up to current code, isnt code, violates, not current code, no longer code, no longer legal, no longer meets code, no longer to code, improper per code, wouldnt pass inspection, not allowed, isnt allowed, arent allowed, not an approved, not approved for, unapproved, not permitted, isnt permitted, fails inspection, failed inspection, not to current codes, code issues, code problem, red flag per code, doesnt meet codes, against codes, non conforming, not meet current code, out of compliance, not in compliance, violation of plumbing code, code violations, isnt up to codes, not per plumbing code, improper and against code, code concern, none of this is legal, none of it legal, none of it is legal, none of it to code, not a legal, isnt a legal, code matter, code requires, code calls for, neither one is code, neither is code, neither is to code, neither are to code
  sign temp_fix: temporary clamp, temp clamp, temporary patch, temp patch, temporary repair clamp, repair clamp for now, clamp for now, temporary clamps, rescue tape, temp repair, temporary repair
  sign drain_work: cam, camd, camera, camerad, cable, cabled, cables, cabling, blade, cutter, sewer camera, video, videoed, televised, camera inspection, camera inspected, ran camera, jetted, sewer cam, root cutter
  deed +install: dropped in, dropped in a, threw in, slapped in, popped in, swapped in, installed, put in, put in new, put in a new, went in, hooked up, mounted, added, set new, set a new, furnished and installed, supplied and installed, fitted, inst, hung new, put a new, wired in, provided and installed, plumbed in, put on a new, put on new, piped in, hung, hung and wired, mounted and wired, set and connected, set and piped, installed new, put new one in, put a new one in, set in place, stubbed in, tied in, put new, brought in and set, set in, have installed, has been installed, now installed, placed, dropped in new, hooked up new, put in a brand new, roughed in and set, slid in, threw in a, threw in new, put up, just put up, install complete, install completed, install done, installation complete, installation completed, installation done, finished installing, completed installation of, completed installation, completed install, completed install of, finished installation of
  deed install: install, supply and install, supply & install, installation, installing, instl, furnish and install, furnish & install, supply / install, provide and install, s & i, add, new install, put in new, hook up, hookup of, fit
  deed set: set, setting
  deed +replace: replaced, repl, swapped, swapped out, changed, changed out, r & r, r / r, r and r, r + r, r & rd, rr, switched out, subbed out, rplcd, replcd, rpl, rplc, removed and replaced, removed & replaced, chgd, chngd, relined, re lined, lined, sleeved, pipe burst, excavated and replaced, dug up and replaced, traded out, cut out and replaced, switched, repld, pulled and replaced, r n r, c / o, dug and replaced, swaped, swaped out, chg out, chgd out, change out completed, changeout completed, changed over to, put a new one on, put new one on, put on a new one, put new one, put a new one, replaced out, exchanged, renewed, tore out and replaced, pulled and reset new, ripped out and replaced, upgraded to, re and re, r and r d, r & r d, replaced and tested, rpl d, repl d, replc, switch out, dug up and relaid, burst and replaced, redone, re did, pipe bursting completed, pipe burst and replaced, replacement complete, replacement completed, replacement done, completed replacement, completed replacement of, finished replacing, completed changeout, changeout complete
  deed replace: replace, replacement, swap, change out, changeout, swap out, replacing, remove and replace, remove & replace, remove / replace, changing out, reline, lining, switch out, changing, change, swapping, swaping, subbing, re line, relining
  deed +convert: converted, upgraded, changed over, switched over, switched from, switched customer from, went from
  deed convert: conversion, convert, upgrade, upgrading, converting
  deed +repipe: repiped, re piped, repipe completed, repipe done
  deed repipe: repipe, re pipe
  deed +remove: removed, took out, taken out, pulled out, demoed, disconnected and removed, tore out, ripped out, decommissioned, took off, rmvd, hauled off, taken off, took old, took the old, took down, pulled old, pulled the old, removed existing, removed the existing, took out existing, drained and pulled, removed old, hauled, ripped, yanked, yanked out, demo d, demoed out, hauled away old, took away, gutted, torn out, dismantled, abandoned and removed, threw out, threw it in, threw it out, threw away, tossed, tossed out, junked, scrapped, to the dump, to scrap
  deed +pull: pulled, pulled existing, pulled the existing
  deed remove: uninstall, remove, removal, take out, removing
  deed +repair: repaired, fixed, rebuilt, reflared, re flared, flared, tightened, retightened, resealed, re sealed, sealed, patched, soldered, resoldered, re soldered, sweated, resweated, re sweated, cut out, coupled, rejoined, re joined, rehung, re hung, reset, re set, reconnected, re connected, secured, resecured, reattached, re attached, crimped, repacked, re packed, reseated, adjusted, brazed, rebrazed, corrected, resolved, snugged, snugged up, retaped, taped, mastic sealed, straightened, repitched, re pitched, regraded, rerouted, re routed, stopped the leak, stopped leak, took care of, redoped, re doped, caulked, recaulked, put back, epoxied, injected, welded, glued, reglued, remade, redid, supported, strapped, freed, freed up, thawed, set to, set at, brought up to code, brought to code, recharged, pumped up, hooked back up, reinstalled, re installed, turned down, brought down, dried out, screwed, spliced, sistered, addressed, plugged hole, pulled back on, put back on, slid back on, slid back together, stuck back, fastened, refastened, re fastened, clamped, re clamped, reclamped, zip tied, glued back, glued back together, screwed back, screwed back together, put back together, pieced back, reassembled, re assembled, re seated, re glued, re caulked, re piped, fixed up, patched up, tightend, tightned, sealed up, sealed off, re taped, re mastic, masticed, re supported, re strapped, hung back up, lifted and strapped, set down to, dialed down, dialed down to, dialed back, set back to, lowered to, lowered pressure, cranked down, worked it until, exercised and, loosened and, cleaned and reseated, cleaned and re seated, made good, remedied, cured, plugged, plugged the hole, hydraulic cement, regrouted, spackled, swapped washer, cinched, cinched up, torqued, re torqued, nipped up, took up on, stopped it, restored, rectified, put a fernco, put fernco, put a fernco on, installed fernco, banded, put a band, put a band on, put mission band, put a mission band, put a coupling, put new band, put a repair coupling, put a shielded coupling, put a sharkbite, put sharkbite, put a new fitting, put new fitting, re threaded, pieced in, spot repaired, spot repair done, set prv, set regulator, set prv down, set the prv, set pressure, brought pressure, brought it down, turned prv, turned the prv, turned regulator, lowered the, backed it down, backed off, moved it, moved, relocated, raised, raised it, re routed it, re piped it, re piped correctly, piped correctly, made right, redone correctly, pumped it back up, pumped it up, pumped back up, aired it up, aired up, recharged it, re charged, charged it to, added air, topped off air, topped up air, air charged, charged tank, charged to 50, charged to 60, charged to 55, charged to 65, charged to 70, brought back up to, rethreaded, releveled, re leveled, sloped, resloped, re sloped, opened valve, opened it fully, opened fully, opened all the way, opened main, reopened, opened valve fully, opened it all the way, remade connection, redid connection, made up, made up new, re made, made new connection, leveled, turned around, flipped around, took up, tweaked
  deed repair: repair, fix, rebuild, tighten, reseal, seal, patch, rehang, reconnect, repairing, reattach
  deed +flush: flushed, drained and flushed, flushed out, vacuumed out, flushed tank, fully flushed, flushed and drained, flushed the tank, flushed heater, power flushed, purged
  deed flush: flush, flushing, drain and flush, drain & flush
  deed +descale: descaled, delimed, de limed, de scaled, acid flushed, vinegar flushed, pumped vinegar, ran vinegar, circulated vinegar, vinegar flush, flushed with vinegar, flushed w / vinegar, recirculated vinegar, decalcified, vinegar, descaled with, ran descaler, ran descale, ran citric, citric flush, circulated descaler, circulated solution, ran cleaner thru, delimed with, vinegar rinse, scale removed, pumped descaler
  deed descale: descale, delime, de lime, de scale, descaling, acid flush
  deed +wash: soaked, washed, rinsed, cleaned, hosed, hosed off, hosed down, hosed out, chem cleaned, acid cleaned, brushed, power washed, pressure washed, wiped down, cleaned off, cleaned out, washed down, washed out, washed off, vacuumed, blew off, rinsed out, rinsed off, rinsed down, combed, hosed it, sprayed off, sprayed down, sprayed out, cleaned up, coil cleaner, foamed, foam cleaned, chemically cleaned, scrubbed, blew it out, cleaned it, scraped, wire brushed, de fuzzed, chemical wash
  deed wash: wash, clean, cleaning, pull & clean, pull and clean, rinse
  deed +clear: blew out, unstopped, unplugged, opened up, blown out, flushed drain, cleared, snaked, cabled, augered, rodded, unclogged, cleaned line, cleaned out line, punched through, punched thru, broke through, broke thru, opened line, opened drain, got it open, got line open, relieved stoppage, snaked out, rodded out, augered out, routed, rootered, ran cable, ran snake, ran auger, ran the machine, unclogged line
  deed +jet: jetted, hydro jetted, hydrojetted, jetted clean, ran jetter, water jetted, jetted out, hydro jetted out, water jetted line, hydro cleaned, jetted line
  deed jet: jet, jetting, hydro jet, hydrojet, hydro jetting, hydrojetting, jetter
  deed +program: programmed, programed, set for, set up for, programming
  deed put: put a, put an, put in customers, put his, put her, put their
  deed +cap: capped, capped off, capped it, capped line, cap installed
  deed +setup: set up, setup, sets up
  service any: camera, camerad, scope, scoped, search, look, looked, sniffed, soaped, snoop, tune up, tuneup, tune, service, serviced, servicing, repair, inspection, inspect, inspected, maintenance, maint, diagnostic, diagnosis, diagnose, diag, rebuild, check, checked, check up, checkup, test, tested, testing, flush, drain, descale, descaling, cleaning, clean, start up, startup, evaluation, annual, winterize, winterization, relight, re light, unclog, unjam, reset, adjust, adjustment, troubleshoot, troubleshooting, pm, preventive, preventative, call back, callback, recharge, load test, calibrate, calibration, certification, move, relocate, disconnect, reconnect, reseal, auger, clear, rod, exercise, program, fix, regen, delime, season, seasonal, tighten, pm d, look at, go over, overhaul, overhauled, safety check, safety inspection, tune ups, clean and check, clean & check, c & c, cleaned and checked, ck, ckd, chk, chkd, chckd, inspectd, observed, monitored, verify, verified, witnessed, cycled, commission, demo, walk through, walkthrough
  cue no: no, not, never, without, w / out, w / o, wo, zero, didnt, doesnt, dont, isnt, arent, wasnt, werent, havent, hasnt, nothing, neither, nor, none of, free of, free from, absence of, negative for, neg for, couldnt find, could not find, cannot find, cant find, unable to find, didnt find, did not find, didnt see, did not see, no evidence of, no sign of, no signs of, no other, no more, no further, no visible, no obvious, no active, aint, clear of, ruled out, rule out, rules out, no longer, hadnt, nowhere, nobody, no trace of, no trace, no indication of, no indication, no indications of, wont find, never found, didnt notice, did not notice, didnt observe, could not locate, couldnt locate, cannot locate, cant locate, unable to locate, could not detect, unable to detect, could not see, couldnt see, cant see, cannot see, not seeing, not a single, no measurable, not finding, without any, w / o any, void of, devoid of, no detectable, none with, instead of, there is no, there are no, there was no, there were no, has no, have no, had no, does not have, doesnt have, dont have, do not have, didnt have, did not have, isnt any, there isnt any, there wasnt any, arent any, there isnt a, there wasnt a, lacks, lack, used to have
  cue none: neg, negative, none, nil, n / a, not found, not seen, not present, not detected, not visible, not noted, nothing found, none found, none seen, none noted, none detected, none observed, none visible, not observed, absent, none at this time, is just, its just, it is just, was just, just dirt, just dust, just condensation, just sweat, turned out to be, was actually, is actually, false alarm, is condensation, was condensation, not the case, came back negative, tested negative, came up empty, all clear, nothing there, nothing wrong, none present, none to report, none to speak of, to speak of, zilch, zip, nada, : n, - n, - n / a, : n / a, : nope, : 0
  cue doubt: possible, possibly, potential, potentially, suspect, suspected, suspecting, likely, probably, probable, maybe, perhaps, questionable, unconfirmed, alleged, looks like it could be, may see, might see, may get, might get, could get, may be, i bet, my bet, my guess, im guessing, best guess
  cue maybe: prevent, prevents, preventing, protect, check for, checked for, checking for, tested for, test for, testing for, look for, looked for, looking for, inspect for, inspected for, watch for, watch, monitor, keep an eye, keep eye, avoid, risk of, prone, could not reproduce, couldnt reproduce, scan for, ask about, chance of, susceptible, could not duplicate, couldnt duplicate, could not recreate, couldnt recreate, could not replicate, unable to duplicate, unable to reproduce, cant reproduce, cannot reproduce, cant duplicate, unable to replicate, unable to recreate
  cue quote: talked to, sold, sold job, quote, quoted, quoting, estimate, estimates, estimated cost, bid, bids, price, priced, prices, pricing, proposal, proposed, interested, considering, consider, asked about, asking about, asks about, inquired, inquire, option, would like a price, thinking of, thinking about, planning, plans to, budget, run about, run around, ballpark, sell, sold on, shopping, looking to, looking at, looking into, showed, discussed, discuss, talked about, explained, shop, gave cost, est, offered, what about, comparing, compare, consultation, consult, financing for, holding off, leaning towards, leaning toward, upsell, quoted out, priced out, gave quote, gave price, gave estimate, gave est, gave her a price, gave him a price, gave them a price, left quote, left estimate, left price, presented, presented options, gave options, options for, wrote up, worked up, wrote up a price, emailed quote, emailed estimate, emailed, emailing, sending quote, sending estimate, sent quote, sent estimate, est for, cost to, cost for, price for, priced up, verbal, price on, cost of, went over options, went over, pitch, pitched, offered to, talking about, interest in, curious about, wondering about, tossing around, toying with, mulling
  cue advise: recommend, recommended, recommends, recommending, rec, recc, recomend, suggest, suggested, suggests, advise, advised, advises, adv, should, needs, need, needed, due for, will need, requires, require, would benefit, candidate for, reccomend, recommendation, consider adding, ought to, must, has to be, have to be, needs to be, recomended, reccommend, reccommended, recomends, reco, recd, recommened, rcmd, strongly recommend, encourage, encouraged, urged, urge, told them to, told him to, told her to, told ho to, told cust to, told customer to, told owner to, good idea to, best to, better off, could use, might want to, would suggest, would recommend, warrants, calls for, due to be, time for, time to, plan on, plan for, plan to, be smart to, worth, going to need, gonna need, is due, overdue for, past due for, need redone, needs redone
  cue want: future, want, wants, wanted, would like, request, requests, requested, requesting, needs new, need new, like to have, wishes, hoping, ready to, wanting, asked for, asked, asking, prefer, prefers, another, wish, wished, hopes to, ready for, in the market for, shopping for, looking for a, saving up for, saving for, hold out for, desires, would love, would prefer, getting a new, getting new, getting a new one, getting new one, decided on, settled on, going with, set on getting, save up, save up for, gonna save, save for, budget for, budgeting for
  cue later: declined, declines, decline, refused, refuse, order, ordered, ordering, on order, schedule, scheduled, return to, return for, will return, come back, coming back to, back to, will, to be, next visit, next time, next week, next month, tomorrow, follow up, not on truck, not in stock, out of stock, parts coming, pending, will call, did not want, didnt want, does not want, doesnt want, not today, not authorized, not approved, turned down repair, passed on, will schedule, holding off on, until, not done, no time, await, awaiting, waiting on, waiting for, to follow, be back, till, postpone, deferred, in the spring, in the fall, decide, get approval, deposit, told landlord, coming fri, not interested, needs a carpenter, contact, refer, referred, another company, other company, someone else, in future, to return, reschedule, due to cost, declined by, chose not to, opted not to, opted out, opted to wait, elected not to, elected to wait, decided not to, decided to wait, decided against, not at this time, not right now, another day, another time, on backorder, back ordered, backordered, special order, to be scheduled, to schedule, to be done, to be replaced, to be installed, tbd, next year, after the holidays, this fall, this spring, this summer, this winter, when funds allow, when budget allows, waiting, wait for, wants to wait, going to wait, will wait, will think, thinking it over, think it over, sleep on it, will let us know, let us know, will decide, pass on, put off, puts off, putting off, hold off, held off, left as is, left it as is, leave as is, left alone, unable to do, did not do, didnt do, not performed, not completed, not included, excluded, not in scope, out of scope, not covered, after approval, upon approval, pending approval, needs approval, authorize, landlord approval, needs ok, parts on order, part on order, part ordered, parts ordered, get part, get parts, need part, need parts, coming back, coming next, coming mon, coming tue, coming wed, coming thurs, needs to be scheduled, going to schedule, going to replace, going to install, planning on, theyll, itll, youll, hell call, city will, theyre going to, going to be, is going to, are going to, city to, owner to, landlord to, mgmt to, tenant to, ho to, h / o to, customer to, cust to, maintenance to, they are going, plumber to, gas co to, electrician to, utility to, gas company to, hvac to, homeowner to, co to, manager to, builder to, contractor to, hoa to, tmrw, tmw, tomm, crew coming, crew to, crew will, coming am, coming in the morning, coming out to, coming tomorrow, estimator, go next, will bring, ill bring, bring back
  cue existing: existing, present, current, currently, exist, exst, exisitng, her new, his new, their new, your new, our new, newer, fairly new, relatively new, nearly new, almost new, pretty new, newish
  cue approx: approx, approximately, about, around, roughly, nearly, almost, at least, over, maybe, probably, pushing, circa, aprox, appx, abt, appears, looks, guessing, est, estimated, going on, close to, easily, more than, less than, well over, better than, upwards of, or so, give or take
  cue span: every, next, within, last, past, per, each, another, first, for, in, in about
  cue title: mr, mrs, ms, miss, dr, named, name, tech, technician, spoke with, met with, called, tenant, owner, manager, contact
  cue reset: reset, re set, reinstalled, re installed, put back
  cue old: old, previous, former, prev, failed, outgoing, dead, original one, dead one, existing one, prior
  cue new: new, brand new
  cue other: neighbor, neighbour, next door, unit above, hoa, nextdoor, adjoining unit, tenant above, unit upstairs, unit below, neighboring, neighbors, neighbours, next unit, other tenant, other unit, unit next door, downstairs neighbor, upstairs neighbor, upstairs tenant, downstairs tenant, unit above them, unit above us, lady upstairs, guy upstairs, people upstairs, her moms, his moms, their old house, old house, last house, previous house, other house, my house, brothers house, sons house, daughters house, her sister, his brother, rental house, adjoining, not ours, isnt ours, arent ours, belongs to, landlords own, not theirs, not customers, not his, not hers, isnt theirs, arent theirs, is not theirs, is the city, is the neighbor, neighbors side, is the hoa, is the landlord, is the citys, city owned
  cue past: previously, prior, past, ago, history of, used to, last year, last yr, last winter, last summer, last spring, last fall, years back, formerly, previous, before we, in the past, back then, earlier, had its, had their, had his, had her, has been repaired, was repaired, been replaced, earlier this year, years prior, already replaced, already repaired, already fixed, at one time, once had, previous leak, past leak, old leak, before us, prior leak, already been, had been, has since, since been, previously repaired, last time, last visit, on last visit, in january, in february, in march, in april, in june, in july, in august, in september, in october, in november, in december, back in
  cue needed: needed, required, necessary, req, reqd
  cue still: still, slight, slightly, little improvement, remains, remaining, left, continues, persists, remain, only, half, partial, partially, kept, not all, couldnt get, could not get, keeps, still has, still have, still getting, not completely, not entirely, not fully, mostly, most of, as much as, best i could, best we could, didnt come out, would not come out, wouldnt come out, wont come out, unable to remove, could not remove, couldnt remove, some left, some remains, some remaining
  cue temp: temporary, temporarily, temp repair, temp fix, temp patch, for now, interim, bandaid, band aid, stop gap, stopgap, short term, buy time, buy some time, temp clamp, temp cap, temp plug, temp patched, temporary patch, temporary clamp, temporary repair, temporary fix, temporary cap, patched temporarily, as a temp, temp only, until we can, until we return, til we return, get by, get her by, get him by, get them by, hold them over, hold over, tide over, makeshift, rescue tape, duct tape, temp clamped, as temp, as a temporary, as temporary, temporary flow, for the time being
  cue cannot: could not, couldnt, cannot, cant, unable, unable to, wouldnt, would not, did not, didnt, not able, was not able, wasnt able, nothing, wont, will not
  cue ok: ok, good, no longer, resolved, restored, strong, normal, all good, tests good, tested good, clean now, clear now, works, working, operational, back to normal, good to go, good now, ok now, ran clear, till clear, until clear, ran clean, running clear, clear water, flushed clear, clean, spotless, fine, flows well, flowing well, flowing great, flows great, flows good, full flow, good flow, great flow, great pressure, good pressure, plenty of pressure, strong now, flow restored, pressure restored, runs dry, back in business, problem solved, all set, sorted
  cue much: light, heavy, minor, major, some, few, several, slight, slightly, small, large, lots, lots of, multiple, bad, severe, moderate, visible, active, significant, tons of, a lot, massive, fine, more, heavily, badly, starting
  cue but: but, however, although, though, except, besides, other than, yet, only, apart from, aside from, other then, just a, just an, just some
  cue found: found, found some, noticed, saw, discovered, noted, shows, showed signs, discovered some, seeing, see, can see, could see, spotted, identified, located, evident, evidence of, signs of, sign of, presence of, confirmed, verified, detected, observed, revealed, revealing, there is, there are, theres, there was, there were, displays, showing
  cue claim: customer say, customer said, cust say, cust said, tenant say, tenant said, tenant report, tenant reported, owner say, owner said, homeowner say, homeowner said, ho say, ho said, customer report, customer reported, cust report, cust reported, complained of, complain of, complaining of, complains of, complained about, complaint of, called about, called for, called in, called re, call for, here for, came out for, came for, reported, reports, reporting, report of, reports of, said there was, said there is, said she had, said he had, said it was, c / o of, dispatched for, responded to, responding to, sent for, was told, told there was, according to, complains, complain, complained, possible report, mentioned, from what she say, from what he say, from what they say, so she say, so he say, they claim, she claim, he claim, per tenant, per customer, she say, he say, they say, they said, she said, he said, she told me, he told me, told me, told us, she mentioned, swears there, last company, other plumber, last plumber, previous plumber, last guy, previous company, last tech, other guy
  cue think: if, in case, could, might, may, unless, thinks, thought, worried, worry, concerned, wonder, wonders, unsure, assume, assumed, sounds like, afraid, should it, should they, claims, questioned, believes, guessing, whether, would, eventually, in the event, when it, when they, once the, suspects, swears, convinced, fears, feared, sure there was, rumor
  cue is: has, have, had, is, are, was, were
  cue dry: dry, tight, holding, holds, holding pressure, bone dry, leak free, watertight, bubble tight, stays dry, all dry, tight now, dry now, bone dry now, nice and dry, holds now, dry after, all tight, stopped leaking, leak stopped, tests tight, tested tight, dried up, stopped dripping, stopped drip, retest ok, retested ok, rechecked ok, tested ok, test ok, re test ok, tests ok, ok after, tests good, tested good, retested good, test good, retest good, leak tested good, leak tested ok, checked ok, no issue after, leak gone, drip gone, no drip now, no drip, good test, water tested good, has not come back, hasnt come back, not come back, has not returned, hasnt returned, now good, now ok, now fine, fine now, now flows, stopped by itself, stopped on its own, stopped on it own, quit on its own, went away, back to normal
  cue swap: in place of, in lieu of, in its place, in old location, in same location, in same spot, where old one was, in the old spot
  cue both: both, both are, both were, all, all are
  cue gone: abandoned, abandoned in place, bypassed, no longer used, disconnected and abandoned, not in use, out of service
  cue needless: not required, not needed, none needed, none required, isnt required, isnt needed, unnecessary, not necessary, not req, open system
  cue another: the other one, other one, the other is, the other, third one, second one, one more, other side, other two, the others, the rest, rest of, rest is, rest are
  link with: with, w /, w, in favor of
  link for: for
  link by: by
  link and: and, &, +, plus, also
  link to: to, into
  link from: from, off, off of, out of
  link on: on, at, of, in, under, behind, near, inside, above, below, beside, next to, around, by the, onto, over, between, that feeds, serving, feeding, through, @
  plain any: no hot water, no hot, no heat, no heating, no cool, no cooling, no ac, no a / c, no air, no water, no power, no answer, no charge, no one, no show, no problem, no call, no signal, no display, no flame, no ignition, no issue, no issues, no concerns, no room, no access, no work, no parts, no spark, not cooling, not heating, not draining, not flushing, no problems, no drain, no flush, no longer, not turning on, not coming on, no cold water, no dial tone, switched off, switched on, switch off, switch on, switched it off, switched it on, switched back on, old timer, old timers, still trickle, still trickles, trickles by, very old, pretty old, quite old, real old, really old, so old, getting old, kinda old, too old, none leaking, w / recirc, with recirc, built in recirc, ( sold, second opinion, 2nd opinion, wanted an opinion, wants an opinion, opinion on, opinion about, rust stain from, like new, good as new, as new, floor was wet, floor wet, wet floor, floor is wet, floor all wet, leak locate, leak location, leak locating, gas leak test, gas leak tested, gas leak check, gas leak testing, gas leak search
  plain any: leak detector, leak detection, leak test, leak tested, leak search, leak check, leak checked, leak seal, leak stop, leak sensor, leak alarm, leak testing, drip leg, drip pan, drip edge, drip line, drip system, drip irrigation, drip tray, drip loop, leak repair
  plain any: root cause, root killer, root control, root beer, rootx, root treatment, root foam, greased, grease trap, grease interceptor, grease zerk, full scale, scale inhibitor, gas scale, sliding scale, water rusty, water is rusty, water was rusty, water comes out rusty, rusty water in, rusty water from, rusty water out, rusty water at, rusty water when, rusty hot water, rusty water coming, rust colored, rust colored water, rust water, rust inhibitor, rust remover, scale back, belly pan
  plain any: cast iron tub, cast iron sink, cast iron radiator, cast iron bathtub, cast iron baseboard, cast iron section, cast iron sectional, cast iron base, cast iron impeller, cast iron burner, cast iron heat exchanger, cast iron housing, cast iron grate, cast iron kitchen sink, cast iron lav, cast iron body, cast iron frying pan, clay soil, red clay, hard clay, clay dirt, ceiling fan, cast iron laundry sink, cast iron circulator, cast iron rads, cast iron fittings on steam
  plain any: low pressure switch, low gas pressure, gas pressure, manifold pressure, low side pressure, suction pressure, head pressure, high head pressure, high side pressure, oil pressure, air pressure, tire pressure, low voltage, low charge, low on charge, low fire, high fire, low refrigerant, high pressure switch, high voltage, high limit, low pressure cutout, high pressure cutout, high temp, high speed, low speed, boiler pressure, system pressure, pressure test, pressure tested, pressure testing, tank pressure, duct static, total static, external static, low bid, low ambient, inlet pressure, gas static, inlet gas pressure, outlet pressure, water column, pre charge, precharge, high heat, high water, high bill, high use, high usage, high efficiency, low boy, lowboy, low battery, low profile, low stage, high stage, high stage heat, low temp, low water, low salt, low flow toilet, pressure balance, pressure assist, vapor pressure, fuel pressure, low oil, pressure switch tubing, loop pressure, pressure loop, gas press, suction press, oil press
  plain any: per request, at request, owner request, customer request, by request, as requested, at owners request, per customer request, at customers request, customers request, owners request, per owner request, per homeowner request, 2 handle, two handle, single handle, 1 handle, dual handle, at main, at the main, at main valve location, cleanout cap, clean out cap, clean out plug, cleanout plug, cleanout cover, main reason, main floor, main breaker, main panel, main level, main bath, main issue, main problem, main concern, main house, main st, main street, main entrance, main unit, main control, main burner, main board, main gas valve, main bathroom, in line, on line, bottom line, line item, phone line, property line, tree line, low line, drain cock, drain time, drain snake, bell box, water line to fridge
  plain any: haul away and disposal, removal and disposal, haul and disposal, disposal of, disposal fee, haul away, hauled away, dump fee, disposal charge, proper disposal, disposed, disposed of, disposing, disposing of, dispose, dispose of, gate code, door code, error code, fault code, zip code, code reader, lock box code, alarm code, garage code, entry code, trouble code, access code, lockbox code, flash code, blink code, color code, sewer gas, sewer gas smell, sewer smell, sewer gas odor, gas station, gas grill, code 4, area code, key code, diagnostic code
  plain any: frozen food, shut off gas, shut off water, shut gas off, shut water off, shut off the water, shut off the gas, turned off, shutting off, shut it off, shut main off, shut off main, shut off at meter, shut down, off peak, water off, gas off, power off, drop off, sign off, day off, cut off power, took off work, call off, ten percent off, off season, gas was off, water was off, shut off power, shut off breaker, shut heater off, turn off, turned it off, off and on, on and off, shut off unit, shut unit off, shut house off
  plain any: flooding, flooded, flood, complaint, complaints, freeze, freezes, freezing, routing, warning, warnings, sealing, failing, falling, locking, splitting, handled, handling, generic, crashed, sequence, recording, rushing, trusting, dusting, resting, nesting, seeking, keeping, sleeping, seeming, weeding, wedding, strained, straining, contacted, collected, canceled, cancelled, conversation, extension, charged, picked, wired, wording, dropped, dropping, stacked, stocked, pumping, dumping, dumped, jumping, washing, wasting, waiting, cooking, cooked, pooling, polling, pulling, pushing, running, ruining, training, draining, drained, raining, gaining, paining, painting, printing, boring, boxing, mixing, fixing, firing, wiring, hiring, tiring, timing, taping, tapping, topping, stopping, stepping, shipping, chipping, clipping, flipping, slipping, snapping, wrapping, strapping, trapping, capping, mapping, heather, header, heated, heating, leading, lead time, route, routes, boots, leaving, learned, broiler, sealer, stale, stall, stalled, trains, crane, brained, mole, mild, dust, trust, just, crust, roost, rooster, rots, router, routed, steal, stake, party, waster, easter, winter, printer, pointer, painter, center, enter, inter, later, meter reading, motor, cooler, boiled, tailor, faucets on, valid, value, spoke, street sweeper, homer, carried, carries, barrier, courier, moon, moan, train, trade, traced, lawn, dell, salt, belt, rushed, cracker, cruise, mounted on wall, instead, coal, coins, coiled, soiled, boiling, drain tile contractor, weeks, weekly, wheels, deep, week, weekend, speaking, lease, leased, least, lean, leaned, leap, break, brake, bead, leader, sold, solid, bowl, stated, states, statement, stating, estate, static electricity, quest for, request, question, mother, brother, other, another, either, mould, moved, mailed, failed call, gated, grated, granted, wasted, tested by, toasted, sticks, stock, struck, sump check, stars, start, started, starting, starts, stuff, staff, drove, drop, dropped off, drops off part, trip, tripped, tripping, strip, grip, deposit slip, trip charge, ran, rang, range of, rinse cycle, crisp, scare, scrape, square, scan, scope, scoped, skill, slope, school, scheduling, scald, scrap, scam, stable, stage, staged, sandy, sadly, saddle valve, lime green, time, times, limit, line of credit, limited, climbed, dime, lamp, lame, limo, blimp
  plain any: water meter, gas meter reading, hot water side, dryer duct, dryer vent, bath fan duct, bath vent, vent fan, plumbing vent, roof vent, soffit vent, crawl vent, foundation vent, close vents, vents in winter, vents open, open vents, supply vent, return vent, floor vent, room vent, exhaust fan, bath exhaust
  plain any: customer states, cust states, ho states, h / o states, owner states, homeowner states, tenant states, states that, she states, he states, states it, delta t, state inspection, state law, state code, state inspector, state license, state tax, state farm, state route, state st, state street, state required, state certified, state farm agent, state permit, state fee, state trooper, state program, state rebate, out of state, solid state, steady state, liberty st, liberty street, liberty ave, delta airlines, carrier pigeon, reliance electric, crown molding, crown moulding, crown point, bird nest box, wasp nest, mouse nest, bird nest in, rodent nest, nest of, taco tuesday, superior service, wayne county, york county, york st, york ave, york road, franklin st, franklin street, franklin ave, bryant park, delta ave, carrier lane, state ave, state rd, wayne st, wayne ave, payne st, coleman st, in superior, new york, emerson st, emerson ave, mansfield st, crown vic, comp d, workers comp, comp visit, weep hole, water heater disposal, tank disposal, unit disposal, equipment disposal, heater disposal, toilet disposal, furnace disposal, appliance disposal, boiler disposal, ac disposal, a / c disposal, tub disposal, debris disposal, softener disposal, old unit disposal, water heater removal and disposal, fixture disposal, trash disposal, waste oil disposal, oil disposal, disposal and haul off, disposal of old, disposal included, hung up, 2nd gen, 3rd gen, gen 2, gen 3, gen 4, next gen, 4th gen, in gen, first gen, dryer vent disconnected, vent for the dryer, vent for dryer, range hood vent, stove vent, microwave vent, dryer exhaust, laundry vent, vtr, plumbing stack vent, vent through roof, sewer vent, drain vent, sink vent, island vent, studor vent, aav, as it should, as should, as they should, like it should, cut off bolts, bolts cut off, cut bolts off, drywall crack, grease in trap, trap full of grease, oil leak, oil leaking, leaking oil, fuel leak, fuel leaking, coolant leak, coolant leaking, air leak, air leaking, exhaust leak, antifreeze leak, oil leaks, small oil leak, slight oil leak, leaking antifreeze, leaking coolant, stop by, stop work, stop leak, stop the, wont stop, will not stop, to stop, make stop, didnt stop, not stop, stop running, stop in, stop back, stop order, stop it, door stop, full stop, e stop, emergency stop, can stop, would stop, stop sign, first stop, next stop, last stop, stop dripping, stop leaking, did stop, crane set, crane lift, crane rental, crane service, crane fee, crane day, crane needed, by crane, with crane, crane truck, power vent, direct vent, power vented, atmospheric vent, flow restrictor, flow control, flow switch, flow sensor, flow test, flow meter, flow rate, flow check, flow valve, direct vented, power direct vent, poked a hole, poke a hole, punched hole, opened a hole, neighbors too, neighbor too, neighbors have same, neighbors have the same, leaking sewer gas, hole in one, rust stain in, rust stains in, rust in water, rust in the water, rusty color, rust smell, moldy smell, smells moldy, smell of mold, mold smell, mold resistant, mold test, crown mold, showed customer how, showed how, showed her how, showed him how, explained operation, explained how, showed owner how, showed tenant how, showed ho how, showed them how, explained use, went over operation, went over how, showed cust how, showed homeowner how, explained to customer how, pipe bursting equipment, offset flange, offset closet flange, offset screwdriver, offset toilet flange, bursting, floor drain had standing water, floor drain has standing water, standing water in tub, standing water in sink, standing water in basement, standing water in floor drain, standing water in shower, standing water in pan, standing water in yard, standing water in crawl, standing water on, standing water around, glass lined, at shower only, at tub only, at kitchen only, at sink only, hot side only, cold side only, shower only, tub only, kitchen only, sink only, kitchen sink only, one fixture only, at one fixture only, lined up, cement lined, supply house, supply store, supply co, supply company, electrical supply, plumbing supply, supply air, supply temp, supply voltage, power supply, oil supply, supply side, supply only, supply and return temps, supply register, supply grille, rusty water, cold inlet, hot outlet
$words$, E'\n') as x (line)
  where x.line like '%:%'
) as l
cross join lateral string_to_table(l.phrases, ',') as p (phrase)
cross join lateral (
  select string_agg(context.stem_word(w.word), ' ' order by w.place) as phrase
  from string_to_table(btrim(p.phrase), ' ') with ordinality as w (word, place)
) as n
where btrim(p.phrase) <> '';

-- Years as they are dictated: nineteen eighty six, two thousand twelve, twenty seventeen, oh six.
insert into context.note_words (phrase, role, value)
select c.words || ' ' || y.words, 'spoken', (c.century + y.year)::text
from (values ('nineteen', 1900), ('two thousand', 2000), ('two thousand and', 2000), ('twenty', 2000), ('o', 2000), ('oh', 2000)) as c (words, century)
cross join (
  select o.word as words, o.number as year
  from unnest('{one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,fifteen,sixteen,seventeen,eighteen,nineteen}'::text[])
    with ordinality as o (word, number)
  union all
  select concat_ws(' ', t.word, o.word), (t.number + 1) * 10 + o.number
  from unnest('{twenty,thirty,forty,fifty,sixty,seventy,eighty,ninety}'::text[]) with ordinality as t (word, number)
  cross join unnest('{NULL,one,two,three,four,five,six,seven,eight,nine}'::text[]) with ordinality as n (word, place)
  cross join lateral (select n.word, n.place - 1 as number) as o
) as y
where c.century = 1900 and y.year between 40 and 99 or c.words = 'twenty' and y.year between 10 and 39 or c.words like 'two%' and y.year < 40 or c.words like 'o%' and y.year < 10;

insert into context.note_vocabulary (word, letters, forgives)
select v.word, (select string_agg(c.letter, '' order by c.letter) from string_to_table(v.word, null) as c (letter)),
  case when length(v.word) < 5 or bool_or(v.role = 'plain' and v.words = 1) then 0 when bool_or(v.role in ('kind', 'make', 'sign', 'thing', 'type')) then 2
    when bool_or(v.role in ('deed', 'weak', 'room')) then 1 else 0 end
from (
  select x.word, w.role, w.words from context.note_words as w cross join lateral string_to_table(w.phrase, ' ') as x (word)
) as v
where v.word ~ '^[a-z]+$'
group by v.word;

insert into context.note_makes (make, kinds, is_common_word) values
  ('A. O. Smith', '{water_heater,boiler,other/water filter}', false), ('Amana', '{furnace,air_conditioner,heat_pump,other/air handler}', false),
  ('American Standard', '{furnace,air_conditioner,heat_pump,other/air handler,toilet,faucet,water_heater,thermostat}', false),
  ('Amtrol', '{other/pressure tank,water_heater}', false), ('Aprilaire', '{other/humidifier,thermostat,other/dehumidifier}', false),
  ('Basement Watchdog', '{sump_pump}', false), ('Bosch', '{water_heater,heat_pump,boiler,air_conditioner}', false),
  ('Bradford White', '{water_heater}', false), ('Briggs & Stratton', '{generator}', false),
  ('Bryant', '{furnace,air_conditioner,heat_pump,thermostat,other/air handler,other/humidifier}', true), ('Burnham', '{boiler}', false),
  ('Carrier', '{furnace,air_conditioner,heat_pump,thermostat,other/air handler,other/humidifier,boiler}', true), ('Clack', '{water_softener,other/water filter}', false),
  ('Crown', '{boiler}', true), ('Culligan', '{water_softener,other/reverse osmosis,other/water filter}', false), ('Cummins', '{generator}', false),
  ('Daikin', '{air_conditioner,heat_pump,furnace,other/air handler}', false), ('Delta', '{faucet,toilet}', true), ('ecobee', '{thermostat}', false),
  ('EcoWater', '{water_softener,other/reverse osmosis,other/water filter}', false), ('Emerson', '{thermostat,garbage_disposal}', true),
  ('Franklin Electric', '{other/well pump,sump_pump}', true), ('Fujitsu', '{air_conditioner,heat_pump}', false),
  ('GE', '{water_heater,water_softener,garbage_disposal,other/reverse osmosis,air_conditioner,generator,other/water filter}', false), ('Generac', '{generator}', false), ('Gerber', '{toilet,faucet}', true),
  ('Goodman', '{furnace,air_conditioner,heat_pump,other/air handler}', false), ('Goulds', '{other/well pump,other/booster pump,other/ejector pump,sump_pump}', false),
  ('Grohe', '{faucet}', false), ('Grundfos', '{other/recirculation pump,other/booster pump,other/well pump}', false),
  ('Heil', '{furnace,air_conditioner,heat_pump,other/air handler}', false), ('Honeywell', '{thermostat,other/humidifier,other/dehumidifier,water_heater}', false),
  ('InSinkErator', '{garbage_disposal}', false), ('Kenmore', '{water_heater,water_softener,air_conditioner,furnace,garbage_disposal}', false),
  ('Kinetico', '{water_softener,other/reverse osmosis,other/water filter}', false), ('Kohler', '{toilet,faucet,generator}', false),
  ('Lennox', '{furnace,air_conditioner,heat_pump,other/air handler,thermostat}', false), ('LG', '{air_conditioner,heat_pump,water_heater}', false),
  ('Liberty', '{sump_pump,other/ejector pump}', true), ('Little Giant', '{sump_pump,other/ejector pump}', true),
  ('Lochinvar', '{boiler,water_heater}', false), ('Mansfield', '{toilet}', true), ('Mitsubishi', '{air_conditioner,heat_pump}', false),
  ('Moen', '{faucet,garbage_disposal}', false), ('Navien', '{water_heater,boiler}', false), ('Nest', '{thermostat}', true),
  ('Noritz', '{water_heater,boiler}', false), ('Payne', '{furnace,air_conditioner,heat_pump,other/air handler}', true),
  ('Pentair', '{water_softener,sump_pump,other/water filter,other/well pump}', false), ('Pfister', '{faucet}', false),
  ('Reliance', '{water_heater}', true), ('Rheem', '{water_heater,furnace,air_conditioner,heat_pump,other/air handler,water_softener}', false),
  ('Rinnai', '{water_heater,boiler}', false), ('Ruud', '{water_heater,furnace,air_conditioner,heat_pump,other/air handler}', false),
  ('State', '{water_heater}', true), ('Superior', '{sump_pump,boiler}', true), ('Taco', '{other/recirculation pump}', true),
  ('Takagi', '{water_heater}', false), ('Toto', '{toilet}', false), ('Trane', '{furnace,air_conditioner,heat_pump,other/air handler,thermostat}', false),
  ('Utica', '{boiler}', true), ('Waste King', '{garbage_disposal}', false), ('Watts', '{other/backflow preventer,other/reverse osmosis,other/water filter}', true),
  ('Wayne', '{sump_pump}', true), ('Weil-McLain', '{boiler}', false), ('Whirlpool', '{water_heater,water_softener,other/water filter,garbage_disposal}', true),
  ('York', '{furnace,air_conditioner,heat_pump,other/air handler}', true), ('Zoeller', '{sump_pump,other/ejector pump}', false),
  ('Buderus', '{boiler}', false), ('Peerless', '{boiler,faucet}', true), ('Viessmann', '{boiler}', false),
  ('Coleman', '{furnace,air_conditioner,heat_pump}', true), ('Tempstar', '{furnace,air_conditioner,heat_pump}', false),
  ('Giant', '{water_heater}', true), ('John Wood', '{water_heater}', false), ('Stiebel Eltron', '{water_heater,heat_pump}', false),
  ('EcoSmart', '{water_heater}', false), ('Eemax', '{water_heater}', false), ('Richmond', '{water_heater}', true),
  ('Vaughn', '{water_heater}', true), ('HTP', '{water_heater,boiler}', false), ('Bock', '{water_heater}', true),
  ('Craftmaster', '{water_heater}', false), ('Envirotemp', '{water_heater}', false), ('Hotpoint', '{water_heater,air_conditioner}', false),
  ('Sears', '{water_heater,water_softener,furnace,garbage_disposal}', true), ('Jetglas', '{water_heater}', false),
  ('Mor-Flo', '{water_heater}', false), ('Paloma', '{water_heater}', true),
  ('Westinghouse', '{water_heater,furnace,air_conditioner,heat_pump,generator}', false),
  ('Maytag', '{furnace,air_conditioner,heat_pump,water_heater,garbage_disposal}', false), ('Triangle Tube', '{boiler,water_heater}', false),
  ('Hubbell', '{water_heater}', false), ('Chronomite', '{water_heater}', false),
  ('Armstrong', '{furnace,air_conditioner,heat_pump,other/air handler}', true), ('Arcoaire', '{furnace,air_conditioner,heat_pump}', false),
  ('AirEase', '{furnace,air_conditioner,heat_pump}', false), ('Comfortmaker', '{furnace,air_conditioner,heat_pump,other/air handler}', false),
  ('Concord', '{furnace,air_conditioner,heat_pump}', true), ('Day & Night', '{furnace,air_conditioner,heat_pump}', false),
  ('Ducane', '{furnace,air_conditioner,heat_pump}', false), ('Evcon', '{furnace,air_conditioner}', false),
  ('Frigidaire', '{air_conditioner,furnace,heat_pump,garbage_disposal,other/dehumidifier}', false),
  ('Gibson', '{furnace,air_conditioner,heat_pump}', true), ('Gree', '{air_conditioner,heat_pump}', false),
  ('Haier', '{air_conditioner,heat_pump}', false), ('ICP', '{furnace,air_conditioner,heat_pump}', false),
  ('Intertherm', '{furnace,air_conditioner,heat_pump,other/air handler}', false), ('Janitrol', '{furnace,air_conditioner,heat_pump}', false),
  ('Kelvinator', '{furnace,air_conditioner,heat_pump}', false), ('KeepRite', '{furnace,air_conditioner,heat_pump}', false),
  ('Luxaire', '{furnace,air_conditioner,heat_pump}', false), ('Midea', '{air_conditioner,heat_pump}', false),
  ('Miller', '{furnace,air_conditioner,heat_pump}', true), ('MrCool', '{air_conditioner,heat_pump,furnace}', false),
  ('Napoleon', '{furnace,air_conditioner,heat_pump}', false), ('Nordyne', '{furnace,air_conditioner,heat_pump,other/air handler}', false),
  ('Panasonic', '{air_conditioner,heat_pump}', false), ('Pioneer', '{air_conditioner,heat_pump}', true),
  ('RunTru', '{air_conditioner,furnace,heat_pump}', false), ('Samsung', '{air_conditioner,heat_pump}', false),
  ('Senville', '{air_conditioner,heat_pump}', false), ('Tappan', '{furnace,air_conditioner,heat_pump}', false),
  ('Thermo Pride', '{furnace,air_conditioner}', false), ('WeatherKing', '{furnace,air_conditioner,heat_pump}', false),
  ('Williamson', '{furnace,air_conditioner,boiler}', true), ('ClimateMaster', '{heat_pump}', false), ('WaterFurnace', '{heat_pump}', false),
  ('Bard', '{air_conditioner,heat_pump}', true), ('AAON', '{air_conditioner}', false), ('Singer', '{furnace,air_conditioner}', true),
  ('Toshiba', '{air_conditioner,heat_pump}', false), ('Sanyo', '{air_conditioner,heat_pump}', false),
  ('Friedrich', '{air_conditioner}', false), ('First Co', '{other/air handler}', false), ('Slant/Fin', '{boiler}', false),
  ('NTI', '{boiler}', false), ('IBC', '{boiler}', false), ('Laars', '{boiler,water_heater}', false),
  ('Raypak', '{boiler,water_heater}', false), ('Dunkirk', '{boiler}', true), ('Columbia', '{boiler}', true), ('Smith', '{boiler}', true),
  ('Hydrotherm', '{boiler}', false), ('New Yorker', '{boiler}', false), ('Pennco', '{boiler}', false), ('Biasi', '{boiler}', false),
  ('Energy Kinetics', '{boiler}', false), ('Baxi', '{boiler}', false), ('Munchkin', '{boiler}', false), ('National', '{boiler}', true),
  ('White-Rodgers', '{thermostat}', false), ('Lux', '{thermostat}', true), ('Braeburn', '{thermostat}', false),
  ('Robertshaw', '{thermostat}', false), ('Venstar', '{thermostat}', false), ('Pro1', '{thermostat}', false),
  ('Tekmar', '{thermostat}', false), ('Totaline', '{thermostat}', false), ('Wyze', '{thermostat}', false), ('Resideo', '{thermostat}', false),
  ('Flotec', '{sump_pump,other/well pump,other/booster pump}', false), ('Hydromatic', '{sump_pump,other/ejector pump}', false),
  ('Myers', '{other/well pump,other/ejector pump,sump_pump}', true), ('Ridgid', '{sump_pump}', true),
  ('Simer', '{sump_pump,other/well pump}', false), ('Everbilt', '{sump_pump,other/well pump,garbage_disposal}', false),
  ('Utilitech', '{sump_pump}', false), ('Red Lion', '{sump_pump,other/well pump}', false), ('Water Ace', '{sump_pump,other/well pump}', false),
  ('Barnes', '{sump_pump,other/ejector pump}', true), ('Glentronics', '{sump_pump}', false),
  ('Sta-Rite', '{other/well pump,other/pressure tank,sump_pump}', false), ('Berkeley', '{other/well pump}', true),
  ('Jacuzzi', '{other/well pump,faucet,toilet}', true), ('Red Jacket', '{other/well pump}', false), ('Aermotor', '{other/well pump}', false),
  ('Flint & Walling', '{other/well pump,sump_pump}', false), ('Davey', '{other/booster pump,other/well pump}', true),
  ('Flexcon', '{other/pressure tank}', false), ('WellMate', '{other/pressure tank}', false), ('Water Worker', '{other/pressure tank}', false),
  ('Fleck', '{water_softener,other/water filter}', false), ('Autotrol', '{water_softener,other/water filter}', false),
  ('WaterBoss', '{water_softener}', false), ('Morton', '{water_softener}', true), ('North Star', '{water_softener}', false),
  ('RainSoft', '{water_softener,other/reverse osmosis,other/water filter}', false), ('Hague', '{water_softener}', true),
  ('WaterCare', '{water_softener}', false), ('Novo', '{water_softener}', false), ('Lancaster', '{water_softener,other/water filter}', true),
  ('Pelican', '{other/water filter,water_softener}', true), ('SpringWell', '{other/water filter,water_softener}', false),
  ('Aquasana', '{other/water filter,other/reverse osmosis}', false), ('Nuvo', '{water_softener}', false),
  ('Water-Right', '{water_softener,other/water filter}', false), ('Apec', '{other/reverse osmosis}', false),
  ('iSpring', '{other/reverse osmosis,other/water filter}', false), ('3M', '{other/water filter,other/reverse osmosis}', false),
  ('Everpure', '{other/water filter,other/reverse osmosis}', false), ('Febco', '{other/backflow preventer}', false),
  ('Wilkins', '{other/backflow preventer}', false), ('Ames', '{other/backflow preventer}', true),
  ('Apollo', '{other/backflow preventer}', true), ('KitchenAid', '{garbage_disposal}', false), ('Whirlaway', '{garbage_disposal}', false),
  ('Glacier Bay', '{faucet,toilet,garbage_disposal}', false), ('Crane', '{toilet,faucet}', true), ('Eljer', '{toilet,faucet}', false),
  ('Sterling', '{toilet,faucet}', true), ('Niagara', '{toilet}', true), ('Caroma', '{toilet}', false), ('Duravit', '{toilet}', false),
  ('Universal Rundle', '{toilet}', false), ('ProFlo', '{toilet,faucet}', false), ('Swiss Madison', '{toilet}', false),
  ('Saniflo', '{toilet,other/ejector pump}', false), ('Hansgrohe', '{faucet}', false), ('Brizo', '{faucet}', false),
  ('Danze', '{faucet}', false), ('Kraus', '{faucet}', false), ('Symmons', '{faucet}', false), ('Chicago Faucets', '{faucet}', false),
  ('Elkay', '{faucet}', false), ('Blanco', '{faucet}', false), ('Rohl', '{faucet}', false), ('Newport Brass', '{faucet}', false),
  ('Sloan', '{faucet}', true), ('Waltec', '{faucet}', false), ('Champion Power', '{generator}', false), ('Siemens', '{generator}', false),
  ('Eaton', '{generator}', true), ('Honda', '{generator}', true), ('Yamaha', '{generator}', true), ('Predator', '{generator}', true),
  ('DuroMax', '{generator}', false), ('Winco', '{generator}', false), ('Caterpillar', '{generator}', true),
  ('Troy-Bilt', '{generator}', false), ('Powermate', '{generator}', false), ('Firman', '{generator}', false),
  ('Bell & Gossett', '{other/recirculation pump}', false), ('Wilo', '{other/recirculation pump}', false),
  ('GeneralAire', '{other/humidifier}', false), ('Skuttle', '{other/humidifier}', false), ('Herrmidifier', '{other/humidifier}', false),
  ('Nortec', '{other/humidifier}', false), ('Desert Spring', '{other/humidifier}', false), ('Santa Fe', '{other/dehumidifier}', false),
  ('Ultra-Aire', '{other/dehumidifier}', false), ('Environment One', '{other/ejector pump}', false);

update context.note_makes set is_on_parts = true
where make = any (
  '{Honeywell, Delta, Moen, Kohler, Watts, Taco, Grundfos, Amtrol, Pfister, Grohe, "American Standard", Emerson, White-Rodgers, Robertshaw, Resideo, Everbilt, Utilitech, Wilkins, Symmons, Siemens, "Bell & Gossett", Wilo, Apollo, Ames, Pentair, GE, "Franklin Electric", Fleck, Autotrol, Clack, 3M, Everpure, Sloan, Gerber, Mansfield, Crane, Sterling, Eaton, Febco, Elkay, Flexcon, Tekmar, Danze, Hansgrohe, Brizo, "Chicago Faucets", "Glacier Bay", Peerless, Liberty, Zoeller, Superior, Crown, Carrier, Trane, "Little Giant", Jacuzzi, Aprilaire, Bosch, LG, ProFlo, Sta-Rite, Pioneer, National, Myers, Toto, State, Reliance, "Triangle Tube"}'
);

insert into context.note_types (kind, type, rank)
select k.kind, t.type, t.rank
from (values
  ('water_heater', '{tankless,heat pump,indirect,gas,propane,electric,oil,tank}'::text[]), ('furnace', '{gas,propane,oil,electric}'),
  ('boiler', '{combi,steam,gas,propane,oil,electric}'), ('air_conditioner', '{mini split,package,window}'),
  ('heat_pump', '{mini split,package,geothermal}'), ('thermostat', '{smart,programmable}'),
  ('sump_pump', '{battery backup,submersible,pedestal}'), ('garbage_disposal', '{batch feed,continuous feed}'),
  ('toilet', '{one piece,two piece,wall hung}'), ('faucet', '{kitchen,bathroom,bar,laundry}'), ('generator', '{standby,portable}'),
  ('other', '{air handler,ejector pump,well pump,pressure tank,booster pump,recirculation pump,humidifier,dehumidifier,water filter,reverse osmosis,backflow preventer}')
) as k (kind, types)
cross join lateral unnest(k.types) with ordinality as t (type, rank);

insert into context.issue_kinds (issue, label, is_read_in_descriptions, is_of_unit, is_once_an_address, ended_by) values
  ('tree_roots', 'Tree roots', true, false, true, '{replace}'), ('sewer_belly', 'Belly in drain line', true, false, true, '{replace,repair}'),
  ('damaged_sewer', 'Damaged drain line', true, false, true, '{replace,repair}'), ('clog_recurring', 'Recurring clog', true, false, true, '{replace}'),
  ('grease_buildup', 'Grease in drain line', false, false, true, '{jet,replace}'), ('galvanized_pipe', 'Galvanized water pipe', true, false, true, '{replace,repipe,remove}'),
  ('polybutylene_pipe', 'Polybutylene water pipe', true, false, true, '{replace,repipe,remove}'), ('cast_iron_pipe', 'Cast iron drain pipe', true, false, true, '{replace,remove}'),
  ('clay_pipe', 'Clay sewer pipe', true, false, true, '{replace,remove}'), ('corrosion', 'Corrosion', false, true, false, '{replace,repair,wash,install,remove}'),
  ('sediment', 'Sediment in water heater', false, true, false, '{flush}'), ('scale', 'Mineral scale', false, true, false, '{descale,replace,wash,flush}'),
  ('hard_water', 'Hard water', true, false, true, '{}'), ('low_water_pressure', 'Low water pressure', false, false, true, '{replace,repair,wash,install,clear,descale,flush}'),
  ('high_water_pressure', 'High water pressure', false, false, true, '{replace,repair,install}'), ('leak', 'Leak', false, true, false, '{replace,repair,clear,install,remove,cap}'),
  ('gas_leak', 'Gas leak', false, false, false, '{replace,repair,install,remove}'), ('missing_shutoff', 'Missing shut-off', false, false, false, '{install,replace}'),
  ('failed_shutoff', 'Failed shut-off', false, false, false, '{replace,repair,install}'), ('no_expansion_tank', 'No expansion tank', false, false, true, '{install}'),
  ('failed_expansion_tank', 'Failed expansion tank', false, false, true, '{replace,install,repair}'), ('venting_fault', 'Venting fault', false, false, false, '{replace,repair,install,clear,remove,wash}'),
  ('cracked_heat_exchanger', 'Cracked heat exchanger', false, true, false, '{replace}'), ('refrigerant_leak', 'Refrigerant leak', false, true, false, '{replace,repair}'),
  ('dirty_coil', 'Dirty coil', false, true, false, '{wash,replace}'), ('duct_fault', 'Duct fault', false, false, false, '{replace,repair,install}'),
  ('water_damage', 'Water damage', false, false, false, '{replace,repair}'), ('mold', 'Mold', false, false, false, '{remove,wash,replace}'),
  ('foundation_crack', 'Foundation crack', true, false, true, '{repair}'), ('code_violation', 'Code violation', false, false, false, '{repair,replace,install,remove}');

insert into context.issue_patterns (issue, sign, thing, reach) values
  ('tree_roots', 'root', '', 0),
  ('sewer_belly', 'belly', '', 0), ('sewer_belly', 'sag', 'sewer', 6), ('sewer_belly', 'sag', 'foot', 5), ('sewer_belly', 'sag', 'standing_water', 10), ('sewer_belly', 'sag', 'root', 14), ('sewer_belly', 'sag', 'drain_work', 10), ('sewer_belly', 'standing_water', 'foot', 5), ('sewer_belly', 'sag', 'drain', 6), ('sewer_belly', 'standing_water', 'sewer', 10), ('sewer_belly', 'standing_water', 'line', 10), ('sewer_belly', 'standing_water', 'pipe', 10),
  ('damaged_sewer', 'crack', 'sewer', 7), ('damaged_sewer', 'crack', 'drain', 7), ('damaged_sewer', 'broken', 'sewer', 7), ('damaged_sewer', 'broken', 'drain', 7), ('damaged_sewer', 'offset', 'sewer', 8), ('damaged_sewer', 'offset', 'drain', 8), ('damaged_sewer', 'offset', 'clay', 8), ('damaged_sewer', 'offset', 'cast_iron', 8), ('damaged_sewer', 'offset', 'foot', 6), ('damaged_sewer', 'offset', 'drain_work', 30), ('damaged_sewer', 'crack', 'foot', 4), ('damaged_sewer', 'broken', 'foot', 4), ('damaged_sewer', 'broken', 'pipe', 5), ('damaged_sewer', 'crack', 'pipe', 5), ('damaged_sewer', 'offset', 'pipe', 5),
 
  ('damaged_sewer', 'crack', 'clay', 10), ('damaged_sewer', 'broken', 'clay', 10), ('damaged_sewer', 'crack', 'cast_iron', 10), ('damaged_sewer', 'broken', 'cast_iron', 10),
  ('clog_recurring', 'keeps_clogging', '', 0), ('clog_recurring', 'nth', 'clog', 40), ('clog_recurring', 'nth', 'sewer', 40), ('clog_recurring', 'nth', 'drain', 20), ('clog_recurring', 'again', 'clog', 14),
  ('grease_buildup', 'grease_left', '', 0), ('grease_buildup', 'grease', 'still', 8), ('grease_buildup', 'grease', 'much', 4),
  ('galvanized_pipe', 'galvanized', '', 0), ('polybutylene_pipe', 'polybutylene', '', 0),
  ('cast_iron_pipe', 'cast_iron', '', 0), ('clay_pipe', 'clay', '', 0), ('corrosion', 'rust', '', 0),
  ('sediment', 'sediment', '', 0), ('scale', 'scale', '', 0), ('hard_water', 'hard_water', '', 0), ('hard_water', 'grain_high', '', 0),
  ('low_water_pressure', 'low_pressure', '', 0), ('low_water_pressure', 'low', 'pressure', 7), ('low_water_pressure', 'low', 'flow', 9), ('low_water_pressure', 'psi_low', 'pressure', 8), ('low_water_pressure', 'psi_low', 'outdoor_part', 5), ('low_water_pressure', 'psi_low', 'flow', 8), ('low_water_pressure', 'psi_low', 'fixture', 5),
  ('high_water_pressure', 'high_pressure', '', 0), ('high_water_pressure', 'high', 'pressure', 4), ('high_water_pressure', 'psi_high', 'pressure', 8), ('high_water_pressure', 'psi_high', 'outdoor_part', 5), ('high_water_pressure', 'psi_high', 'house', 6), ('high_water_pressure', 'psi_high', 'fixture', 5), ('high_water_pressure', 'psi_high', 'prv', 5),
  ('leak', 'leak', '', 0), ('leak', 'temp_fix', 'water_line', 7), ('leak', 'temp_fix', 'pipe', 7), ('leak', 'temp_fix', 'fitting', 7), ('leak', 'temp_fix', 'galvanized', 7), ('gas_leak', 'gas_leak', '', 0), ('gas_leak', 'leak', 'gas_piping', 6), ('gas_leak', 'leak', 'gas_smell', 14),
  ('missing_shutoff', 'no_shutoff', '', 0), ('missing_shutoff', 'missing', 'shutoff', 3), ('missing_shutoff', 'missing_late', 'shutoff', 4),
  ('failed_shutoff', 'stuck', 'shutoff', 8), ('failed_shutoff', 'stuck', 'valve', 4), ('failed_shutoff', 'failed', 'shutoff', 3),
  ('no_expansion_tank', 'missing', 'expansion_tank', 5), ('no_expansion_tank', 'missing_late', 'expansion_tank', 4),
  ('failed_expansion_tank', 'waterlogged', 'expansion_tank', 8), ('failed_expansion_tank', 'failed', 'expansion_tank', 4), ('failed_expansion_tank', 'failed', 'bladder', 5),
  ('venting_fault', 'backdraft', '', 0), ('venting_fault', 'vent_off', 'flue', 6),
  ('cracked_heat_exchanger', 'crack', 'exchanger', 9), ('cracked_heat_exchanger', 'broken', 'exchanger', 5),
  ('refrigerant_leak', 'refrigerant_leak', '', 0), ('refrigerant_leak', 'leak', 'refrigerant', 7), ('refrigerant_leak', 'leak', 'coil', 5),
  ('dirty_coil', 'dirty', 'coil', 7), ('dirty_coil', 'clog', 'coil', 4), ('duct_fault', 'apart', 'duct', 7),
  ('water_damage', 'water_damage', '', 0), ('water_damage', 'spoiled', 'material', 5),
  ('mold', 'mold', '', 0), ('foundation_crack', 'crack', 'foundation', 7), 
  ('code_violation', 'code', '', 0);

insert into context.issue_remedies (issue, deed, thing)
select i.issue, d.deed, t.thing
from (values
  ('{tree_roots,sewer_belly,damaged_sewer,clog_recurring,cast_iron_pipe,clay_pipe}'::text[], '{replace}'::text[], '{sewer}'::text[]),
  ('{sediment}', '{flush,replace,install}', '{kind:water_heater}'), ('{scale}', '{descale}', '{kind:water_heater}'),
  ('{cracked_heat_exchanger}', '{replace,install}', '{exchanger,kind:furnace,kind:boiler}'),
  ('{dirty_coil}', '{wash,replace}', '{coil}'), ('{dirty_coil,refrigerant_leak}', '{replace,install}', '{coil,kind:air_conditioner,kind:heat_pump}'),
  ('{hard_water}', '{install,replace}', '{kind:water_softener}'), ('{high_water_pressure}', '{install,replace}', '{prv}'),
  ('{low_water_pressure}', '{replace}', '{prv,water_line,water_main}'), ('{no_expansion_tank,failed_expansion_tank}', '{install,replace}', '{expansion_tank}'),
  ('{missing_shutoff,failed_shutoff}', '{install,replace}', '{shutoff}'), ('{galvanized_pipe,polybutylene_pipe}', '{replace}', '{water_line}'),
  ('{galvanized_pipe,polybutylene_pipe,low_water_pressure}', '{repipe}', '{}'), ('{venting_fault}', '{replace,repair}', '{flue}'),
  ('{duct_fault}', '{replace,repair}', '{duct}'), ('{foundation_crack}', '{repair}', '{foundation}'), ('{grease_buildup}', '{jet}', '{sewer,drain}')
) as r (issues, deeds, things)
cross join lateral unnest(r.issues) as i (issue)
cross join lateral unnest(r.deeds) as d (deed)
cross join lateral unnest(case when r.things = '{}' then '{""}' else r.things end) as t (thing)
on conflict do nothing;

create table context.findings (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  customer_id uuid not null,
  address_id uuid,
  job_id uuid not null,
  position smallint not null,
  equipment_id uuid,
  kind text not null check (kind in ('equipment', 'issue')),
  code text not null,
  action text not null check (action in ('installed', 'replaced', 'observed', 'removed', 'found', 'resolved')),
  make text,
  model text,
  type text,
  capacity numeric(10, 2) check (capacity > 0),
  capacity_unit text check (capacity_unit in ('gallon', 'ton', 'btu', 'hp')),
  installed_on date,
  installed_on_precision text check (installed_on_precision in ('day', 'year', 'estimate')),
  warranty_years smallint check (warranty_years between 1 and 50),
  subject text,
  place text,
  quote text,
  source text not null check (source in ('note', 'description', 'line_item')),
  confidence ops.confidence not null,
  found_on date not null,
  ended_on date,
  recorded_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  unique (tenant_id, job_id, position),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade,
  foreign key (tenant_id, address_id) references context.customer_addresses (tenant_id, id) on delete set null (address_id),
  foreign key (tenant_id, job_id) references context.customer_job_history (tenant_id, id) on delete cascade,
  foreign key (tenant_id, equipment_id) references context.equipment (tenant_id, id) on delete set null (equipment_id),
  check ((action in ('found', 'resolved')) = (kind = 'issue')),
  check ((installed_on is null) = (installed_on_precision is null)),
  check ((capacity is null) = (capacity_unit is null))
);
comment on table context.findings is
  'What the texts of completed jobs say about equipment and standing issues, each with its quote and the job it comes from. Equipment and known issues are derived from them (context.derive_equipment, context.derive_issues). Rewritten when the job''s texts change.';
comment on column context.findings.code is 'The kind of equipment (context.equipment), or the issue (context.issue_kinds).';
comment on column context.findings.position is 'Order within the job: what was reported, then line items, then what the technician wrote.';
comment on column context.findings.found_on is 'The day the job was completed, in the shop''s zone.';
comment on column context.findings.ended_on is 'The day of the job that ended an issue, or told of it anew; null: it stands.';
create index findings_customer_idx on context.findings (tenant_id, customer_id, kind, found_on);
create index findings_address_idx on context.findings (tenant_id, address_id);
create index findings_equipment_idx on context.findings (tenant_id, equipment_id) where equipment_id is not null;
call tenancy.build_wall('context.findings');
call identity.follow_merges('context.findings');
call ops.audit_runs('context.findings', 'equipment_id,ended_on');

create type context.derived_unit as (
  customer_id uuid,
  address_id uuid,
  slot text,
  kind text,
  make text,
  model text,
  type text,
  capacity numeric,
  capacity_unit text,
  installed_on date,
  installed_on_precision text,
  warranty_end_date date,
  removed_on date,
  confidence numeric,
  is_known boolean,
  own_fields text[],
  own_id uuid,
  seen_on date,
  put_in_by uuid,
  job_ids uuid[],
  finding_ids uuid[]
);
comment on type context.derived_unit is
  'A unit as the findings tell of it. own_id: the row of context.equipment that somebody else made, own_fields what they said of it. put_in_by: the job that put it in.';
