use super::*;

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, value.parse().unwrap());
    }
    headers
}

#[test]
fn the_next_page_is_in_the_link() {
    let github = headers(&[(
        "link",
        "<https://api.github.com/repositories/617210/commits/78b9/check-runs?per_page=2&page=2>; rel=\"next\", <https://api.github.com/x?page=4>; rel=\"last\"",
    )]);
    assert_eq!(
        next(&github).unwrap(),
        "https://api.github.com/repositories/617210/commits/78b9/check-runs?per_page=2&page=2"
    );
    assert_eq!(
        next(&headers(&[("link", "<https://x/?page=1>; rel=\"prev\"")])),
        None
    );
    assert_eq!(next(&headers(&[("link", "rel=\"next\"")])), None);
    assert_eq!(next(&headers(&[])), None);
}

#[test]
fn it_is_waited_for_a_rate_limit_only_where_that_is_short() {
    let date = ("date", "Sun, 01 Feb 2026 00:00:00 GMT");
    let reset = |seconds: &'static str| {
        [
            date,
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", seconds),
        ]
    };
    assert_eq!(
        limited(403, &headers(&reset("1769904005"))),
        Some(Limit::Wait(6))
    );
    assert_eq!(
        limited(403, &headers(&reset("1769907600"))),
        Some(Limit::Until(Some(1_769_907_600)))
    );
    assert_eq!(
        limited(429, &headers(&[("retry-after", "2")])),
        Some(Limit::Wait(2))
    );
    assert_eq!(
        limited(429, &headers(&[date, ("retry-after", "3600")])),
        Some(Limit::Until(Some(1_769_907_600)))
    );
    assert_eq!(limited(429, &headers(&[])), Some(Limit::Until(None)));
    assert_eq!(
        limited(429, &headers(&[("retry-after", "-5")])),
        Some(Limit::Until(None))
    );
    assert_eq!(
        limited(403, &headers(&[("x-ratelimit-remaining", "7")])),
        None
    );
    assert_eq!(
        limited(200, &headers(&[("x-ratelimit-remaining", "0")])),
        None
    );
}

#[test]
fn an_origin_is_scheme_host_and_port() {
    assert_eq!(origin("https://a.example:1/x?y"), "https://a.example:1");
    assert_eq!(origin("https://a.example"), "https://a.example");
    assert_ne!(origin("https://a.example@b.example/"), "https://a.example");
    assert_eq!(origin("nothing"), "");
}
