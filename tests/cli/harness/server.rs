//! A server of the test that plays a forge.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// What the server does with a request.
pub enum Reply {
    Json(Value),
    /// A status with headers and a body.
    Status(u16, Vec<(&'static str, String)>, String),
    /// Half of what it promises.
    Cut(String),
    /// A body of that many bytes.
    Huge(usize),
    /// Nothing, for that long.
    Silence(Duration),
}

/// An answer that is nothing but its status.
pub fn status(code: u16) -> Reply {
    Reply::Status(code, Vec::new(), "{}".to_owned())
}

/// One request: its path, and its head in lower case.
#[derive(Debug, Clone)]
pub struct Request {
    pub path: String,
    pub head: String,
}

/// What it was asked is kept.
pub struct Server {
    /// Where it listens, on this machine.
    pub port: u16,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Answers each request by its path, and how often that was asked for before.
    pub fn start(answer: impl Fn(&str, usize) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            let mut times: HashMap<String, usize> = HashMap::new();
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let Some(request) = request(&mut stream) else {
                    continue;
                };
                let before = times.entry(request.path.clone()).or_default();
                let reply = answer(&request.path, *before);
                *before += 1;
                seen.lock().unwrap().push(request);
                // Whoever asked may be gone.
                let _ = respond(&mut stream, reply);
            }
        });
        Server { port, requests }
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

fn request(stream: &mut TcpStream) -> Option<Request> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let path = head.split(' ').nth(1)?.to_owned();
    let head = head.to_lowercase();
    Some(Request { path, head })
}

fn respond(stream: &mut TcpStream, reply: Reply) -> std::io::Result<()> {
    let (status, headers, body) = match reply {
        Reply::Json(value) => (200, Vec::new(), value.to_string()),
        Reply::Status(status, headers, body) => (status, headers, body),
        Reply::Cut(body) => {
            let length = body.len();
            let half = &body[..length / 2];
            return write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{half}"
            );
        }
        Reply::Huge(size) => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n"
            )?;
            let block = vec![b' '; 1 << 16];
            for _ in 0..size / block.len() {
                stream.write_all(&block)?;
            }
            return Ok(());
        }
        Reply::Silence(time) => {
            thread::sleep(time);
            return Ok(());
        }
    };
    write!(
        stream,
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n",
        body.len()
    )?;
    for (name, value) in headers {
        write!(stream, "{name}: {value}\r\n")?;
    }
    write!(stream, "\r\n{body}")
}
