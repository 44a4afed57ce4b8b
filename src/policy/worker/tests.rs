//! What the process can no longer do, and what the two processes make of each other.

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::protocol::{Header, Job};
use super::sandbox;
use crate::policy::evaluate::{Inquiry, Work};

/// Set where [`inside`] is to lock its process down.
const INSIDE: &str = "RELCHECK_TEST_INSIDE";

const HEADER: Header = Header {
    memory: 1 << 30,
    seconds: 60,
    stack: 1 << 20,
};

/// Runs in a process of its own, which [`no_file_and_no_network_can_be_reached`] starts.
#[test]
#[ignore = "it locks the whole process down"]
fn inside() {
    let Some(file) = std::env::var_os(INSIDE) else {
        return;
    };
    let started = || Command::new("true").spawn().is_ok();
    let listening = || std::net::TcpListener::bind("127.0.0.1:0").is_ok();
    assert!(std::fs::File::open(&file).is_ok(), "there is a file");
    sandbox::lock_down(&HEADER);
    assert!(std::fs::File::open(&file).is_err(), "a file opens");
    assert!(!listening(), "a socket opens");
    assert!(std::net::UdpSocket::bind("127.0.0.1:0").is_err());
    assert!(!started(), "a process starts");
    if cfg!(all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64")
    )) {
        assert!(std::fs::remove_file(&file).is_err(), "a file is deleted");
        assert!(std::fs::metadata(&file).is_err(), "a file is looked at");
    }
}

#[test]
fn no_file_and_no_network_can_be_reached() {
    if !cfg!(unix) {
        eprintln!("not tested: this system enforces no limit to files and the network");
        return;
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "policy::worker::tests::inside", "--ignored"])
        .arg("--nocapture")
        .env(INSIDE, file.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
fn a_job_holds_the_part_that_is_asked_for() {
    let input: Arc<str> = Arc::from("{\"a\": 1}");
    let inquiry = |rules: &[usize]| Inquiry {
        input: Arc::clone(&input),
        release: None,
        rules: rules.iter().copied().map(Some).collect(),
    };
    let asked = |text: &str| {
        serde_json::from_value(serde_json::json!({
            "package": format!("policy.a.{text}"),
            "file": {"path": text, "text": text, "is_rego_v0": false},
        }))
        .unwrap()
    };
    let work = Work {
        data: "{}".to_owned(),
        libraries: Vec::new(),
        rules: vec![asked("x"), asked("y"), asked("z")],
        requests: vec![inquiry(&[0, 1]), inquiry(&[0, 2])],
        deadline: Instant::now(),
        limit: Duration::from_secs(1),
        most: Duration::from_secs(1),
    };
    let job = Job::of(&work, &[(0, 1), (1, 1)], Duration::from_secs(1)).trimmed();
    let sent = serde_json::to_string(&job).unwrap();
    let received: Job = serde_json::from_str(&sent).unwrap();
    let work = received.into_work();
    let packages: Vec<&str> = work.rules.iter().map(|rule| rule.package()).collect();
    assert_eq!(packages, ["policy.a.y", "policy.a.z"]);
    let rules: Vec<_> = work
        .requests
        .iter()
        .map(|each| each.rules.clone())
        .collect();
    assert_eq!(rules, [[Some(0)], [Some(1)]]);
    // The input is there once, for both.
    assert!(Arc::ptr_eq(
        &work.requests[0].input,
        &work.requests[1].input
    ));
    assert_eq!(&*work.requests[0].input, "{\"a\": 1}");
}
