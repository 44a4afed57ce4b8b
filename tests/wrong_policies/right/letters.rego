# METADATA
# title: Letters
# description: A rule of a project's own.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Do what the finding says.
#   source: Our handbook
package policy.demo.letters

deny contains {"subject": commit.id, "message": "is not finished"} if {
    some commit in input.facts.changes.commits
    subject := lower(commit.subject)
    startswith(subject, "wip")
    not upper(commit.author.name) in {"ANN", "ROBOT 7"}
    subject != "1.0"
    not contains(commit.subject, "WIP")
}

deny contains {"subject": commit.id, "message": "names no ticket"} if {
    some commit in input.facts.changes.commits
    pattern := `^[A-Z]+-[0-9]+`
    not regex.match(pattern, commit.subject)
    days := (input.clock.seconds - commit.author.time) / 86400
    days < 30
    time.weekday(commit.author.time * 1000000000) == "Friday"
}
