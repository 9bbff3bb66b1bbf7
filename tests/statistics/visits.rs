//! Officers go out not for matters alone (`N1`): revisits, verifications, sweeps and rounds count, too.

use diesel::prelude::*;
use minsheng::{
    cases::statement::{NewMeasure, Statement},
    db::schema::{revisits, round_items},
    reports::NewReport,
    statistics::jobs,
};

use super::{
    figures,
    older::forget,
    opening::{behind, links, numbers},
};
use crate::{
    campaigns, on_both,
    supervisions::{self, People},
    support::{
        TestApp,
        acts::{fine, told},
    },
};

const PLANT: &str = "青禾印染厂";
const LINYI: &str = "140821";

fn about(key: &str) -> NewReport {
    NewReport { plant: PLANT.to_owned(), ..told(LINYI, key) }
}

/// What was counted: inspections, officers, plants.
fn sums(app: &TestApp) -> [i64; 3] {
    let all = figures(app, "2026-01-01");
    ["inspections", "officers", "plants"].map(|name| all.sum.get(name))
}

/// A closed plant is looked at again (`C6`).
async fn revisit(app: &TestApp) -> String {
    let (officer, _) = app.bureau(LINYI);
    let closed = app.file(about("closed")).report.number;
    app.act(&officer, &closed, Statement::Accept);
    let closure =
        NewMeasure { kind: "closure".to_owned(), amount_fen: None, ..fine(app.app.clock.today()) };
    app.act(&officer, &closed, Statement::Measure(closure));
    let id: i64 = app.query(|connection| {
        Ok(revisits::table.order(revisits::id).select(revisits::id).first(connection)?)
    });
    let form = [
        ("visited_on", "2026-11-23"),
        ("officers", "赵立新、钱小河、孙大山"),
        ("running", "no"),
        ("findings", "设备已拆除"),
    ];
    let done = app.officer(LINYI).post(&format!("/revisits/{id}"), &form).await;
    assert_eq!(done.status, 303, "{}", done.words());
    closed
}

/// Two problems of a plant are found in a sweep on the same day (`N4`).
async fn sweep(app: &TestApp) {
    let place = campaigns::started(app).await;
    let problems = campaigns::whole(app, &place).problems;
    for problem in &problems[..2] {
        let problem = problem.id.to_string();
        let form = campaigns::found(PLANT, LINYI, &problem);
        let found = app.officer(LINYI).post(&format!("{place}/findings"), &form).await;
        assert_eq!(found.status, 303, "{}", found.words());
    }
}

/// A round looks at a concluded matter on site, and at papers.
async fn round(app: &TestApp) -> String {
    let concluded = app.file(about("concluded")).report.number;
    app.conclude(LINYI, &concluded, "substantiated");
    let supervisor = app.supervisor();
    let form = [
        ("round_title", "秋季督查"),
        ("from", "2026-11-01"),
        ("until", "2026-11-23"),
        ("lead", "组长甲"),
        ("members", "成员乙"),
        ("wanted", "1"),
        ("seed", "the seed"),
        ("bureau", LINYI),
        ("check", "on_time"),
        ("check", "recheck"),
    ];
    let begun = supervisor.post("/rounds", &form).await;
    let place = begun.location().split('?').next().unwrap_or_default().to_owned();
    let items: Vec<i64> = app.query(|connection| {
        Ok(round_items::table.order(round_items::id).select(round_items::id).load(connection)?)
    });
    assert_eq!(items.len(), 2);
    for item in items {
        let form = [
            ("visited_on", "2026-11-23"),
            ("officers", "检查员甲、检查员乙"),
            ("round_finding", "现场情况"),
            ("in_order", "yes"),
        ];
        let looked = supervisor.post(&format!("{place}/items/{item}"), &form).await;
        assert_eq!(looked.status, 303, "{}", looked.words());
    }
    concluded
}

on_both! {
    /// N1, N2: each visit is counted once, with its officers and plants, and opens to what it was for; of
    /// entries from before they stated it the same is counted.
    async fn whoever_goes_out_is_counted(app: TestApp) {
        let closed = revisit(&app).await;
        assert_eq!(sums(&app), [1, 3, 1]);
        let people = People::of(&app);
        supervisions::list(&people).await;
        supervisions::reach_notice(&app, &people).await;
        assert_eq!(sums(&app), [2, 5, 3], "two officers on one way, two plants");
        sweep(&app).await;
        assert_eq!(sums(&app), [3, 7, 4], "another problem is no other visit");
        let concluded = round(&app).await;
        assert_eq!(sums(&app), [4, 9, 5], "papers are no visit");

        let staff = app.supervisor();
        let page = staff.get("/statistics?period=year").await;
        for (path, many) in links(&page) {
            assert_eq!(behind(&staff, &path).await, many, "{path}");
        }
        let visits = staff.get("/statistics/matters?figure=inspections&period=year").await;
        assert_eq!(numbers(&visits), [concluded.as_str(), closed.as_str()]);
        visits.shows("href=\"/supervisions/GD-2026-001\"").shows("href=\"/enterprises/QY-0").shows(PLANT);
        let elsewhere = app.officer("140828").get("/statistics/matters?figure=plants&period=year").await;
        elsewhere.hides(&closed).hides(&concluded).hides(PLANT);
        let citizen = app.citizen().get("/statistics/matters?figure=plants&period=year").await;
        assert_eq!(citizen.status, 404, "for staff alone");

        // Of the plant: revisit, sweep and round, not what was done at the listed ones.
        let path = "/statistics?plant=QY-00001&period=year";
        let page = staff.get(path).await;
        for (path, many) in links(&page) {
            assert_eq!(behind(&staff, &path).await, many, "{path}");
        }
        let its = "/statistics/matters?figure=plants&period=year&plant=QY-00001";
        assert_eq!(behind(&staff, its).await, 3);

        let (before, kept) = (sums(&app), figures(&app, "2026-01-01").line(LINYI).get("officers"));
        forget(&app);
        jobs::rebuild(&app.app).expect("counted anew");
        assert_eq!((sums(&app), kept), (before, 7));
        app.run_jobs();
    }
}
