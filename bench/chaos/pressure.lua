-- Grabs at a pace of their own: each connection waits for the next place in one schedule of all, so that what is offered
-- does not fall when answers are slow, as long as some connection is free. Tokens of equal width, one per line, are used
-- in turn, again and again.
-- Ids of what was answered 201 go into a file, one per line; one thread only.
-- Arguments: path, file, width with line feed, tokens, requests a second, file for ids.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long s; long ns; } moment;
  int clock_gettime(int clock, moment *now);
]]
local MONOTONIC = 1
-- After a stop of the whole machine the schedule goes on from there, instead of catching up.
local LATE_MS_MAX = 200
local threads = {}
local moment = ffi.new("moment")

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local width, count = tonumber(args[3]), tonumber(args[4])
  step = 1000 / tonumber(args[5])
  local file = assert(io.open(args[2], "rb"))
  tokens = {}
  for i = 1, count do
    tokens[i] = file:read(width):sub(1, width - 1)
  end
  file:close()
  before = "POST " .. args[1] .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nAuthorization: Bearer "
  ids = assert(io.open(args[6], "w"))
  -- Nobody closes it.
  ids:setvbuf("line")
  sent, created, shed, other, due = 0, 0, 0, 0, 0
end

local function now()
  ffi.C.clock_gettime(MONOTONIC, moment)
  return tonumber(moment.s) * 1000 + tonumber(moment.ns) / 1e6
end

function delay()
  local at = now()
  due = math.max(due + step, at - LATE_MS_MAX)
  return math.max(0, due - at)
end

function request()
  sent = sent + 1
  return before .. tokens[(sent - 1) % #tokens + 1] .. "\r\n\r\n"
end

function response(status, _, body)
  if status == 201 then
    created = created + 1
    ids:write(body:match('"id":"([^"]+)"'), "\n")
  elseif status == 503 then
    shed = shed + 1
  else
    other = other + 1
  end
end

function done(summary)
  local sums = { sent = 0, created = 0, shed = 0, other = 0 }
  for _, thread in ipairs(threads) do
    for name, sum in pairs(sums) do
      sums[name] = sum + thread:get(name)
    end
  end
  io.write(string.format(
    'RESULT {"sent":%d,"created":%d,"shed":%d,"other":%d,"broken":%d,"seconds":%.3f}\n',
    sums.sent, sums.created, sums.shed, sums.other,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    summary.duration / 1e6
  ))
end
