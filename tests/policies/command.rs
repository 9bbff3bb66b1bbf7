//! `minsheng calendar import` as an administrator runs it beside the portal (`T5`).

use std::{path::PathBuf, process::Command};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use minsheng::{
    cases::statement::{NewMeasure, Statement},
    db::{
        Target,
        schema::{calendars, deadlines, demands, dissatisfactions, measures, revisits},
    },
    jurisdiction::calendar::stored,
    reports::LookupCode,
};

use super::invented;
use crate::{
    on_both,
    support::{TestApp, acts::told},
};

/// Runs the program on the portal's own database; whether it succeeded, and what it said.
fn minsheng(app: &TestApp, arguments: &[&str]) -> (bool, String) {
    let config = &app.app.config;
    let mut command = Command::new(env!("CARGO_BIN_EXE_minsheng"));
    command.env_remove("DATABASE_URL").args(arguments).arg("--data-dir").arg(&config.data_dir);
    if let Some(Target::Postgres(url)) = &config.database_url {
        command.args(["--database-url", url.as_str()]);
    }
    let output = command.output().expect("the program runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).expect("UTF-8"))
}

/// A file in the portal's own folder.
fn file(app: &TestApp, text: &str) -> PathBuf {
    let path = app.app.config.data_dir.join("calendar-to-import.csv");
    std::fs::write(&path, text).expect("a file");
    path
}

/// It is ten in the morning of that day.
fn it_is(app: &TestApp, day: &str) {
    let at: DateTime<Utc> = format!("{day}T02:00:00Z").parse().expect("a time");
    app.app.clock.set(at);
}

/// A measure of today.
fn measure(app: &TestApp, kind: &str, due_on: Option<&str>) -> Statement {
    Statement::Measure(NewMeasure {
        kind: kind.to_owned(),
        plant: None,
        document: String::new(),
        amount_fen: None,
        due_on: due_on.map(|day| day.parse().expect("a day")),
        taken_on: app.app.clock.today(),
        text: "决定书已送达".to_owned(),
    })
}

/// The city demands something about the matter, by the usual day.
async fn demand(app: &TestApp, number: &str) {
    let supervisor = app.supervisor();
    let due = supervisor.get(&format!("/demands/new?case={number}")).await.field("demand_due");
    let fields = [("case", number), ("demand_text", "查清来源"), ("demand_due", due.as_str())];
    let sent = supervisor.post("/demands", &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.words());
}

/// The last days of clocks that run or are paused, of decisions, and of first revisits; then when measures
/// are looked at, and by when the city wants a report.
fn last_days(app: &TestApp) -> Vec<String> {
    app.query(|connection| {
        let open = deadlines::stopped_on.is_null().or(deadlines::paused.eq(true));
        let clocks = deadlines::table.filter(open).order(deadlines::id);
        let mut days: Vec<NaiveDate> = clocks.select(deadlines::due_on).load(connection)?;
        days.extend(
            dissatisfactions::table
                .select(dissatisfactions::due_on)
                .load::<NaiveDate>(connection)?,
        );
        let first = revisits::table.filter(revisits::policy.eq("revisit_first"));
        days.extend(first.select(revisits::due_on).load::<NaiveDate>(connection)?);
        let looks = measures::table.filter(measures::look_on.is_not_null()).order(measures::id);
        let looks = looks.select(measures::look_on.assume_not_null());
        days.extend(looks.load::<NaiveDate>(connection)?);
        days.extend(demands::table.select(demands::due_on).load::<NaiveDate>(connection)?);
        Ok(days.iter().map(ToString::to_string).collect())
    })
}

/// Somebody rates the answer to the report of that key badly.
async fn rate_badly(app: &TestApp, number: &str, key: &str) {
    let (citizen, page) = (app.citizen(), format!("/track/{number}"));
    let code = LookupCode::of_submission(&app.app.vault, key).spoken();
    citizen.post("/track", &[("number", number), ("code", &code)]).await;
    let answer = citizen.get(&page).await.field("answer");
    let bad = [
        ("answer", answer.as_str()),
        ("intake", "satisfied"),
        ("handling", "not"),
        ("cause", "slow"),
    ];
    let sent = citizen.post(&format!("{page}/rating"), &bad).await;
    assert_eq!(sent.status, 303, "{}", sent.words());
}

on_both! {
    /// A file with a mistake is refused whole, with line and reason. A right one moves every open date: of a
    /// matter, of one that is paused and goes on with it later, of a decision that the city owes, of a
    /// revisit, of looks at measures, and of a report that the city wants; each is named, and a dry run
    /// changes none. What somebody set as they liked stays.
    async fn a_calendar_is_imported_by_the_program(app: TestApp) {
        let (officer, _) = app.bureau("140821");
        let _ = app.supervisor();
        let mut closed = told("140821", "policies-command-closed");
        closed.plant = "示例造纸厂".to_owned();
        let closed = app.file(closed).case.number;
        let paused = app.file(told("140821", "policies-command-paused")).case.number;
        for number in [&closed, &paused] {
            app.act(&officer, number, Statement::Accept);
        }
        app.withdraw(&paused);
        it_is(&app, "2026-12-23");
        for (kind, until) in [
            ("closure", None),
            ("order_to_correct", None),
            ("sealing", None),
            ("rectify_by_date", Some("2027-01-08")),
        ] {
            app.act(&officer, &closed, measure(&app, kind, until));
        }
        it_is(&app, "2026-12-24");
        // Set, and to fewer days than it may be sealed.
        app.act(&officer, &closed, measure(&app, "sealing", Some("2027-01-22")));
        it_is(&app, "2027-01-08");
        let key = "policies-command-rated";
        let rated = app.file(told("140821", key)).case.number;
        app.conclude("140821", &rated, "substantiated");
        rate_badly(&app, &rated, key).await;
        demand(&app, &closed).await;
        app.run_jobs();
        assert_eq!(last_days(&app), ["2027-01-22"; 9]);

        let broken = file(&app, &invented().replace("2027-01-22,,", "2027-01-32,,").replace("2027-10-02,,holiday", "2027-10-02,,party"));
        let broken = broken.to_string_lossy().into_owned();
        let (done, said) = minsheng(&app, &["calendar", "import", &broken]);
        assert!(!done && said.contains("nothing was imported"), "{said}");
        for wanted in ["line 3: ", "2027-01-32", "line 12: ", "party"] {
            assert!(said.contains(wanted), "{wanted}: {said}");
        }
        let right = file(&app, &invented()).to_string_lossy().into_owned();
        let (done, said) = minsheng(&app, &["calendar", "import", "--dry-run", &right]);
        assert!(done && said.contains("8 deadlines would move."), "{said}");
        let stored: i64 = app.query(|connection| Ok(calendars::table.count().get_result(connection)?));
        assert_eq!((stored, last_days(&app)), (0, vec!["2027-01-22".to_owned(); 9]), "nothing yet");

        let (done, said) = minsheng(&app, &["calendar", "import", &right]);
        assert!(done && said.contains("8 deadlines moved."), "{said}");
        for (what, policy) in [
            (closed.as_str(), "conclusion"),
            (paused.as_str(), "conclusion"),
            (rated.as_str(), "rehandling_decision"),
            ("示例造纸厂", "revisit_first"),
            (closed.as_str(), "measure_check"),
            (closed.as_str(), "sealing"),
            (closed.as_str(), "rectification_check"),
            (closed.as_str(), "demand_report"),
        ] {
            let line = format!("{what} {policy}: 2027-01-22 -> 2027-01-24");
            assert!(said.contains(&line), "{line}: {said}");
        }
        let mut moved = ["2027-01-24"; 9];
        moved[7] = "2027-01-22";
        assert_eq!(last_days(&app), moved, "all but the sealing that was set");
        let until: Vec<Option<NaiveDate>> = app.query(|connection| {
            let of = measures::table.filter(measures::due_on.is_not_null()).order(measures::id);
            Ok(of.select(measures::due_on).load(connection)?)
        });
        let until: Vec<String> = until.into_iter().flatten().map(|day| day.to_string()).collect();
        assert_eq!(until, ["2027-01-24", "2027-01-08", "2027-01-22"], "its last day, too");

        // The portal notices, as it does every few seconds, and whoever owes something is told.
        stored::notice(&app.app.db, app.app.jurisdiction.calendar()).expect("a notice");
        app.run_jobs();
        app.supervisor().get("/dissatisfactions").await.shows(&rated).shows("2027年1月24日");
        app.supervisor().get("/alerts").await.shows("有不满意件的决定期限变动");
        let officer = app.officer("140821");
        officer.get("/revisits").await.shows("2027年1月24日");
        officer.get("/revisits/1").await.shows("期限为30日，按自然日计算").shows("试验节");
        officer.get("/enterprises/QY-00001").await.shows("回头看改为2027年1月24日前").shows("试验节");
        officer.get("/alerts").await.shows("本单位有回头看的日期变动").shows("本单位有事项的期限变动");
        let alerts = officer.get("/alerts").await;
        alerts.shows("有措施的复查日期变动").shows("有督办事项的报告期限变动");
        officer.get("/measures").await.shows("2027年1月24日").shows("2027年1月22日");
        officer.get("/demands").await.shows("2027年1月24日");
        let page = officer.get(&format!("/cases/{closed}")).await;
        page.shows("工作日历更新，期限改为2027年1月24日").shows("改为2027年1月24日前复查");
        app.act("supervisor", &paused, Statement::Reopen { reason: "本人又来电".to_owned() });
        assert_eq!(app.case(&paused).due_on.map(|day| day.to_string()).as_deref(), Some("2027-01-24"));
    }
}
