//! Every crate that we build with can be taken under a permissive licence. Minsheng itself is
//! MIT or Apache-2.0, and an authority must be able to ship the binary without asking anybody.

use std::process::Command;

/// What we accept. None asks more of the binary than a notice.
const ACCEPTED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "PostgreSQL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that we accept in spite of their licence, each with the reason.
const EXCEPTIONS: &[(&str, &str)] =
    &[("webdriver", "MPL-2.0; drives the browser in tests and is no part of the binary")];

#[test]
fn every_dependency_has_a_licence_we_accept() {
    let refused: Vec<String> = packages()
        .into_iter()
        .filter(|(name, _)| !EXCEPTIONS.iter().any(|(known, _)| known == name))
        .filter(|(_, licence)| !is_accepted(licence))
        .map(|(name, licence)| format!("{name}: {licence}"))
        .collect();
    assert!(refused.is_empty(), "licences we do not accept:\n{}", refused.join("\n"));
}

#[test]
fn an_expression_is_accepted_when_one_way_to_meet_it_is() {
    for good in [
        "MIT",
        "MIT/Apache-2.0",
        "Apache-2.0 OR GPL-2.0-only",
        "Apache-2.0 WITH LLVM-exception",
        "(GPL-3.0 OR MIT) AND Unicode-3.0",
        "MIT OR Apache-2.0 AND GPL-3.0",
    ] {
        assert!(is_accepted(good), "{good} should be accepted");
    }
    for bad in [
        "",
        "GPL-3.0-or-later",
        "AGPL-3.0-only",
        "LGPL-2.1",
        "MIT AND GPL-3.0",
        "MIT AND (GPL-3.0 OR LGPL-2.1)",
        "(MIT OR Apache-2.0) AND GPL-2.0 WITH Classpath-exception-2.0",
        "MIT OR",
        "(MIT",
        "MIT Apache-2.0",
    ] {
        assert!(!is_accepted(bad), "{bad:?} should be refused");
    }
}

/// Name and licence of each crate in a build for this platform.
fn packages() -> Vec<(String, String)> {
    let host = run("rustc", &["-vV"]);
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc's host");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let arguments = ["metadata", "--format-version=1", "--locked", "--filter-platform", host];
    let metadata: serde_json::Value =
        serde_json::from_str(&run(&cargo, &arguments)).expect("cargo metadata is JSON");
    let all = metadata["packages"].as_array().expect("a list of packages");
    assert!(all.len() > 50, "cargo metadata names only {} packages", all.len());
    all.iter()
        .map(|package| {
            let text = |field: &str| package[field].as_str().unwrap_or_default().to_owned();
            (text("name"), text("license"))
        })
        .collect()
}

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?} failed: {said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Whether an SPDX expression can be met; `/` is an old way to write OR.
fn is_accepted(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    either(&mut words) == Some(true) && words.is_empty()
}

/// `both (OR both)*`; `None` is an expression that we cannot read. Words are taken from the end.
fn either(words: &mut Vec<&str>) -> Option<bool> {
    let mut met = both(words)?;
    while words.pop_if(|word| *word == "OR").is_some() {
        met |= both(words)?;
    }
    Some(met)
}

/// `one (AND one)*`.
fn both(words: &mut Vec<&str>) -> Option<bool> {
    let mut met = one(words)?;
    while words.pop_if(|word| *word == "AND").is_some() {
        met &= one(words)?;
    }
    Some(met)
}

/// A licence, with or without an exception that only gives more freedom, or a bracket.
fn one(words: &mut Vec<&str>) -> Option<bool> {
    let word = words.pop()?;
    if word == "(" {
        let met = either(words)?;
        return words.pop_if(|word| *word == ")").map(|_| met);
    }
    if words.pop_if(|word| *word == "WITH").is_some() {
        words.pop()?;
    }
    Some(ACCEPTED.contains(&word))
}
