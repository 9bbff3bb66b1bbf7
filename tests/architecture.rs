//! Holds the house to its plan: who may know whom, where actix may be, what is pure, what may
//! panic, and where words for people are kept. A new folder or a new exception is a line in one
//! of the tables below; an exception says why.

#[path = "architecture/checks.rs"]
mod checks;
#[path = "architecture/source.rs"]
mod source;

use checks::{Exception, Plan};
use source::Source;

/// The map that people read; its tables and those below say the same.
const MAP: &str = include_str!("../ARCHITECTURE.md");

/// What every room stands on. Platform modules know each other and no room.
const PLATFORM: &[&str] = &[
    "app", "clock", "config", "db", "error", "i18n", "jobs", "mail", "message", "metrics", "pages",
    "search", "storage", "timeline", "vault", "web",
];

/// The nouns of the office. Each room knows the platform and the rooms before it.
const ROOMS: &[&str] = &[
    "jurisdiction",
    "deadlines",
    "routing",
    "accounts",
    "alerts",
    "cases",
    "policies",
    "letters",
    "reports",
    "enterprises",
    "measures",
    "demands",
    "desk",
    "hotline",
    "petitions",
    "supervisions",
    "callbacks",
    "campaigns",
    "notices",
    "statistics",
    "bulletins",
    "rounds",
    "circulars",
    "oversight",
    "home",
];

/// What puts the house together, and so knows everything; nobody knows these but each other.
const ASSEMBLY: &[&str] = &["main", "lib", "cli", "server", "demo"];

/// Knowledge that the order above does not give: who, of whom, why.
const MAY_ALSO_KNOW: &[Exception] = &[
    ("app", "jurisdiction", "holds the place that the portal serves, loaded once"),
    ("jurisdiction", "deadlines", "its folder brings the deadline policies beside the calendar"),
];

/// Calls that may panic: file, a piece of the line, why it cannot happen.
const MAY_PANIC: &[Exception] = &[];

/// Files or folders that may hold Chinese outside the message files: path, what, why.
const MAY_HOLD_CHINESE: &[Exception] = &[
    (
        "src/petitions/batches/columns.rs",
        "受理编号",
        "knows what offices call columns; shows nothing",
    ),
    (
        "src/petitions/batches/words.rs",
        "恶臭",
        "reads what offices write into cells; shows nothing",
    ),
    ("src/web/table.rs", "＝", "knows what begins a formula; shows nothing"),
    ("src/cases/plant/name.rs", "有限公司", "knows how Chinese firms are called; shows nothing"),
    ("src/cases/publication.rs", "举报人", "recognizes names in Chinese texts; shows nothing"),
    ("src/cases/statement.rs", "、", "separates names as Chinese clerks type them; shows nothing"),
];

const PLAN: Plan = Plan {
    platform: PLATFORM,
    rooms: ROOMS,
    assembly: ASSEMBLY,
    may_also_know: MAY_ALSO_KNOW,
    may_panic: MAY_PANIC,
    may_hold_chinese: MAY_HOLD_CHINESE,
};

#[test]
fn every_module_has_its_place() {
    assert_clean(checks::misplaced(&PLAN, &source::rust_files()));
}

#[test]
fn every_place_has_its_module() {
    assert_clean(checks::vacant(&PLAN, &source::rust_files()));
}

#[test]
fn the_map_names_each_room_in_its_order() {
    let rows = |begin: &'static str| MAP.lines().filter_map(move |line| line.strip_prefix(begin));
    let named = |row: &'static str| {
        let cell = row.split(" |").next().unwrap_or(row);
        cell.split('`').skip(1).step_by(2)
    };
    let rooms = rows("| ").filter(|row| row.starts_with('`')).flat_map(named);
    assert_eq!(rooms.collect::<Vec<_>>(), ROOMS);
    let mut platform: Vec<&str> = rows("| platform | ").flat_map(named).collect();
    platform.sort_unstable();
    assert_eq!(platform, PLATFORM);
}

#[test]
fn rooms_know_only_what_they_may() {
    assert_clean(checks::all(&source::rust_files(), |file| {
        checks::forbidden_knowledge(&PLAN, file)
    }));
}

#[test]
fn only_web_files_know_actix() {
    assert_clean(checks::all(&source::rust_files(), checks::actix_outside_web));
}

#[test]
fn rule_files_are_pure() {
    assert_clean(checks::all(&source::rust_files(), checks::impure_rules));
}

#[test]
fn nothing_panics() {
    assert_clean(checks::all(&source::rust_files(), |file| checks::panics(&PLAN, file)));
}

#[test]
fn words_for_people_are_in_the_message_files() {
    let mut files = source::rust_files();
    files.extend(source::templates());
    assert_clean(checks::all(&files, |file| checks::chinese(&PLAN, file)));
}

#[test]
fn no_exception_has_outlived_its_reason() {
    let mut files = source::rust_files();
    files.extend(source::templates());
    assert_clean(checks::needless_exceptions(&PLAN, &files));
}

fn assert_clean(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// Each check is shown to find what it is there to find.
mod the_checks_themselves {
    use super::*;

    const SMALL: Plan = Plan {
        platform: &["db", "web", "error"],
        rooms: &["accounts", "reports", "cases"],
        assembly: &["main", "server"],
        may_also_know: &[("accounts", "reports", "for this test")],
        may_panic: &[("src/cases/web.rs", "regex()", "for this test")],
        may_hold_chinese: &[("src/cases/names.rs", "", "for this test")],
    };

    fn file(path: &str, text: &str) -> Source {
        Source::new(path, text)
    }

    fn knows(path: &str, text: &str) -> usize {
        checks::forbidden_knowledge(&SMALL, &file(path, text)).len()
    }

    #[test]
    fn knowledge_to_the_right_is_found_in_every_spelling() {
        for text in [
            "use crate::cases::Case;",
            "use crate::{db::Db, cases::{self, Case}};",
            "use crate::{\n    db,\n    cases,\n};",
            "fn f(case: &crate::cases::Case) {}",
            "use super::super::cases;",
            "use super::super::{db, cases};",
        ] {
            assert_eq!(knows("src/reports/web.rs", text), 1, "{text}");
        }
        assert_eq!(knows("src/reports.rs", "use super::cases::Case;"), 1);
        assert_eq!(knows("src/db/pool.rs", "use crate::{accounts, reports};"), 2);
        assert_eq!(knows("src/cases.rs", "use crate::server::Server;"), 1);
        assert_eq!(knows("src/db.rs", "use crate::main::run;"), 1);
    }

    #[test]
    fn knowledge_to_the_left_is_allowed() {
        let left = "use crate::{db::Db, reports::Report, cases::Case};";
        assert_eq!(knows("src/cases/web.rs", left), 0);
        assert_eq!(knows("src/server.rs", left), 0);
        assert_eq!(knows("src/accounts.rs", "use crate::reports::Report;"), 0);
        for text in [
            "// use crate::cases::Case;",
            "/* use crate::cases; /* nested */ crate::cases */",
            "const S: &str = \"crate::cases::Case\";",
            "const S: &str = r#\"crate::cases \"quoted\" \"#;",
            "#[cfg(test)]\nmod tests { use crate::cases::Case; }",
            "use super::cases;",
            "use crate::reports::{cases, Report};",
        ] {
            assert_eq!(knows("src/reports/web.rs", text), 0, "{text}");
        }
    }

    #[test]
    fn a_module_without_a_place_is_found() {
        let files = [file("src/db/pool.rs", ""), file("src/helpers.rs", "")];
        assert_eq!(checks::misplaced(&SMALL, &files).len(), 1);
    }

    #[test]
    fn a_place_without_a_module_is_found() {
        let all = ["db", "web", "error", "accounts", "reports", "cases", "main", "server"];
        let files = all.map(|module| file(&format!("src/{module}.rs"), ""));
        assert_eq!(checks::vacant(&SMALL, &files), Vec::<String>::new());
        assert_eq!(checks::vacant(&SMALL, &files[1..]).len(), 1);
    }

    #[test]
    fn actix_outside_web_is_found() {
        let uses =
            |path| checks::actix_outside_web(&file(path, "use actix_web::HttpRequest;")).len();
        for bad in ["src/cases/case.rs", "src/cases.rs", "src/cases/website.rs", "src/db/pool.rs"] {
            assert_eq!(uses(bad), 1, "{bad}");
        }
        for good in
            ["src/cases/web.rs", "src/cases/web/acts.rs", "src/web/forms.rs", "src/server.rs"]
        {
            assert_eq!(uses(good), 0, "{good}");
        }
    }

    #[test]
    fn impure_rules_are_found() {
        let found = |path, text| checks::impure_rules(&file(path, text)).len();
        for bad in [
            "use diesel::prelude::*;",
            "let now = chrono::Utc::now();",
            "let now = Local::now();",
            "use crate::db::Db;",
            "let text = std::fs::read(path);",
        ] {
            assert_eq!(found("src/deadlines/reckon.rs", bad), 1, "{bad}");
            assert_eq!(found("src/deadlines/deadline.rs", bad), 0, "{bad}");
        }
        assert_eq!(found("src/cases/lifecycle.rs", "// no diesel here\nlet now = at;"), 0);
    }

    #[test]
    fn panics_are_found() {
        let found = |path, text| checks::panics(&SMALL, &file(path, text)).len();
        for bad in [
            "x.unwrap();",
            "x\n    .expect(\"why\");",
            "panic!(\"no\")",
            "unreachable!()",
            "std::todo!()",
            "let c = '\"'; x.unwrap(); let d = '\"';",
            "#[cfg(test)]\nmod tests { fn f() {} }\nfn g() { x.unwrap() }",
        ] {
            assert_eq!(found("src/cases/case.rs", bad), 1, "{bad}");
        }
        for good in [
            "x.unwrap_or_default();",
            "// x.unwrap()",
            "#[cfg(test)]\nmod tests {\n    fn f() { x.unwrap() }\n}",
            "#[cfg(test)]\nfn f() { if a { b.unwrap() } }",
            "let said = \"never .unwrap() this\";",
            "std::panic::catch_unwind(f)",
        ] {
            assert_eq!(found("src/cases/case.rs", good), 0, "{good}");
        }
        assert_eq!(found("src/cases/web.rs", "regex().unwrap()"), 0);
        assert_eq!(found("src/cases/web.rs", "other().unwrap()"), 1);
        assert_eq!(found("src/cases/tests.rs", "x.unwrap()"), 0);
    }

    #[test]
    fn chinese_is_found() {
        let found = |path, text| checks::chinese(&SMALL, &file(path, text)).len();
        assert_eq!(found("src/cases/case.rs", "let s = \"办结\";"), 1);
        assert_eq!(found("src/cases/case.rs", "let s = r#\"a \"办结\" \"#;"), 1);
        assert_eq!(found("src/cases/case.rs", "let c = '，';"), 1);
        assert_eq!(found("src/cases/case.rs", "// 办结\nlet s = \"done\"; /* 办 */"), 0);
        assert_eq!(
            found("src/cases/case.rs", "#[cfg(test)]\nmod tests { const S: &str = \"办\"; }"),
            0
        );
        assert_eq!(found("src/cases/names.rs", "let s = \"办结\";"), 0);
        assert_eq!(found("src/cli.rs", "println!(\"Minsheng 民声\");"), 0);
        assert_eq!(found("templates/cases/show.hbs", "<h1>办结</h1>"), 1);
        assert_eq!(
            found("templates/cases/show.hbs", "{{!-- 办结 --}}<h1>{{t \"x\"}}</h1>{{! 办 }}"),
            0
        );
    }

    #[test]
    fn needless_exceptions_are_found() {
        let files = [
            file("src/accounts.rs", "use crate::reports::Report;"),
            file("src/cases/web.rs", "regex().unwrap()"),
            file("src/cases/names.rs", "let s = \"办\";"),
        ];
        assert_eq!(checks::needless_exceptions(&SMALL, &files), Vec::<String>::new());
        for missing in 0..files.len() {
            let mut fewer = files.to_vec();
            fewer.remove(missing);
            assert_eq!(checks::needless_exceptions(&SMALL, &fewer).len(), 1);
        }
    }
}
