/**
 * What runs inside Redis. All keys of a shard share the hash tag `{s:17}`, and a script touches no key that it was not
 * given, so that it runs on a Cluster and under Upstash's key locking alike:
 *
 * | Key | Type | Holds |
 * |---|---|---|
 * | `{s:17}:meta` | hash | `.epoch .nonce .incarnation .address .batch .feed .archived .backlog`, and for each actor `head last snapshot`: the newest record, the first record of the newest entry, the record of the snapshot |
 * | `{s:17}:data` | hash | `<seq> <actor>` → `count prev position crc body`; `0 <actor>` → the snapshot as `seq crc body` |
 * | `{s:17}:feed` | list | names of entries that are not yet archived; the first is at position `.archived` + 1 |
 * | `{s:17}:due` | sorted set | actors by instant |
 *
 * `prev` is the first record of the actor's entry before, so an actor's entries are found without an index. A shard
 * costs two commands for an append whatever its number of entries, one more for the feed and for instants.
 * Lua does not roll back: every script first checks everything and then writes.
 */

/** Verdicts of the scripts; two more cells follow each. */
export const OK = 0;
export const FENCED = 1;
export const CONFLICT = 2;
export const TAKEN = 3;

/** Names of the keys that a script is given for a shard, in this order. */
export function shardKeys(shard: number): readonly [string, string, string, string] {
  const tag = `{s:${shard}}`;
  return [`${tag}:meta`, `${tag}:data`, `${tag}:feed`, `${tag}:due`];
}

/** Key of the stored number of shards. */
export const SHARDS_KEY = "{s:all}:shards";

/** Integers as decimal digits; Lua's own conversion turns to exponents at 1e14. */
const DIGITS = `local function digits(number) return string.format('%.0f', number) end`;

/**
 * KEYS: four for each shard. ARGV: `1` to keep a feed; then for each shard epoch, nonce, batch id, number of entries,
 * and for each entry actor, expected seq, count, due (`` leaves, `-` clears), crc, body.
 * Returns three cells for each shard: OK feed backlog | FENCED epoch 0 | CONFLICT actor head.
 */
const APPEND = `
${DIGITS}
local keep, at, out = ARGV[1] == '1', 2, {}

local function append(meta, data, feed, due)
  local epoch, nonce, batch, entries = ARGV[at], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3])
  local first = at + 4
  at = first + 6 * entries
  local fields = {'.epoch', '.nonce', '.batch', '.feed', '.archived', '.backlog'}
  for i = 0, entries - 1 do fields[7 + i] = ARGV[first + 6 * i] end
  local have = redis.call('HMGET', meta, unpack(fields))
  if have[1] ~= epoch or have[2] ~= nonce then return ${FENCED}, have[1] or '', 0 end
  local position, archived, backlog = tonumber(have[4]), have[5], tonumber(have[6])
  if have[3] == batch then return ${OK}, position, backlog end
  local heads = {}
  for i = 0, entries - 1 do
    local head, last, snapshot = string.match(have[7 + i] or '0 0 0', '(%d+) (%d+) (%d+)')
    if head ~= ARGV[first + 6 * i + 1] then
      return ${CONFLICT}, ARGV[first + 6 * i], tonumber(head)
    end
    heads[i] = {last, snapshot}
  end

  local rows, states, names, wakes, sleeps = {}, {}, {}, {}, {}
  for i = 0, entries - 1 do
    local base = first + 6 * i
    local actor, seq, count = ARGV[base], tonumber(ARGV[base + 1]) + 1, tonumber(ARGV[base + 2])
    local instant, crc, body = ARGV[base + 3], ARGV[base + 4], ARGV[base + 5]
    local name = digits(seq) .. ' ' .. actor
    position = position + 1
    rows[2 * i + 1] = name
    rows[2 * i + 2] = table.concat({count, heads[i][1], digits(position), crc, body}, ' ')
    states[2 * i + 1] = actor
    states[2 * i + 2] = digits(seq + count - 1) .. ' ' .. digits(seq) .. ' ' .. heads[i][2]
    names[i + 1] = name
    if keep then backlog = backlog + #body end
    if instant == '-' then sleeps[#sleeps + 1] = actor
    elseif instant ~= '' then
      wakes[#wakes + 1] = instant
      wakes[#wakes + 1] = actor
    end
  end
  if not keep then archived = digits(position) end
  if entries > 0 then redis.call('HSET', data, unpack(rows)) end
  redis.call('HSET', meta, '.batch', batch, '.feed', digits(position), '.archived', archived,
    '.backlog', digits(backlog), unpack(states))
  if keep and entries > 0 then redis.call('RPUSH', feed, unpack(names)) end
  if #wakes > 0 then redis.call('ZADD', due, unpack(wakes)) end
  if #sleeps > 0 then redis.call('ZREM', due, unpack(sleeps)) end
  return ${OK}, position, backlog
end

for key = 1, #KEYS, 4 do
  local verdict, one, two = append(KEYS[key], KEYS[key + 1], KEYS[key + 2], KEYS[key + 3])
  out[#out + 1] = verdict
  out[#out + 1] = one
  out[#out + 1] = two
end
return out`;

/**
 * KEYS: four for each shard. ARGV: `1` to keep a feed; then for each shard nonce, incarnation, address, held epoch (``
 * for whoever has it) and held nonce. Returns three cells for each shard: OK epoch `` | TAKEN epoch address.
 */
const ACQUIRE = `
local keep, out = ARGV[1] == '1', {}
for key = 1, #KEYS, 4 do
  local base = 2 + 5 * (key - 1) / 4
  local have = redis.call('HMGET', KEYS[key], '.epoch', '.nonce', '.address', '.feed')
  local epoch = tonumber(have[1] or '0')
  if ARGV[base + 3] ~= '' and (have[1] ~= ARGV[base + 3] or have[2] ~= ARGV[base + 4]) then
    out[#out + 1] = ${TAKEN}
    out[#out + 1] = epoch
    out[#out + 1] = have[3] or ''
  else
    epoch = epoch + 1
    redis.call('HSET', KEYS[key], '.epoch', epoch, '.nonce', ARGV[base], '.incarnation',
      ARGV[base + 1], '.address', ARGV[base + 2])
    redis.call('HSETNX', KEYS[key], '.feed', 0)
    redis.call('HSETNX', KEYS[key], '.archived', 0)
    redis.call('HSETNX', KEYS[key], '.backlog', 0)
    if not keep then
      redis.call('HSET', KEYS[key], '.archived', have[4] or '0', '.backlog', 0)
      redis.call('DEL', KEYS[key + 2])
    end
    out[#out + 1] = ${OK}
    out[#out + 1] = epoch
    out[#out + 1] = ''
  end
end
return out`;

/** KEYS: four of a shard. ARGV: actor. Returns state, snapshot, and name and value of each entry with records after the snapshot, newest first. */
const LOAD = `
local actor = ARGV[1]
local state = redis.call('HGET', KEYS[1], actor)
if not state then return {'', ''} end
local seq, snapshot = string.match(state, '%d+ (%d+) (%d+)')
local out = {state, redis.call('HGET', KEYS[2], '0 ' .. actor) or ''}
snapshot = tonumber(snapshot)
while tonumber(seq) > 0 do
  local name = seq .. ' ' .. actor
  local value = redis.call('HGET', KEYS[2], name)
  if not value then break end
  local count, prev = string.match(value, '^(%d+) (%d+)')
  if tonumber(seq) + tonumber(count) - 1 <= snapshot then break end
  out[#out + 1] = name
  out[#out + 1] = value
  seq = prev
end
return out`;

/** Deletes the entries of an actor that its snapshot contains and that are archived. */
const TRIM = `
local function trim(data, actor, last, snapshot, archived)
  local seq, old = last, {}
  while tonumber(seq) > 0 do
    local name = seq .. ' ' .. actor
    local value = redis.call('HGET', data, name)
    if not value then break end
    local count, prev, position = string.match(value, '^(%d+) (%d+) (%d+)')
    if tonumber(seq) + tonumber(count) - 1 <= snapshot and tonumber(position) <= archived then
      old[#old + 1] = name
    end
    seq = prev
  end
  for i = 1, #old, 1000 do
    redis.call('HDEL', data, unpack(old, i, math.min(i + 999, #old)))
  end
end`;

/**
 * KEYS: four of a shard. ARGV: epoch, nonce, actor, seq, crc, body.
 * Returns OK feed backlog | FENCED epoch 0 | CONFLICT actor head.
 */
const SNAPSHOT = `
${TRIM}
local actor, seq = ARGV[3], tonumber(ARGV[4])
local have = redis.call('HMGET', KEYS[1], '.epoch', '.nonce', '.feed', '.archived', '.backlog', actor)
if have[1] ~= ARGV[1] or have[2] ~= ARGV[2] then return {${FENCED}, have[1] or '', 0} end
local head, last, snapshot = string.match(have[6] or '0 0 0', '(%d+) (%d+) (%d+)')
if seq > tonumber(head) or not have[6] then return {${CONFLICT}, actor, tonumber(head)} end
if seq >= tonumber(snapshot) then
  redis.call('HSET', KEYS[2], '0 ' .. actor, ARGV[4] .. ' ' .. ARGV[5] .. ' ' .. ARGV[6])
  redis.call('HSET', KEYS[1], actor, head .. ' ' .. last .. ' ' .. ARGV[4])
  trim(KEYS[2], actor, last, seq, tonumber(have[4]))
end
return {${OK}, tonumber(have[3]), tonumber(have[5])}`;

/** KEYS: four of a shard. ARGV: limit. Returns actor and instant, soonest first. */
const DUE = `return redis.call('ZRANGE', KEYS[4], 0, tonumber(ARGV[1]) - 1, 'WITHSCORES')`;

/** KEYS: four of a shard. ARGV: position, limit. Returns the position before the first, then name and value of each. */
const FEED = `
local archived = tonumber(redis.call('HGET', KEYS[1], '.archived') or '0')
local skip = math.max(tonumber(ARGV[1]) - archived, 0)
local names = redis.call('LRANGE', KEYS[3], skip, skip + tonumber(ARGV[2]) - 1)
local out = {archived + skip}
for _, name in ipairs(names) do
  out[#out + 1] = name
  out[#out + 1] = redis.call('HGET', KEYS[2], name) or ''
end
return out`;

/**
 * KEYS: four of a shard. ARGV: position, most entries to look at. Returns 1 while there is more to do.
 * An entry that its actor's snapshot already contains goes; any other goes with a later snapshot.
 */
const ARCHIVED = `
local have = redis.call('HMGET', KEYS[1], '.feed', '.archived', '.backlog')
if not have[1] then return 0 end
local archived, backlog = tonumber(have[2]), tonumber(have[3])
local position = math.min(tonumber(ARGV[1]), tonumber(have[1]))
local step = math.min(position - archived, tonumber(ARGV[2]))
if step <= 0 then return 0 end
local old = {}
for _, name in ipairs(redis.call('LRANGE', KEYS[3], 0, step - 1)) do
  local value = redis.call('HGET', KEYS[2], name)
  if value then
    local seq, actor = string.match(name, '^(%d+) (.*)$')
    local count, body = string.match(value, '^(%d+) %d+ %d+ %d+ ()')
    backlog = backlog - (#value - body + 1)
    local snapshot = string.match(redis.call('HGET', KEYS[1], actor) or '', '^%d+ %d+ (%d+)')
    if snapshot and tonumber(seq) + tonumber(count) - 1 <= tonumber(snapshot) then
      old[#old + 1] = name
    end
  end
end
redis.call('LTRIM', KEYS[3], step, -1)
redis.call('HSET', KEYS[1], '.archived', string.format('%.0f', archived + step), '.backlog',
  string.format('%.0f', math.max(backlog, 0)))
if #old > 0 then redis.call('HDEL', KEYS[2], unpack(old)) end
return position > archived + step and 1 or 0`;

/** KEYS: one. ARGV: number of shards. Returns the stored number, which the first caller decides. */
const OPEN = `
redis.call('SETNX', KEYS[1], ARGV[1])
return tonumber(redis.call('GET', KEYS[1]))`;

/** Bodies of the scripts by name. */
export const SCRIPTS = {
  open: OPEN,
  acquire: ACQUIRE,
  append: APPEND,
  load: LOAD,
  snapshot: SNAPSHOT,
  due: DUE,
  feed: FEED,
  archived: ARCHIVED,
} as const;

export type ScriptName = keyof typeof SCRIPTS;
