package relcheck.lib.candidate

# The version that is judged; undefined where there is none: `unknown` then says so.
version := input.release.version if input.release.version != null

# Whether a sign-off is for it: some name the version, and others none.
is_for(sign_off) if sign_off.version == null

is_for(sign_off) if sign_off.version == version.text

unknown contains {
	"reason": "it is not known which version is to be released",
	"fix": "relcheck check --release X.Y.Z",
} if {
	input.release.version == null
}
