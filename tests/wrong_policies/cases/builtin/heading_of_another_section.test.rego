package relcheck.policy.demo.heading_of_another_section_test

import data.relcheck.policy.demo.heading_of_another_section

test_dirty if {
    count(heading_of_another_section.deny) == 1 with input as {"facts": {"worktree": {"clean": false, "changes": []}}}
}
