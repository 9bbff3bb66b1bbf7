//! An act can be taken back for ten seconds: everything is as it was, and the timeline says so (`S4`).

use chrono::Duration;
use diesel::prelude::*;
use minsheng::{
    cases::{
        Case,
        records::{
            Direction, Extension, Finding, Inspection, Measure, Part, Promise, Proposal, Transfer,
        },
        undo,
    },
    db::schema::{enterprises, events},
    deadlines::deadline,
    timeline,
};

use super::{CONCLUSION, INSPECTION, act, filed};
use crate::{
    cases::report,
    on_both,
    support::{Client, TestApp},
};

/// All that is on record of a matter, its version apart.
fn everything(app: &TestApp, number: &str) -> String {
    let number = number.to_owned();
    app.query(move |connection| {
        let mut case = Case::by_number(connection, &number)?;
        let id = case.id;
        case.version = 0;
        Ok(format!(
            "{case:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}",
            deadline::of_case(connection, id)?,
            Transfer::of_case(connection, id)?,
            Inspection::of_case(connection, id)?,
            Finding::of_case(connection, id)?,
            Measure::of_case(connection, id)?,
            Proposal::of_case(connection, id)?,
            Part::of_case(connection, id)?,
            Promise::of_case(connection, id)?,
            Extension::of_case(connection, id)?,
            Direction::of_case(connection, id)?,
        ))
    })
}

/// How many entries the matter's timeline has.
fn entries(app: &TestApp, number: &str) -> i64 {
    let id = app.case(number).id;
    app.query(move |connection| {
        let mine =
            events::table.filter(events::subject.eq("case")).filter(events::subject_id.eq(id));
        Ok(mine.count().get_result(connection)?)
    })
}

/// Does the act and takes it back, which leaves nothing but two entries; then does it for good.
async fn there_and_back(
    app: &TestApp,
    who: &Client,
    number: &str,
    resource: &str,
    fields: &[(&str, &str)],
) {
    let (before, told, version) =
        (everything(app, number), entries(app, number), app.case(number).version);
    act(who, number, resource, fields).await;
    assert_ne!(everything(app, number), before, "{resource} changes nothing");
    app.app.clock.advance(Duration::milliseconds(9_900));
    let back = who.post(&format!("/cases/{number}/undo"), &[]).await;
    assert_eq!(back.status, 303, "{resource}: {}", back.words());
    who.follow(&back).await.shows("已撤销");
    assert_eq!(everything(app, number), before, "{resource}");
    assert_eq!(entries(app, number), told + 2, "{resource}");
    assert!(app.case(number).version > version, "{resource}: old forms would still be good");
    act(who, number, resource, fields).await;
    app.app.clock.advance(undo::TIME);
    app.run_jobs();
}

on_both! {
    /// Every act that can be taken back leaves the matter, its clocks, its owner and its records as
    /// they were; the chain of the timeline holds.
    async fn everything_is_as_it_was(app: TestApp) {
        let number = filed(&app, report("back", None)).case.number;
        let (dispatcher, officer, chief) =
            (app.dispatcher(), app.officer("临猗县"), app.chief("临猗县"));
        let power = app.department("140800-power");
        let order = [("bureau", "140821"), ("reason", "企业在临猗")];
        there_and_back(&app, &dispatcher, &number, "assignment", &order).await;
        there_and_back(&app, &officer, &number, "return", &[("reason", "不在我县")]).await;
        there_and_back(&app, &dispatcher, &number, "assignment", &order).await;
        let decline = [("reason", "too_vague"), ("explanation", "请补充")];
        there_and_back(&app, &officer, &number, "decline", &decline).await;
        there_and_back(&app, &chief, &number, "correction", &[("note", "可以受理")]).await;
        there_and_back(&app, &officer, &number, "acceptance", &[]).await;
        there_and_back(&app, &officer, &number, "inspections", &INSPECTION).await;
        let finding = [("verdict", "substantiated"), ("finding", "采样超标")];
        there_and_back(&app, &officer, &number, "findings", &finding).await;
        let fine = [("kind", "fine"), ("amount", "0.5"), ("detail", "罚款"), ("document", "1号")];
        there_and_back(&app, &officer, &number, "measures", &fine).await;
        let request = [("department", "140800-power"), ("request", "请停止供电")];
        there_and_back(&app, &officer, &number, "referrals", &request).await;
        there_and_back(&app, &power, &number, "reply", &[("reply", "已停电")]).await;
        let time = [("days", "20"), ("extension_reason", "等待检测报告")];
        there_and_back(&app, &officer, &number, "extension-request", &time).await;
        there_and_back(&app, &chief, &number, "extension", &[]).await;
        let mut partial = CONCLUSION.to_vec();
        partial.extend([("promise1", "安装收集装置"), ("promise1_due", "2026-12-20")]);
        there_and_back(&app, &officer, &number, "partial-conclusion", &partial).await;
        there_and_back(&app, &chief, &number, "correction", &[("note", "整体办结")]).await;
        there_and_back(&app, &officer, &number, "conclusion", &CONCLUSION).await;
        there_and_back(&app, &chief, &number, "approval", &[]).await;
        let vault = app.app.vault.clone();
        let broken = app.query(move |connection| Ok(timeline::verify(connection, &vault)?));
        assert!(broken.is_none(), "{broken:?}");
    }

    /// The mail of an act that was taken back never leaves; that of one that was not leaves after
    /// its ten seconds (`I3`).
    async fn the_mail_waits_until_it_cannot_be_taken_back(app: TestApp) {
        let mut new = report("mail", Some("140821"));
        new.reporter_kind = "named";
        new.identity.mail = "reporter@example.com".to_owned();
        let number = filed(&app, new).case.number;
        app.run_jobs();
        let before = app.mails().len();
        let officer = app.officer("临猗县");
        act(&officer, &number, "acceptance", &[]).await;
        let due = || minsheng::jobs::run_due(&app.app, &minsheng::server::registry()).expect("jobs");
        due();
        assert_eq!(app.mails().len(), before, "sent before it was sure");
        assert_eq!(officer.post(&format!("/cases/{number}/undo"), &[]).await.status, 303);
        app.app.clock.advance(Duration::minutes(1));
        due();
        assert_eq!(app.mails().len(), before, "sent although it was taken back");
        act(&officer, &number, "acceptance", &[]).await;
        app.app.clock.advance(undo::TIME);
        due();
        assert_eq!(app.mails().len(), before + 1);
    }

    /// Not after ten seconds, not by another person, not when something happened since, not twice.
    async fn an_act_stands_once_its_time_is_over(app: TestApp) {
        let number = filed(&app, report("late", Some("140821"))).case.number;
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        let path = format!("/cases/{number}/undo");
        assert_eq!(officer.post(&path, &[]).await.status, 409, "nothing was done yet");
        act(&officer, &number, "acceptance", &[]).await;
        officer.get(&format!("/cases/{number}")).await.shows("还可以撤销").shows(&path);
        officer.get("/desk").await.shows("还可以撤销");
        chief.get(&format!("/cases/{number}")).await.hides("还可以撤销");
        assert_eq!(chief.post(&path, &[]).await.status, 409, "not by another person");
        app.app.clock.advance(undo::TIME);
        officer.get(&format!("/cases/{number}")).await.hides("还可以撤销");
        // Nobody was faster, and the way back is to the page that it was done on.
        let from = format!("{}/desk?state=assigned", app.base);
        for (from, is_ours) in [(from.as_str(), true), ("https://evil.example/desk", false)] {
            let form = "application/x-www-form-urlencoded";
            let head = [("origin", app.base.as_str()), ("referer", from), ("content-type", form)];
            let late = officer.send(&path, &head, Vec::new()).await;
            assert_eq!(late.status, 409);
            late.shows("现在不能撤销了").shows("撤销的时间已过").hides("刚刚有人办过").hides("evil.example");
            assert_eq!(late.text.contains("href=\"/desk?state&#x3D;assigned\""), is_ours, "{from}");
        }
        assert_eq!(app.case(&number).state, "accepted");
        act(&officer, &number, "inspections", &INSPECTION).await;
        act(&chief, &number, "findings", &[("verdict", "partly"), ("finding", "部分超标")]).await;
        assert_eq!(officer.post(&path, &[]).await.status, 409, "the chief acted since");
        assert_eq!(chief.post(&path, &[]).await.status, 303);
        assert_eq!(chief.post(&path, &[]).await.status, 409, "twice");
        assert_eq!(app.case(&number).verdict, None);
        app.run_jobs();
    }

    /// Whoever handed a matter away and no longer sees it can still take that back, from the list.
    async fn what_was_handed_away_comes_back(app: TestApp) {
        let number = filed(&app, report("away", Some("140821"))).case.number;
        let officer = app.officer("临猗县");
        officer.post(&format!("/cases/{number}/claim"), &[]).await;
        act(&officer, &number, "return", &[("reason", "点错了")]).await;
        assert_eq!(officer.get(&format!("/cases/{number}")).await.status, 404);
        assert_eq!(app.case(&number).claimed_by, None);
        officer.get("/desk").await.shows(&format!("/cases/{number}/undo"));
        officer.post(&format!("/cases/{number}/undo"), &[]).await;
        officer.get(&format!("/cases/{number}")).await.shows("就是我");
        assert_eq!(app.case(&number).returns, 0);
        app.run_jobs();
    }

    /// What told others of an act goes with it; where an urgent matter goes is told at once and stands
    /// (`I6`, `R7`).
    async fn nobody_is_left_with_the_news_of_it(app: TestApp) {
        let number = filed(&app, report("news", Some("140821"))).case.number;
        let (officer, power) = (app.officer("临猗县"), app.department("140800-power"));
        act(&officer, &number, "acceptance", &[]).await;
        let request = [("department", "140800-power"), ("request", "请停止供电")];
        act(&officer, &number, "referrals", &request).await;
        power.get("/alerts").await.shows(&number);
        officer.post(&format!("/cases/{number}/undo"), &[]).await;
        power.get("/alerts").await.hides(&number);
        assert_eq!(power.get(&format!("/cases/{number}")).await.status, 404);
        let mut urgent = report("urgent", None);
        urgent.urgent = true;
        let urgent = filed(&app, urgent).case.number;
        let dispatcher = app.dispatcher();
        act(&dispatcher, &urgent, "assignment", &[("bureau", "140821"), ("reason", "紧急")]).await;
        dispatcher.get(&format!("/cases/{urgent}")).await.hides("还可以撤销");
        assert_eq!(dispatcher.post(&format!("/cases/{urgent}/undo"), &[]).await.status, 409);
        app.run_jobs();
    }

    /// What is public the moment it is done cannot be taken back.
    async fn a_publication_stands(app: TestApp) {
        let number = filed(&app, report("public", Some("140821"))).case.number;
        app.conclude("140821", &number, "substantiated");
        let chief = app.chief("临猗县");
        app.app.clock.advance(undo::TIME);
        let text = [("public_text", "已责令改正"), ("checked", "yes")];
        act(&chief, &number, "publication", &text).await;
        chief.get(&format!("/cases/{number}")).await.hides("还可以撤销");
        assert_eq!(chief.post(&format!("/cases/{number}/undo"), &[]).await.status, 409);
        app.run_jobs();
    }


    /// `C6`, `I8`: a plant that was closed, or had its matter taken to another county, by mistake is what it
    /// was, also when the jobs were quicker.
    async fn a_plant_is_what_it_was(app: TestApp) {
        let mut new = report("plant", Some("140821"));
        new.plant = "青禾印染厂".to_owned();
        let number = filed(&app, new).case.number;
        let (officer, dispatcher) = (app.officer("临猗县"), app.dispatcher());
        act(&officer, &number, "acceptance", &[]).await;
        app.run_jobs();
        let plants = || -> Vec<(String, String, i32)> {
            app.query(|connection| {
                let all = enterprises::table.order(enterprises::id);
                let of_each = (enterprises::county, enterprises::state, enterprises::reports);
                Ok(all.select(of_each).load(connection)?)
            })
        };
        let as_it_was = vec![("140821".to_owned(), "operating".to_owned(), 1)];
        assert_eq!(plants(), as_it_was);
        let due = || minsheng::jobs::run_due(&app.app, &minsheng::server::registry()).expect("jobs");
        let closure = [("kind", "closure"), ("detail", "责令关停"), ("document", "2号")];
        let back = format!("/cases/{number}/undo");
        act(&officer, &number, "measures", &closure).await;
        due();
        assert_eq!(officer.post(&back, &[]).await.status, 303);
        app.run_jobs();
        assert_eq!(plants(), as_it_was);
        act(&dispatcher, &number, "transfer", &[("bureau", "140882"), ("reason", "在河津")]).await;
        assert_eq!(plants().len(), 2);
        assert_eq!(dispatcher.post(&back, &[]).await.status, 303);
        let reports: Vec<i32> = plants().into_iter().map(|(.., reports)| reports).collect();
        assert_eq!(reports, [1, 0]);
        // And for good.
        act(&officer, &number, "measures", &closure).await;
        app.run_jobs();
        assert_eq!(plants()[0], ("140821".to_owned(), "closed".to_owned(), 1));
    }
}
