//! Who has a matter in hand, who else is in it, the way through the list, and pages of errors.

use std::collections::BTreeSet;

use chrono::Duration;
use futures_util::future::join_all;
use minsheng::accounts::Role;

use super::{act, filed};
use crate::{cases::report, on_both};

/// The name of a form, what is sent, and what of it must be kept.
type Form<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

on_both! {
    /// 领取下一件: urgent ones first, then by date; never the same to two people (`P3`, `I6`).
    async fn the_next_matter_is_taken_once(app: TestApp) {
        let numbers: Vec<String> =
            (0..6).map(|at| filed(&app, report(&format!("next {at}"), Some("140821"))).case.number).collect();
        let mut urgent = report("urgent", Some("140821"));
        urgent.urgent = true;
        let urgent = filed(&app, urgent).case.number;
        let elsewhere = filed(&app, report("elsewhere", Some("140882"))).case.number;
        let (one, two) = (app.officer("临猗县"), app.staff("second", Role::Officer, "140821"));
        let first = one.post("/desk/next", &[]).await;
        assert!(first.location().contains(&urgent), "{}", first.location());
        one.follow(&first).await.shows("已领取").shows("就是我");
        let takes = (0..6).map(|at| if at % 2 == 0 { &one } else { &two });
        let taken = join_all(takes.map(|who| who.post("/desk/next", &[]))).await;
        let taken: BTreeSet<String> =
            taken.iter().map(|page| page.location()["/cases/".len()..].split('?').next().unwrap_or_default().to_owned()).collect();
        assert_eq!(taken, numbers.iter().cloned().collect());
        let none = one.post("/desk/next", &[]).await;
        one.follow(&none).await.shows("没有待领取的事项了");
        assert_eq!(app.case(&elsewhere).claimed_by, None);
        assert_eq!(app.supervisor().post("/desk/next", &[]).await.status, 403);
        one.get("/desk?holder=me").await.shows(&urgent);
        two.get("/desk?holder=me").await.hides(&urgent);
        two.get("/desk?holder=nobody").await.hides(&numbers[0]);
        app.run_jobs();
    }

    /// Taken, handed over, put back, given by the chief; by nobody else, and each in the timeline.
    async fn a_matter_goes_from_hand_to_hand(app: TestApp) {
        let number = filed(&app, report("hand", Some("140821"))).case.number;
        let (one, two) = (app.officer("临猗县"), app.staff("second", Role::Officer, "140821"));
        let (chief, other) = (app.chief("临猗县"), app.officer("永济市"));
        let path = |what: &str| format!("/cases/{number}/{what}");
        assert_eq!(other.post(&path("claim"), &[]).await.status, 404);
        one.post(&path("claim"), &[]).await;
        assert_eq!(two.post(&path("claim"), &[]).await.status, 409);
        assert_eq!(two.post(&path("release"), &[]).await.status, 403);
        assert_eq!(two.post(&path("handover"), &[("to", "second")]).await.status, 403);
        let nobody = one.post(&path("handover"), &[("to", "")]).await;
        assert_eq!(nobody.status, 422);
        nobody.shows("请选择接手的同事");
        assert_eq!(one.post(&path("handover"), &[("to", "officer-永济市")]).await.status, 422);
        assert_eq!(one.post(&path("handover"), &[("to", "second")]).await.status, 303);
        two.get(&format!("/cases/{number}")).await.shows("就是我").shows("转交second经办");
        // Whoever has it now, or has it no more, is told, and nobody of what they did themselves.
        let (mine, gone) = (format!("把 {number} 转交给您经办"), format!("{number} 不再由您经办"));
        two.get("/alerts").await.shows(&mine).hides(&gone);
        one.get("/alerts").await.hides(&mine).hides(&gone);
        chief.post(&path("release"), &[]).await;
        two.get("/alerts").await.shows(&gone);
        chief.post(&path("handover"), &[("to", "officer-临猗县")]).await;
        one.get("/desk?holder=me").await.shows(&number);
        one.get("/alerts").await.shows(&mine);
        chief.get("/alerts").await.hides(&number);
        // A matter that leaves the bureau leaves the hand; the public learns nothing of hands.
        act(&one, &number, "return", &[("reason", "不在我县")]).await;
        assert_eq!(app.case(&number).claimed_by, None);
        app.citizen().get(&format!("/track/{number}")).await.hides("second");
        app.run_jobs();
    }

    /// A matter went to others while somebody wrote: they are told so and keep what they wrote; for
    /// others there is no such matter.
    async fn what_comes_too_late_is_kept(app: TestApp) {
        let number = filed(&app, report("too late", Some("140821"))).case.number;
        let (one, other) = (app.officer("临猗县"), app.officer("永济市"));
        let path = |what: &str| format!("/cases/{number}/{what}");
        one.post(&path("claim"), &[]).await;
        act(&one, &number, "return", &[("reason", "不在我县")]).await;
        let wrong = [("inspected_on", "2026-11-30"), ("officers", "甲"), ("findings", "写了很多字")];
        let forms: [Form<'_>; 3] = [
            ("notes", &[("staff_note", "写了很久的备注")], "写了很久的备注"),
            ("handover", &[("to", "second")], "second"),
            ("inspections", &wrong, "写了很多字"),
        ];
        for (what, form, kept) in forms {
            let late = one.post(&path(what), form).await;
            assert_eq!(late.status, 409, "{what}");
            late.shows("已转由其他单位办理").shows("您填写的内容").shows(kept);
            assert_eq!(other.post(&path(what), form).await.status, 404, "{what}");
        }
        // It is still there, and in somebody else's hand: the page says how it stands.
        let number = filed(&app, report("taken", Some("140821"))).case.number;
        let two = app.staff("second", Role::Officer, "140821");
        two.post(&format!("/cases/{number}/claim"), &[]).await;
        let not_theirs = one.post(&format!("/cases/{number}/handover"), &[("to", "second")]).await;
        assert_eq!(not_theirs.status, 403);
        not_theirs.shows("没有办成：转交同事").shows("现在的情况").shows(&number);
        app.run_jobs();
    }

    /// Whoever works in a matter is seen by the others, and after five minutes no more.
    async fn others_in_the_matter_are_seen(app: TestApp) {
        let number = filed(&app, report("seen", Some("140821"))).case.number;
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        let path = format!("/cases/{number}");
        officer.get(&path).await.hides("正在办理（");
        chief.get(&path).await.shows("officer-临猗县 正在办理（刚刚）");
        app.app.clock.advance(Duration::minutes(2));
        officer.get(&path).await.shows("chief-临猗县 正在办理（2 分钟前）");
        let beat = chief.post(&format!("{path}/presence"), &[]).await;
        beat.shows("officer-临猗县 正在办理（刚刚）").hides("<html");
        app.app.clock.advance(Duration::minutes(6));
        app.supervisor().get(&path).await.hides("正在办理（");
        assert_eq!(app.officer("永济市").post(&format!("{path}/presence"), &[]).await.status, 404);
        // Those who only tell callers how it stands learn nothing of it, and are not seen.
        let clerk = app.clerk();
        clerk.get(&path).await.hides("正在办理（");
        assert_eq!(clerk.post(&format!("{path}/presence"), &[]).await.status, 403);
    }

    /// One at a time fills in the forms of a matter; others see who it is and take over when they must,
    /// whoever had it is told when they send, and it passes by itself. Neither reporters nor those who
    /// only answer their part are held back.
    async fn one_at_a_time_fills_in_the_forms(app: TestApp) {
        let one_report = filed(&app, report("edited", Some("140821"))).report.number;
        let number = one_report.clone();
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        let path = |what: &str| format!("/cases/{number}{what}");
        let (begin, form) = (path("/editing"), format!("action=\"{}\"", path("/acceptance")));
        chief.get(&path("")).await.shows(&form).shows("开始填写").hides("接手编辑");
        officer.post(&begin, &[("version", "0")]).await;
        chief.get(&path("")).await.shows(&form);
        let begun = officer.post(&begin, &[]).await;
        officer.follow(&begun).await.shows("您正在编辑此件").shows(&form);
        let held = "officer-临猗县 自 10:00 起正在编辑此件";
        chief.get(&path("")).await.shows(held).shows("接手编辑").hides(&form);
        chief.post(&begin, &[]).await;
        chief.get(&path("")).await.shows(held).hides(&form);
        chief.post(&path("/presence"), &[]).await.shows(held).hides("<html");
        let reason = [("reason", "写了很久的理由")];
        let refused = chief.post(&path("/return"), &reason).await;
        assert_eq!(refused.status, 409);
        refused.shows(held).shows("再次提交即由您接手编辑").shows("写了很久的理由");
        assert_eq!((refused.field("over").as_str(), app.case(&number).state.as_str()), ("yes", "assigned"));

        let many = [("act", "accept"), ("filled", "yes"), ("track", "violation"), ("number", number.as_str())];
        chief.post("/desk/bulk", &many).await.shows("不能办理 1 件").shows(held);

        // Renewed while the page is open, and over some minutes after the last sign.
        app.app.clock.advance(Duration::minutes(4));
        officer.post(&path("/presence"), &[]).await;
        app.app.clock.advance(Duration::minutes(4));
        chief.get(&path("")).await.shows(held);
        app.app.clock.advance(Duration::minutes(2));
        chief.get(&path("")).await.hides(held).shows(&form);
        chief.post(&begin, &[]).await;
        officer.get(&path("")).await.shows("chief-临猗县 自 10:10 起正在编辑此件").hides(&form);

        // Taken over: who had it keeps what was typed, and may take it back by sending it again.
        let over = officer.post(&begin, &[("over", "yes")]).await;
        officer.follow(&over).await.shows("您正在编辑此件").shows(&form);
        let told = chief.post(&path("/return"), &reason).await;
        assert_eq!(told.status, 409);
        told.shows("officer-临猗县 已于 10:10 接手编辑此件").shows("写了很久的理由");
        act(&chief, &number, "acceptance", &[("over", "yes")]).await;
        officer.get(&path("")).await.hides("正在编辑此件").shows(&path("/referrals"));

        // What others do is not held back, and nobody else learns of it.
        let request = [("department", "140800-power"), ("request", "请停止供电")];
        act(&officer, &number, "referrals", &request).await;
        officer.post(&begin, &[]).await;
        let power = app.department("140800-power");
        power.get(&path("")).await.hides("正在编辑");
        act(&power, &number, "reply", &[("reply", "已停电")]).await;
        assert_eq!(power.post(&begin, &[]).await.status, 403);
        let clerk = app.clerk();
        assert_eq!(clerk.post(&begin, &[]).await.status, 403);
        clerk.get(&path("")).await.hides("编辑此件");
        assert_eq!(app.officer("永济市").post(&begin, &[]).await.status, 404);
        app.citizen().get(&format!("/track/{one_report}")).await.hides("正在编辑");
        app.withdraw(&one_report);
        app.run_jobs();
        assert_eq!(app.case(&number).state, "withdrawn");
    }

    /// The next matter is that of the list one came from, also when an act has moved the matter.
    async fn the_way_on_is_that_of_the_list(app: TestApp) {
        let numbers: Vec<String> =
            (0..3).map(|at| filed(&app, report(&format!("walk {at}"), Some("140821"))).case.number).collect();
        let mut numbers_by_row = numbers.clone();
        numbers_by_row.sort_by_key(|number| app.case(number).id);
        let [first, middle, last] = &numbers_by_row[..] else { unreachable!("three were filed") };
        let officer = app.officer("临猗县");
        officer.get("/desk?state=assigned").await.shows(middle);
        let page = officer.get(&format!("/cases/{middle}")).await;
        page.shows(&format!("href=\"/cases/{first}\" rel=\"prev\""));
        page.shows(&format!("href=\"/cases/{last}\" rel=\"next\""));
        page.shows("href=\"/desk?state&#x3D;assigned\"");
        act(&officer, middle, "acceptance", &[]).await;
        // Accepted, it is due later and in another list; its place is remembered.
        let page = officer.get(&format!("/cases/{middle}")).await;
        page.shows(&format!("href=\"/cases/{first}\" rel=\"prev\""));
        page.shows(&format!("href=\"/cases/{last}\" rel=\"next\""));
        officer.get(&format!("/cases/{last}")).await.hides("rel=\"next\"").shows(&format!("/cases/{first}\" rel=\"prev\""));
        app.run_jobs();
    }

    /// What goes wrong for staff is told on a page of theirs; the first link of a matter leads to
    /// where this role's work is.
    async fn staff_find_their_way_back(app: TestApp) {
        let number = filed(&app, report("ways", Some("140821"))).case.number;
        let officer = app.officer("临猗县");
        let lost = officer.get("/cases/none").await;
        assert_eq!(lost.status, 404);
        lost.shows("ms-staff").shows("href=\"/desk\"").shows("回到我的工作页面");
        let forbidden = officer.get("/accounts").await;
        assert_eq!(forbidden.status, 403);
        forbidden.shows("ms-staff");
        app.citizen().get("/cases/none/nothing").await.hides("ms-staff");
        act(&officer, &number, "acceptance", &[]).await;
        let request = [("department", "140800-power"), ("request", "请停止供电")];
        act(&officer, &number, "referrals", &request).await;
        let power = app.department("140800-power");
        power.get(&format!("/cases/{number}")).await.shows("href=\"/referrals\" data-walk=\"list\">← 协办事项");
        app.run_jobs();
    }
}
