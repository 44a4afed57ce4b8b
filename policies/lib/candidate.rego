package relcheck.lib.candidate

# The version that is judged; undefined where there is none: `unknown` then says so.
version := input.release.version if input.release.version != null

unknown contains {
	"reason": "it is not known which version is to be released",
	"fix": "relcheck check --release X.Y.Z",
} if {
	input.release.version == null
}
