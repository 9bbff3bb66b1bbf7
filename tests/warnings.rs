//! Warnings and escalations (`T9`, `T6`, `I6`): none missing, none twice, whatever node is up.

#[path = "warnings/beside.rs"]
mod beside;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use diesel::prelude::*;
use minsheng::{
    accounts::Role,
    app::App,
    cases::{
        statement::{Petition, Statement},
        warnings::SweepDeadlines,
    },
    db::schema::{alerts, deadlines, events, warnings},
    jobs::{self, Job as _},
    server,
};

use crate::{
    on_both,
    support::{TestApp, acts::told},
};

/// A report for that county; its number.
fn filed(app: &TestApp, county: &str, key: &str) -> String {
    let filed = app.file(told(county, &format!("{key:0>32}")));
    app.run_jobs();
    filed.report.number
}

/// It is ten in the morning of that day, and a node has been up since midnight.
fn it_is(app: &TestApp, day: &str) {
    let at: DateTime<Utc> = format!("{day}T02:00:00Z").parse().expect("a time");
    app.app.clock.set(at);
    app.plan();
    app.run_jobs();
}

/// The steps told so far, in order: kind and step.
fn steps(app: &TestApp) -> Vec<(String, i32)> {
    app.query(|connection| {
        let all = warnings::table.order(warnings::id);
        Ok(all.select((warnings::kind, warnings::step)).load(connection)?)
    })
}

/// Whom alerts of these kinds were for, in order: bureau and role.
fn told_to(app: &TestApp, kind: &'static str) -> Vec<String> {
    app.query(move |connection| {
        let rows: Vec<(Option<String>, Option<String>)> = alerts::table
            .filter(alerts::kind.eq(kind))
            .order(alerts::id)
            .select((alerts::bureau, alerts::role))
            .load(connection)?;
        let name = |(bureau, role): (Option<String>, Option<String>)| {
            format!("{} {}", bureau.unwrap_or_default(), role.unwrap_or_default())
        };
        Ok(rows.into_iter().map(name).collect())
    })
}

fn pair(kind: &str, step: i32) -> (String, i32) {
    (kind.to_owned(), step)
}

on_both! {
    /// Day by day: two thirds, three days before and the last day to the bureau, its chief included, then
    /// each week to the level above it; each once, on its day, however often the sweep runs and on
    /// whichever node (T9).
    async fn each_step_is_told_on_its_day(app: TestApp) {
        let number = filed(&app, "140821", "1");
        let other = app.another_node();
        // Receipt on Monday 23 November 2026: 15 days end on Tuesday 8 December.
        let mut day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        let mut on: Vec<(String, String)> = Vec::new();
        for _ in 0..40 {
            let before = steps(&app).len();
            it_is(&app, &day.to_string());
            SweepDeadlines {}.run(&other).expect("a sweep");
            on.extend(steps(&app)[before..].iter().map(|(kind, step)| (day.to_string(), format!("{kind} {step}"))));
            day = day.succ_opt().expect("a day");
        }
        let wanted = [
            ("2026-12-03", "two_thirds 0"),
            ("2026-12-05", "three_days 0"),
            ("2026-12-08", "last_day 0"),
            ("2026-12-15", "late 1"),
            ("2026-12-22", "late 2"),
            ("2026-12-29", "late 3"),
        ];
        assert_eq!(on, wanted.map(|(day, step)| (day.to_owned(), step.to_owned())));
        let handlers = ["140821 chief", "140821 officer"];
        assert_eq!(told_to(&app, "deadline"), [handlers, handlers, handlers].concat());
        let city = ["140821 chief", "140821 officer", "140800 supervisor"];
        assert_eq!(told_to(&app, "escalation"), [city, city, city].concat());
        let officer = app.officer("140821");
        officer.get("/alerts").await.shows(&format!("{number} 的告知是否受理期限还剩 5 天（2026年12月8日）"));
        let supervisor = app.supervisor();
        let page = supervisor.get("/alerts").await;
        page.shows(&format!("{number} 的告知是否受理期限已逾期 7 天"));
        page.shows(&format!("{number} 的告知是否受理期限已逾期 21 天"));
        supervisor.get("/board").await.shows("已上报市局");
        let page = app.chief("140821").get(&format!("/cases/{number}")).await;
        assert_eq!(page.text.matches("“告知是否受理”逾期，已提醒上一级").count(), 3);
    }

    /// What the province forwarded goes up to it (T7), and what is about the city not to the city (R3).
    async fn it_goes_up_to_whom_it_may(app: TestApp) {
        filed(&app, "140821", "1");
        app.tamper("UPDATE cases SET channel = 'province'").expect("a case");
        it_is(&app, "2026-12-15");
        let city = ["140821 chief", "140821 officer", "140800 supervisor"];
        assert_eq!(told_to(&app, "escalation"), city);
        it_is(&app, "2026-12-22");
        assert_eq!(told_to(&app, "escalation")[3..], [&city[..], &["140000 province"]].concat());
        app.tamper("UPDATE cases SET channel = 'web', bureau = '140000', hidden_from = '140800'").expect("a case");
        it_is(&app, "2027-01-05");
        assert_eq!(told_to(&app, "escalation")[7..], ["140000 chief", "140000 officer", "140000 province"]);
        app.tamper("UPDATE cases SET bureau = '140821'").expect("a case");
        it_is(&app, "2027-01-12");
        let past_the_city = ["140821 chief", "140821 officer", "140000 province"];
        assert_eq!(told_to(&app, "escalation")[10..], past_the_city, "the nearest level that may know");
    }

    /// What the city has itself goes to its supervisor first, and then to the level above it (T9).
    async fn what_is_late_at_the_city_goes_up(app: TestApp) {
        let mut report = told("140821", &"1".repeat(32));
        report.county = None;
        app.file(report);
        app.run_jobs();
        // Acceptance and forwarding end on the same day.
        it_is(&app, "2026-12-15");
        let first = ["140800 dispatcher", "140800 supervisor"];
        assert_eq!(told_to(&app, "escalation"), [first, first].concat());
        it_is(&app, "2026-12-22");
        let second = ["140800 dispatcher", "140800 supervisor", "140000 province"];
        assert_eq!(told_to(&app, "escalation")[4..], [second, second].concat());
    }

    /// What the city itself declines waits for its supervisor, whom the dispatcher's proposal concerns:
    /// both are warned, and not a chief whom the city does not have (T9, C2).
    async fn what_waits_at_the_city_warns_those_who_decide(app: TestApp) {
        let mut report = told("140821", &"1".repeat(32));
        report.county = None;
        let number = app.file(report).report.number;
        app.run_jobs();
        let _ = (app.dispatcher(), app.supervisor());
        let decline = Statement::ProposeDecline {
            reason: "too_vague".to_owned(),
            points_to: None,
            explanation: "线索过于笼统".to_owned(),
        };
        app.act("dispatcher", &number, decline);
        it_is(&app, "2026-12-03");
        let both = ["140800 supervisor", "140800 dispatcher"];
        // Acceptance and forwarding end on the same day.
        assert_eq!(told_to(&app, "deadline"), [both, both].concat());
        app.act("supervisor", &number, Statement::Approve);
        app.act("supervisor", &number, Statement::Rehandle { reason: "线索可查".to_owned() });
        it_is(&app, "2026-12-25");
        let all = ["140800 chief", "140800 officer", "140800 dispatcher"];
        assert_eq!(told_to(&app, "deadline")[4..], all, "only the dispatcher can hand it on");
    }

    /// A review is decided by the unit one level up: that unit is warned of its date, and whoever is
    /// above it when it is late; the county that answered can do nothing about it (T4, T9).
    async fn a_review_warns_the_unit_that_decides_it(app: TestApp) {
        let number = filed(&app, "140821", "1");
        let (officer, _) = app.bureau("140821");
        app.act(&officer, &number, Statement::AcceptGrievance);
        app.conclude("140821", &number, "unsubstantiated");
        let _ = (app.clerk(), app.supervisor());
        let petition = Petition {
            report: None,
            via: "letter".to_owned(),
            asked_on: app.app.clock.today(),
            grounds: "未到现场".to_owned(),
        };
        app.act("clerk", &number, Statement::AskReexamination(petition));
        // Thirty days from 23 November end on 23 December.
        it_is(&app, "2026-12-13");
        assert_eq!(told_to(&app, "deadline"), ["140800 supervisor"]);
        it_is(&app, "2026-12-30");
        assert_eq!(told_to(&app, "escalation"), ["140800 supervisor", "140000 province"]);
        app.supervisor().get("/alerts").await.shows(&number);
    }

    /// After nine days in which no node was up, the last step that has come is told, as it is by then.
    async fn what_was_missed_is_not_made_up_for(app: TestApp) {
        let number = filed(&app, "140821", "1");
        it_is(&app, "2026-12-17");
        assert_eq!(steps(&app), [pair("late", 1)]);
        app.chief("140821").get("/alerts").await.shows(&format!("{number} 的告知是否受理期限已逾期 9 天"));
        it_is(&app, "2026-12-18");
        assert_eq!(steps(&app).len(), 1);
    }

    /// What is stopped is told no more; what begins then has its own steps.
    async fn a_stop_cancels_what_is_pending(app: TestApp) {
        let number = filed(&app, "140821", "1");
        let (officer, _) = app.bureau("140821");
        it_is(&app, "2026-12-02");
        app.act(&officer, &number, Statement::Accept);
        for day in ["2026-12-03", "2026-12-05", "2026-12-08", "2026-12-15", "2027-01-10"] {
            it_is(&app, day);
        }
        assert_eq!(steps(&app), []);
        // 60 days from 2 December end on Sunday 31 January, and so on 1 February; two thirds on the 12th.
        it_is(&app, "2027-01-12");
        assert_eq!(steps(&app), [pair("two_thirds", 0)]);
        // More time: the old steps are none any more.
        app.tamper("UPDATE deadlines SET due_on = '2027-03-03' WHERE stopped_on IS NULL").expect("a clock");
        it_is(&app, "2027-01-29");
        assert_eq!(steps(&app).len(), 1);
        it_is(&app, "2027-02-28");
        assert_eq!(steps(&app)[1..], [pair("three_days", 0)]);
    }

    /// Two nodes sweep at once: each warning once, with its alerts.
    async fn two_nodes_tell_each_once(app: TestApp) {
        for index in 0..12 {
            app.file(told("140821", &format!("{index:0>32}")));
        }
        app.run_jobs();
        let other = app.another_node();
        let at: DateTime<Utc> = "2026-12-03T02:00:00Z".parse().expect("a time");
        app.app.clock.set(at);
        std::thread::scope(|scope| {
            for node in [&app.app, &other, &app.app, &other] {
                scope.spawn(move || SweepDeadlines {}.run(node).expect("a sweep"));
            }
        });
        assert_eq!(steps(&app), vec![pair("two_thirds", 0); 12]);
        assert_eq!(told_to(&app, "deadline").len(), 24);
        assert_eq!(to_look_at(&app), 0);
    }

    /// A node that is killed after it claimed the sweep, or in the middle of it, loses nothing and
    /// leaves nothing to be told twice.
    async fn a_killed_node_is_made_up_for(app: TestApp) {
        filed(&app, "140821", "1");
        filed(&app, "140882", "2");
        let other = app.another_node();
        let at: DateTime<Utc> = "2026-12-03T02:00:00Z".parse().expect("a time");
        app.app.clock.set(at);
        app.plan();
        // Claimed, and gone before it ran.
        app.tamper("UPDATE jobs SET locked_until = '2026-12-03 02:15:00' WHERE done_at IS NULL").expect("a claim");
        assert_eq!(run(&other), 0, "it is another's");
        assert_eq!(steps(&app).len(), 0);
        app.app.clock.advance(Duration::minutes(16));
        assert!(run(&other) > 0);
        assert_eq!(steps(&app).len(), 2);
        // Ran, and gone before it said so.
        app.tamper("UPDATE jobs SET done_at = NULL, locked_until = '2026-12-03 02:20:00'").expect("a claim");
        app.app.clock.advance(Duration::minutes(16));
        assert!(run(&app.app) > 0);
        assert_eq!((steps(&app).len(), told_to(&app, "deadline").len()), (2, 4));
        assert_eq!(app.mails().len(), 0);
    }

    /// One message a day and person for all warnings of the day, to those who left an address.
    async fn warnings_are_mailed_once_a_day(app: TestApp) {
        let _ = app.bureau("140821");
        app.tamper("UPDATE accounts SET mail = 'officer@example.com' WHERE login = 'officer-140821'").expect("an account");
        let (one, two) = (filed(&app, "140821", "1"), filed(&app, "140821", "2"));
        it_is(&app, "2026-12-03");
        it_is(&app, "2026-12-04");
        let mails = app.mails();
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert!(mails[0].2.contains(&one) && mails[0].2.contains(&two), "{mails:?}");
        it_is(&app, "2026-12-05");
        it_is(&app, "2026-12-06");
        assert_eq!(app.mails().len(), 2);
    }

    /// Urgent: those on duty and the bureau are told at once, by mail too; the province hears of it; the
    /// answer is due within two hours and goes up one level an hour until it is given (I6, T6).
    async fn an_urgent_matter_reaches_those_on_duty(app: TestApp) {
        let _ = (app.supervisor(), app.bureau("140821"));
        app.tamper("UPDATE accounts SET mail = 'duty@example.com' WHERE login = 'supervisor'").expect("an account");
        let mut report = told("140821", &"1".repeat(32));
        report.urgent = true;
        let number = app.file(report).report.number;
        app.run_jobs();
        let mut all = told_to(&app, "urgent");
        all.sort();
        let on_duty = ["140000 province", "140800 dispatcher", "140800 supervisor", "140821 chief", "140821 officer"];
        assert_eq!(all, on_duty);
        assert_eq!(app.mails().len(), 1);
        assert!(app.mails()[0].1.contains(&number));
        let officer = app.officer("140821");
        officer.get(&format!("/cases/{number}")).await.shows("紧急事项回复值班").shows("2026年11月23日 12:00");
        app.province().get("/alerts").await.shows("紧急事项报告");
        let handlers = ["140821 chief", "140821 officer"];
        let city = [&handlers[..], &["140800 supervisor"]].concat();
        let all = [&city[..], &["140000 province"]].concat();
        for (minutes, wanted) in [
            (79, &[][..]),
            (1, &handlers),
            (40, &city),
            (30, &[]),
            (30, &all),
            (60, &all),
        ] {
            let before = told_to(&app, "urgent").len();
            app.app.clock.advance(Duration::minutes(minutes));
            app.plan();
            app.run_jobs();
            assert_eq!(told_to(&app, "urgent")[before..], *wanted, "{minutes} more minutes");
        }
        let (login, _) = app.bureau("140821");
        app.act(&login, &number, Statement::Accept);
        let open: Vec<String> = app.query(|connection| {
            let hours = deadlines::table.filter(deadlines::due_at.is_not_null());
            Ok(hours.filter(deadlines::stopped_on.is_null()).select(deadlines::policy).load(connection)?)
        });
        assert_eq!(open, ["urgent_site"], "the answer is given");
        app.run_jobs();
    }

    /// Neither a return nor a proposal not to accept stops a clock, and the next bureau has what is
    /// left of the time (R6, T6): whoever has it now is warned, hour by hour.
    async fn a_return_stops_no_clock_of_an_urgent_matter(app: TestApp) {
        let _ = (app.dispatcher(), app.supervisor());
        let mut report = told("140821", &"1".repeat(32));
        report.urgent = true;
        let number = app.file(report).report.number;
        let (officer, chief) = app.bureau("140821");
        let begun = clocks_of_hours(&app);
        assert_eq!(begun.len(), 2);
        let decline = Statement::ProposeDecline {
            reason: "too_vague".to_owned(),
            points_to: None,
            explanation: "线索过于笼统".to_owned(),
        };
        app.act(&officer, &number, decline);
        assert_eq!(clocks_of_hours(&app), begun, "nobody has seen to it yet");
        app.act(&chief, &number, Statement::SendBack { note: "线索可查".to_owned() });
        app.act(&officer, &number, Statement::Return { reason: "不在本辖区".to_owned() });
        assert_eq!(clocks_of_hours(&app), begun, "a return stops no clock");
        assert_eq!(warned_after(&app, 121), ["140800 dispatcher", "140800 supervisor"]);

        let (next, _) = app.bureau("140882");
        let assign = Statement::Assign { bureau: "140882".to_owned(), reason: "属地".to_owned() };
        app.act("dispatcher", &number, assign);
        assert_eq!(clocks_of_hours(&app), begun, "what is left of the time");
        let wanted = ["140882 chief", "140882 officer", "140800 supervisor", "140000 province"];
        assert_eq!(warned_after(&app, 60), wanted);
        app.act(&next, &number, Statement::Accept);
        assert_eq!(clocks_of_hours(&app), begun[1..], "the answer is given, the visit is not made");
    }

    /// Those whom an urgent report is about hear nothing of it (R3).
    async fn an_urgent_matter_is_kept_from_those_it_is_about(app: TestApp) {
        let mut report = told("140821", &"1".repeat(32));
        report.urgent = true;
        report.text = "临猗县生态环境局的工作人员收受企业好处，包庇偷排".to_owned();
        let number = app.file(report).report.number;
        app.run_jobs();
        assert!(app.case(&number).is_kept_from("140821"), "{:?}", app.case(&number));
        let all = told_to(&app, "urgent");
        assert!(all.iter().any(|to| to.starts_with("140800")) && !all.iter().any(|to| to.starts_with("140821")), "{all:?}");
        let _ = app.staff("officer-140821", Role::Officer, "140821");
        let told: i64 = app.query(|connection| Ok(events::table.count().get_result(connection)?));
        assert!(told > 0);
    }
}

/// The clocks with hours that run, and when each ends; the answer before the visit.
fn clocks_of_hours(app: &TestApp) -> Vec<(String, Option<NaiveDateTime>)> {
    app.query(|connection| {
        let running = deadlines::table.filter(deadlines::stopped_on.is_null());
        let hours = running.filter(deadlines::due_at.is_not_null()).order(deadlines::policy);
        Ok(hours.select((deadlines::policy, deadlines::due_at)).load(connection)?)
    })
}

/// Whom the sweep tells of an urgent matter so many minutes later.
fn warned_after(app: &TestApp, minutes: i64) -> Vec<String> {
    let before = told_to(app, "urgent").len();
    app.app.clock.advance(Duration::minutes(minutes));
    app.plan();
    app.run_jobs();
    told_to(app, "urgent").split_off(before)
}

fn run(app: &App) -> usize {
    jobs::run_due(app, &server::registry()).expect("jobs run")
}

/// Running clocks that a sweep would look at now.
fn to_look_at(app: &TestApp) -> i64 {
    let now = app.app.clock.now();
    app.query(|connection| {
        let running = deadlines::table.filter(deadlines::stopped_on.is_null());
        Ok(running.filter(deadlines::look_at.le(now)).count().get_result(connection)?)
    })
}
