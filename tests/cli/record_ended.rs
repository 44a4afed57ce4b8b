//! `relcheck record` of commands that are ended: their time is up, or relcheck is asked to end.

use std::fs;

use serde_json::Value;

use super::harness::{History, Run};

const FOLDER: &str = ".relcheck/evidence";

fn history() -> History {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    history
}

/// The command that runs a script as if it were `griffe check demo --against v1.2.3`.
fn griffe(script: &str) -> Vec<String> {
    let alias = format!("alias.griffe=!f() {{ {script}; }}; f");
    let command = ["git", "-c", &alias, "griffe", "check", "demo"];
    let rest = ["--against", "v1.2.3"];
    command
        .iter()
        .chain(&rest)
        .map(|it| (*it).to_owned())
        .collect()
}

fn record(history: &History, options: &[&str], script: &str) -> Run {
    let command = griffe(script);
    let command: Vec<&str> = command.iter().map(String::as_str).collect();
    let run = history.relcheck().args(&["record"]).args(options);
    run.args(&["--"]).args(&command).run()
}

/// The names of what is kept, without the digests in them.
fn kept(history: &History) -> Vec<String> {
    let Ok(folder) = fs::read_dir(history.path().join(FOLDER)) else {
        return Vec::new();
    };
    let mut names: Vec<String> = folder
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| {
            name.split_once('.')
                .map_or(name.clone(), |(_, end)| end.to_owned())
        })
        .collect();
    names.sort();
    names
}

fn the_record(history: &History) -> Value {
    let folder = fs::read_dir(history.path().join(FOLDER)).unwrap();
    let mut paths = folder.map(|entry| entry.unwrap().path());
    let path = paths.find(|it| it.to_string_lossy().ends_with(".record.json"));
    serde_json::from_slice(&fs::read(path.unwrap()).unwrap()).unwrap()
}

#[test]
fn what_takes_too_long_is_recorded_as_ended_and_never_read_as_whole() {
    let history = history();
    let run = record(&history, &["--timeout", "1500ms"], "sleep 60");
    assert_eq!(run.code, 124, "{}", run.stderr);
    assert!(
        run.stderr
            .contains("this will not count: the command was ended after"),
        "{}",
        run.stderr
    );
    let record = the_record(&history);
    assert_eq!(record["timed_out"], true);
    if cfg!(unix) {
        assert_eq!(record["exit_status"], Value::Null);
    }
    let fact = history.relcheck().fact("api_reports");
    let report = &fact["value"]["reports"][0];
    assert_ne!(report["status"], "complete", "{report}");
    assert_eq!(report["evidence"]["binding"], "unbound");
    for reason in [&report["reason"], &report["evidence"]["binding_reason"]] {
        let reason = reason.as_str().unwrap();
        assert!(reason.contains("when its time was up"), "{reason}");
    }
}

#[test]
fn what_ends_in_time_is_recorded_as_ever() {
    let history = history();
    let run = record(&history, &["--timeout", "10m"], "exit 3");
    assert_eq!(run.code, 3, "{}", run.stderr);
    let record = the_record(&history);
    assert_eq!(record["timed_out"], false);
    assert_eq!(record["exit_status"], 3);
    assert_eq!(record["dir"], "");
}

#[test]
fn a_file_that_was_not_written_in_time_is_not_missed() {
    let history = history();
    history
        .write(".gitignore", "api.txt\n")
        .commit("chore: ignore");
    let options = ["--file", "api.txt", "--timeout", "1500ms"];
    let run = record(&history, &options, "sleep 60");
    assert_eq!(run.code, 124, "{}", run.stderr);
    assert_eq!(the_record(&history)["outputs"].as_array().unwrap().len(), 2);
}

#[test]
fn a_time_limit_without_a_unit_is_refused() {
    let history = history();
    let run = record(&history, &["--timeout", "90"], "true");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("such as `90s`"), "{}", run.stderr);
    assert_eq!(kept(&history), [""; 0]);
}

#[cfg(unix)]
mod on_unix {
    use std::io::Read;
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;
    use std::path::Path;
    use std::process::{Child, Command, Stdio};
    use std::thread;
    use std::time::Duration;

    use super::*;

    /// A running relcheck, and whoever inherits its standard input.
    struct Running {
        child: Child,
        input: UnixStream,
    }

    impl Running {
        fn start(mut command: Command, history: &History) -> Self {
            let (input, theirs) = UnixStream::pair().unwrap();
            command.current_dir(history.path());
            command.stdin(Stdio::from(OwnedFd::from(theirs)));
            command.stdout(Stdio::null()).stderr(Stdio::null());
            let child = command.spawn().unwrap();
            Running { child, input }
        }

        fn until(&mut self, path: &Path) {
            while !path.exists() {
                let ended = self.child.try_wait().unwrap();
                assert_eq!(ended, None, "it ended before it was told to");
                thread::sleep(Duration::from_millis(5));
            }
        }

        fn signal(&self, name: &str) {
            let id = self.child.id().to_string();
            let status = Command::new("kill").args(["-s", name, &id]).status();
            assert!(status.unwrap().success());
        }

        /// The exit status, once nothing that inherited the standard input is there any more.
        fn end(mut self) -> Option<i32> {
            let code = self.child.wait().unwrap().code();
            let limit = Some(Duration::from_secs(60));
            self.input.set_read_timeout(limit).unwrap();
            let mut rest = Vec::new();
            let read = self.input.read_to_end(&mut rest);
            assert!(read.is_ok(), "something that was started is there still");
            code
        }
    }

    fn relcheck(options: &[&str], command: &[String]) -> Command {
        let mut relcheck = Command::new(env!("CARGO_BIN_EXE_relcheck"));
        relcheck.arg("record").args(options);
        if !command.is_empty() {
            relcheck.arg("--").args(command);
        }
        relcheck
    }

    #[test]
    fn what_it_started_is_ended_with_it() {
        let history = history();
        // The one in the middle has nothing to do with what is kept, except that it was started.
        let command = griffe("(sh -c 'sleep 60' >/dev/null 2>&1 <&3) 3<&0 & sleep 60");
        let running = Running::start(relcheck(&["--timeout", "1500ms"], &command), &history);
        assert_eq!(running.end(), Some(124));
        assert_eq!(kept(&history), ["record.json", "stderr", "stdout"]);
    }

    #[test]
    fn a_whole_report_of_a_command_whose_time_was_up_is_not_taken_for_one() {
        let report = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/fixtures/scan/bandit/clean.json"
        );
        let scan = |options: &[&str], rest: &str| {
            let history = history();
            let script = format!("trap 'exit 0' TERM; cat '{report}'{rest}");
            let run = history
                .relcheck()
                .args(&["record", "--kind", "scan"])
                .args(options)
                .args(&["--", "sh", "-c", &script])
                .run();
            let fact = history.relcheck().fact("scans");
            (run.code, fact["value"]["reports"][0].clone())
        };
        let (code, whole) = scan(&[], "");
        assert_eq!(code, 0);
        assert_eq!(whole["status"], "complete", "{whole}");
        assert_eq!(whole["evidence"]["binding"], "recorded");
        let (code, ended) = scan(&["--timeout", "3s"], "; sleep 60 & wait");
        assert_eq!(code, 124);
        assert_eq!(ended["status"], "crashed", "{ended}");
        assert_eq!(ended["evidence"]["binding"], "unbound");
        let reason = ended["reason"].as_str().unwrap();
        assert!(reason.contains("when its time was up"), "{reason}");
    }

    #[test]
    fn what_does_not_listen_is_ended_by_force() {
        let history = history();
        let command = griffe("trap '' TERM; sleep 60; sleep 60");
        let running = Running::start(relcheck(&["--timeout", "1500ms"], &command), &history);
        assert_eq!(running.end(), Some(124));
        assert_eq!(the_record(&history)["timed_out"], true);
    }

    /// Whether this process ignores a signal, as it does below `nohup` or in the background of a
    /// script, and with it what it starts. Where `/proc` does not tell, it does not.
    fn is_ignored(signal: u32) -> bool {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        ignored.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
    }

    #[test]
    fn asked_to_end_it_ends_the_command_and_leaves_nothing() {
        for (signal, number, code) in [("TERM", 15, 143), ("INT", 2, 130), ("HUP", 1, 129)] {
            if is_ignored(number) {
                eprintln!("not tested: SIG{signal}, which this process was started to ignore");
                continue;
            }
            let history = history();
            let begun = history.beside("begun");
            let slow = history.beside("slow");
            let script = format!(
                "echo something; test ! -e '{}' || {{ touch '{}'; sleep 60; }}",
                slow.display(),
                begun.display()
            );
            let command = griffe(&script);
            let earlier = Running::start(relcheck(&[], &command), &history);
            assert_eq!(earlier.end(), Some(0));
            assert_eq!(kept(&history).len(), 3);
            fs::write(&slow, "").unwrap();
            let mut running = Running::start(relcheck(&[], &command), &history);
            running.until(&begun);
            running.signal(signal);
            assert_eq!(running.end(), Some(code), "{signal}");
            assert_eq!(kept(&history), [""; 0], "{signal}");
        }
    }

    #[test]
    fn a_signal_that_it_was_started_to_ignore_does_not_end_it() {
        let history = history();
        let begun = history.beside("begun");
        let go = history.beside("go");
        let script = format!(
            "touch '{}'; until test -e '{}'; do sleep 0.05; done",
            begun.display(),
            go.display()
        );
        let relcheck = relcheck(&[], &griffe(&script));
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' HUP; exec \"$@\"", "sh"]);
        shell.arg(relcheck.get_program()).args(relcheck.get_args());
        let mut running = Running::start(shell, &history);
        running.until(&begun);
        running.signal("HUP");
        fs::write(&go, "").unwrap();
        assert_eq!(running.end(), Some(0));
        assert_eq!(kept(&history), ["record.json", "stderr", "stdout"]);
    }

    #[test]
    fn of_configured_commands_those_that_were_done_stay_recorded() {
        let history = history();
        let begun = history.beside("begun");
        let wait = format!("alias.wait=!touch '{}' && sleep 60", begun.display());
        let done = "command = [\"git\", \"version\"]";
        let wait = format!("command = [\"git\", \"-c\", \"{wait}\", \"wait\"]");
        let after = "command = [\"git\", \"--version\"]";
        let text: String = [done, &wait, after]
            .iter()
            .map(|line| format!("[[record]]\n{line}\n"))
            .collect();
        history
            .write("relcheck.toml", text)
            .commit("chore: configure");
        let mut running = Running::start(relcheck(&["--jobs", "1"], &[]), &history);
        running.until(&begun);
        running.signal("TERM");
        assert_eq!(running.end(), Some(143));
        assert_eq!(kept(&history), ["record.json", "stderr", "stdout"]);
        assert_eq!(the_record(&history)["command"][1], "version");
    }
}
