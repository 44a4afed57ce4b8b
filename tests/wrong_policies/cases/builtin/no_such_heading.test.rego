package relcheck.policy.demo.no_such_heading_test

import data.relcheck.policy.demo.no_such_heading

test_dirty if {
    count(no_such_heading.deny) == 1 with input as {"facts": {"worktree": {"clean": false, "changes": []}}}
}
