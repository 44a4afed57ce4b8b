//! What bandit is told by its own files: TOML, YAML, or the INI form of `.bandit`.

use crate::formats::setup_cfg;
use crate::formats::yaml_tree;

/// Which checks a file chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BanditSettings {
    /// The checks that are left out.
    pub skips: Vec<String>,
    /// The only ones that are made; empty for all.
    pub tests: Vec<String>,
}

/// The forms of such a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// What `-c` names: TOML by its ending, else YAML.
    Config,
    /// `.bandit`, and what `--ini` names.
    Ini,
}

/// Reads such a file; a clause that says why it cannot be.
///
/// # Errors
/// It is no such file.
pub fn read(path: &str, text: &str, form: Form) -> Result<BanditSettings, String> {
    match form {
        Form::Ini => Ok(ini(text)),
        Form::Config if path.ends_with(".toml") => toml_file(text),
        Form::Config => yaml(text),
    }
}

fn ini(text: &str) -> BanditSettings {
    let mut settings = BanditSettings::default();
    for option in setup_cfg::options(text) {
        let list = match (option.section, option.key) {
            ("bandit", "skips" | "skip") => &mut settings.skips,
            ("bandit", "tests") => &mut settings.tests,
            _ => continue,
        };
        let words = option.value.split(',').map(str::trim);
        list.extend(words.filter(|it| !it.is_empty()).map(str::to_owned));
    }
    settings
}

fn toml_file(text: &str) -> Result<BanditSettings, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|_| "it is not valid TOML".to_owned())?;
    let bandit = table.get("tool").and_then(|tool| tool.get("bandit"));
    let list = |key: &str| -> Vec<String> {
        let items = bandit.and_then(|it| it.get(key)?.as_array());
        let texts = items.into_iter().flatten().filter_map(toml::Value::as_str);
        texts.map(str::to_owned).collect()
    };
    Ok(BanditSettings {
        skips: list("skips"),
        tests: list("tests"),
    })
}

fn yaml(text: &str) -> Result<BanditSettings, String> {
    let root = yaml_tree::read(text).map_err(|_| "it is not valid YAML".to_owned())?;
    let list = |key: &str| -> Vec<String> {
        let node = root.as_ref().and_then(|root| root.get(key));
        node.map(|node| node.texts()).unwrap_or_default()
    };
    Ok(BanditSettings {
        skips: list("skips"),
        tests: list("tests"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_forms_choose_checks() {
        let both = BanditSettings {
            skips: vec!["B101".to_owned(), "B602".to_owned()],
            tests: vec!["B201".to_owned()],
        };
        let toml = "[tool.bandit]\nskips = ['B101', 'B602']\ntests = ['B201']\n";
        assert_eq!(read("pyproject.toml", toml, Form::Config), Ok(both.clone()));
        let yaml = "skips: ['B101', 'B602']\ntests:\n- B201\n";
        assert_eq!(read("b.yaml", yaml, Form::Config), Ok(both.clone()));
        let ini = "[other]\nskips: B1\n[bandit]\nskips: B101, B602\ntests = B201\n";
        assert_eq!(read(".bandit", ini, Form::Ini), Ok(both));
        assert!(read("a.toml", "=", Form::Config).is_err());
        assert!(read("a.yaml", "{", Form::Config).is_err());
        let none = BanditSettings::default();
        assert_eq!(read("a.toml", "[tool.x]\n", Form::Config), Ok(none.clone()));
        assert_eq!(read("a.yaml", "", Form::Config), Ok(none));
    }
}
