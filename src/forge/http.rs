//! Asking an API over HTTP: within limits of time and size, again where that may help, and with the
//! token for its own host alone.

use std::io::Read;
use std::time::{Duration, Instant};

use rustls::crypto::ring;
use ureq::http::{HeaderMap, Response};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Body, Error};

use super::access::{Access, Token, is_safe};

/// The most bytes of one answer: 16 MiB.
pub const MAX_ANSWER: u64 = 16 << 20;
/// The most bytes of all pages of one list: 64 MiB.
pub const MAX_LIST: usize = 64 << 20;
/// The most pages of one list.
pub const MAX_PAGES: usize = 50;
/// How long all questions together may take, in seconds.
pub const MAX_TOTAL: u64 = 120;
/// How long it is waited at most because of a rate limit, in seconds.
pub const MAX_WAIT: u64 = 30;

/// How often a question is asked anew after an error of the server or of the connection.
const RETRIES: u32 = 3;
/// How long it is waited before the first time, in milliseconds; each further time twice as long.
const BACKOFF: u64 = 250;
/// How many redirects are followed, all of them on the same host.
const MAX_REDIRECTS: usize = 5;

/// Why nothing was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The answer has another status than was asked for.
    Status(u16),
    /// There are no more answers to be had until then, if that is known: in seconds since 1970.
    RateLimit(Option<i64>),
    /// Anything else, as a clause.
    Other(String),
}

/// One page of an answer.
pub(super) struct Page {
    pub body: Vec<u8>,
    /// The address of the next one.
    pub next: Option<String>,
}

/// An API, with the token that it takes.
pub(super) struct Client {
    agent: Agent,
    token: Token,
    /// Scheme, host and port: the token goes nowhere else.
    origin: String,
    deadline: Instant,
}

impl Client {
    /// The API at this address, which [`is_safe`].
    pub fn new(access: &Access, api: &str, token: Token) -> Self {
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            // What the machine trusts, a company's own authority among it.
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(std::sync::Arc::new(ring::default_provider()))
            .build();
        let mut config = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(access.timeout)))
            .user_agent(concat!("relcheck/", env!("CARGO_PKG_VERSION")))
            .accept("application/json");
        if api.starts_with("http://") {
            // It is on this machine, where no proxy has a part in it.
            config = config.proxy(None);
        }
        Client {
            agent: config.build().new_agent(),
            token,
            origin: origin(api).to_owned(),
            deadline: Instant::now() + Duration::from_secs(MAX_TOTAL),
        }
    }

    /// The pages of a list, so many at most.
    pub fn pages(&self, url: &str, most: usize) -> Result<Vec<Page>, Refusal> {
        let mut pages = vec![self.page(url)?];
        let mut size = pages.iter().map(|page| page.body.len()).sum::<usize>();
        while let Some(next) = pages.last().and_then(|page| page.next.clone()) {
            if pages.len() >= most {
                break;
            }
            let page = self.page(&next)?;
            size += page.body.len();
            if size > MAX_LIST {
                return Err(Refusal::Other(format!(
                    "its answers to one question have more than {} MiB",
                    MAX_LIST >> 20
                )));
            }
            pages.push(page);
        }
        Ok(pages)
    }

    fn page(&self, url: &str) -> Result<Page, Refusal> {
        let mut failures = 0;
        loop {
            let refusal = match self.once(url) {
                Ok(answer) => match answer.status {
                    200 => {
                        return Ok(Page {
                            next: next(&answer.headers),
                            body: answer.body,
                        });
                    }
                    status => match limited(status, &answer.headers) {
                        Some(Limit::Wait(seconds)) if failures < RETRIES => {
                            failures += 1;
                            self.wait(Duration::from_secs(seconds))?;
                            continue;
                        }
                        Some(Limit::Wait(_)) => return Err(Refusal::RateLimit(None)),
                        Some(Limit::Until(reset)) => return Err(Refusal::RateLimit(reset)),
                        None if status >= 500 => Refusal::Status(status),
                        None => return Err(Refusal::Status(status)),
                    },
                },
                Err(Failure::Passing(reason)) => Refusal::Other(reason),
                Err(Failure::Lasting(reason)) => return Err(Refusal::Other(reason)),
            };
            if failures >= RETRIES {
                return Err(refusal);
            }
            self.wait(Duration::from_millis(BACKOFF << failures))?;
            failures += 1;
        }
    }

    /// Asks once, and follows redirects on the same host.
    fn once(&self, url: &str) -> Result<Answer, Failure> {
        let mut url = url.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            if origin(&url) != self.origin || !is_safe(&url) {
                return Err(Failure::Lasting(format!(
                    "it refers to another host, `{}`, and the token is not sent there",
                    origin(&url)
                )));
            }
            let answer = self.get(&url)?;
            if ![301, 302, 303, 307, 308].contains(&answer.status) {
                return Ok(answer);
            }
            let target = answer
                .headers
                .get("location")
                .and_then(|it| it.to_str().ok());
            match target {
                Some(target) if target.starts_with('/') => url = format!("{}{target}", self.origin),
                Some(target) => target.clone_into(&mut url),
                None => return Err(Failure::Lasting("it redirects to nowhere".to_owned())),
            }
        }
        Err(Failure::Lasting(format!(
            "it redirects more than {MAX_REDIRECTS} times"
        )))
    }

    fn get(&self, url: &str) -> Result<Answer, Failure> {
        if Instant::now() >= self.deadline {
            return Err(Failure::Lasting(format!("it took more than {MAX_TOTAL} s")));
        }
        let request = self
            .agent
            .get(url)
            .header(self.token.header, self.token.reveal());
        let response: Response<Body> = request.call().map_err(|error| failure(&error))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let mut body = Vec::new();
        let mut reader = response
            .into_body()
            .into_with_config()
            .limit(MAX_ANSWER + 1)
            .reader();
        // Where the connection ends before the answer does, reading it fails.
        reader
            .by_ref()
            .take(MAX_ANSWER + 1)
            .read_to_end(&mut body)
            .map_err(|error| {
                Failure::Passing(format!(
                    "its answer broke off: {}",
                    plain(&error.to_string())
                ))
            })?;
        if body.len() as u64 > MAX_ANSWER {
            return Err(Failure::Lasting(format!(
                "its answer has more than {} MiB",
                MAX_ANSWER >> 20
            )));
        }
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    fn wait(&self, time: Duration) -> Result<(), Refusal> {
        if Instant::now() + time >= self.deadline {
            return Err(Refusal::Other(format!("it took more than {MAX_TOTAL} s")));
        }
        std::thread::sleep(time);
        Ok(())
    }
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// Why asking once failed, as a clause.
enum Failure {
    /// It may be better the next time.
    Passing(String),
    Lasting(String),
}

fn failure(error: &Error) -> Failure {
    match error {
        Error::Timeout(_) => Failure::Lasting("it did not answer in time".to_owned()),
        Error::HostNotFound => Failure::Passing("its host was not found".to_owned()),
        Error::ConnectionFailed | Error::Io(_) => Failure::Passing(format!(
            "the connection failed: {}",
            plain(&error.to_string())
        )),
        error => Failure::Lasting(format!(
            "the connection failed: {}",
            plain(&error.to_string())
        )),
    }
}

/// A message on one line, of no more than 200 characters.
fn plain(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars()
        .filter(|it| !it.is_control())
        .take(200)
        .collect()
}

/// What a rate limit asks for.
#[derive(Debug, PartialEq, Eq)]
enum Limit {
    /// To wait this many seconds.
    Wait(u64),
    /// To wait until then, which is too long, or not known.
    Until(Option<i64>),
}

/// Whether an answer is that of a rate limit: GitHub answers 403 or 429, GitLab 429.
fn limited(status: u16, headers: &HeaderMap) -> Option<Limit> {
    let number =
        |name: &str| -> Option<i64> { headers.get(name)?.to_str().ok()?.trim().parse().ok() };
    let is_spent = number("x-ratelimit-remaining") == Some(0);
    let after = number("retry-after");
    if status != 429 && !(status == 403 && (is_spent || after.is_some())) {
        return None;
    }
    let reset = number("x-ratelimit-reset").or(number("ratelimit-reset"));
    // By the server's clock, which is the one that counts.
    let date = headers
        .get("date")
        .and_then(|it| it.to_str().ok())
        .and_then(moment);
    let until_reset = || reset?.checked_sub(date?)?.max(0).checked_add(1);
    let seconds = after
        .or_else(until_reset)
        .and_then(|it| u64::try_from(it).ok());
    Some(match seconds {
        Some(seconds) if seconds <= MAX_WAIT => Limit::Wait(seconds),
        Some(seconds) => {
            Limit::Until(reset.or_else(|| date?.checked_add(i64::try_from(seconds).ok()?)))
        }
        None => Limit::Until(reset),
    })
}

/// A moment as HTTP writes it: `Sun, 01 Feb 2026 00:00:00 GMT`.
fn moment(text: &str) -> Option<i64> {
    Some(
        jiff::fmt::rfc2822::parse(text)
            .ok()?
            .timestamp()
            .as_second(),
    )
}

/// The address of the next page, as RFC 8288 writes it.
fn next(headers: &HeaderMap) -> Option<String> {
    let links = headers.get_all("link").iter();
    let links = links.filter_map(|it| it.to_str().ok());
    links.flat_map(|it| it.split(',')).find_map(|link| {
        let (target, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = parameters
            .split(';')
            .any(|it| matches!(it.trim(), "rel=\"next\"" | "rel=next"));
        is_next.then(|| target.to_owned())
    })
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> &str {
    let Some((scheme, rest)) = url.split_once("://") else {
        return "";
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    url.get(..scheme.len() + 3 + authority.len())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
