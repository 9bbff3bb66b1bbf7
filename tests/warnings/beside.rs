//! What is owed beside a matter's own limits is warned of by the same steps (`T9`): decisions on bad
//! ratings (`C7`), parts of others (`R7`), promises (`C3`).

use chrono::Days;
use diesel::prelude::*;
use minsheng::{
    cases::{statement::Statement, warnings::SweepDeadlines},
    db::schema::{alerts, duty_warnings, referrals},
    jobs::Job as _,
    reports::LookupCode,
};

use super::{filed, it_is, told_to};
use crate::{
    on_both,
    support::{TestApp, acts::told},
};

/// It is that day, for two nodes.
fn on(app: &TestApp, days: &[&str]) {
    let other = app.another_node();
    for day in days {
        it_is(app, day);
        SweepDeadlines {}.run(&other).expect("a sweep");
        it_is(app, day);
    }
}

/// The steps told so far of that limit, in order.
fn steps(app: &TestApp, policy: &'static str) -> Vec<String> {
    app.query(move |connection| {
        let rows: Vec<(String, i32)> = duty_warnings::table
            .filter(duty_warnings::policy.eq(policy))
            .order(duty_warnings::id)
            .select((duty_warnings::kind, duty_warnings::step))
            .load(connection)?;
        Ok(rows.into_iter().map(|(kind, step)| format!("{kind} {step}")).collect())
    })
}

on_both! {
    /// The city is told of a decision that it owes, and the province when it is late; the matter itself is
    /// over. What is decided is told no more.
    async fn a_bad_rating_is_to_be_decided_in_time(app: TestApp) {
        let key = "warnings-story-rating-1";
        let number = app.file(told("140821", key)).report.number;
        app.conclude("140821", &number, "substantiated");
        let (citizen, page) = (app.citizen(), format!("/track/{number}"));
        let code = LookupCode::of_submission(&app.app.vault, key).spoken();
        citizen.post("/track", &[("number", number.as_str()), ("code", code.as_str())]).await;
        let answer = citizen.get(&page).await.field("answer");
        let bad = [("answer", answer.as_str()), ("intake", "satisfied"), ("handling", "not"), ("cause", "slow")];
        let sent = citizen.post(&format!("{page}/rating"), &bad).await;
        assert_eq!(sent.status, 303, "{}", sent.words());

        // Ten working days from Monday 23 November 2026 end on Monday 7 December.
        on(&app, &["2026-12-02", "2026-12-03"]);
        let alert = format!("{number} 的决定是否重办期限还剩 4 天（2026年12月7日）");
        app.supervisor().get("/alerts").await.shows(&alert);
        on(&app, &["2026-12-04", "2026-12-06", "2026-12-07", "2026-12-14", "2026-12-21"]);
        let policy = "rehandling_decision";
        assert_eq!(steps(&app, policy), ["two_thirds 0", "three_days 0", "last_day 0", "late 1", "late 2"]);
        let city = "140800 supervisor";
        assert_eq!(told_to(&app, "deadline"), [city, city, city]);
        assert_eq!(told_to(&app, "escalation"), [city, "140000 province", city, "140000 province"]);
        // The province cannot open what the city decides.
        let links: Vec<(Option<String>, String)> = app.query(|connection| {
            let late = alerts::table.filter(alerts::kind.eq("escalation")).order(alerts::id).limit(2);
            Ok(late.select((alerts::role, alerts::link)).load(connection)?)
        });
        let [(_, decision), (_, elsewhere)] = links.as_slice() else { panic!("{links:?}") };
        assert_eq!(elsewhere, "/alerts");
        // It says how its date was reckoned, too (T8).
        app.supervisor().get(decision).await.shows(&number).shows("期限为10个工作日").shows("因此最后一日是2026年12月7日");
        app.province().get("/alerts").await.shows(&format!("{number} 的决定是否重办期限已逾期 7 天"));
        let matter = app.chief("140821").get(&format!("/cases/{number}")).await;
        assert_eq!(matter.text.matches("“决定是否重办”逾期，已提醒上一级").count(), 2);

        let decided = [("decision", "explain"), ("text", "已派人复核")];
        let sent = app.supervisor().post(&format!("{decision}/decision"), &decided).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        on(&app, &["2026-12-28"]);
        assert_eq!(steps(&app, policy).len(), 5);
    }

    /// Whoever was asked for a part by a day is told, and the level above them when it is late; what is
    /// answered or taken back is told no more, nor what has no day.
    async fn a_part_of_others_is_warned_of(app: TestApp) {
        let number = filed(&app, "140821", "1");
        let (lead, _) = app.bureau("140821");
        let _ = (app.bureau("140882"), app.department("140800-police"), app.department("140800-power"));
        app.act(&lead, &number, Statement::Accept);
        // Ten days, of which two thirds end three days before the last.
        let due_on = Some(app.app.clock.today() + Days::new(10));
        let refer = |department: &str, due_on| Statement::Refer {
            department: department.to_owned(),
            request: "请核查".to_owned(),
            due_on,
        };
        app.act(&lead, &number, refer("140800-police", due_on));
        app.act(&lead, &number, refer("140800-power", None));
        let request = "请查上游排口".to_owned();
        app.act(&lead, &number, Statement::Assist { bureau: "140882".to_owned(), request, due_on });

        on(&app, &["2026-11-29"]);
        assert_eq!(steps(&app, "part"), Vec::<String>::new());
        on(&app, &["2026-11-30", "2026-12-03"]);
        let asked = ["140800-police department", "140882 chief", "140882 officer"];
        assert_eq!(told_to(&app, "deadline"), [asked, asked].concat());
        let police = app.department("140800-police");
        police.get("/alerts").await.shows(&format!("{number} 的协办答复期限还剩 3 天（2026年12月3日）"));
        app.department("140800-power").get("/alerts").await.hides("协办答复期限");
        app.officer("140821").get("/alerts").await.hides("协办答复期限");

        app.act("department-140800-police", &number, Statement::Reply { text: "没有犯罪事实".to_owned() });
        on(&app, &["2026-12-10"]);
        let late = ["140882 chief", "140882 officer", "140800 supervisor"];
        assert_eq!(told_to(&app, "escalation"), late);
        assert_eq!(steps(&app, "part"), ["three_days 0", "three_days 0", "last_day 0", "last_day 0", "late 1"]);
        let part = app.query(|connection| {
            let open = referrals::table.filter(referrals::department.eq("140882"));
            Ok(open.select(referrals::id).first(connection)?)
        });
        app.act(&lead, &number, Statement::TakeBack { part, reason: "自行查清".to_owned() });
        on(&app, &["2026-12-17"]);
        assert_eq!(steps(&app, "part").len(), 5);
    }

    /// What was promised is told to the bureau that has to keep it, from the day on which the answer was
    /// approved, and one level up when it is late; nothing while the matter is withdrawn.
    async fn a_promise_is_warned_of(app: TestApp) {
        let number = filed(&app, "140821", "1");
        app.conclude_in_part("140821", &number);
        let _ = app.supervisor();
        // Twenty days from 23 November 2026 end on Sunday 13 December, as it was said.
        on(&app, &["2026-12-06", "2026-12-07", "2026-12-10", "2026-12-13"]);
        assert_eq!(steps(&app, "promise"), ["two_thirds 0", "three_days 0", "last_day 0"]);
        let handlers = ["140821 chief", "140821 officer"];
        assert_eq!(told_to(&app, "deadline"), [handlers, handlers, handlers].concat());
        app.officer("140821").get("/alerts").await.shows(&format!("{number} 的承诺事项期限今天到期"));
        app.withdraw(&number);
        on(&app, &["2026-12-20"]);
        assert_eq!(steps(&app, "promise").len(), 3, "nobody waits for it");
        app.act("supervisor", &number, Statement::Reopen { reason: "本人又来电".to_owned() });
        on(&app, &["2026-12-21"]);
        assert_eq!(steps(&app, "promise")[3..], ["late 1"]);
        assert_eq!(told_to(&app, "escalation"), ["140821 chief", "140821 officer", "140800 supervisor"]);
    }
}
