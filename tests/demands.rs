//! `P5`: the city supervises one matter 督办: demands, is reported to, is satisfied or demands again.

use chrono::Duration;
use minsheng::{
    cases::statement::Statement,
    db::schema::{cases, demands},
};

use crate::{
    on_both,
    support::{
        Client, Page, TestApp,
        acts::{send, told},
    },
};

const LINYI: &str = "140821";
const XIA: &str = "140828";
const DEMAND: &str = "查清夜间排放的来源，责令停产，报送监测报告。";

/// Demands something about the matter from its page, and says where it is.
async fn demanded(app: &TestApp, number: &str) -> String {
    let supervisor = app.supervisor();
    let link = format!("/demands/new?case={number}");
    supervisor.get(&format!("/cases/{number}")).await.shows(&link.replace('=', "&#x3D;"));
    let form = supervisor.get(&link).await;
    let due = form.field("demand_due");
    let missing = [("case", number), ("demand_due", "2026-11-01")];
    let refused = supervisor.post("/demands", &missing).await;
    assert_eq!(refused.status, 422);
    refused.shows("请写明督办要求").shows("2026-11-01");
    let fields = [("case", number), ("demand_text", DEMAND), ("demand_due", due.as_str())];
    let made = supervisor.post("/demands", &fields).await;
    assert_eq!(made.status, 303, "{}", made.words());
    supervisor.follow(&made).await.shows("已发出督办").shows(DEMAND).shows("待报告");
    made.location().split('?').next().unwrap_or_default().to_owned()
}

/// Sends a form of the page as it is now.
async fn sent(who: &Client, path: &str, act: &str, fields: &[(&str, &str)]) -> Page {
    let version = who.get(path).await.field("version");
    let fields = [&[("version", version.as_str())], fields].concat();
    who.post(&format!("{path}/{act}"), &fields).await
}

fn mail_to(app: &TestApp, login: &str, address: &str) {
    app.tamper(&format!("UPDATE accounts SET mail = '{address}' WHERE login = '{login}'")).unwrap();
}

on_both! {
    /// From the demand to its end: the bureau is told and reports, the city demands again and is satisfied;
    /// it stands in the timeline, on desk and boards and among the figures, and nowhere outside the office.
    async fn a_matter_is_supervised_to_its_end(app: TestApp) {
        let number = app.file(told(LINYI, "one")).case.number;
        let other = app.file(told(LINYI, "other")).case.number;
        let (officer, chief) = (app.officer(LINYI), app.chief(LINYI));
        let path = demanded(&app, &number).await;
        let (supervisor, due) = (app.supervisor(), app.case(&number).due_on);
        officer.get(&path).await.shows("从2026年11月23日（星期一）起算").hides("不由期限推算");
        officer.get("/demands").await.shows(&format!("{path}#reckoned")).shows("<tr data-row").shows("js/desk.js");

        let twice = [("case", number.as_str()), ("demand_text", "再来一次"), ("demand_due", "2026-12-10")];
        let twice = supervisor.post("/demands", &twice).await;
        assert_eq!(twice.status, 409);
        twice.shows("正在督办").shows("再来一次");
        let page = supervisor.get(&format!("/cases/{number}")).await;
        page.shows(DEMAND).hides("/demands/new").shows("督办");
        assert_eq!(app.case(&number).due_on, due, "the dates of the matter stay");

        // Desk, board, oversight, and the bureau's own pages.
        let desk = officer.get("/desk").await;
        assert_eq!(desk.text.matches("<span class=\"ms-urgent\">督办</span>").count(), 1);
        officer.get("/alerts").await.shows(&format!("督办：{number}，请按期报告"));
        chief.get("/demands").await.shows(DEMAND).shows(&number);
        supervisor.get("/board").await.shows(&format!("/demands?which=waiting&amp;bureau={LINYI}"));
        let href = format!("/demands?which&#x3D;waiting&amp;bureau&#x3D;{LINYI}");
        supervisor.get("/oversight").await.shows(&href);
        supervisor.get(&format!("/demands?which=waiting&bureau={LINYI}")).await.shows(DEMAND);
        supervisor.get(&format!("/demands?bureau={XIA}")).await.hides(DEMAND);

        // Others know nothing of it, and nobody outside the office.
        for who in [app.officer(XIA), app.chief(XIA)] {
            assert_eq!(who.get(&path).await.status, 404);
            who.get("/demands").await.hides(DEMAND);
            assert_eq!(who.post(&format!("{path}/report"), &[("version", "0"), ("demand_report", "x")]).await.status, 404);
        }
        // Nor those who assist with the matter and find it by its number.
        let (bureau, request) = (XIA.to_owned(), "请查上游排口".to_owned());
        app.act("supervisor", &number, Statement::Assist { bureau, request, due_on: None });
        let assisting = app.officer(XIA);
        let tag = "<span class=\"ms-urgent\">督办</span>";
        let found = format!("/desk?q={number}");
        assisting.get(&found).await.shows("夜里有刺鼻的气味").hides(tag);
        officer.get(&found).await.shows(tag);
        assert_eq!(assisting.get(&path).await.status, 404);
        for who in [app.clerk(), app.department("140800-police"), app.province(), app.administrator()] {
            assert_eq!(who.get(&path).await.status, 403);
            assert_eq!(who.get("/demands").await.status, 403);
        }
        assert_eq!(app.citizen().get(&path).await.status, 303);
        app.citizen().get(&format!("/track/{number}")).await.hides(DEMAND);
        assert_eq!(app.dispatcher().get(&format!("/demands/new?case={number}")).await.status, 403);
        assert_eq!(officer.get(&format!("/demands/new?case={number}")).await.status, 403);

        let empty = sent(&officer, &path, "report", &[("demand_report", " ")]).await;
        assert_eq!(empty.status, 422);
        empty.shows("请写明办理情况");
        assert_eq!(sent(&supervisor, &path, "report", &[("demand_report", "x")]).await.status, 403);
        assert_eq!(sent(&supervisor, &path, "again", &[("demand_more", "x"), ("demand_due", "2026-12-20")]).await.status, 409);
        assert_eq!(sent(&officer, &path, "report", &[("demand_report", "已责令停产，正在监测。")]).await.status, 303);
        let own = [("version", "1"), ("demand_end", "自己结束")];
        let late = chief.post(&format!("{path}/ending"), &own).await;
        assert_eq!(late.status, 403, "C2");
        let stale = officer.post(&format!("{path}/report"), &[("version", "0"), ("demand_report", "另一份报告")]).await;
        assert_eq!(stale.status, 409);
        stale.shows("另一份报告");
        supervisor.get("/alerts").await.shows(&format!("{number} 的督办已报告"));
        supervisor.get("/demands?which=reported").await.shows(DEMAND);
        // The boards count what waits for a report, and so does the list that they lead to.
        supervisor.get("/board").await.hides("/demands?which=waiting");
        supervisor.get("/demands?which=waiting").await.hides(DEMAND);

        let bare = sent(&supervisor, &path, "again", &[("demand_more", ""), ("demand_due", "2026-11-01")]).await;
        assert_eq!(bare.status, 422);
        bare.shows("请写明还要做到什么");
        let again = [("demand_more", "没有监测报告"), ("demand_due", "2026-12-20")];
        assert_eq!(sent(&supervisor, &path, "again", &again).await.status, 303);
        officer.get("/alerts").await.shows(&format!("再次督办：{number}"));
        officer.get(&path).await.shows("没有监测报告").shows("已责令停产，正在监测").shows("不由期限推算");
        assert_eq!(sent(&officer, &path, "report", &[("demand_report", "监测达标，报告附后。")]).await.status, 303);
        for sql in [
            "UPDATE demands SET demand = 'x'",
            "DELETE FROM demands",
            "UPDATE demand_reports SET text = 'x'",
            "DELETE FROM demand_reports",
            "UPDATE demand_reports SET satisfied = TRUE, decided_by = by_account, decided_at = at WHERE satisfied IS NULL",
        ] {
            assert!(app.tamper(sql).is_err(), "{sql}");
        }
        assert_eq!(sent(&supervisor, &path, "ending", &[]).await.status, 303);
        supervisor.get(&path).await.shows("同意，督办结束");
        officer.get("/alerts").await.shows(&format!("{number} 的督办已结束"));
        officer.get("/desk").await.hides("<span class=\"ms-urgent\">督办</span>");
        supervisor.get("/demands").await.hides(DEMAND);
        supervisor.get("/demands?which=ended").await.shows(DEMAND);
        let page = officer.get(&format!("/cases/{number}")).await;
        page.shows("再次督办").shows("报告督办事项办理情况").shows("结束督办");
        app.citizen().get(&format!("/track/{number}")).await.hides("再次督办").hides("结束督办");

        // A figure, which opens to the matter, and is in circulars where chases are.
        app.count();
        let behind = format!("/statistics/matters?figure=demanded&period=year&county={LINYI}");
        supervisor.get(&behind).await.shows(&number).hides(&other);
        supervisor.get("/oversight").await.shows("figure&#x3D;demanded");
        let circular = [
            ("topic", "lateness"), ("from", "2026-01-01"), ("until", "2026-11-23"),
            ("due_on", "2027-03-01"), ("bureau", LINYI),
        ];
        let circular = supervisor.post("/circulars", &circular).await;
        supervisor.follow(&circular).await.shows("figure&#x3D;demanded");
        app.run_jobs();
    }

    /// Who gets the matter from another bureau is told of the demand once it can no longer be taken back, who
    /// gave it away no more; a transfer that is taken back tells nobody.
    async fn who_gets_a_supervised_matter_is_told(app: TestApp) {
        let number = app.file(told(LINYI, "one")).case.number;
        let _ = app.bureau(LINYI);
        app.act(&format!("officer-{LINYI}"), &number, Statement::Accept);
        let path = demanded(&app, &number).await;
        let (dispatcher, officer) = (app.dispatcher(), app.officer(XIA));
        let words = format!("转到本单位的 {number} 正在督办");
        let form = [("bureau", XIA), ("reason", "地址在夏县")];
        let back = format!("/cases/{number}/undo");
        assert_eq!(send(&dispatcher, &number, "transfer", &form).await.status, 303);
        assert_eq!(dispatcher.post(&back, &[]).await.status, 303);
        app.run_jobs();
        app.app.clock.advance(Duration::seconds(11));
        app.run_jobs();
        officer.get("/alerts").await.hides(&number);
        assert_eq!(send(&dispatcher, &number, "transfer", &form).await.status, 303);
        app.app.clock.advance(Duration::seconds(11));
        app.run_jobs();
        officer.get("/alerts").await.shows(&words);
        officer.get(&path).await.shows(DEMAND).shows("name=\"demand_report\"");
        app.officer(LINYI).get("/alerts").await.hides(&words);
        assert_eq!(app.officer(LINYI).get(&path).await.status, 404);
        app.run_jobs();
    }

    /// T9: who owes a report is reminded, then its chief and the city are told, each step once and by mail;
    /// one that is no longer asked for ends with its reason.
    async fn a_late_report_goes_up(app: TestApp) {
        let number = app.file(told(LINYI, "one")).case.number;
        let _ = app.bureau(LINYI);
        mail_to(&app, "chief-140821", "chief@example.com");
        let path = demanded(&app, &number).await;
        let count = |page: &Page, words: &str| page.text.matches(words).count();
        for _ in 0..16 {
            app.app.clock.advance(Duration::days(1));
            app.plan();
            app.run_jobs();
        }
        let mails = app.mails();
        let to_chief = |words: &str| {
            mails.iter().filter(|(to, _, body)| to.contains("chief@") && body.contains(words)).count()
        };
        assert_eq!(to_chief(&format!("督办：{number}")), 1, "{mails:?}");
        let supervisor = app.supervisor();
        let officer = app.officer(LINYI).get("/alerts").await;
        assert_eq!(count(&officer, "的督办报告快到期限了"), 3, "two thirds, three days, the day");
        assert_eq!(count(&officer, "督办报告逾期未报"), 0, "that is for the chief");
        supervisor.get("/demands?which=late").await.shows(DEMAND);
        for weeks in 1..=2 {
            app.app.clock.advance(Duration::days(7));
            app.plan();
            app.run_jobs();
            for who in [app.supervisor(), app.chief(LINYI)] {
                assert_eq!(count(&who.get("/alerts").await, "督办报告逾期未报"), weeks, "each week");
            }
        }
        let supervisor = app.supervisor();
        assert_eq!(sent(&supervisor, &path, "ending", &[("demand_end", "")]).await.status, 422);
        assert_eq!(sent(&supervisor, &path, "ending", &[("demand_end", "事项已移送省厅")]).await.status, 303);
        app.officer(LINYI).get(&path).await.shows("事项已移送省厅");
        app.run_jobs();
    }

    /// What is kept from a bureau is kept from it here, too (`R3`); what has ended is not supervised.
    async fn what_is_against_a_bureau_is_kept_from_it(app: TestApp) {
        use diesel::prelude::*;
        let mut new = told(XIA, "against");
        new.text = "夏县环保局的人收了好处，包庇纸厂，举报多次不管".to_owned();
        new.plant = "夏县生态环境局".to_owned();
        let hidden = app.file(new).case.number;
        let path = demanded(&app, &hidden).await;
        for who in [app.officer(XIA), app.chief(XIA)] {
            assert_eq!(who.get(&path).await.status, 404);
            who.get("/demands").await.hides(DEMAND);
            who.get("/alerts").await.hides(&hidden);
        }
        let of: Vec<(String, String)> = app.query(|connection| {
            let all = demands::table.inner_join(cases::table.on(cases::id.eq(demands::case_id)));
            Ok(all.select((cases::number, demands::state)).load(connection)?)
        });
        assert_eq!(of, [(hidden, "open".to_owned())]);
        let ended = app.file(told(LINYI, "ended")).case.number;
        app.conclude(LINYI, &ended, "partly");
        let supervisor = app.supervisor();
        let form = [("case", ended.as_str()), ("demand_text", "x"), ("demand_due", "2026-12-20")];
        let refused = supervisor.post("/demands", &form).await;
        assert_eq!(refused.status, 409);
        refused.shows("已经办结");
        let _ = app.dispatcher();
        app.act("supervisor", &ended, Statement::Rehandle { reason: "又反映".to_owned() });
        supervisor.get(&format!("/cases/{ended}")).await.shows("/demands/new");
        app.run_jobs();
    }
}
