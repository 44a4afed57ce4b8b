package policy.lib.ping

import data.policy.lib.pong

hit(n) if pong.hit(n)
# error 5:1 need itself
