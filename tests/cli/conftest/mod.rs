//! A Conftest user's folder of policies, judged as it is.

mod differential;
mod folders;
mod hostile;
mod judged;
mod page;
mod tested;

use super::harness::History;

/// A checkout with a candidate for 1.2.4 and two commits since 1.2.3, and a folder `policy`.
fn checkout(files: &[(&str, &str)]) -> History {
    let history = History::released("1.2.3");
    history.commit("fix: do not crash on empty files");
    for (path, text) in files {
        history.write(&format!("policy/{path}"), text);
    }
    history.declare("1.2.4").commit("wip: try another way");
    history
}
