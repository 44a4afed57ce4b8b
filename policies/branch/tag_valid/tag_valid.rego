# METADATA
# title: The tag of the release is valid
# description: HEAD has an annotated tag of the version, named as the tag before it is. Its object bears the same name, names HEAD's commit and has the message that the process asks for. The remote has the very same tag, as the CI system or tags that were fetched to a place of their own tell. A signature on it is that of a maintainer of the previous release; a tag without one passes as a weakening, since a tagger's name can be anyone's.
# custom:
#   stages: [publish]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [candidate_tag, head_tags, repository]
#   fix: "Tag the release and push the tag: `git tag --sign vX.Y.Z -m \"Release vX.Y.Z\" && git push origin vX.Y.Z`"
#   source: Release Execution / Manual Release Steps / Tag the final version
#   controls: {ssdf: [PS.2.1]}
package relcheck.policy.branch.tag_valid

import data.relcheck.lib.candidate
import data.relcheck.lib.commit
import data.relcheck.lib.pushed
import data.relcheck.lib.shell
import data.relcheck.lib.tags
import data.relcheck.lib.text
import data.relcheck.lib.version

params := data.relcheck.params.branch.tag_valid

repository := input.facts.repository

head_tags := input.facts.head_tags

wanted := candidate.version

on_head := [tag |
	some tag in repository.tags
	tag.version != null
	tags.is_on_head(tag, repository.head)
]

of_version := [tag |
	some tag in on_head
	tag.version.normal == wanted.normal
]

names := {tag.name | some tag in of_version}

# The tags of the version, with what their objects say.
objects := [{"tag": tag, "object": entry.object} |
	some tag in of_version
	some entry in head_tags.tags
	entry.name == tag.name
	entry.object != null
]

# What stands before the version in the tag of the release before.
earlier_prefix := prefix if {
	repository.tag_pattern.source == "detected"
	repository.history.previous != null
	some tag in repository.tags
	tag.name == repository.history.previous.tag
	prefix := prefix_of(tag)
}

prefix_of(tag) := substring(tag.name, 0, count(tag.name) - count(tag.version.text)) if endswith(tag.name, tag.version.text)

prefix := earlier_prefix if is_string(earlier_prefix)

else := repository.tag_pattern.current

name := concat("", [prefix, wanted.normal])

message(tag, _) := replace(params.message_candidate, "{tag}", tag) if version.candidate_number(wanted) >= 0

message(tag, kind) := replace(params.message_final, "{tag}", tag) if kind == "final"

# What the tag of the version would be.
kind := "pre-release" if wanted.pre != null

else := "final"

make(tag) := sprintf("git tag --sign %s -m %s", [shell.quote(tag), shell.quote(message(tag, kind))]) if message(tag, kind)

else := sprintf("git tag --sign %s", [shell.quote(tag)])

# A tag that is out is not moved: whoever fetched it keeps the old one without a word.
anew(tag) := sprintf(
	"`%s` was pushed, so release the next version; only if nobody can have fetched it: %s --force, and push it with --force",
	[tag, make(tag)],
) if {
	pushed.is_pushed(repository.ci, input.facts.candidate_tag.remote_tags, tag)
}

else := sprintf("%s --force", [make(tag)])

deny contains {
	"subject": name,
	"message": sprintf("HEAD has no tag of %s%s", [wanted.normal, but]),
	"fix": make(name),
} if {
	count(of_version) == 0
}

but := sprintf(", which `%s` gives to %s", [elsewhere[0].name, tags.target(elsewhere[0])]) if count(elsewhere) > 0

else := sprintf(", and has %s", [text.listed([sprintf("`%s`", [tag.name]) | some tag in on_head], 5)]) if count(on_head) > 0

else := ""

elsewhere := [tag |
	some tag in repository.tags
	tag.version != null
	tag.version.normal == wanted.normal
	not tags.is_on_head(tag, repository.head)
]

deny contains {
	"subject": tag.name,
	"message": sprintf("the tag `%s` is not annotated", [tag.name]),
	"fix": annotate(tag.name),
} if {
	some tag in of_version
	not tag.annotated
}

# Checking out a tag there leaves it without its object.
annotate(tag) := sprintf("fetch the tag itself, `git fetch --force origin %s`, or make it: %s", [shell.quote(sprintf("refs/tags/%s:refs/tags/%s", [tag, tag])), anew(tag)]) if repository.ci != null

else := anew(tag)

deny contains {
	"subject": tag.name,
	"message": sprintf("the tag `%s` is neither a final release's nor a release candidate's", [tag.name]),
	"fix": "tag a version X.Y.Z or X.Y.Z-rc.N",
} if {
	some tag in of_version
	not message(tag.name, tag.kind)
}

deny contains {
	"subject": tag.name,
	"message": sprintf("the tag `%s` is not named as `%s` is, the tag before it", [tag.name, repository.history.previous.tag]),
	"fix": sprintf("%s; or set `tag_prefix` below [project] in relcheck.toml", [make(name)]),
} if {
	is_named_otherwise
	some tag in of_version
}

is_named_otherwise if {
	count(names) > 0
	is_string(earlier_prefix)
	count([tag | some tag in of_version; prefix_of(tag) == earlier_prefix]) == 0
}

deny contains {
	"subject": one.tag.name,
	"message": sprintf("the tag `%s` says `%s`, and not `%s`", [one.tag.name, text.cut(one.object.subject, 80), expected]),
	"fix": anew(one.tag.name),
} if {
	some one in objects
	expected := message(one.tag.name, one.tag.kind)
	one.object.subject != expected
}

deny contains {
	"subject": one.tag.name,
	"message": sprintf("the tag `%s` leads to an object that is the tag `%s`", [one.tag.name, text.cut(one.object.name, 80)]),
	"fix": anew(one.tag.name),
} if {
	some one in objects
	one.object.name != one.tag.name
}

deny contains {
	"subject": one.tag.name,
	"message": sprintf("the tag `%s` names another tag, and that one HEAD's commit", [one.tag.name]),
	"fix": anew(one.tag.name),
} if {
	some one in objects
	repository.head != null
	one.object.target != repository.head.commit
}

signature(one) := one.object.signature if one.object.signature != null

# Keys that no list has can be a maintainer's, as long as there is no list.
is_judged(signature) if {
	signature.verifiable
	count(head_tags.keys) > 0
}

deny contains {
	"subject": one.tag.name,
	"message": sprintf("the signature of the tag `%s` does not count: %s", [one.tag.name, signature(one).reason]),
	"fix": sprintf("have a maintainer of the previous release sign it: %s", [anew(one.tag.name)]),
} if {
	some one in objects
	signature(one).reason != null
	is_judged(signature(one))
}

deny contains {
	"subject": one.tag.name,
	"message": sprintf("the tag `%s` is not signed", [one.tag.name]),
	"fix": anew(one.tag.name),
	"level": "warn",
	"weakening": sprintf("the tag `%s` is not signed: whoever can write to the repository can have made it", [one.tag.name]),
} if {
	some one in objects
	not signature(one)
}

deny contains finding if some finding in pushed.moved(input.facts.candidate_tag.remote_tags, names)

deny contains finding if some finding in pushed.moved_since(repository.ci, names)

unknown contains reason if some reason in candidate.unknown

unknown contains {
	"reason": sprintf("the signature of the tag `%s` cannot be verified: %s", [one.tag.name, signature(one).reason]),
	"fix": "list the maintainers' keys, in keys/allowed_signers for SSH and keys/keyring.asc for OpenPGP, and sign with one of them",
} if {
	some one in objects
	signature(one).reason != null
	not is_judged(signature(one))
}

unknown contains {
	"reason": sprintf("it is not known what stands in the object of the tag `%s`", [tag.name]),
	"fix": "git fetch --tags --force, and collect the facts again",
} if {
	some tag in of_version
	tag.annotated
	count([one | some one in objects; one.tag.name == tag.name]) == 0
}

unknown contains reason if some reason in pushed.unclear(repository.ci, input.facts.candidate_tag.remote_tags, names)

looked_at contains sprintf("`%s` on %s, signed by `%s`", [one.tag.name, commit.short(one.object.target), signature(one).signer]) if {
	some one in objects
	signature(one).signer != null
}

looked_at contains sprintf("`%s` on %s", [one.tag.name, commit.short(one.object.target)]) if {
	some one in objects
	not signature(one)
}

looked_at contains sprintf("`%s` on `%s`, the same", [remote.name, remote.remote]) if {
	some remote in input.facts.candidate_tag.remote_tags
	remote.name in names
	remote.same
}
