//! Acts through their forms: what is wrong is said and what was typed stays; not by the wrong person,
//! not twice, not on a matter that changed meanwhile (`R3`, `R6`, `R7`, `C2`, `C3`, `T2`, `T4`).

use chrono::Days;
use minsheng::{
    cases::statement::Statement,
    reports::{LookupCode, NewReport},
};

use super::filed;
use crate::{
    on_both,
    support::{
        Client, Page, TestApp,
        acts::{send, told},
    },
};

const COUNTY: &str = "140821";
const OTHER: &str = "140882";

/// A matter of 临猗 that its officer has accepted: its number.
fn accepted(app: &TestApp, key: &str) -> String {
    let (officer, _) = app.bureau(COUNTY);
    let number = app.file(told(COUNTY, key)).case.number;
    app.act(&officer, &number, Statement::Accept);
    number
}

/// The page says what is wrong and keeps what was typed.
#[track_caller]
fn keeps(page: &Page, status: u16, said: &str, typed: &str) {
    assert_eq!(page.status, status, "{}", page.words());
    page.shows(said).shows(typed);
}

/// Sent by somebody who may not, without a page of their own that offers it.
async fn refused(who: &Client, number: &str, resource: &str, fields: &[(&str, &str)]) -> Page {
    who.get(&format!("/cases/{number}")).await.hides(&format!("/{resource}\""));
    who.post(&format!("/cases/{number}/{resource}"), fields).await
}

/// The first choice of a list.
fn choice(page: &Page, name: &str) -> String {
    let at = page.text.find(&format!("name=\"{name}\"")).expect("a list");
    let values = page.text[at..].split("<option value=\"").skip(1);
    let mut values = values.filter_map(|rest| rest.split('"').next());
    values.find(|value| !value.is_empty()).expect("a choice").to_owned()
}

on_both! {
    /// 转办 (`R6`): by the city alone, to another bureau that may have it; who had it is told that it
    /// went on.
    async fn a_matter_is_transferred(app: TestApp) {
        let number = accepted(&app, "transferred");
        let (dispatcher, officer) = (app.dispatcher(), app.officer(COUNTY));
        let page = dispatcher.get(&format!("/cases/{number}")).await;
        page.shows("value=\"140882\"");
        let seen = page.field("version");
        let to = |bureau: &'static str| [("bureau", bureau), ("reason", "地址在永济")];
        let wrong = send(&dispatcher, &number, "transfer", &to("")).await;
        keeps(&wrong, 422, "请选择承办单位", "地址在永济");
        let wrong = send(&dispatcher, &number, "transfer", &to("140800-police")).await;
        keeps(&wrong, 422, "请选择承办单位", "地址在永济");
        let wrong = send(&dispatcher, &number, "transfer", &to(COUNTY)).await;
        keeps(&wrong, 422, "此件已经在该单位", "地址在永济");
        let wrong = send(&dispatcher, &number, "transfer", &[("bureau", OTHER), ("reason", " ")]).await;
        keeps(&wrong, 422, "请写明理由", "value=\"140882\" selected");
        let wrong = refused(&officer, &number, "transfer", &to(OTHER)).await;
        keeps(&wrong, 403, "这一步不由您办理", "地址在永济");
        assert_eq!(app.case(&number).bureau, COUNTY);

        let done = send(&dispatcher, &number, "transfer", &to(OTHER)).await;
        dispatcher.follow(&done).await.shows("已转办").shows("地址在永济");
        let case = app.case(&number);
        assert_eq!((case.state.as_str(), case.bureau.as_str()), ("assigned", OTHER));
        let late = [("version", seen.as_str()), ("bureau", "140828"), ("reason", "写了两遍的理由")];
        let late = dispatcher.post(&format!("/cases/{number}/transfer"), &late).await;
        keeps(&late, 409, "刚刚有了变化", "写了两遍的理由");
        let finding = [("verdict", "partly"), ("finding", "写到一半的认定")];
        let gone = officer.post(&format!("/cases/{number}/findings"), &finding).await;
        keeps(&gone, 409, "已转由其他单位办理", "写到一半的认定");
        app.officer(OTHER).get(&format!("/cases/{number}")).await.shows("/acceptance\"");
        app.run_jobs();
    }

    /// 协办 (`R7`): asked, answered, taken back; whoever is no longer asked sees the matter no more.
    async fn a_bureau_is_asked_answers_and_is_asked_no_more(app: TestApp) {
        let number = accepted(&app, "assisted");
        app.bureau(OTHER);
        let (officer, other) = (app.officer(COUNTY), app.officer(OTHER));
        let matter = format!("/cases/{number}");
        let yesterday = (app.app.clock.today() - Days::new(1)).to_string();
        let ask = |whom: &'static str| [("assistant", whom), ("request", "请查上游排口")];
        keeps(&send(&officer, &number, "assistance", &ask("")).await, 422, "请选择协办单位", "请查上游排口");
        keeps(&send(&officer, &number, "assistance", &ask(COUNTY)).await, 422, "不用请它协办", "请查上游排口");
        let past = [ask(OTHER)[0], ask(OTHER)[1], ("part_due_on", yesterday.as_str())];
        keeps(&send(&officer, &number, "assistance", &past).await, 422, "日期不能早于今天", "请查上游排口");
        assert_eq!(other.get(&matter).await.status, 404, "not theirs before it is asked");
        let done = send(&officer, &number, "assistance", &ask(OTHER)).await;
        officer.follow(&done).await.shows("已请求协办").shows("待答复");
        keeps(&send(&officer, &number, "assistance", &ask(OTHER)).await, 422, "还有一项请求没有答复", "请查上游排口");
        other.get("/alerts").await.shows(&format!("请协办 {number}"));

        other.get(&matter).await.shows("请查上游排口");
        keeps(&send(&other, &number, "reply", &[("reply", " ")]).await, 422, "请写明回复", "请查上游排口");
        let done = send(&other, &number, "reply", &[("reply", "上游没有排口")]).await;
        assert_eq!(done.status, 303);
        let twice = refused(&other, &number, "reply", &[("reply", "再答一遍")]).await;
        keeps(&twice, 403, "这一步不由您办理", "再答一遍");
        officer.get(&matter).await.shows("上游没有排口").hides("再答一遍").hides("/taking-back\"");

        let done = send(&officer, &number, "assistance", &[("assistant", OTHER), ("request", "再查一次")]).await;
        assert_eq!(done.status, 303);
        let part = choice(&officer.get(&matter).await, "part");
        let wrong = [("part", "9999"), ("reason", "已自行查明")];
        keeps(&send(&officer, &number, "taking-back", &wrong).await, 422, "请选择还没有答复的一项", "已自行查明");
        let blank = [("part", part.as_str()), ("reason", "")];
        keeps(&send(&officer, &number, "taking-back", &blank).await, 422, "请写明理由", &format!("value=\"{part}\" selected"));
        let back = [("part", part.as_str()), ("reason", "已自行查明")];
        let refusal = refused(&other, &number, "taking-back", &back).await;
        keeps(&refusal, 403, "这一步不由您办理", "已自行查明");
        let done = send(&officer, &number, "taking-back", &back).await;
        officer.follow(&done).await.shows("已收回").shows("已自行查明");
        let twice = refused(&officer, &number, "taking-back", &back).await;
        keeps(&twice, 409, "没有等待答复的请求", "已自行查明");
        other.get("/alerts").await.shows("不再需要您单位答复");
        let late = other.post(&format!("{matter}/reply"), &[("reply", "写好的第二份答复")]).await;
        keeps(&late, 403, "这一步不由您办理", "写好的第二份答复");
        app.run_jobs();
    }

    /// `C3`: what was promised is done once, on a day that has come; then the matter can be concluded.
    async fn a_promise_is_fulfilled(app: TestApp) {
        let number = app.file(told(COUNTY, "promised")).case.number;
        app.conclude_in_part(COUNTY, &number);
        let (officer, matter) = (app.officer(COUNTY), format!("/cases/{number}"));
        let page = officer.get(&matter).await;
        page.shows("加装收集装置").shows("/fulfilments\"");
        let (promise, seen) = (choice(&page, "promise"), page.field("version"));
        let today = app.app.clock.today();
        let (on, later) = (today.to_string(), (today + Days::new(1)).to_string());
        let done = |done: &'static str| [("promise", promise.as_str()), ("done", done), ("done_on", on.as_str())];
        keeps(&send(&officer, &number, "fulfilments", &done("")).await, 422, "请写明做了什么", &on);
        let unknown = [("promise", "9999"), ("done", "已装好")];
        keeps(&send(&officer, &number, "fulfilments", &unknown).await, 422, "请选择已经做到的一项承诺", "已装好");
        let early = [done("已装好")[0], done("已装好")[1], ("done_on", later.as_str())];
        keeps(&send(&officer, &number, "fulfilments", &early).await, 422, "日期不能晚于今天", "已装好");
        let other = app.officer(OTHER).post(&format!("{matter}/fulfilments"), &done("已装好")).await;
        assert_eq!(other.status, 404);
        let supervisor = refused(&app.supervisor(), &number, "fulfilments", &done("已装好")).await;
        keeps(&supervisor, 403, "这一步不由您办理", "已装好");
        let texts = [("internal_text", "内部"), ("public_text", "公开"), ("answer", "写好的答复")];
        let waits = send(&officer, &number, "conclusion", &texts).await;
        keeps(&waits, 409, "加装收集装置", "写好的答复");
        let kept = send(&officer, &number, "fulfilments", &done("已装好")).await;
        officer.follow(&kept).await.shows("已装好").hides("/fulfilments\"");
        let late = [("version", seen.as_str()), done("又装了一台")[0], done("又装了一台")[1]];
        keeps(&officer.post(&format!("{matter}/fulfilments"), &late).await, 409, "刚刚有了变化", "又装了一台");
        let twice = officer.post(&format!("{matter}/fulfilments"), &done("又装了一台")).await;
        keeps(&twice, 409, "承诺的事都已完成", "又装了一台");
        assert_eq!(send(&officer, &number, "conclusion", &texts).await.status, 303);
        app.run_jobs();
    }

    /// `C3`: what a draft promised that was sent back stands in the form again, with its dates; what was
    /// decided is told until something newer happens.
    async fn promises_of_a_draft_come_back(app: TestApp) {
        let number = accepted(&app, "promised again");
        let (officer, chief, matter) = (app.officer(COUNTY), app.chief(COUNTY), format!("/cases/{number}"));
        let text = "烘干炉没有收集装置".to_owned();
        let finding = Statement::Find { verdict: "substantiated".to_owned(), text };
        app.act(&format!("officer-{COUNTY}"), &number, finding);
        let draft = [
            ("internal_text", "内部"), ("public_text", "公开"), ("answer", "先停用，再加装"),
            ("promise1", "加装收集装置"), ("promise1_due", "2026-12-20"),
            ("promise2", "更换滤袋"), ("promise2_due", "2026-12-25"),
        ];
        assert_eq!(send(&officer, &number, "partial-conclusion", &draft).await.status, 303);
        assert_eq!(send(&chief, &number, "correction", &[("note", "答复再写清楚些")]).await.status, 303);
        let page = officer.get(&matter).await;
        page.shows("阶段性办结报请被退回修改").shows("答复再写清楚些").shows("先停用，再加装");
        for (name, value) in &draft[3..] {
            assert_eq!(page.field(name), *value, "{name}");
        }
        assert_eq!(page.field("promise3") + &page.field("promise3_due"), "");
        assert_eq!(send(&officer, &number, "partial-conclusion", &draft).await.status, 303);
        officer.get(&matter).await.shows("已报请阶段性办结，等待审批");
        assert_eq!(send(&chief, &number, "approval", &[]).await.status, 303);
        officer.get(&matter).await.shows("阶段性办结已批准");
        let again = send(&app.supervisor(), &number, "rehandling", &[("reason", "再查一次")]).await;
        assert_eq!(again.status, 303);
        officer.get(&matter).await.hides("阶段性办结已批准").hides("被退回修改");
        app.run_jobs();
    }

    /// `T2`, `C2`: more time is asked by one and refused by another, who says why; the date stays.
    async fn more_time_is_refused(app: TestApp) {
        let number = accepted(&app, "more time");
        let (officer, chief) = (app.officer(COUNTY), app.chief(COUNTY));
        let (matter, due) = (format!("/cases/{number}"), app.case(&number).due_on);
        let ask = |days: &'static str| [("days", days), ("extension_reason", "等待检测结果")];
        keeps(&send(&officer, &number, "extension-request", &ask("31")).await, 422, "最多延长 30 日", "等待检测结果");
        keeps(&send(&officer, &number, "extension-request", &ask("几天")).await, 422, "请填写延长的天数", "等待检测结果");
        let nothing = chief.post(&format!("{matter}/extension-refusal"), &[("extension_refusal", "时间够")]).await;
        keeps(&nothing, 403, "这一步不由您办理", "时间够");
        let seen = chief.get(&matter).await.field("version");
        let asked = send(&officer, &number, "extension-request", &ask("20")).await;
        officer.follow(&asked).await.shows("已申请延期").shows("等待审批");
        chief.get("/alerts").await.shows(&format!("{number} 申请延期"));
        let twice = refused(&officer, &number, "extension-request", &ask("10")).await;
        keeps(&twice, 409, "已有一份延期申请在等待审批", "等待检测结果");
        let own = refused(&officer, &number, "extension-refusal", &[("extension_refusal", "自己不同意")]).await;
        keeps(&own, 403, "这一步不由您办理", "自己不同意");
        keeps(&send(&chief, &number, "extension-refusal", &[("extension_refusal", " ")]).await, 422, "请写明不同意的理由", "等待检测结果");
        let late = [("version", seen.as_str()), ("extension_refusal", "时间够用")];
        let late = chief.post(&format!("{matter}/extension-refusal"), &late).await;
        keeps(&late, 409, "刚刚有了变化", "时间够用");
        let no = send(&chief, &number, "extension-refusal", &[("extension_refusal", "检测三天就有结果")]).await;
        chief.follow(&no).await.shows("已答复不同意延期");
        officer.get("/alerts").await.shows(&format!("{number} 的延期申请没有获准"));
        officer.get(&matter).await.shows("不同意").shows("检测三天就有结果").shows("/extension-request\"");
        let twice = refused(&chief, &number, "extension-refusal", &[("extension_refusal", "再说一遍")]).await;
        keeps(&twice, 403, "这一步不由您办理", "再说一遍");
        assert_eq!(app.case(&number).due_on, due);
        app.run_jobs();
    }

    /// 分办 (`R4`, `I8`): a further matter from one of the reports behind it; a bureau leaves it to the
    /// city whose it is, the city says so itself.
    async fn a_matter_is_split(app: TestApp) {
        let mut new = told(COUNTY, "split");
        new.reporter_kind = "named";
        new.identity.mail = "wang@example.com".to_owned();
        let number = filed(&app, new).case.number;
        let joined = filed(&app, NewReport { join: Some(number.clone()), ..told(COUNTY, "joined") });
        app.run_jobs();
        app.app.clock.advance(chrono::Duration::days(10));
        let officer = app.officer(COUNTY);
        let form = |report: &'static str, summary: &'static str| [
            ("report", report), ("summary", summary), ("plant", "城东石料场"), ("place", "城东"),
            ("bureau", OTHER), ("reason", "不是一家厂的事"),
        ];
        let page = officer.get(&format!("/cases/{number}")).await;
        page.shows(&joined.report.number);
        let seen = page.field("version");
        let unchosen = send(&officer, &number, "split", &form("", "石料场夜里扬尘")).await;
        keeps(&unchosen, 422, "请选择出自哪一份举报", "石料场夜里扬尘");
        let strange = send(&officer, &number, "split", &form("YC-20200101-00002", "石料场夜里扬尘")).await;
        keeps(&strange, 422, "请选择出自哪一份举报", "不是一家厂的事");
        let mut right = form("", "石料场夜里扬尘");
        right[0].1 = number.as_str();
        let mut blank = right;
        blank[1].1 = " ";
        keeps(&send(&officer, &number, "split", &blank).await, 422, "请写明这一件是什么事", "城东石料场");
        let other = app.officer(OTHER).post(&format!("/cases/{number}/split"), &right).await;
        assert_eq!(other.status, 404);
        let done = send(&officer, &number, "split", &right).await;
        let further = format!("{number}-2");
        officer.follow(&done).await.shows("已分办").shows(&further);
        let case = app.case(&further);
        assert_eq!((case.state.as_str(), case.plant.as_str()), ("dispatching", "城东石料场"));
        assert_eq!(case.due_on, app.case(&number).due_on, "T1: nobody waits longer because it is several");
        let mut late = right.to_vec();
        late.push(("version", seen.as_str()));
        let late = officer.post(&format!("/cases/{number}/split"), &late).await;
        keeps(&late, 409, "刚刚有了变化", "石料场夜里扬尘");
        app.run_jobs();
        let told: Vec<_> = app.mails().into_iter().filter(|it| it.1.contains("分成几件办理")).collect();
        assert_eq!(told.len(), 1, "{told:#?}");
        assert_eq!(told[0].0, "wang@example.com");

        let dispatcher = app.dispatcher();
        assert_eq!(send(&dispatcher, &number, "split", &right).await.status, 303);
        let third = app.case(&format!("{number}-3"));
        assert_eq!((third.state.as_str(), third.bureau.as_str()), ("assigned", OTHER));
        // Who has the further matter sees what was told there, and not what the first one is about.
        let theirs = app.officer(OTHER);
        theirs.get(&format!("/cases/{number}-3")).await.shows("石料场夜里扬尘");
        assert_eq!(theirs.get(&format!("/cases/{number}")).await.status, 404);
        app.run_jobs();
    }

    /// `T4`, `C7`: the city finds that what was taken for a report of a violation is a grievance; from
    /// then on its reporter may ask for a review.
    async fn a_report_is_directed_to_review(app: TestApp) {
        let number = app.file(told(COUNTY, "directed")).case.number;
        app.conclude(COUNTY, &number, "unsubstantiated");
        let supervisor = app.supervisor();
        let chief = refused(&app.chief(COUNTY), &number, "review-direction", &[("reason", "本人权益")]).await;
        keeps(&chief, 403, "这一步不由您办理", "本人权益");
        keeps(&send(&supervisor, &number, "review-direction", &[("reason", " ")]).await, 422, "请写明理由", &number);
        let seen = supervisor.get(&format!("/cases/{number}")).await.field("version");
        let code = LookupCode::of_submission(&app.app.vault, "directed").spoken();
        let citizen = app.citizen();
        let sent = citizen.post("/track", &[("number", number.as_str()), ("code", code.as_str())]).await;
        citizen.follow(&sent).await.hides(&format!("action=\"/track/{number}/review\""));
        let done = send(&supervisor, &number, "review-direction", &[("reason", "涉及本人权益")]).await;
        supervisor.follow(&done).await.shows("已转为信访申诉").shows("涉及本人权益");
        let late = [("version", seen.as_str()), ("reason", "写了两遍")];
        let late = supervisor.post(&format!("/cases/{number}/review-direction"), &late).await;
        keeps(&late, 409, "刚刚有了变化", "写了两遍");
        let twice = refused(&supervisor, &number, "review-direction", &[("reason", "写了两遍")]).await;
        keeps(&twice, 409, "此件已经是信访申诉", "写了两遍");
        let page = citizen.get(&format!("/track/{number}")).await;
        page.shows(&format!("action=\"/track/{number}/review\"")).hides("涉及本人权益");
        app.run_jobs();
    }
}
