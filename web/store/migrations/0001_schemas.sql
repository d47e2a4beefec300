-- bank: what staff enter. projected: only what the projector writes, emptied by a rebuild.
-- archive: the journals' records and how far they have come, the source of a rebuild.
create schema bank;
create schema projected;
create schema archive;
