package policy.lib.pong

import data.policy.lib.ping

hit(n) if ping.hit(n)
