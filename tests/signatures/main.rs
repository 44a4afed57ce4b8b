//! Signatures, held against `ssh-keygen -Y verify` and `gpg --verify`.
//!
//! Whatever relcheck accepts, they accept. Where a program is not there, its test says so and passes.

mod gnupg;
mod openssh;
mod security_keys;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What is signed.
const MESSAGE: &[u8] = b"relcheck signs this\n";

/// The bytes to sign of an envelope.
const PAYLOAD: &[u8] = b"{\"_type\":\"https://in-toto.io/Statement/v1\"}";

/// Whether a program can be started.
fn is_there(program: &str, argument: &str) -> bool {
    let run = Command::new(program)
        .arg(argument)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if run.is_err() {
        println!("skipped: `{program}` is not there");
    }
    run.is_ok()
}

/// Runs a command with bytes on its standard input; whether it succeeded, and what it wrote.
fn run(command: &mut Command, input: &[u8]) -> (bool, Vec<u8>) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a standard input");
    // A program that refuses its arguments reads nothing.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    (output.status.success(), output.stdout)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file");
    path.to_str().expect("a path in UTF-8").to_owned()
}

/// Places at which a byte is changed: all of a short text, and some of a long one.
fn places(length: usize, most: usize) -> impl Iterator<Item = usize> {
    (0..length).step_by(length.div_ceil(most).max(1))
}

/// With one bit of a byte turned.
fn turned(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[place] ^= 1 << (place % 8);
    bytes
}
