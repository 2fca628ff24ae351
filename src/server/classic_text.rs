//! How do the numbers read for whoever knows the text format of before OpenMetrics only? (Prometheus'
//! exposition format, version 0.0.4.)

/// Rewrites what was written as OpenMetrics. There a family is described by its bare name; here by the
/// name that its samples have, or readers take a counter for a number about which nothing is known.
pub(super) fn classic(open: &str) -> String {
    let mut said = String::with_capacity(open.len());
    let mut lines = open.lines();
    while let Some(line) = lines.next() {
        match described(line) {
            None if line == "# EOF" => {}
            None => push(&mut said, &[line]),
            Some(("UNIT", ..)) => {}
            Some((what @ ("HELP" | "TYPE"), name, text)) => {
                // The type stands behind the help of the same family.
                let following = lines.clone().map_while(described);
                let kind = std::iter::once((what, name, text)).chain(following).find_map(
                    |(what, other, kind)| (what == "TYPE" && other == name).then_some(kind),
                );
                let suffix = match kind {
                    Some("counter") => "_total",
                    Some("info") => "_info",
                    _ => "",
                };
                let text = match (what, text) {
                    ("TYPE", "info" | "stateset") => "gauge",
                    ("TYPE", "unknown") => "untyped",
                    ("TYPE", "gaugehistogram") => "histogram",
                    (_, text) => text,
                };
                push(&mut said, &["# ", what, " ", name, suffix, " ", text]);
            }
            Some(_) => push(&mut said, &[line]),
        }
    }
    said
}

/// `# WHAT name text`.
fn described(line: &str) -> Option<(&str, &str, &str)> {
    let (what, rest) = line.strip_prefix("# ")?.split_once(' ')?;
    let (name, text) = rest.split_once(' ').unwrap_or((rest, ""));
    Some((what, name, text))
}

fn push(said: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| said.push_str(part));
    said.push('\n');
}

#[cfg(test)]
mod tests {
    use super::classic;

    #[test]
    fn what_is_described_is_called_as_its_samples_are() {
        let open = "\
# HELP v_requests Calls by method.
# TYPE v_requests counter
v_requests_total{method=\"a\"} 3
# HELP v_request_seconds Time.
# TYPE v_request_seconds histogram
# UNIT v_request_seconds seconds
v_request_seconds_sum 0.5
# HELP v_build Which.
# TYPE v_build info
v_build_info{version=\"1\"} 1
# TYPE v_other unknown
v_other 1
# EOF
";
        let text = "\
# HELP v_requests_total Calls by method.
# TYPE v_requests_total counter
v_requests_total{method=\"a\"} 3
# HELP v_request_seconds Time.
# TYPE v_request_seconds histogram
v_request_seconds_sum 0.5
# HELP v_build_info Which.
# TYPE v_build_info gauge
v_build_info{version=\"1\"} 1
# TYPE v_other untyped
v_other 1
";
        assert_eq!(classic(open), text);
    }
}
