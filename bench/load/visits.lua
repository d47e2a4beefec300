-- A visit of somebody new each time, as the page's script tells it.
wrk.method = "POST"
wrk.body = '{"channel":"wechat","events":[{"kind":"visit"}]}'
wrk.headers["content-type"] = "application/json"
wrk.headers["user-agent"] = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/8.0.49"
