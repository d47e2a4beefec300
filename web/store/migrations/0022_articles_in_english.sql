-- The text in English; null where nobody has translated it.
alter table bank.article add column blocks_en jsonb;
