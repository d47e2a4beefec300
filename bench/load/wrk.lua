-- Every request carries the token of another customer: threads read their own slices of one file of tokens of equal
-- width, one per line. A slice that runs out sends requests without a token, so that the run fails by its statuses.
-- Arguments: path, file, width with line feed, first token, number of tokens, threads.

local threads = {}

function setup(thread)
  thread:set("index", #threads)
  table.insert(threads, thread)
end

function init(args)
  local width, first, count, total = tonumber(args[3]), tonumber(args[4]), tonumber(args[5]), tonumber(args[6])
  local slice = math.floor(count / total)
  file = assert(io.open(args[2], "rb"))
  file:setvbuf("full", 1048576)
  file:seek("set", (first + index * slice) * width)
  left, step, sent, exhausted = slice, width, 0, 0
  before = "POST " .. args[1] .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nAuthorization: Bearer "
end

function request()
  if left == 0 then
    exhausted = exhausted + 1
    return before .. "\r\n\r\n"
  end
  left = left - 1
  sent = sent + 1
  local line = file:read(step)
  return before .. line:sub(1, step - 1) .. "\r\n\r\n"
end

function done(summary, latency, requests)
  local sent, exhausted = 0, 0
  for _, thread in ipairs(threads) do
    sent = sent + thread:get("sent")
    exhausted = exhausted + thread:get("exhausted")
  end
  io.write(string.format(
    'RESULT {"requests":%d,"sent":%d,"exhausted":%d,"durationUs":%d,"p50Us":%d,"p95Us":%d,"p99Us":%d,"maxUs":%d,' ..
      '"refused":%d,"broken":%d,"cpuUs":%d}\n',
    summary.requests, sent, exhausted, summary.duration,
    latency:percentile(50), latency:percentile(95), latency:percentile(99), latency.max, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    os.clock() * 1e6
  ))
end
