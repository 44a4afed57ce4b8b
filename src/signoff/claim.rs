//! What a sign-off says: an in-toto Statement v1 with relcheck's own predicate.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The type of the predicate.
pub const PREDICATE: &str = "urn:relcheck:sign-off:1";

/// The type of the statement.
const STATEMENT: &str = "https://in-toto.io/Statement/v1";

/// The longest note, link, name or path, in bytes.
pub const MAX_TEXT: usize = 4_096;

/// The most documents that one sign-off is given over.
const MAX_DOCUMENTS: usize = 100;

/// What one person says about one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What is vouched for: `approval`, `manual-testing`.
    pub what: String,
    /// Whether that is said, or taken back.
    pub decision: Decision,
    /// The name of the project, so that no other project's sign-off counts.
    pub project: String,
    /// The version that it is about, if it names one.
    pub version: Option<String>,
    /// The commit, by its full object id.
    pub commit: String,
    /// The commit's tree, by its full object id: a commit with the same files is the same subject.
    pub tree: String,
    /// The documents that it is given over, each with its digest.
    pub documents: Vec<Document>,
    /// Who says so.
    pub signer: SignerName,
    /// When, in seconds since 1970, as the signer says.
    pub time: i64,
    /// What the signer adds.
    pub note: Option<String>,
    /// Where there is more to read.
    pub link: Option<String>,
}

/// Whether something is said, or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It is said.
    Given,
    /// What was said before counts no longer.
    Withdrawn,
}

/// A document by path and digest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Document {
    /// The path from the root of the repository, with `/` between its parts.
    pub path: String,
    /// The SHA-256, in lower-case hexadecimal.
    pub sha256: String,
}

/// The name and address that the signer goes by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignerName {
    /// The name.
    pub name: String,
    /// The e-mail address: the principal of SSH keys.
    pub email: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    #[serde(rename = "_type")]
    kind: String,
    subject: Vec<Subject>,
    #[serde(rename = "predicateType")]
    predicate_type: String,
    predicate: Predicate,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    name: String,
    digest: Digests,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Digests {
    #[serde(rename = "gitCommit", skip_serializing_if = "Option::is_none")]
    git_commit: Option<String>,
    #[serde(rename = "gitTree", skip_serializing_if = "Option::is_none")]
    git_tree: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Predicate {
    what: String,
    decision: Decision,
    project: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    signer: SignerName,
    signed_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

impl Claim {
    /// The statement in JSON, in one line.
    ///
    /// # Errors
    /// The time is none that can be written.
    pub fn to_json(&self) -> Result<String, String> {
        let commit = Subject {
            name: self.project.clone(),
            digest: Digests {
                git_commit: Some(self.commit.clone()),
                git_tree: Some(self.tree.clone()),
                sha256: None,
            },
        };
        let documents = self.documents.iter().map(|document| Subject {
            name: document.path.clone(),
            digest: Digests {
                sha256: Some(document.sha256.clone()),
                ..Digests::default()
            },
        });
        let statement = Statement {
            kind: STATEMENT.to_owned(),
            subject: std::iter::once(commit).chain(documents).collect(),
            predicate_type: PREDICATE.to_owned(),
            predicate: Predicate {
                what: self.what.clone(),
                decision: self.decision,
                project: self.project.clone(),
                version: self.version.clone(),
                signer: self.signer.clone(),
                signed_at: Timestamp::from_second(self.time).map_err(|error| error.to_string())?,
                note: self.note.clone(),
                link: self.link.clone(),
            },
        };
        serde_json::to_string(&statement).map_err(|error| error.to_string())
    }

    /// Reads a statement.
    ///
    /// # Errors
    /// What is not in order, as a sentence. A key that is not known is refused: nothing that a signer
    /// has said is passed over.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let statement: Statement = serde_json::from_slice(json)
            .map_err(|error| format!("it is no statement of a sign-off: {error}"))?;
        if statement.kind != STATEMENT {
            return Err(format!("its `_type` is not `{STATEMENT}`"));
        }
        if statement.predicate_type != PREDICATE {
            return Err(format!("its `predicateType` is not `{PREDICATE}`"));
        }
        let mut subjects = statement.subject.into_iter();
        let subject = subjects.next().ok_or("it has no subject")?;
        let (commit, tree) = match subject.digest {
            Digests {
                git_commit: Some(commit),
                git_tree: Some(tree),
                sha256: None,
            } => (commit, tree),
            _ => return Err("its first subject is not a commit with its tree".to_owned()),
        };
        let predicate = statement.predicate;
        if subject.name != predicate.project {
            return Err("its subject and its predicate name different projects".to_owned());
        }
        let documents: Result<Vec<Document>, String> = subjects.map(document).collect();
        let claim = Claim {
            what: predicate.what,
            decision: predicate.decision,
            project: predicate.project,
            version: predicate.version,
            commit,
            tree,
            documents: documents?,
            signer: predicate.signer,
            time: predicate.signed_at.as_second(),
            note: predicate.note,
            link: predicate.link,
        };
        claim.check()?;
        Ok(claim)
    }

    fn check(&self) -> Result<(), String> {
        if !is_what(&self.what) {
            return Err(format!("{:?} is nothing to vouch for", self.what));
        }
        for id in [&self.commit, &self.tree] {
            if !is_hex(id, &[40, 64]) {
                return Err(format!("{id:?} is no object id of git"));
            }
        }
        if self.documents.len() > MAX_DOCUMENTS {
            return Err(format!(
                "it is given over more than {MAX_DOCUMENTS} documents"
            ));
        }
        let texts = [
            Some(&self.project),
            self.version.as_ref(),
            Some(&self.signer.name),
            Some(&self.signer.email),
            self.note.as_ref(),
            self.link.as_ref(),
        ];
        match texts
            .into_iter()
            .flatten()
            .any(|text| text.len() > MAX_TEXT)
        {
            true => Err(format!("one of its texts is longer than {MAX_TEXT} bytes")),
            false => Ok(()),
        }
    }
}

fn document(subject: Subject) -> Result<Document, String> {
    match subject.digest {
        Digests {
            git_commit: None,
            git_tree: None,
            sha256: Some(sha256),
        } if is_hex(&sha256, &[64]) && subject.name.len() <= MAX_TEXT => Ok(Document {
            path: subject.name,
            sha256,
        }),
        _ => Err(format!(
            "its subject {:?} is not a document with its SHA-256",
            subject.name.chars().take(80).collect::<String>()
        )),
    }
}

fn is_hex(text: &str, lengths: &[usize]) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    lengths.contains(&text.len()) && text.bytes().all(is_digit)
}

/// Whether a text can be what is vouched for: words of small letters and digits, with `-` between.
#[must_use]
pub fn is_what(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.len() <= 64 && text.split('-').all(is_word)
}
