//! Measures that go on: looked at, extended, ended (`C5`, `C2`, `N1`, `R3`).

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use minsheng::{
    cases::statement::{NewMeasure, Statement},
    db::schema::{alerts, cases, figure_entries, measures},
    error::Error,
    jobs::Job as _,
    measures::jobs::WatchMeasures,
    reports::NewReport,
};

use crate::{
    on_both,
    support::{TestApp, acts::told},
};

const COUNTY: &str = "140821";

/// An accepted matter about a plant.
fn accepted(app: &TestApp, key: &str) -> String {
    let (officer, _) = app.bureau(COUNTY);
    let filed = app.file(NewReport { plant: "青禾印染厂".to_owned(), ..told(COUNTY, key) });
    app.act(&officer, &filed.case.number, Statement::Accept);
    filed.case.number
}

fn taken(app: &TestApp, number: &str, kind: &str, due_on: Option<NaiveDate>) -> i64 {
    let measure = NewMeasure {
        kind: kind.to_owned(),
        plant: None,
        document: String::new(),
        amount_fen: (kind == "daily_penalty").then_some(10_000_000),
        due_on,
        taken_on: app.app.clock.today(),
        text: "责令停止排污".to_owned(),
    };
    app.act(&format!("officer-{COUNTY}"), number, Statement::Measure(measure));
    last(app)
}

fn last(app: &TestApp) -> i64 {
    app.query(|connection| {
        Ok(measures::table.order(measures::id.desc()).select(measures::id).first(connection)?)
    })
}

/// When somebody must look, until when it holds, when it ended.
fn days(app: &TestApp, id: i64) -> [Option<String>; 3] {
    app.query(move |connection| {
        let row: (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>) = measures::table
            .find(id)
            .select((measures::look_on, measures::due_on, measures::ended_on))
            .first(connection)?;
        Ok([row.0, row.1, row.2].map(|day| day.map(|day| day.to_string())))
    })
}

fn some(day: &str) -> Option<String> {
    Some(day.to_owned())
}

/// What the figures have of it.
fn counted(app: &TestApp, figure: &str) -> i64 {
    app.count();
    let figure = figure.to_owned();
    app.query(move |connection| {
        let all: Vec<i64> = figure_entries::table
            .filter(figure_entries::figure.eq(figure))
            .select(figure_entries::amount)
            .load(connection)?;
        Ok(all.into_iter().sum())
    })
}

fn look<'a>(on: &'a str, met: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("checked_on", on),
        ("officers", "赵立新、钱小河"),
        ("met", met),
        ("findings", "夜间仍在排放"),
    ]
}

on_both! {
    /// `C5`: a daily penalty grows by the days of each look that finds nothing corrected, is counted
    /// when they are known (`N1`), and ends when somebody finds it corrected.
    async fn a_daily_penalty_grows_with_its_looks(app: TestApp) {
        let number = accepted(&app, "of a daily penalty");
        let officer = app.officer(COUNTY);
        let form = [
            ("kind", "daily_penalty"), ("taken_on", "2026-11-23"), ("amount", "10"),
            ("detail", "自送达次日起按日计罚"), ("document", "运环罚〔2026〕3号"),
        ];
        let done = officer.post(&format!("/cases/{number}/measures"), &form).await;
        app.run_jobs();
        let page = officer.follow(&done).await;
        let id = last(&app);
        let path = format!("/measures/{id}");
        page.shows(&path);
        assert_eq!(days(&app, id), [some("2026-12-23"), None, None]);
        assert_eq!((counted(&app, "daily_penalty"), counted(&app, "daily_penalty_fen")), (1, 0));

        app.app.clock.advance(Duration::days(20));
        let officer = app.officer(COUNTY);
        officer.get("/measures").await.shows(&path).shows(&number).shows("青禾印染厂");
        let wrong = officer.post(&format!("{path}/checks"), &look("2026-11-23", "no")).await;
        assert_eq!(wrong.status, 422, "the day of the order is no day of the penalty");
        wrong.shows("次日起算").shows("夜间仍在排放");
        let done = officer.post(&format!("{path}/checks"), &look("2026-12-13", "no")).await;
        officer.follow(&done).await.shows("20 天").shows("200 万元").shows("复查已记录");
        assert_eq!(days(&app, id), [some("2027-01-12"), None, None]);
        assert_eq!(counted(&app, "daily_penalty_fen"), 200_000_000);
        assert_eq!((counted(&app, "inspections"), counted(&app, "officers")), (1, 2));
        app.supervisor().get("/alerts").await.shows("经复查没有落实");
        let again = officer.post(&format!("{path}/checks"), &look("2026-12-13", "no")).await;
        assert_eq!(again.status, 422, "one day is not charged twice");

        app.app.clock.advance(Duration::days(10));
        let officer = app.officer(COUNTY);
        let early = officer.post(&format!("{path}/ending"), &[
            ("ended_how", "corrected"), ("ended_on", "2026-12-23"), ("ended_reason", "已装好设施"),
        ]).await;
        assert_eq!(early.status, 422);
        early.shows("没有确认已落实").shows("已装好设施");
        officer.post(&format!("{path}/checks"), &look("2026-12-23", "yes")).await;
        assert_eq!(days(&app, id), [None, None, some("2026-12-23")]);
        assert_eq!(counted(&app, "daily_penalty_fen"), 200_000_000, "a corrected day is free");
        let over = officer.post(&format!("{path}/checks"), &look("2026-12-23", "no")).await;
        assert_eq!(over.status, 409);
        over.shows("已经结束").shows("夜间仍在排放");
        officer.get("/measures?which=ended").await.shows(&path).shows("已改正");
        officer.get(&format!("/cases/{number}")).await.shows("按日计罚").shows("每日 10 万元").shows("未落实").shows("已落实");
        officer.get("/enterprises/QY-00001").await.shows("按日计罚").shows("每日 10 万元");
    }

    /// `C5`, `C2`: a sealing holds thirty days, has more time once, when another head agrees.
    async fn a_sealing_has_more_time_once(app: TestApp) {
        let number = accepted(&app, "of a sealing");
        let officer = app.officer(COUNTY);
        let too_long = officer.post(&format!("/cases/{number}/measures"), &[
            ("kind", "sealing"), ("taken_on", "2026-11-23"), ("detail", "查封配电柜"),
            ("measure_due_on", "2027-01-23"),
        ]).await;
        assert_eq!(too_long.status, 422);
        too_long.shows("最长三十日").shows("查封配电柜");
        let id = taken(&app, &number, "sealing", None);
        let path = format!("/measures/{id}");
        assert_eq!(days(&app, id), [some("2026-12-23"), some("2026-12-23"), None]);

        let chief = app.chief(COUNTY);
        let version = chief.get(&path).await.field("version");
        for (until, why) in [("2026-12-20", "earlier"), ("2027-02-23", "beyond the limit"), ("", "none")] {
            let form = [("until", until), ("more_reason", "案情复杂"), ("version", &version)];
            let wrong = chief.post(&format!("{path}/extension"), &form).await;
            assert_eq!(wrong.status, 422, "{why}");
            wrong.shows("案情复杂");
        }
        let form = [("until", "2027-01-10"), ("more_reason", "案情复杂"), ("version", &version)];
        chief.post(&format!("{path}/extension"), &form).await;
        assert_eq!(chief.post(&format!("{path}/extension"), &form).await.status, 409, "changed since");
        let own = chief.post(&format!("{path}/decision"), &[("decision", "yes")]).await;
        assert_eq!(own.status, 403, "whoever asks does not decide (C2)");
        let sql = format!("UPDATE measure_extensions SET decided_by = proposed_by, approved = {}, \
                           decided_at = proposed_at", if app.database().is_some() { "TRUE" } else { "1" });
        assert!(app.tamper(&sql).is_err(), "nor by SQL");
        let head = app.staff("second-chief", minsheng::accounts::Role::Chief, COUNTY);
        let silent = head.post(&format!("{path}/decision"), &[("decision", "no")]).await;
        assert_eq!(silent.status, 422, "a refusal has its reason");
        let done = head.post(&format!("{path}/decision"), &[("decision", "yes")]).await;
        head.follow(&done).await.shows("同意延长至");
        assert_eq!(days(&app, id), [some("2027-01-10"), some("2027-01-10"), None]);
        let form = [("until", "2027-01-20"), ("more_reason", "再延长")];
        assert_eq!(head.post(&format!("{path}/extension"), &form).await.status, 409, "once");

        let early = [("ended_how", "expired"), ("ended_on", "2026-11-23"), ("ended_reason", "到期")];
        let wrong = head.post(&format!("{path}/ending"), &early).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("期限还没有到");
        let end = [("ended_how", "replaced"), ("ended_on", "2026-11-23"), ("ended_reason", "改为停产整治")];
        let done = head.post(&format!("{path}/ending"), &end).await;
        head.follow(&done).await.shows("改为其他措施").hides("记录复查</button>");
        assert_eq!(days(&app, id), [None, some("2027-01-10"), some("2026-11-23")]);
    }

    /// `C5`, `T9`: after a stop was lifted somebody looks once more; who does not look in time is
    /// reminded once, and the city told once.
    async fn a_lifted_stop_is_looked_at_once_more(app: TestApp) {
        let number = accepted(&app, "of a stop");
        let id = taken(&app, &number, "suspension", None);
        let path = format!("/measures/{id}");
        assert_eq!(days(&app, id)[0], some("2026-12-23"));
        let watch = || {
            let day = app.app.clock.today();
            WatchMeasures { day }.run(&app.app).expect("watched");
        };
        let told = |what: &'static str| -> i64 {
            app.query(move |connection| {
                let of_it = alerts::table.filter(alerts::message.like(format!("%{what}%")));
                Ok(of_it.count().get_result(connection)?)
            })
        };
        watch();
        assert_eq!((told("alerts-measure-soon"), told("alerts-measure-late")), (0, 0));
        app.app.clock.advance(Duration::days(28));
        watch();
        watch();
        assert_eq!((told("alerts-measure-soon"), told("alerts-measure-late")), (1, 0));
        app.app.clock.advance(Duration::days(4));
        watch();
        watch();
        assert_eq!(told("alerts-measure-late"), 2, "the bureau, and the supervisor");
        app.supervisor().get("/measures?which=late&bureau=140821").await.shows(&path);

        let officer = app.officer(COUNTY);
        officer.post(&format!("{path}/checks"), &look("2026-12-25", "yes")).await;
        assert_eq!(days(&app, id), [some("2027-01-25"), None, None], "stopped until it is lifted");
        let end = [("ended_how", "corrected"), ("ended_on", "2026-12-25"), ("ended_reason", "整改验收")];
        officer.post(&format!("{path}/ending"), &end).await;
        assert_eq!(days(&app, id), [some("2027-01-25"), None, some("2026-12-25")]);
        officer.get("/measures").await.shows(&path).shows("跟踪检查期限");
        officer.post(&format!("{path}/checks"), &look("2026-12-25", "no")).await;
        assert_eq!(days(&app, id), [None, None, some("2026-12-25")]);
        assert_eq!(told("alerts-measure-refused"), 1);
    }

    /// `C5`: what was ordered before is put on record afterwards, also when its date has passed; it shows
    /// as late. No date is before the order itself.
    async fn a_measure_is_entered_after_its_date(app: TestApp) {
        let number = accepted(&app, "of an old order");
        let officer = app.officer(COUNTY);
        let place = format!("/cases/{number}/measures");
        let order = |until: &'static str| [
            ("kind", "rectify_by_date"), ("taken_on", "2026-09-10"), ("measure_due_on", until),
            ("detail", "限期治理：建成脱硫设施"),
        ];
        for (until, reason) in [
            ("2026-09-09", "期限不能早于采取日期"),
            ("0001-01-01", "期限不能早于采取日期"),
            ("2099-01-01", "2026-11-23 的样子"),
            ("20.10.2026", "2026-11-23 的样子"),
            ("", "限期整改要写明期限"),
        ] {
            let wrong = officer.post(&place, &order(until)).await;
            assert_eq!(wrong.status, 422, "{until}");
            wrong.shows(reason).shows("建成脱硫设施");
        }
        let done = officer.post(&place, &order("2026-10-20")).await;
        app.run_jobs();
        officer.follow(&done).await.shows("2026年10月20日").shows("建成脱硫设施");
        let id = last(&app);
        assert_eq!(days(&app, id), [some("2026-11-03"), some("2026-10-20"), None]);
        officer.get("/measures?which=late").await.shows(&format!("/measures/{id}"));

        for (kind, taken_on, until) in [
            ("sealing", "2026-09-01", "2026-09-20"),
            ("suspension", "2026-09-01", "2026-10-31"),
            ("order_to_correct", "2026-11-20", "2026-11-20"),
        ] {
            let form = [("kind", kind), ("taken_on", taken_on), ("measure_due_on", until), ("detail", "补录")];
            assert_eq!(officer.post(&place, &form).await.status, 303, "{kind}");
            app.run_jobs();
            assert_eq!(days(&app, last(&app))[1], some(until), "{kind}");
        }
        let long = [
            ("kind", "sealing"), ("taken_on", "2026-09-01"), ("measure_due_on", "2026-10-20"), ("detail", "补录"),
        ];
        let long = officer.post(&place, &long).await;
        assert_eq!(long.status, 422);
        long.shows("最长三十日");
    }

    /// `P3`, `R3`: a measure is for the bureau that has the matter and for the city, and for nobody
    /// from whom the matter is kept.
    async fn measures_are_for_those_who_handle_them(app: TestApp) {
        let number = accepted(&app, "of an order");
        let id = taken(&app, &number, "order_to_correct", None);
        let path = format!("/measures/{id}");
        let seen = look("2026-11-23", "no");
        assert_eq!(app.supervisor().get(&path).await.status, 200);
        assert_eq!(app.supervisor().post(&format!("{path}/checks"), &seen).await.status, 403);
        let stranger = app.officer("140828");
        assert_eq!(stranger.get(&path).await.status, 404);
        assert_eq!(stranger.post(&format!("{path}/checks"), &seen).await.status, 404);
        stranger.get("/measures").await.hides(&number);
        for other in [app.clerk(), app.province(), app.administrator(), app.department("140800-police")] {
            assert_eq!(other.get(&path).await.status, 403);
            assert_eq!(other.get("/measures").await.status, 403);
        }
        let citizen = app.citizen();
        assert!(citizen.get(&path).await.location().starts_with("/login"));
        let officer = app.officer(COUNTY);
        assert_eq!(officer.get("/measures/999").await.status, 404);
        assert_eq!(officer.post(&format!("{path}/nothing"), &seen).await.status, 404);
        let bad = [("checked_on", "30.2.2026"), ("officers", "赵立新"), ("met", "perhaps"), ("findings", "")];
        let page = officer.post(&format!("{path}/checks"), &bad).await;
        assert_eq!(page.status, 422);
        page.shows("至少两名").shows("请选择是否已落实").shows("写明检查发现");
        // Of a plant that the matter is not about, no measure is taken.
        let form = [("kind", "fine"), ("amount", "1"), ("detail", "罚款"), ("measured_plant", "77")];
        assert_eq!(officer.post(&format!("/cases/{number}/measures"), &form).await.status, 422);

        let hidden = number.clone();
        let hide = move |connection: &mut _| -> Result<(), Error> {
            let row = cases::table.filter(cases::number.eq(hidden));
            diesel::update(row).set(cases::hidden_from.eq("140800")).execute(connection)?;
            Ok(())
        };
        app.app.db.write_now(hide).expect("hidden");
        let supervisor = app.supervisor();
        assert_eq!(supervisor.get(&path).await.status, 404);
        supervisor.get("/measures").await.hides(&number);
        officer.post(&format!("{path}/checks"), &seen).await;
        supervisor.get("/alerts").await.hides(&number);
    }


    /// `C5`: whoever gets the matter is told anew of what is to be looked at.
    async fn who_gets_the_matter_is_told_of_its_looks(app: TestApp) {
        let number = accepted(&app, "handed over");
        let id = taken(&app, &number, "order_to_correct", None);
        let look: NaiveDate = days(&app, id)[0].as_deref().expect("a day").parse().expect("a day");
        app.app.clock.advance(look - Duration::days(2) - app.app.clock.today());
        let watch = || {
            let day = app.app.clock.today();
            WatchMeasures { day }.run(&app.app).expect("watched");
        };
        let soon = "的措施快到复查日期了";
        watch();
        app.officer(COUNTY).get("/alerts").await.shows(soon);
        let _ = app.dispatcher();
        let there = Statement::Transfer { bureau: "140882".to_owned(), reason: "在河津".to_owned() };
        app.act("dispatcher", &number, there);
        let theirs = app.officer("140882");
        theirs.get("/alerts").await.hides(soon);
        app.app.clock.advance(Duration::days(1));
        watch();
        watch();
        let page = app.officer("140882").get("/alerts").await;
        assert_eq!(page.text.matches(soon).count(), 1);
    }
}
