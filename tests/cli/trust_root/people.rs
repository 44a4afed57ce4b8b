//! Changes of people, keys and aliases.

use super::super::harness::{ADA, EVE, GRACE, History};
use super::{agree, released, released_with, verdict};

fn with_eve() -> History {
    let history = released();
    history.people(&[ADA, GRACE, EVE]);
    history.commit("chore: a new maintainer");
    history
}

#[test]
fn who_is_new_cannot_let_themselves_in() {
    let history = with_eve();
    agree(&history, EVE);
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    Eve: `Eve` has the address `eve@example.org` now
    Eve: `Eve` is a maintainer now
    eve@example.org: `eve@example.org` has the key SHA256:fTYuGgCCBHq5Cv1XPbckMIngQZTp9igF2SsEOenOijA now
    keys/allowed_signers: `keys/allowed_signers` (keys of people) was changed since `v1.2.3`: no approval of 2
    relcheck.toml: `relcheck.toml` (configuration) was changed since `v1.2.3`: no approval of 2
    the note on 318f23f09d, line 1: a sign-off of a change does not count: nobody on the lists that count has the address `eve@example.org`
    ");
}

#[test]
fn two_of_those_before_can() {
    let history = with_eve();
    agree(&history, ADA);
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    Eve: `Eve` has the address `eve@example.org` now
    Eve: `Eve` is a maintainer now
    eve@example.org: `eve@example.org` has the key SHA256:fTYuGgCCBHq5Cv1XPbckMIngQZTp9igF2SsEOenOijA now
    keys/allowed_signers: `keys/allowed_signers` (keys of people) was changed since `v1.2.3`: 1 approval of 2, by `Ada`
    relcheck.toml: `relcheck.toml` (configuration) was changed since `v1.2.3`: 1 approval of 2, by `Ada`
    ");
    agree(&history, GRACE);
    insta::assert_snapshot!(verdict(&history), @r"
    warn
    Eve: `Eve` has the address `eve@example.org` now
    Eve: `Eve` is a maintainer now
    eve@example.org: `eve@example.org` has the key SHA256:fTYuGgCCBHq5Cv1XPbckMIngQZTp9igF2SsEOenOijA now
    keys/allowed_signers: `keys/allowed_signers` (keys of people) was changed since `v1.2.3`, approved by `Ada`, `Grace`
    relcheck.toml: `relcheck.toml` (configuration) was changed since `v1.2.3`, approved by `Ada`, `Grace`
    ");
    // From the next release on, Eve is one of those before.
    history.signed_tag("v1.2.4", EVE);
    super::loosen(&history);
    history.commit("chore: loosen");
    agree(&history, EVE);
    assert!(verdict(&history).starts_with("warn\n"));
}

#[test]
fn two_of_whom_one_wrote_it_can() {
    let history = released_with(&[(".mailmap", "Ada <ada@example.org> <ann@example.org>\n")]);
    history.people(&[ADA]);
    history.commit("chore: Grace has left");
    agree(&history, GRACE);
    assert!(verdict(&history).starts_with("fail\n"));
    agree(&history, ADA);
    insta::assert_snapshot!(verdict(&history), @r"
    warn
    Grace: `Grace` has the address `grace@example.org` no longer
    Grace: `Grace` is no longer a maintainer
    grace@example.org: `grace@example.org` has the key SHA256:0ge3KlS2O6UDQa+cF4M+4Q8cgQQ+30q7RYLjQKjoEfo no longer
    keys/allowed_signers: `keys/allowed_signers` (keys of people) was changed since `v1.2.3`, approved by `Ada`, `Grace`
    relcheck.toml: `relcheck.toml` (configuration) was changed since `v1.2.3`, approved by `Ada`, `Grace`
    ");
}

#[test]
fn an_alias_takes_two() {
    let history = released();
    history.write(".mailmap", "Ada <ada@example.org> <eve@example.org>\n");
    history.commit("chore: an alias");
    agree(&history, ADA);
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    .mailmap: `.mailmap` (who is who) is new since `v1.2.3`: 1 approval of 2, by `Ada`
    ");
    agree(&history, GRACE);
    assert!(verdict(&history).starts_with("warn\n"));
}

#[test]
fn a_key_that_is_replaced_takes_two() {
    let history = released();
    let keys = [ADA.allowed("namespaces=\"relcheck\""), EVE.allowed("")].concat();
    history.write("keys/allowed_signers", keys.replace("eve@", "grace@"));
    history.commit("chore: other keys");
    agree(&history, ADA);
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    ada@example.org: `ada@example.org` has the key SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc with other options now
    grace@example.org: `grace@example.org` has the key SHA256:0ge3KlS2O6UDQa+cF4M+4Q8cgQQ+30q7RYLjQKjoEfo no longer
    grace@example.org: `grace@example.org` has the key SHA256:fTYuGgCCBHq5Cv1XPbckMIngQZTp9igF2SsEOenOijA now
    keys/allowed_signers: `keys/allowed_signers` (keys of people) was changed since `v1.2.3`: 1 approval of 2, by `Ada`
    ");
}

#[test]
fn a_key_that_is_revoked_takes_one() {
    let fingerprint = "SHA256:PrHOhdl1UUgnzx/X+6WIamJ1sS0xSZxL4ZsHFxUCCtc\n";
    let history = released();
    history.write("keys/revoked_keys", fingerprint);
    history.commit("chore: Ada's key is lost");
    agree(&history, GRACE);
    let found = verdict(&history);
    assert!(found.starts_with("warn\n"), "{found}");
    // To give it back takes two again.
    let history = released_with(&[("keys/revoked_keys", fingerprint)]);
    history.write("keys/revoked_keys", "# none\n");
    history.commit("chore: it was found");
    agree(&history, GRACE);
    let found = verdict(&history);
    assert!(found.contains("(keys of people)"), "{found}");
    assert!(found.starts_with("fail\n"), "{found}");
}

#[test]
fn a_list_in_a_file_of_its_own_is_one_too() {
    let list = "Ada <ada@example.org>\nGrace <grace@example.org>\n";
    let released = |files: &[(&str, &str)]| {
        let history = History::empty();
        history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
        for (path, text) in files {
            history.write(path, text);
        }
        let keys = [ADA.allowed(""), GRACE.allowed("")].concat();
        history.write("keys/allowed_signers", keys);
        history.commit("chore: first release");
        history.signed_tag("v1.2.3", ADA);
        history
    };
    let history = released(&[("MAINTAINERS", list)]);
    history.write("MAINTAINERS", format!("{list}Eve <eve@example.org>\n"));
    history.commit("chore: a new maintainer");
    agree(&history, ADA);
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    Eve: `Eve` has the address `eve@example.org` now
    Eve: `Eve` is a maintainer now
    MAINTAINERS: `MAINTAINERS` (list of maintainers) was changed since `v1.2.3`: 1 approval of 2, by `Ada`
    ");
    agree(&history, GRACE);
    assert!(verdict(&history).starts_with("warn\n"));
}
