//! Figures that are kept as matters change, add up, and stay (`N1`, `N2`, `I10`).

#[path = "statistics/older.rs"]
mod older;
#[path = "statistics/opening.rs"]
mod opening;
#[path = "statistics/plants.rs"]
mod plants;
#[path = "statistics/visits.rs"]
mod visits;
#[path = "statistics/year_2004.rs"]
mod year_2004;

use chrono::{Duration, NaiveDate};
use diesel::{Connection as _, prelude::*};
use minsheng::{
    accounts::Role,
    app::App,
    cases::statement::{NewInspection, Statement},
    db::{
        Connection,
        schema::{alerts, figure_sums},
    },
    error::Error,
    jobs::Job as _,
    statistics::{
        Asked, Counted, Figures, check,
        figure::SHARES,
        jobs::{self, CheckFigures},
        ledger,
        told::Office,
    },
};

use crate::{
    on_both,
    support::{
        TestApp,
        acts::{fine, told},
    },
};

/// A sum that is kept: figure, category, day, bureau, channel, amount.
pub type Kept = (String, String, NaiveDate, String, String, i64);

/// Counts what waits, and returns the figures of all time.
pub fn counted(app: &App, connection: &mut Connection) -> Result<Figures, Error> {
    let office = Office::of(app);
    while connection.transaction(|it| ledger::count_some(it, &office, ledger::AT_ONCE))? > 0 {}
    let days = (NaiveDate::default(), app.clock.today());
    let asked = Asked { days, channel: None, kind: None, bureau: None };
    Ok(Figures::read(connection, &app.jurisdiction, &asked)?)
}

/// The sums of the days before `day`.
pub fn kept_before(connection: &mut Connection, day: NaiveDate) -> QueryResult<Vec<Kept>> {
    use figure_sums::{amount, begin_on, bureau, channel, figure, kind, span};
    figure_sums::table
        .filter(span.eq("day"))
        .filter(begin_on.lt(day))
        .filter(amount.ne(0))
        .order((figure, kind, begin_on, bureau, channel))
        .select((figure, kind, begin_on, bureau, channel, amount))
        .load(connection)
}

/// Fails when anything is kept otherwise than the timeline says.
pub fn assert_kept(app: &App, connection: &mut Connection) {
    let found = check::first_difference(connection, &Office::of(app)).expect("queries");
    assert_eq!(found.map(|it| it.to_string()), None, "kept is not recomputed");
}

/// The figures from `from` until today.
fn figures(app: &TestApp, from: &str) -> Figures {
    app.count();
    let (jurisdiction, today) = (app.app.jurisdiction.clone(), app.app.clock.today());
    let days = (from.parse().expect("a day"), today);
    let office = app.app.clone();
    app.query(move |connection| {
        assert_kept(&office, connection);
        let asked = Asked { days, channel: None, kind: None, bureau: None };
        Ok(Figures::read(connection, &jurisdiction, &asked)?)
    })
}

fn share(figures: &Figures, name: &str) -> Counted {
    assert!(SHARES.iter().any(|share| share.name == name));
    figures.sum.share_of(name)
}

on_both! {
    /// I10: each report is counted once, whatever was done to the matter behind it; undone acts count
    /// no more.
    async fn every_report_is_counted_once(app: TestApp) {
        let file = |name: &str| app.file(told("140821", name)).report.number;
        let (concluded, declined, withdrawn) = (file("a"), file("b"), file("c"));
        let (merged, living, open) = (file("d"), file("e"), file("f"));
        let mut joins = told("140821", "g");
        joins.join = Some(living.clone());
        joins.channel = "telephone";
        app.file(joins);
        let unsure = { let mut new = told("140821", "h"); new.county = None; app.file(new) };
        assert_eq!(unsure.case.state, "dispatching");

        app.conclude("140821", &concluded, "substantiated");
        let (officer, chief) = app.bureau("140821");
        let decline = Statement::ProposeDecline {
            reason: "too_vague".to_owned(), points_to: None, explanation: "请补充".to_owned(),
        };
        app.act(&officer, &declined, decline);
        app.act(&chief, &declined, Statement::Approve);
        app.withdraw(&withdrawn);
        app.act(&officer, &merged, Statement::Merge { into: living.clone() });
        app.act(&officer, &open, Statement::Accept);
        let inspection = Statement::Inspect(NewInspection {
            on: app.app.clock.today(),
            officers: vec!["甲".to_owned(), "乙".to_owned()],
            sent: Some(40),
            visited: Some(12),
            findings: "检查".to_owned(),
        });
        app.act(&officer, &open, inspection);
        // Taken back, it counts no more.
        app.act(&officer, &open, Statement::Measure(fine(app.app.clock.today())));
        let staff = app.officer("140821");
        let back = staff.post(&format!("/cases/{open}/undo"), &[]).await;
        assert_eq!(back.status, 303, "{}", back.words());

        let all = figures(&app, "2026-01-01");
        let get = |name: &str| all.sum.get(name);
        assert!(all.add_up(), "{:?} {:?}", all.ever, all.sum);
        assert_eq!((get("received"), all.ever, all.in_hand()), (8, (8, 0), 3));
        assert_eq!(
            (get("stand_concluded"), get("stand_declined"), get("stand_withdrawn"), get("stand_merged")),
            (1, 1, 1, 2)
        );
        assert_eq!((get("accepted"), get("concluded"), get("declined"), get("merged")), (2, 1, 1, 1));
        assert_eq!((get("fine"), get("fine_fen")), (1, 500_000), "the other was taken back");
        assert_eq!((get("inspections"), get("officers"), get("plants")), (1, 40, 12));
        assert_eq!(share(&all, "answered"), Counted { done: 2, of: 5 });
        assert_eq!(share(&all, "substantiated"), Counted { done: 1, of: 1 });
        assert_eq!((all.line("140821").get("received"), all.line("140800").get("received")), (7, 1));

        let page = app.citizen().get("/statistics").await;
        page.shows("临猗县").shows("ms-area--5").shows("<strong>收到 8</strong>");
        let page = app.citizen().get("/statistics?channel=telephone").await;
        page.shows("<strong>收到 1</strong>");
        // In hand here, split off there: the further matter is no report.
        let split = Statement::Split(minsheng::cases::statement::NewMatter {
            report: None,
            bureau: "140882".to_owned(),
            plant: "另一家厂".to_owned(),
            place: String::new(),
            summary: "另一家厂也有气味".to_owned(),
            reason: "涉及河津".to_owned(),
        });
        let _ = app.dispatcher();
        app.act("dispatcher", &unsure.case.number, split);
        let all = figures(&app, "2026-01-01");
        assert_eq!((all.sum.get("received"), all.ever, all.in_hand()), (8, (8, 1), 4));
        assert!(all.add_up());
        app.run_jobs();
    }

    /// N1, T1, T2: a share has its denominator; what is done late is done, and not in time. A past
    /// period gives the same figures for ever: a matter handled again counts on the later day.
    async fn a_past_period_stays(app: TestApp) {
        let (officer, _) = app.bureau("140821");
        let file = |name: &str| app.file(told("140821", name)).report.number;
        let (quick, slow) = (file("quick"), file("slow"));
        app.act(&officer, &quick, Statement::Accept);
        app.conclude("140821", &quick, "partly");
        app.app.clock.advance(Duration::days(20));
        app.act(&officer, &slow, Statement::Accept);
        let all = figures(&app, "2026-01-01");
        assert_eq!(share(&all, "decided"), Counted { done: 1, of: 2 });
        assert_eq!(share(&all, "concluded"), Counted { done: 1, of: 1 });
        assert_eq!(share(&all, "answered"), Counted { done: 1, of: 2 });

        app.app.clock.advance(Duration::days(90));
        let today = app.app.clock.today();
        app.count();
        let before = app.query(|connection| Ok(kept_before(connection, today)?));
        assert!(before.len() > 20, "{before:?}");
        let _ = app.supervisor();
        app.act("supervisor", &quick, Statement::Rehandle { reason: "又反映".to_owned() });
        app.conclude("140821", &quick, "unsubstantiated");
        app.conclude("140821", &slow, "unsubstantiated");
        let all = figures(&app, "2027-01-01");
        assert_eq!(share(&all, "concluded"), Counted { done: 1, of: 2 }, "by its new date");
        assert_eq!(all.sum.get("handled_again"), 1);
        assert_eq!((all.in_hand(), all.sum.get("received")), (0, 0));
        let after = app.query(|connection| Ok(kept_before(connection, today)?));
        assert_eq!(before, after);
        app.run_jobs();
    }

    /// Any period, beside the same days of the year before; the parts of a year are asked by name.
    async fn periods_are_compared_with_the_year_before(app: TestApp) {
        app.file(told("140821", "this year"));
        app.app.clock.advance(Duration::days(60));
        app.file(told("140882", "next year"));
        app.app.clock.advance(Duration::days(330));
        app.file(told("140882", "a year later"));
        app.count();
        let citizen = app.citizen();
        let page = citizen.get("/statistics?period=2026").await;
        page.shows("2026年1月1日 至 2026年12月31日").shows("同比：2025年1月1日 至 2025年12月31日");
        page.shows("/statistics?period&#x3D;2026").hides("period&#x3D;2025");
        let page = citizen.get("/statistics?period=2027").await;
        page.shows("2027年1月1日 至 2027年12月18日").shows("同比：2026年1月1日 至 2026年12月18日");
        citizen.get("/statistics?period=all").await.shows("2026年11月23日 至 2027年12月18日");
        let page = citizen.get("/statistics?from=2027-01-22&until=2027-01-22&county=140882").await;
        page.shows("2027年1月22日 至 2027年1月22日").shows("figure&#x3D;received");
        assert_eq!(citizen.get("/statistics?period=%00%27&from=x&county=%27").await.status, 200);
        let csv = citizen.get("/statistics.csv?period=2027-Q1").await;
        csv.shows("河津市,1,0").shows("临猗县,0,0").shows("全市,1,0");
        let csv = citizen.get("/statistics.csv?period=2027-01&kind=water").await;
        csv.shows("全市,0,0");
    }

    /// R3, N2, S1: what is against a bureau counts for the city, and no figure opens the way to it;
    /// the public opens published results alone, staff what they may see.
    async fn a_figure_opens_to_what_each_may_see(app: TestApp) {
        let mut new = told("140828", "against");
        new.text = "夏县环保局的人收了好处，包庇纸厂，举报多次不管".to_owned();
        new.plant = "夏县生态环境局".to_owned();
        let hidden = app.file(new);
        assert_eq!(hidden.case.hidden_from, "140828");
        let (seen, other) = (app.file(told("140828", "seen")), app.file(told("140828", "other")));
        let number = seen.case.number;
        app.conclude("140828", &number, "substantiated");
        let behind = |figure: &str, more: &str| {
            format!("/statistics/matters?figure={figure}&period=year{more}")
        };
        let citizen = app.citizen();
        app.count();
        citizen.get(&behind("received", "")).await.hides(&number).shows("没有可以显示的事项");
        app.publish("140828", &number, "公开的结果");
        let all = figures(&app, "2026-01-01");
        assert_eq!((all.line("140828").get("received"), all.line("140800").get("received")), (2, 1));

        let page = citizen.get(&behind("received", "&county=140828")).await;
        page.shows(&number).shows(&format!("/results/{number}")).shows("公开的结果");
        page.hides(&other.case.number).hides(&hidden.case.number).hides("刺鼻");
        citizen.get(&behind("fine", "")).await.shows(&number);
        for closed in ["officers", "substantiated", "satisfied", "in_hand", "stand_merged", "junk"] {
            assert_eq!(citizen.get(&behind(closed, "")).await.status, 404, "{closed}");
        }
        let by_channel = citizen.get(&behind("received", "&channel=web")).await;
        assert_eq!(by_channel.status, 404, "how a matter came is nothing that its page says");

        let county = app.officer("140828").get(&behind("received", "")).await;
        county.shows(&number).shows(&other.case.number).hides(&hidden.case.number);
        county.shows(&format!("/cases/{number}"));
        app.officer("140821").get(&behind("received", "")).await.hides(&number);
        let city = app.supervisor().get(&behind("received", "&channel=web")).await;
        city.shows(&number).shows(&hidden.case.number);
        assert_eq!(app.officer("140828").get(&behind("satisfied", "")).await.status, 404);
        assert_eq!(app.supervisor().get(&behind("satisfied", "")).await.status, 200);
        // Staff open more from the page itself.
        let link = "figure&#x3D;decided&amp;";
        app.supervisor().get("/statistics").await.shows("figure&#x3D;decided");
        citizen.get("/statistics").await.hides("figure&#x3D;decided").hides(link);
        app.run_jobs();
    }

    /// Long lists go on from their last row.
    async fn a_long_list_is_turned(app: TestApp) {
        for at in 0..30 {
            app.file(told("140821", &format!("many {at}")));
        }
        app.count();
        let staff = app.supervisor();
        let mut path = "/statistics/matters?figure=received&period=year".to_owned();
        let mut found = std::collections::BTreeSet::new();
        for many in [25, 5] {
            let page = staff.get(&path).await;
            let numbers = page.text.split("href=\"/cases/").skip(1);
            let numbers: Vec<String> =
                numbers.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect();
            assert_eq!(numbers.len(), many);
            found.extend(numbers);
            let next = page.text.split("rel=\"next\"").next().unwrap_or_default();
            let href = next.rsplit("href=\"").next().unwrap_or_default();
            path = href.split('"').next().unwrap_or_default().replace("&#x3D;", "=").replace("&amp;", "&");
        }
        assert_eq!(found.len(), 30);
    }

    /// What can be taken away: a byte-order mark, a row a bureau, the sum; and the spreadsheet.
    async fn the_tables_can_be_taken_away(app: TestApp) {
        app.file(told("140882", "one"));
        app.count();
        let page = app.citizen().get("/statistics.csv?period=year").await;
        assert_eq!(page.header("content-type"), "text/csv; charset=utf-8");
        assert!(page.header("content-disposition").contains("figures-year.csv"));
        assert!(page.text.starts_with('\u{feff}'));
        let rows: Vec<&str> = page.text.trim().lines().collect();
        assert_eq!(rows.len(), 1 + 13 + 2 + 1 + 1, "head, counties, zone and units, city, sum");
        let width = rows[0].split(',').count();
        assert!(rows.iter().all(|row| row.split(',').count() == width), "{rows:?}");
        page.shows("河津市,1,0").shows("全市,1,0");
    }

    /// Two nodes that count at once count each event once; a difference is found, named, told to the
    /// administrator, and mended by counting anew.
    async fn kept_is_recomputed(app: TestApp) {
        let other = app.another_node();
        for at in 0..12 {
            app.file(told("140821", &format!("many {at}")));
        }
        std::thread::scope(|scope| {
            let nodes = [&app.app, &app.app, &other, &other];
            let threads = nodes.map(|node| scope.spawn(move || jobs::count(node).expect("counted")));
            let counted: usize = threads.into_iter().map(|it| it.join().expect("a node")).sum();
            assert_eq!(counted, 12);
        });
        app.query(|connection| { assert_kept(&app.app, connection); Ok(()) });
        app.tamper("UPDATE figure_sums SET amount = amount + 1 WHERE span = 'month' AND kind = 'air' \
                    AND figure = 'received'").unwrap();
        let difference = |app: &TestApp| {
            let office = Office::of(&app.app);
            let found = app.query(|it| check::first_difference(it, &office));
            found.map(|it| it.to_string()).unwrap_or_default()
        };
        assert!(difference(&app).contains("the month of 2026-11-01, received of 140821"));
        CheckFigures { day: app.app.clock.today() }.run(&app.app).expect("a check");
        let administrator = app.staff("administrator", Role::Administrator, "140800");
        administrator.get("/alerts").await.shows("统计数据与办理记录不符").shows("保存为 13，应为 12")
            .shows("2026年11月1日").hides("kept 13");
        let english = administrator.get_with("/alerts", "accept-language", "en").await;
        english.shows("for the month from").shows("is kept as 13 and should be 12").hides("不符");
        jobs::rebuild(&app.app).expect("counted anew");
        assert_eq!(difference(&app), "");
        app.tamper("DELETE FROM figure_entries WHERE line = 2 AND event_id = \
                    (SELECT MIN(event_id) FROM figure_entries)").unwrap();
        assert!(difference(&app).contains("kept nothing, recomputed in_hand 1 of 140821"));
        // Everything is looked at on Mondays, on other days what is new.
        let alerts = || -> i64 {
            app.query(|it| Ok(alerts::table.filter(alerts::kind.eq("figures")).count().get_result(it)?))
        };
        let check = |days: i64| {
            let day = app.app.clock.today() + Duration::days(days);
            CheckFigures { day }.run(&app.app).expect("a check");
            alerts()
        };
        assert_eq!((alerts(), check(1)), (1, 2), "a new line, on a Tuesday");
        administrator.get("/alerts").await.shows("保存为 0，应为 1").hides("in_hand");
        app.app.clock.advance(Duration::days(42));
        assert_eq!((check(2), check(0)), (2, 3), "an old one, on a Wednesday and on a Monday");
        jobs::rebuild(&app.app).expect("counted anew");
        app.query(|connection| { assert_kept(&app.app, connection); Ok(()) });
        app.run_jobs();
    }
}

/// The page says up to when everything is counted, and the job of every minute counts the rest.
#[actix_web::test]
async fn what_waits_is_counted_by_the_job_of_the_minute() {
    let app = TestApp::start(crate::support::Engine::Sqlite).await;
    app.file(told("140821", "one"));
    app.app.clock.advance(Duration::minutes(3));
    let citizen = app.citizen();
    citizen.get("/statistics").await.shows("<strong>收到 0</strong>").shows("10:00");
    app.plan();
    app.run_jobs();
    citizen.get("/statistics").await.shows("<strong>收到 1</strong>").shows("10:03");
}
