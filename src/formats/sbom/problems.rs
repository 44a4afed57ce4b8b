//! What a document has that its specification does not allow.

/// The most problems that are kept of one document; the others are counted.
pub const MAX_PROBLEMS: usize = 20;

/// What is wrong with a document that can be read, in the order in which it was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    kept: Vec<String>,
    count: usize,
}

impl Problems {
    /// Adds one, as a clause that can follow the name of the document: `its component has no name`.
    pub(super) fn add(&mut self, problem: impl FnOnce() -> String) {
        self.count += 1;
        if self.kept.len() < MAX_PROBLEMS {
            let problem = problem();
            if self.kept.contains(&problem) {
                return;
            }
            self.kept.push(problem);
        }
    }

    /// Adds one where something does not hold.
    pub(super) fn require(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.add(problem);
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The first ones, each once, at most [`MAX_PROBLEMS`].
    #[must_use]
    pub fn first(&self) -> &[String] {
        &self.kept
    }
}
