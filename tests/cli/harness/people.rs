//! People with SSH keys, who sign without any other program.

use relcheck::signoff::{Claim, Decision, NAMESPACE, REFERENCE, SignerName, seal};
use relcheck::trust::ssh::Signature;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use sha2::{Digest as _, Sha512};

use super::History;

/// The time at which sign-offs are given, unless a test says otherwise: the day before tests judge.
pub const SIGNED_AT: &str = "2026-01-31T00:00:00Z";

/// Somebody with a key, which is worked out from the name: for tests only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signer {
    pub name: &'static str,
    pub email: &'static str,
}

pub const ADA: Signer = Signer {
    name: "Ada",
    email: "ada@example.org",
};

pub const GRACE: Signer = Signer {
    name: "Grace",
    email: "grace@example.org",
};

/// Somebody whom nobody lists.
pub const EVE: Signer = Signer {
    name: "Eve",
    email: "eve@example.org",
};

/// A string as SSH writes it (RFC 4251, section 5).
fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap();
    [&length.to_be_bytes(), bytes].concat()
}

impl Signer {
    fn pair(self) -> Ed25519KeyPair {
        let digest = Sha512::digest(self.name.as_bytes());
        Ed25519KeyPair::from_seed_unchecked(&digest[..32]).unwrap()
    }

    fn key(self) -> Vec<u8> {
        let pair = self.pair();
        [string(b"ssh-ed25519"), string(pair.public_key().as_ref())].concat()
    }

    /// The public key: `ssh-ed25519 AAAA…`.
    pub fn public_key(self) -> String {
        use base64::Engine as _;
        let encoded = base64::engine::general_purpose::STANDARD.encode(self.key());
        format!("ssh-ed25519 {encoded}")
    }

    /// A line of a file of allowed signers, with options such as `valid-before="20260101Z"`.
    pub fn allowed(self, options: &str) -> String {
        let options = match options {
            "" => String::new(),
            options => format!("{options} "),
        };
        format!("{} {options}{}\n", self.email, self.public_key())
    }

    /// The entry of `[[maintainers]]`.
    pub fn maintainer(self) -> String {
        format!(
            "[[maintainers]]\nname = \"{}\"\nemails = [\"{}\"]\n",
            self.name, self.email
        )
    }

    /// An SSHSIG over a message (OpenSSH's PROTOCOL.sshsig).
    pub fn sign(self, message: &[u8], namespace: &str) -> Vec<u8> {
        let digest = Sha512::digest(message);
        let fields = [string(namespace.as_bytes()), string(b""), string(b"sha512")].concat();
        let signed = [b"SSHSIG".to_vec(), fields.clone(), string(&digest)].concat();
        let proof = self.pair().sign(&signed);
        let proof = [string(b"ssh-ed25519"), string(proof.as_ref())].concat();
        let version = 1_u32.to_be_bytes().to_vec();
        [
            b"SSHSIG".to_vec(),
            version,
            string(&self.key()),
            fields,
            string(&proof),
        ]
        .concat()
    }
}

/// A configuration that lists these maintainers.
pub fn maintained_by(people: &[Signer]) -> String {
    let listed: String = people.iter().map(|person| person.maintainer()).collect();
    format!("{listed}[teams]\nsecurity = [\"{}\"]\n", people[0].name)
}

impl History {
    /// Writes the list of maintainers with their keys, without committing it.
    pub fn people(&self, people: &[Signer]) -> &Self {
        self.write("relcheck.toml", maintained_by(people));
        let keys: String = people.iter().map(|person| person.allowed("")).collect();
        self.write("keys/allowed_signers", keys)
    }

    /// An approval of HEAD, as this person would give it.
    pub fn approval(&self, by: Signer) -> Claim {
        Claim {
            what: "approval".to_owned(),
            decision: Decision::Given,
            project: "demo".to_owned(),
            version: None,
            commit: self.git(&["rev-parse", "HEAD"]),
            tree: self.git(&["rev-parse", "HEAD^{tree}"]),
            documents: Vec::new(),
            signer: SignerName {
                name: by.name.to_owned(),
                email: by.email.to_owned(),
            },
            time: SIGNED_AT.parse::<jiff::Timestamp>().unwrap().as_second(),
            note: None,
            link: None,
        }
    }

    /// The line of a note with this claim, signed by this person.
    pub fn signed(&self, claim: &Claim, by: Signer) -> String {
        let sealed = seal(claim, |message| Ok(by.sign(message, NAMESPACE)));
        sealed.unwrap().0
    }

    /// Adds a line to the note on HEAD.
    pub fn note(&self, line: &str) -> &Self {
        let reference = format!("--ref={REFERENCE}");
        self.git(&["notes", &reference, "append", "-m", line, "HEAD"]);
        self
    }

    /// Puts this person's approval of HEAD into its note.
    pub fn approve(&self, by: Signer) -> &Self {
        self.note(&self.signed(&self.approval(by), by))
    }

    /// A sign-off of this kind, as this person would give it for HEAD.
    pub fn sign_off(&self, what: &str, by: Signer) -> &Self {
        let mut claim = self.approval(by);
        claim.what = what.to_owned();
        self.note(&self.signed(&claim, by))
    }

    /// Makes a tag on HEAD that this person has signed, as `git tag --sign` does.
    pub fn signed_tag(&self, name: &str, by: Signer) -> &Self {
        let time = self.git(&["show", "--no-patch", "--format=%ct", "HEAD"]);
        let object = self.tag_object(name, &time);
        let signature = by.sign(object.as_bytes(), "git");
        self.put_tag(name, &object, &signature)
    }

    /// The text of a tag object on HEAD, of this time in seconds.
    pub fn tag_object(&self, name: &str, time: &str) -> String {
        let commit = self.git(&["rev-parse", "HEAD"]);
        format!(
            "object {commit}\ntype commit\ntag {name}\ntagger Cem Committer <cem@example.org> {time} +0000\n\nRelease {name}\n"
        )
    }

    /// Stores a tag object with its signature, and has a tag of this name lead to it.
    pub fn put_tag(&self, name: &str, object: &str, signature: &[u8]) -> &Self {
        let armored = Signature::parse(signature).unwrap().to_armored();
        let file = self.beside("tag");
        std::fs::write(&file, format!("{object}{armored}")).unwrap();
        let id = self.git(&["hash-object", "-t", "tag", "-w", file.to_str().unwrap()]);
        self.git(&["update-ref", &format!("refs/tags/{name}"), &id]);
        self
    }
}
