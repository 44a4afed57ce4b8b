//! `[[platforms]]`: what the project runs on, and what shows that its tests passed there.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::ConfigError;
use crate::facts::Platform;

/// The most platforms that are listed.
const MAX_PLATFORMS: usize = 100;

/// `[[platforms]]`: a platform that the project supports.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlatformConfig {
    /// What it is called. No two platforms share a name.
    #[serde(deserialize_with = "filled")]
    pub name: String,
    /// The checks of the CI system that run the whole suite on it, by name, or as globs with a star.
    #[serde(default, deserialize_with = "all_filled")]
    pub checks: Vec<String>,
    /// The reports of test runners from it, as globs: by the path that the report was recorded from, or
    /// by the path that it lies at, from the project's folder.
    #[serde(default, deserialize_with = "all_filled")]
    pub reports: Vec<String>,
}

impl PlatformConfig {
    /// The same as the fact `platforms` has it.
    #[must_use]
    pub fn fact(&self) -> Platform {
        Platform {
            name: self.name.clone(),
            checks: self.checks.clone(),
            reports: self.reports.clone(),
        }
    }
}

/// Holds the platforms against each other.
///
/// # Errors
/// [`ConfigError`] at a platform that is listed twice, or of which nothing could show that it was tested.
pub(super) fn check(
    platforms: &[Spanned<PlatformConfig>],
    shown: &str,
    text: &str,
) -> Result<(), ConfigError> {
    for (index, platform) in platforms.iter().enumerate() {
        let refuse =
            |message: String| Err(ConfigError::at(shown, text, Some(platform.span()), message));
        let name = &platform.get_ref().name;
        if index == MAX_PLATFORMS {
            return refuse(format!("more than {MAX_PLATFORMS} platforms are listed"));
        }
        let mut before = platforms.iter().take(index);
        if before.any(|other| other.get_ref().name == *name) {
            return refuse(format!("two platforms are called `{name}`"));
        }
        if platform.get_ref().checks.is_empty() && platform.get_ref().reports.is_empty() {
            return refuse(format!(
                "nothing tells whether `{name}` was tested: name checks of the CI system in `checks`, or reports of tests in `reports`"
            ));
        }
        let PlatformConfig {
            checks, reports, ..
        } = platform.get_ref();
        if let Some(pattern) = checks.iter().chain(reports).find(|it| names_all(it)) {
            return refuse(format!(
                "`{pattern}` names everything, and shows nothing of `{name}`: name what runs on it, `test (ubuntu-*)`"
            ));
        }
    }
    Ok(())
}

/// Whether a pattern names whatever there is: it shows nothing of one platform.
fn names_all(pattern: &str) -> bool {
    pattern.chars().all(|letter| "*?/".contains(letter))
}

fn filled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.trim() == text && !text.is_empty() {
        true => Ok(text),
        false => Err(D::Error::custom(format!(
            "`{text}` is blank, or has a blank at an end"
        ))),
    }
}

fn all_filled<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    struct Filled(#[serde(deserialize_with = "filled")] String);
    let all = Vec::<Filled>::deserialize(deserializer)?;
    Ok(all.into_iter().map(|Filled(text)| text).collect())
}

#[cfg(test)]
mod tests {
    use crate::config::parse;

    fn error(text: &str) -> String {
        parse("relcheck.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn a_platform_is_read() {
        let text = "[[platforms]]\nname = \"linux\"\nchecks = [\"test (ubuntu-*)\"]\n\
                    [[platforms]]\nname = \"bsd\"\nreports = [\"bsd.xml\"]\n";
        let config = parse("relcheck.toml", text).unwrap();
        let facts: Vec<_> = config
            .platforms
            .iter()
            .map(|it| it.get_ref().fact())
            .collect();
        assert_eq!(facts[0].checks, ["test (ubuntu-*)"]);
        assert_eq!((facts[1].name.as_str(), facts[1].reports.len()), ("bsd", 1));
    }

    #[test]
    fn what_is_wrong_with_a_platform_is_said_at_its_place() {
        insta::assert_snapshot!(
            error("[[platforms]]\nname = \"a\"\nchecks = [\"x\"]\n[[platforms]]\nname = \"a\"\nreports = [\"y\"]\n"),
            @"relcheck.toml:4:1: two platforms are called `a`"
        );
        insta::assert_snapshot!(
            error("[project]\n\n[[platforms]]\nname = \"a\"\nchecks = []\n"),
            @"relcheck.toml:3:1: nothing tells whether `a` was tested: name checks of the CI system in `checks`, or reports of tests in `reports`"
        );
        insta::assert_snapshot!(
            error("[[platforms]]\nchecks = [\"x\"]\n"),
            @"relcheck.toml:1:1: missing field `name`"
        );
        insta::assert_snapshot!(
            error("[[platforms]]\nname = \" \"\nchecks = [\"x\"]\n"),
            @"relcheck.toml:2:8: ` ` is blank, or has a blank at an end"
        );
        insta::assert_snapshot!(
            error("[[platforms]]\nname = \"a\"\nchecks = [\"x\", \"\"]\n"),
            @"relcheck.toml:3:16: `` is blank, or has a blank at an end"
        );
        insta::assert_snapshot!(
            error("[[platforms]]\nname = \"a\"\nchecks = [\"x\", \"*\"]\n"),
            @"relcheck.toml:1:1: `*` names everything, and shows nothing of `a`: name what runs on it, `test (ubuntu-*)`"
        );
        assert!(
            error("[[platforms]]\nname = \"a\"\nreports = [\"**/*\"]\n")
                .contains("`**/*` names everything")
        );
        insta::assert_snapshot!(
            error("[[platforms]]\nname = \"a\"\ncheck = [\"x\"]\n"),
            @"relcheck.toml:3:1: unknown key `check`; did you mean `checks`?"
        );
        insta::assert_snapshot!(
            error("[[platforms]]\nname = \"a\"\nreports = \"x\"\n"),
            @r#"relcheck.toml:3:11: invalid type: string "x", expected a sequence"#
        );
        let many: String = (0..=super::MAX_PLATFORMS)
            .map(|n| format!("[[platforms]]\nname = \"{n}\"\nchecks = [\"x\"]\n"))
            .collect();
        assert!(error(&many).ends_with("more than 100 platforms are listed"));
    }
}
