package relcheck.policy.demo.library_of_a_project_test

import data.relcheck.policy.demo.library_of_a_project

test_dirty if {
    count(library_of_a_project.deny) == 1 with input as {"facts": {"worktree": {"clean": false, "changes": []}}}
}
