//! A county bureau and the city work matters through their pages (`P3`–`P5`, `P7`).

mod at_hand;
mod bulk;
mod forms;
mod notes;
mod own;
mod photos;
mod reckoned;
mod undo;

use minsheng::{
    letters::Letter,
    reports::{Filed, NewReport, file},
};

use crate::{
    cases::report,
    on_both,
    support::{Client, PASSWORD, Page, TestApp},
};

/// Files a report as the public form would.
pub fn filed(app: &TestApp, new: NewReport) -> Filed {
    let state = app.app.clone();
    let outcome = app.app.db.write_now(move |connection| file(connection, &state, None, &new, &[]));
    outcome.expect("a report")
}

/// Does an act; fails when the portal does not do it.
async fn act(who: &Client, number: &str, resource: &str, fields: &[(&str, &str)]) -> Page {
    let page = who.post(&format!("/cases/{number}/{resource}"), fields).await;
    assert_eq!(page.status, 303, "{resource}: {}", page.words());
    page
}

const INSPECTION: [(&str, &str); 3] =
    [("inspected_on", "2026-11-23"), ("officers", "甲、乙"), ("findings", "设施停运")];
const CONCLUSION: [(&str, &str); 3] = [
    ("internal_text", "内部：线索来自邻居"),
    ("public_text", "经查属实，已处罚。"),
    ("answer", "您反映的问题属实，已处罚。"),
];

/// Takes a matter from acceptance to a conclusion that waits for the second person.
async fn propose(officer: &Client, number: &str) {
    act(officer, number, "acceptance", &[]).await;
    act(officer, number, "inspections", &INSPECTION).await;
    act(officer, number, "findings", &[("verdict", "substantiated"), ("finding", "采样超标")])
        .await;
    let fine = [("kind", "fine"), ("amount", "0.5"), ("detail", "罚款"), ("document", "临环罚1号")];
    act(officer, number, "measures", &fine).await;
    act(officer, number, "conclusion", &CONCLUSION).await;
}

on_both! {
    /// 属地受理 → 检查 → 认定 → 措施 → 报请办结 → 批准 → 公开 (`C1`, `C2`, `C4`, `S2`).
    async fn a_county_handles_a_matter_to_its_answer(app: TestApp) {
        let mut new = report("story", Some("140821"));
        new.reporter_kind = "named";
        new.identity.mail = "reporter@example.com".to_owned();
        let number = filed(&app, new).case.number;
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        officer.get("/desk").await.shows(&number).shows("还剩 15 天");
        propose(&officer, &number).await;
        // Whoever proposes never approves (C2): not even the button is there.
        officer.get(&format!("/cases/{number}")).await.hides("/approval");
        let refused = officer.post(&format!("/cases/{number}/approval"), &[]).await;
        assert_eq!(refused.status, 403);
        act(&chief, &number, "approval", &[]).await;
        let page = chief.get(&format!("/cases/{number}")).await;
        page.shows("0.5 万元").shows("尚未公开");
        insta::assert_snapshot!("the_page_of_a_concluded_matter", redacted(&page.words(), &number));
        // S2: without the tick that the text was checked, nothing becomes public.
        let unchecked = [("public_text", "经查属实，已处罚。")];
        let refused = chief.post(&format!("/cases/{number}/publication"), &unchecked).await;
        assert_eq!(refused.status, 422);
        refused.shows("请确认您已检查公开文字");
        let checked = [("public_text", "经查属实，已处罚。"), ("checked", "yes")];
        act(&chief, &number, "publication", &checked).await;
        app.run_jobs();
        let mails: Vec<String> = app.mails().into_iter().map(|(to, subject, body)| {
            let told = format!("{to}\n{subject}\n{body}").replace(&app.base, "[portal]");
            redacted(&told, &number)
        }).collect();
        insta::assert_snapshot!("the_mail_to_its_reporter", mails.join("\n---\n"));
    }

    /// Whoever proposed is told that it was sent back, and no more when that was taken back (`C2`).
    async fn whoever_proposed_hears_what_became_of_it(app: TestApp) {
        let number = filed(&app, report("sent back", Some("140821"))).case.number;
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        propose(&officer, &number).await;
        act(&chief, &number, "correction", &[("note", "补充监测数据")]).await;
        let told = format!("{number} 报批的内容被退回");
        officer.get("/alerts").await.shows(&told);
        chief.get("/alerts").await.hides(&told);
        assert_eq!(chief.post(&format!("/cases/{number}/undo"), &[]).await.status, 303);
        officer.get("/alerts").await.hides(&told);
        app.run_jobs();
    }

    /// `S2`: what may point to a person is on the page before a text is public; what was typed over it is
    /// not published before what is in it was shown, too.
    async fn a_text_becomes_public_as_it_was_shown(app: TestApp) {
        let number = filed(&app, report("shown", Some("140821"))).case.number;
        app.conclude("140821", &number, "substantiated");
        let chief = app.chief("临猗县");
        let path = format!("/cases/{number}/publication");
        let text = "村民王建国反映的问题属实，电话13800138000。";
        let refused = chief.post(&path, &[("public_text", text), ("checked", "yes")]).await;
        assert_eq!(refused.status, 422);
        refused.shows("姓名: 王建国").shows("电话: 13800138000").shows(text);
        refused.shows("核对以后再提交一次");
        let shown = refused.field("marks_shown");
        let other = "村民李秀英反映的问题属实。";
        let changed = [("public_text", other), ("checked", "yes"), ("marks_shown", shown.as_str())];
        let refused = chief.post(&path, &changed).await;
        assert_eq!(refused.status, 422);
        refused.shows("姓名: 李秀英").shows(other);
        assert_eq!(app.case(&number).published_at, None);
        let seen = [("public_text", text), ("checked", "yes"), ("marks_shown", shown.as_str())];
        act(&chief, &number, "publication", &seen).await;
        assert!(app.case(&number).published_at.is_some());
        app.run_jobs();
    }

    /// `S1`, `S2`: a text that holds something of the reporter's is held up once, and that this was told
    /// is on record; whoever may not know the reporter is told nothing.
    async fn a_text_that_names_the_reporter_is_held_up(app: TestApp) {
        for (kind, status) in [("named", 422), ("confidential", 303)] {
            let mut new = report(kind, Some("140821"));
            new.reporter_kind = kind;
            new.identity.name = "欧阳小川".to_owned();
            new.identity.phone = "13800138000".to_owned();
            let number = filed(&app, new).case.number;
            app.conclude("140821", &number, "substantiated");
            let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
            let path = format!("/cases/{number}/publication");
            let text = [("public_text", "欧阳 小川所说属实。"), ("checked", "yes")];
            // Nobody finds out by a form that they may not send.
            assert_eq!(app.province().post(&path, &text).await.status, 404);
            officer.get(&format!("/cases/{number}")).await.hides("公开前系统比对");
            let answer = chief.post(&path, &text).await;
            assert_eq!(answer.status, status, "{kind}");
            let page = chief.get(&format!("/cases/{number}")).await;
            if status == 303 {
                page.hides("公开前系统比对");
                continue;
            }
            answer.shows("与举报人相同").hides("13800138000");
            assert_eq!(app.case(&number).published_at, None);
            page.shows("公开前系统比对");
            let told = answer.field("reporter_told");
            assert!(!answer.text.contains("name=\"checked\" value=\"yes\" checked"), "read once more");
            // What was told of one text is not told of another.
            let other = [("public_text", "电话13800138000的群众所说属实。"), text[1],
                ("marks_shown", "13800138000"), ("reporter_told", told.as_str())];
            let other = chief.post(&path, &other).await;
            assert_eq!(other.status, 422);
            other.shows("与举报人相同");
            assert_ne!(other.field("reporter_told"), told);
            let again = [text[0], text[1], ("reporter_told", told.as_str())];
            act(&chief, &number, "publication", &again).await;
        }
        app.run_jobs();
    }

    /// `I9`: a reason that points somewhere is not enough without it: the right body, or the number of what
    /// was accepted; the second person and the reporter read it.
    async fn a_refusal_says_where_to_turn(app: TestApp) {
        let new = |key: &str| filed(&app, report(key, Some("140821"))).case.number;
        let (number, accepted, waiting) = (new("points"), new("accepted"), new("waiting"));
        let elsewhere = filed(&app, report("elsewhere", Some("140882"))).case.number;
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        act(&officer, &accepted, "acceptance", &[]).await;
        act(&app.officer("140882"), &elsewhere, "acceptance", &[]).await;
        let path = format!("/cases/{number}/decline");
        let unnamed = [("reason", "outside_duties"), ("explanation", "不是我们管的"), ("right_body", " ")];
        let refused = officer.post(&path, &unnamed).await;
        assert_eq!(refused.status, 422);
        refused.shows("请写明应当向哪个机关反映").shows("不是我们管的");
        let told = [("reason", "already_accepted"), ("explanation", "请等待答复")];
        for wrong in ["", "YC-1", &number, &waiting, &elsewhere] {
            let refused = officer.post(&path, &[told[0], told[1], ("accepted_number", wrong)]).await;
            assert_eq!(refused.status, 422, "{wrong}");
            refused.shows("请等待答复");
        }
        let right = [told[0], told[1], ("accepted_number", accepted.as_str())];
        act(&officer, &number, "decline", &right).await;
        let said = format!("同一事项已经受理（编号 {accepted}）");
        chief.get(&format!("/cases/{number}")).await.shows(&said);
        act(&chief, &number, "approval", &[]).await;
        app.run_jobs();
        let id = app.case(&number).id;
        let letters = app.query(move |connection| Ok(Letter::of_case(connection, id)?));
        assert!(letters.len() == 1 && letters[0].body.contains(&said), "{letters:?}");
    }

    /// Another bureau does not learn that the matter exists (`S1`, `P3`).
    async fn a_matter_is_not_there_for_other_bureaus(app: TestApp) {
        let number = filed(&app, report("other", Some("140821"))).case.number;
        let other = app.officer("永济市");
        assert_eq!(other.get(&format!("/cases/{number}")).await.status, 404);
        assert_eq!(other.get(&format!("/desk/preview/{number}")).await.status, 404);
        assert_eq!(other.post(&format!("/cases/{number}/acceptance"), &[]).await.status, 404);
        other.get("/desk").await.hides(&number);
        other.get(&format!("/desk?q={number}")).await.hides("下水道");
        assert_eq!(app.citizen().get("/desk").await.status, 303);
        assert_eq!(app.administrator().get("/desk").await.status, 403);
    }

    /// What is wrong is said at the field, and what was typed stays (`C1`: two officers).
    async fn a_refused_form_keeps_what_was_typed(app: TestApp) {
        let number = filed(&app, report("typed", Some("140821"))).case.number;
        let officer = app.officer("临猗县");
        act(&officer, &number, "acceptance", &[]).await;
        let alone = [("inspected_on", "2026-11-30"), ("officers", "甲"), ("findings", "写了很多字")];
        let page = officer.post(&format!("/cases/{number}/inspections"), &alone).await;
        assert_eq!(page.status, 422);
        page.shows("至少两名检查人员").shows("日期不能晚于今天").shows("写了很多字");
        let fine = [("kind", "fine"), ("amount", "很多"), ("detail", "罚款")];
        let page = officer.post(&format!("/cases/{number}/measures"), &fine).await;
        assert_eq!(page.status, 422);
        page.shows("请填写金额（万元）");
        app.run_jobs();
    }

    /// An act out of order, or on a matter that changed meanwhile, changes nothing and says what
    /// is now the case.
    async fn a_late_act_is_told_what_is_now_the_case(app: TestApp) {
        let number = filed(&app, report("late", Some("140821"))).case.number;
        let officer = app.officer("临猗县");
        let seen = officer.get(&format!("/cases/{number}")).await.field("version");
        act(&officer, &number, "acceptance", &[("version", &seen)]).await;
        let again = officer.post(&format!("/cases/{number}/acceptance"), &[("version", &seen)]).await;
        assert_eq!(again.status, 409);
        again.shows("刚刚有了变化");
        let twice = officer.post(&format!("/cases/{number}/acceptance"), &[]).await;
        assert_eq!(twice.status, 409);
        twice.shows("此件正在办理");
        // Without a finding there is nothing to conclude; the texts are kept.
        let early = officer.post(&format!("/cases/{number}/conclusion"), &CONCLUSION).await;
        assert_eq!(early.status, 409);
        early.shows("请先作出是否属实的认定").shows("线索来自邻居");
        app.run_jobs();
    }

    /// `R4`, `R6`: the city dispatches what the router was unsure of; a bureau may return a matter
    /// twice, within 5 working days, and the first unit stays on record.
    async fn the_city_dispatches_and_decides_returns(app: TestApp) {
        let number = filed(&app, report("unplaced", None)).case.number;
        let (dispatcher, officer) = (app.dispatcher(), app.officer("临猗县"));
        dispatcher.get("/board").await.shows("等待分派");
        dispatcher.get("/desk?state=dispatching").await.shows(&number);
        assert_eq!(officer.get(&format!("/cases/{number}")).await.status, 404);
        for _ in 0..2 {
            let order = [("bureau", "140821"), ("reason", "企业在临猗")];
            act(&dispatcher, &number, "assignment", &order).await;
            let back = act(&officer, &number, "return", &[("reason", "不在我县")]).await;
            assert_eq!(back.location(), "/desk");
        }
        act(&dispatcher, &number, "assignment", &[("bureau", "140821"), ("reason", "指定")]).await;
        officer.get(&format!("/cases/{number}")).await.hides("/return\"");
        let third = officer.post(&format!("/cases/{number}/return"), &[("reason", "不在我县")]).await;
        assert_eq!(third.status, 409);
        third.shows("此件已退回过两次");
        app.run_jobs();
    }

    /// `R6`: after 5 working days the matter can no longer be returned.
    async fn a_return_has_its_time(app: TestApp) {
        let number = filed(&app, report("slow", Some("140821"))).case.number;
        let officer = app.officer("临猗县");
        // Received on a Monday: the fifth working day is the next Monday.
        app.app.clock.advance(chrono::Duration::days(8));
        let officer_again = app.officer("临猗县");
        let late = officer_again.post(&format!("/cases/{number}/return"), &[("reason", "晚了")]).await;
        assert_eq!(late.status, 409);
        late.shows("5 个工作日");
        drop(officer);
    }

    /// `R3`: a report against a bureau goes one level up and never shows to that bureau, nor can
    /// it be given to it.
    async fn a_report_against_a_bureau_stays_hidden_from_it(app: TestApp) {
        let mut new = report("conflict", Some("140821"));
        new.text = "临猗县环保局收受企业好处，给排污厂通风报信。".to_owned();
        new.plant = "临猗县环保局".to_owned();
        let number = filed(&app, new).case.number;
        let (dispatcher, officer) = (app.dispatcher(), app.officer("临猗县"));
        assert_eq!(officer.get(&format!("/cases/{number}")).await.status, 404);
        officer.get("/desk").await.hides(&number);
        dispatcher.get(&format!("/cases/{number}")).await.hides("value=\"140821\"");
        let order = [("bureau", "140821"), ("reason", "试一试")];
        let refused = dispatcher.post(&format!("/cases/{number}/assignment"), &order).await;
        assert_eq!(refused.status, 422);
        refused.shows("依照回避规定");
        act(&dispatcher, &number, "assignment", &[("bureau", "140899"), ("reason", "市直办理")]).await;
        assert_eq!(app.officer("140899").get(&format!("/cases/{number}")).await.status, 200);
        app.run_jobs();
    }

    /// `R3`: neither a merger nor a joining report brings a matter before those it is about.
    async fn a_hidden_matter_joins_none_that_the_reported_see(app: TestApp) {
        let against = |key: &str| {
            let mut new = report(key, Some("140821"));
            new.text = "临猗县环保局收受企业好处，给排污厂通风报信。".to_owned();
            new.plant = "临猗县环保局".to_owned();
            new
        };
        let seen = filed(&app, report("seen", Some("140821"))).case.number;
        let hidden = filed(&app, against("hidden")).case.number;
        let dispatcher = app.dispatcher();
        let refused = dispatcher.post(&format!("/cases/{hidden}/merger"), &[("into", &seen)]).await;
        assert_eq!(refused.status, 422);
        refused.shows("依照回避规定不能并入");
        let mut joining = against("joining");
        joining.join = Some(seen.clone());
        let state = app.app.clone();
        let join = move |connection: &mut _| minsheng::reports::file(connection, &state, None, &joining, &[]);
        let refused = app.app.db.write_now::<_, minsheng::error::Error, _>(join);
        assert!(refused.is_err(), "a report about a bureau joined a matter of that bureau");
        let mut joining = against("joining another");
        joining.join = Some(hidden.clone());
        assert_eq!(filed(&app, joining).case.number, hidden);
        app.officer("临猗县").get(&format!("/cases/{seen}")).await.hides("通风报信");
        app.run_jobs();
    }

    /// `R3`, `I10`: what is about the city is not returned to the city, where nobody may see it.
    async fn a_matter_against_the_city_is_not_returned_to_it(app: TestApp) {
        let mut new = report("against the city", Some("140821"));
        new.text = "运城市生态环境局的执法人员收了厂里的钱，包庇排污。".to_owned();
        new.plant = "运城市生态环境局".to_owned();
        let case = filed(&app, new).case;
        assert_eq!(case.hidden_from, "140800");
        let officer = app.staff("above", minsheng::accounts::Role::Officer, &case.bureau);
        let page = officer.get(&format!("/cases/{}", case.number)).await;
        page.shows("/acceptance").hides("/return\"");
        let path = format!("/cases/{}/return", case.number);
        assert_eq!(officer.post(&path, &[("reason", "请市局办理")]).await.status, 409);
        assert_eq!(app.case(&case.number).bureau, case.bureau);
        app.run_jobs();
    }

    /// `R7`, `P7`, `S1`: a department sees what it is asked, and nothing of the reporter.
    async fn a_department_sees_only_what_it_is_asked(app: TestApp) {
        let mut new = report("asked", Some("140821"));
        new.reporter_kind = "named";
        new.identity.name = "举报人甲".to_owned();
        new.identity.phone = "13800138000".to_owned();
        let number = filed(&app, new).case.number;
        let (officer, power) = (app.officer("临猗县"), app.department("140800-power"));
        act(&officer, &number, "acceptance", &[]).await;
        assert_eq!(power.get(&format!("/cases/{number}")).await.status, 404);
        let request = [("department", "140800-power"), ("request", "请对该厂停止供电")];
        act(&officer, &number, "referrals", &request).await;
        power.get("/referrals").await.shows("请对该厂停止供电");
        let page = power.get(&format!("/cases/{number}")).await;
        page.shows("请对该厂停止供电").hides("废水直接排进下水道").hides("举报人甲").hides("13800138000");
        act(&power, &number, "reply", &[("reply", "已于今日停电")]).await;
        officer.get(&format!("/cases/{number}")).await.shows("已于今日停电");
        app.run_jobs();
    }

    /// `S1`: who reported is read for a reason, which is on record; a confidential reporter is not
    /// known to the county at all.
    async fn an_identity_is_read_for_a_reason_that_is_on_record(app: TestApp) {
        for (kind, status) in [("named", 200), ("confidential", 403), ("anonymous", 403)] {
            let mut new = report(kind, Some("140821"));
            new.reporter_kind = kind;
            new.identity.phone = "13800138000".to_owned();
            let filed = filed(&app, new);
            let number = filed.case.number;
            let officer = app.officer("临猗县");
            officer.get(&format!("/cases/{number}")).await.hides("13800138000");
            let path = format!("/cases/{number}/identity");
            let without = officer.post(&path, &[("report", &filed.report.number)]).await;
            assert_eq!(without.status, 422);
            without.hides("13800138000");
            let reason = [("report", filed.report.number.as_str()), ("reading_reason", "核实地点")];
            let read = officer.post(&path, &reason).await;
            assert_eq!(read.status, status, "{kind}");
            if status == 200 {
                read.shows("13800138000");
                assert_eq!(read.header("cache-control"), "no-store");
                officer.get(&format!("/cases/{number}")).await.shows("核实地点");
            } else {
                read.hides("13800138000");
            }
        }
    }

    /// A form that was sent with an ended session is kept, and can be sent again after the log-in.
    async fn an_ended_session_keeps_the_form(app: TestApp) {
        let number = filed(&app, report("session", Some("140821"))).case.number;
        let path = format!("/cases/{number}/return");
        let form = [("reason", "写了很久的理由")];
        let page = app.citizen().post(&path, &form).await;
        assert_eq!(page.status, 401);
        page.shows("请先登录").hides("已为您保留").hides("写了很久");
        for login in ["officer-临猗县", "chief-临猗县"] {
            let officer = app.officer("临猗县");
            app.chief("临猗县");
            app.give_password(login);
            app.app.clock.advance(minsheng::accounts::session::LASTS);
            let page = officer.post(&path, &form).await;
            assert_eq!(page.status, 401);
            page.shows("您填写的内容已为您保留");
            let (resume, typed) = (page.field("resume"), page.field("typed"));
            assert_eq!(resume, path);
            let fields = [("login", login), ("password", PASSWORD), ("resume", &resume), ("typed", &typed)];
            let page = officer.post("/login", &fields).await;
            if login == "officer-临猗县" {
                page.shows("写了很久的理由");
            } else {
                // Whoever else logs in there never sees it.
                assert_eq!((page.status, page.location()), (303, "/desk"));
            }
        }
    }

    /// Whatever is refused, what was typed is on the page that says so, for whoever typed it; nothing else is.
    async fn what_is_refused_is_kept(app: TestApp) {
        let number = filed(&app, report("refused", Some("140821"))).case.number;
        let other = app.officer("夏县");
        let form = [("reason", "写了很久的理由"), ("bureau", "140829"), ("version", "1"), ("track", "violation")];
        let page = other.post(&format!("/cases/{number}/return"), &form).await;
        assert_eq!(page.status, 404);
        page.shows("您填写的内容").shows("写了很久的理由").shows("平陆").hides("现在不能再这样办理");
        page.shows("举报查处").hides("版本");
        let page = other.post("/demands", &[("case", number.as_str()), ("demand_text", "查清来源，限期报告")]).await;
        assert_eq!(page.status, 404);
        page.shows("查清来源，限期报告");
        // What was asked for and not written leaves nothing; a password is never put back.
        other.get(&format!("/cases/{number}")).await.hides("您填写的内容");
        let codes = [("code", "不是查询码 不是查询码"), ("password", "不是 密码"), ("note_text", "一段备注")];
        let page = other.post(&format!("/cases/{number}/notes"), &codes).await;
        assert_eq!(page.status, 404);
        page.hides("不是查询码").hides("不是 密码");
    }

    /// The list finds by number and by words, alike on both databases.
    async fn the_list_finds_by_number_and_words(app: TestApp) {
        let number = filed(&app, report("found", Some("140821"))).case.number;
        let mut other = report("not found", Some("140821"));
        other.text = "夜里噪声很大。".to_owned();
        other.plant = "远山石料场".to_owned();
        let other = filed(&app, other).case.number;
        let officer = app.officer("临猗县");
        for words in [number.as_str(), "下水", "青禾印染", "排进 印染"] {
            let page = officer.get(&format!("/desk?q={words}")).await;
            page.shows(&number).hides(&other);
        }
        officer.get("/desk?q=没有这样的词").await.hides(&number);
        officer.get("/desk?q=%22%27%29%20OR%20*").await.hides(&number);
    }
}

/// Numbers and times of a run, taken out.
fn redacted(text: &str, number: &str) -> String {
    text.replace(number, "[number]")
}
