//! The lifecycle holds: the table as printed, the timeline, what the database keeps by itself
//! (`C1`, `C2`, `I10`, `S4`); random walks are in `any_order`, stories in the other parts.

#[path = "cases/along.rs"]
mod along;
#[path = "cases/any_order.rs"]
mod any_order;
#[path = "cases/ends.rs"]
mod ends;
#[path = "cases/merging.rs"]
mod merging;
#[path = "cases/parts.rs"]
mod parts;

use minsheng::{
    cases::lifecycle,
    reports::{NewReport, file},
    timeline,
};

use crate::support::acts::told;

/// A report about a plant in 临猗, as the router sends it there.
pub fn report(key: &str, county: Option<&str>) -> NewReport {
    NewReport {
        text: "废水直接排进下水道。".to_owned(),
        county: county.map(str::to_owned),
        plant: "青禾印染厂".to_owned(),
        kinds: vec!["water"],
        ..told("", key)
    }
}

/// `ARCHITECTURE.md` prints the table as it is.
#[test]
fn the_printed_lifecycle_is_the_lifecycle() {
    let page = std::fs::read_to_string("ARCHITECTURE.md").expect("ARCHITECTURE.md");
    assert!(page.contains(&lifecycle::printed()), "print it anew:\n{}", lifecycle::printed());
}

crate::on_both! {
    /// Nobody, the database administrator included, changes the timeline unnoticed (`S4`).
    async fn tampering_with_the_timeline_is_refused_and_shows(app: TestApp) {
        let state = app.app.clone();
        app.app.db.write_now(move |connection| {
            file(connection, &state, None, &report("a", Some("140821")), &[])
        }).expect("a report");
        for sql in ["UPDATE events SET act = 'x'", "DELETE FROM events"] {
            let refused = app.tamper(sql).expect_err("the timeline is guarded");
            assert!(refused.contains("never changed"), "{refused}");
        }
        let forged = "INSERT INTO events (subject, subject_id, position, act, at, actor, audience, \
                      detail, previous, seal) SELECT subject, subject_id, position + 1, 'conclude', \
                      at, actor, audience, detail, seal, seal FROM events";
        app.tamper(forged).expect("an insert");
        let broken = app.query(|connection| Ok(timeline::verify(connection, &app.app.vault)?));
        assert_eq!(broken.map(|event| event.act).as_deref(), Some("conclude"));
    }

    /// The database itself refuses what the lifecycle forbids (`I10`, `C2`).
    async fn the_database_keeps_the_rules_too(app: TestApp) {
        let state = app.app.clone();
        app.app.db.write_now(move |connection| {
            file(connection, &state, None, &report("a", Some("140821")), &[])
        }).expect("a report");
        for sql in [
            "UPDATE cases SET due_on = NULL",
            "UPDATE cases SET state = 'concluded'",
            "UPDATE cases SET state = 'merged', ended_at = opened_at",
            "UPDATE cases SET state = 'nonsense'",
            "DELETE FROM cases",
        ] {
            app.tamper(sql).expect_err(sql);
        }
    }
}
