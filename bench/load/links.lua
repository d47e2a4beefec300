-- A visitor of WeChat opens another link with every request, from a file of codes of equal width, one per line, over and
-- over. Arguments: file, width with line feed, number of codes.
local agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " ..
  "Mobile/15E148 MicroMessenger/8.0.49(0x18003133) NetType/WIFI Language/zh_CN"

function init(args)
  file = assert(io.open(args[1], "rb"))
  file:setvbuf("full", 1048576)
  width, count, left = tonumber(args[2]), tonumber(args[3]), tonumber(args[3])
  after = " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: " .. agent ..
    "\r\nAccept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\nAccept-Language: zh-CN\r\n\r\n"
end

function request()
  if left == 0 then
    file:seek("set", 0)
    left = count
  end
  left = left - 1
  return "GET /r/" .. file:read(width):match("^%w+") .. after
end
