//! A database from before figures were kept: its entries say less, and count the same.

use minsheng::{
    cases::statement::{NewInspection, Statement},
    statistics::jobs,
};

use super::kept_before;
use crate::{
    on_both,
    support::{
        TestApp,
        acts::{fine, told},
    },
};

/// What entries state today and did not then.
const NEW: [&str; 9] =
    ["matter", "officers", "plants", "visited", "amount_fen", "case", "before", "bureaus", "visit"];

/// Makes the entries as they were.
pub fn forget(app: &TestApp) {
    match app.database() {
        None => {
            app.tamper("DROP TRIGGER events_never_change").unwrap();
            let paths: Vec<String> = NEW.iter().map(|name| format!("'$.{name}'")).collect();
            app.tamper(&format!(
                "UPDATE events SET detail = json_remove(detail, {})",
                paths.join(", ")
            ))
            .unwrap();
        }
        Some(_) => {
            app.tamper("DROP TRIGGER events_never_change ON events").unwrap();
            let names: Vec<String> = NEW.iter().map(|name| format!("'{name}'")).collect();
            app.tamper(&format!(
                "UPDATE events SET detail = CAST(CAST(detail AS JSONB) - ARRAY[{}] AS TEXT) \
                 WHERE detail LIKE '{{%'",
                names.join(", ")
            ))
            .unwrap();
        }
    }
}

on_both! {
    /// Everything that waits in the queue of an old database counts as it would have then.
    async fn an_old_database_is_counted(app: TestApp) {
        let file = |name: &str| app.file(told("140821", name)).report.number;
        let (one, two, three) = (file("one"), file("two"), file("three"));
        let mut joins = told("140821", "four");
        joins.join = Some(one.clone());
        app.file(joins);
        let (officer, _) = app.bureau("140821");
        app.act(&officer, &one, Statement::Accept);
        app.act(&officer, &one, Statement::Inspect(NewInspection {
            on: app.app.clock.today(),
            officers: vec!["甲".to_owned(), "乙".to_owned(), "丙".to_owned()],
            sent: None,
            visited: None,
            findings: "检查".to_owned(),
        }));
        app.act(&officer, &one, Statement::Measure(fine(app.app.clock.today())));
        app.app.clock.advance(chrono::Duration::days(1));
        app.conclude("140821", &one, "partly");
        app.act(&officer, &two, Statement::Return { reason: "不属".to_owned() });
        let _ = (app.dispatcher(), app.supervisor());
        app.act("dispatcher", &two, Statement::Assign {
            bureau: "140882".to_owned(), reason: "在河津".to_owned(),
        });
        app.act("supervisor", &one, Statement::Rehandle { reason: "又反映".to_owned() });
        app.act(&officer, &three, Statement::Merge { into: one.clone() });
        app.withdraw(&two);
        app.app.clock.advance(chrono::Duration::days(1));
        app.count();
        let today = app.app.clock.today();
        let before = app.query(|connection| Ok(kept_before(connection, today)?));
        forget(&app);
        jobs::rebuild(&app.app).expect("counted anew");
        let after = app.query(|connection| Ok(kept_before(connection, today)?));
        assert!(before.len() > 40);
        assert_eq!(before, after);
        app.run_jobs();
    }
}
