//! 复查 and 复核 of the answer to a grievance (`T4`): who may ask, until when, who decides, and what is
//! final.

use chrono::{Days, Duration, NaiveDate};
use minsheng::{
    cases::{State, statement::Statement},
    i18n::Language,
    letters::Letter,
    reports::{LookupCode, NewReport},
};

use crate::{
    on_both,
    support::{Client, Page, TestApp, acts::told},
};

const COUNTY: &str = "140821";

/// A grievance that is answered: number.
fn answered(app: &TestApp, key: &str) -> String {
    let mut new = told(COUNTY, key);
    new.reporter_kind = "named";
    new.identity.mail = "wang@example.com".to_owned();
    let number = app.file(new).report.number;
    let (officer, _) = app.bureau(COUNTY);
    app.act(&officer, &number, Statement::AcceptGrievance);
    app.conclude(COUNTY, &number, "unsubstantiated");
    number
}

/// A browser that was let in, with the page as it is.
async fn let_in(app: &TestApp, number: &str, key: &str) -> (Client, Page) {
    let citizen = app.citizen();
    let code = LookupCode::of_submission(&app.app.vault, key).spoken();
    let sent = citizen.post("/track", &[("number", number), ("code", &code)]).await;
    let page = citizen.follow(&sent).await;
    (citizen, page)
}

/// Asks on the page of the report; fails unless it is taken.
async fn ask(app: &TestApp, number: &str, key: &str) {
    let (citizen, _) = let_in(app, number, key).await;
    let path = format!("/track/{number}/review");
    let sent = citizen.post(&path, &[("review_grounds", "检查人员没有到现场")]).await;
    citizen.follow(&sent).await.shows("申请已经收到");
}

/// Drafts and approves as two people of the unit.
async fn decide(number: &str, first: &Client, second: &Client, outcome: &str) {
    let path = |resource: &str| format!("/cases/{number}/{resource}");
    let said = [("outcome", outcome), ("review_decision", "经复查，作出本意见。")];
    let drafted = first.post(&path("review-draft"), &said).await;
    assert_eq!(drafted.status, 303, "{}", drafted.words());
    assert_eq!(first.post(&path("review-decision"), &[]).await.status, 403, "not the drafter (C2)");
    let approved = second.post(&path("review-decision"), &[]).await;
    assert_eq!(approved.status, 303, "{}", approved.words());
}

fn state(app: &TestApp, number: &str) -> State {
    app.case(number).state.parse().expect("a state")
}

fn due(app: &TestApp, number: &str) -> NaiveDate {
    app.case(number).due_on.expect("a date")
}

on_both! {
    /// `I9`: beside a new report of a plant stand the matters about it that are final, as far as the reader
    /// may see them (`R3`); others do not.
    async fn a_final_matter_stands_beside_a_new_one(app: TestApp) {
        let about = |key: &str, plant: &str| {
            let mut new = told(COUNTY, key);
            new.plant = plant.to_owned();
            app.file(new).case.number
        };
        let (first, second) = (about("finals-0001", "青禾印染厂"), about("finals-0002", "青禾印染厂"));
        let other = about("finals-0003", "远山石料场");
        app.conclude(COUNTY, &first, "unsubstantiated");
        let (officer, supervisor) = (app.officer(COUNTY), app.supervisor());
        let path = format!("/cases/{second}");
        officer.get(&path).await.hides("已经终结的事项");
        let end = format!("UPDATE cases SET state = 'final' WHERE number = '{first}'");
        app.tamper(&end).expect("an end");
        for who in [&officer, &supervisor] {
            who.get(&path).await.shows("同一单位有已经终结的事项").shows(&format!("/cases/{first}"));
            who.get(&format!("/cases/{other}")).await.hides(&first);
        }
        app.clerk().get(&path).await.hides(&first);
        // Once it is accepted, it cannot be declined.
        let third = about("finals-0004", "青禾印染厂");
        let accepted = format!("/cases/{third}");
        officer.get(&accepted).await.shows("已经终结的事项");
        app.act(&format!("officer-{COUNTY}"), &third, Statement::Accept);
        officer.get(&accepted).await.hides("已经终结的事项");
        let hide = format!("UPDATE cases SET hidden_from = '{COUNTY}' WHERE number = '{first}'");
        app.tamper(&hide).expect("a change");
        officer.get(&path).await.hides(&first);
        supervisor.get(&path).await.shows(&format!("/cases/{first}"));
        app.run_jobs();
    }

    /// 答复 → 复查 (city) → 复核 (province) → 终结; the reporter sees each step, the mail says the
    /// same, and what is final stays so.
    async fn a_grievance_goes_to_its_end(app: TestApp) {
        let key = "reviews-story-0001";
        let number = answered(&app, key);
        let (citizen, page) = let_in(&app, &number, key).await;
        page.shows("信访申诉").shows("对答复不服，申请复查").shows("12月23日");
        let path = format!("/track/{number}/review");
        assert_eq!(citizen.post(&path, &[("review_grounds", " ")]).await.status, 422);
        assert_eq!(app.citizen().post(&path, &[("review_grounds", "x")]).await.status, 422, "no code");
        for _ in 0..2 {
            ask(&app, &number, key).await;
        }
        assert_eq!(state(&app, &number), State::Reviewing);
        let case = app.case(&number);
        assert_eq!((case.bureau.as_str(), case.ended_on), (COUNTY, None));
        app.citizen().get(&format!("/track/{number}")).await.shows("复查复核中").hides("没有到现场");

        // The bureau sees that it is reviewed, not the reporter's words; and decides nothing.
        let (officer, chief) = (app.officer(COUNTY), app.chief(COUNTY));
        let page = chief.get(&format!("/cases/{number}")).await;
        page.shows("复查").hides("没有到现场").hides("/review-decision").hides("/review-draft");
        let said = [("outcome", "upheld"), ("review_decision", "x")];
        assert_eq!(officer.post(&format!("/cases/{number}/review-draft"), &said).await.status, 403);
        let (one, two) = (app.supervisor(), app.staff("supervisor2", minsheng::accounts::Role::Supervisor, "140800"));
        one.get("/reviews").await.shows(&number).shows("还剩 30 天");
        one.get(&format!("/cases/{number}")).await.shows("没有到现场");
        one.get("/alerts").await.shows("申请复查");
        decide(&number, &one, &two, "upheld").await;
        assert_eq!(state(&app, &number), State::Concluded);

        app.app.clock.advance(Duration::days(10));
        app.run_jobs();
        let (_, page) = let_in(&app, &number, key).await;
        page.shows("经复查，作出本意见。").shows("申请复核").shows("生态环境厅");
        ask(&app, &number, key).await;
        // The session of ten days ago has ended.
        let one = app.supervisor();
        assert_eq!(one.post(&format!("/cases/{number}/review-draft"), &said).await.status, 403, "it is the province's now");
        let province = app.province();
        let chief = app.staff("chief-140000", minsheng::accounts::Role::Chief, "140000");
        province.get("/reviews").await.shows(&number);
        decide(&number, &chief, &province, "changed").await;
        assert_eq!(state(&app, &number), State::Final);
        let (citizen, page) = let_in(&app, &number, key).await;
        page.shows("依法终结").hides("申请复核</span>");
        let late = citizen.post(&path, &[("review_grounds", "还是不服")]).await;
        assert_eq!(late.status, 409);
        late.shows("依法终结");
        for act in ["rehandling", "reopening"] {
            let refused = one.post(&format!("/cases/{number}/{act}"), &[("reason", "x")]).await;
            assert_eq!(refused.status, 409, "{act}");
        }
        app.run_jobs();
        let subjects: Vec<_> = app.mails().into_iter().map(|(_, subject, _)| subject).collect();
        for told in ["复查申请", "复查意见", "复核申请", "复核意见"] {
            assert_eq!(subjects.iter().filter(|it| it.contains(told)).count(), 1, "{told}: {subjects:?}");
        }
        app.count();
        app.citizen().get("/statistics").await.shows("办结 1");
        // Each office has what it wrote in its register, and nothing of the others.
        let case = app.case(&number).id;
        let letters = app.query(move |connection| Ok(Letter::of_case(connection, case)?));
        let provincial = letters.iter().filter(|letter| letter.bureau == "140000").count();
        assert_eq!((provincial, letters.len()), (1, 4), "受理, 答复, 复查, 复核");
        for letter in &letters {
            let body = &letter.body;
            assert!(body.contains("尊敬的信访人") && body.contains("信访事项（编号"), "{body}");
            assert!(!body.contains("举报"), "{body}");
        }
        for reviewer in [&province, &chief] {
            let register = reviewer.get("/letters").await;
            for letter in &letters {
                match letter.bureau == "140000" {
                    true => register.shows(&letter.number),
                    false => register.hides(&letter.number),
                };
            }
            let own = letters.iter().find(|letter| letter.bureau == "140000").expect("one");
            reviewer.get(&format!("/letters/{}", own.id)).await.shows("作出本意见").shows(&number);
        }
    }

    /// A revoked answer is handled again by a date of its own, and its new answer can be reviewed
    /// again.
    async fn a_revoked_answer_is_handled_again(app: TestApp) {
        let key = "reviews-story-0002";
        let number = answered(&app, key);
        ask(&app, &number, key).await;
        let (one, two) = (app.supervisor(), app.staff("supervisor2", minsheng::accounts::Role::Supervisor, "140800"));
        let path = format!("/cases/{number}/review-draft");
        let said = [("outcome", "revoked"), ("review_decision", "事实不清。")];
        one.post(&path, &said).await;
        assert_eq!(one.post(&path, &said).await.status, 409, "one draft at a time");
        let back = two.post(&format!("/cases/{number}/review-correction"), &[("note", "写明哪里不清")]).await;
        assert_eq!(back.status, 303);
        one.get(&format!("/cases/{number}")).await.shows("写明哪里不清").shows("事实不清。");
        decide(&number, &two, &one, "revoked").await;
        let case = app.case(&number);
        assert_eq!((state(&app, &number), case.reopened), (State::Accepted, 1));
        assert_eq!(case.due_kind.as_deref(), Some("rehandling"));
        app.conclude(COUNTY, &number, "substantiated");
        let (_, page) = let_in(&app, &number, key).await;
        page.shows("申请复查");
        app.run_jobs();
    }

    /// Thirty days to ask, on the last of them too; a letter counts by its own date (`I2`, `T5`).
    async fn who_asks_too_late_is_told_what_is_possible(app: TestApp) {
        let key = "reviews-story-0003";
        let number = answered(&app, key);
        app.app.clock.advance(Duration::days(31));
        app.run_jobs();
        let (citizen, page) = let_in(&app, &number, key).await;
        page.shows("已经过了").hides("/review");
        let late = citizen.post(&format!("/track/{number}/review"), &[("review_grounds", "不服")]).await;
        assert_eq!(late.status, 409);
        late.shows("答复即为最终意见").shows("可以重新举报");
        let clerk = app.clerk();
        let path = format!("/cases/{number}/reexaminations");
        let letter = |on: &str| [("asked_via", "letter".to_owned()), ("asked_on", on.to_owned()), ("review_grounds", "不服".to_owned())];
        for (on, status) in [("2026-12-24", 409), ("2026-11-01", 422), ("2026-12-23", 303)] {
            let fields = letter(on);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let sent = clerk.post(&path, &fields).await;
            assert_eq!(sent.status, status, "{on}: {}", sent.words());
        }
        assert_eq!(state(&app, &number), State::Reviewing);
        let stranger = app.officer("140882").post(&path, &[]).await;
        assert_ne!(stranger.status, 303);
        app.run_jobs();
    }

    /// Reports of violations have no review: the page says why and what else is possible; the city
    /// can find that one is a grievance, and from that day it can be reviewed.
    async fn a_report_of_a_violation_is_rated_and_not_reviewed(app: TestApp) {
        let key = "reviews-story-0004";
        let number = app.file(told(COUNTY, key)).report.number;
        app.conclude(COUNTY, &number, "partly");
        let (citizen, page) = let_in(&app, &number, key).await;
        page.shows("举报查处").hides("申请复查");
        let path = format!("/track/{number}/review");
        let refused = citizen.post(&path, &[("review_grounds", "不服")]).await;
        assert_eq!(refused.status, 409);
        refused.shows("不走复查复核").shows("作出评价");

        app.app.clock.advance(Duration::days(40));
        app.run_jobs();
        let (citizen, page) = let_in(&app, &number, key).await;
        let answer = page.field("answer");
        let rated = [("answer", answer.as_str()), ("intake", "satisfied"), ("handling", "not"), ("cause", "not_true")];
        assert_eq!(citizen.post(&format!("/track/{number}/rating"), &rated).await.status, 303);
        let decided = [("decision", "review"), ("text", "这是申诉，可以申请复查。")];
        let supervisor = app.supervisor();
        assert_eq!(supervisor.post("/dissatisfactions/1/decision", &decided).await.status, 303);
        let page = citizen.get(&format!("/track/{number}")).await;
        page.shows("您可以申请复查").shows("这是申诉").shows("信访申诉").shows("对答复不服");
        ask(&app, &number, key).await;
        app.run_jobs();
    }

    /// 不满意 → 退回重办: the bureau handles it again by a new date and reads the city's reason, not
    /// who was not satisfied (`C7`, `S1`).
    async fn the_city_has_it_handled_again(app: TestApp) {
        let key = "reviews-story-0005";
        let number = app.file(told(COUNTY, key)).report.number;
        app.conclude(COUNTY, &number, "partly");
        let (citizen, page) = let_in(&app, &number, key).await;
        let answer = page.field("answer");
        let rated = [("answer", answer.as_str()), ("intake", "satisfied"), ("handling", "not"), ("cause", "not_on_site"), ("words", "没人来过")];
        citizen.post(&format!("/track/{number}/rating"), &rated).await;
        let supervisor = app.supervisor();
        let decided = [("decision", "rehandle"), ("text", "请到现场重新检查。")];
        assert_eq!(supervisor.post("/dissatisfactions/1/decision", &decided).await.status, 303);
        assert_eq!(state(&app, &number), State::Accepted);
        app.officer(COUNTY).get(&format!("/cases/{number}")).await.hides("没人来过").hides("不满意");
        let page = citizen.get(&format!("/track/{number}")).await;
        page.shows("市局决定退回重办").shows("请到现场重新检查");
        let late = citizen.post(&format!("/track/{number}/rating"), &rated).await;
        assert_eq!(late.status, 409, "that answer no longer holds");
        late.shows("不是最新");
        app.conclude(COUNTY, &number, "substantiated");
        citizen.get(&format!("/track/{number}")).await.shows("请您评价");
        app.run_jobs();
    }

    /// The days of a hearing do not count (`T4`, `T8`); beyond the province the page names the
    /// office.
    async fn hearings_and_the_end_of_the_ladder(app: TestApp) {
        let key = "reviews-story-0006";
        let number = answered(&app, key);
        ask(&app, &number, key).await;
        let before = due(&app, &number);
        app.app.clock.advance(Duration::days(3));
        app.run_jobs();
        let supervisor = app.supervisor();
        let path = format!("/cases/{number}/hearings");
        let held = [("hearing_from", "2026-11-24"), ("hearing_until", "2026-11-26")];
        assert_eq!(supervisor.post(&path, &held).await.status, 303);
        assert!(due(&app, &number) >= before + Days::new(3));
        assert_eq!(supervisor.post(&path, &held).await.status, 422, "the same days once");
        let turned = [("hearing_from", "2026-11-26"), ("hearing_until", "2026-11-25")];
        assert_eq!(supervisor.post(&path, &turned).await.status, 422);
        supervisor.get(&format!("/cases/{number}")).await.shows("听证3日不计入期限");
        let (citizen, page) = let_in(&app, &number, key).await;
        page.shows("/review-withdrawal").hides("/withdrawal\"");
        let gone = citizen.post(&format!("/track/{number}/review-withdrawal"), &[]).await;
        citizen.follow(&gone).await.shows("申请已经撤回").shows("对答复不服").shows("12月23日");
        assert_eq!(state(&app, &number), State::Concluded);

        // A matter against the city is with the province from the start (R3).
        let mut new = told(COUNTY, "reviews-story-0007");
        new.text = "运城市生态环境局的人收了好处，包庇纸厂，举报多次不管".to_owned();
        new.plant = "运城市生态环境局".to_owned();
        new.language = Language::Chinese;
        let filed = app.file(new);
        if filed.case.bureau == "140000" {
            let number = filed.report.number;
            let (officer, _) = app.bureau("140000");
            app.act(&officer, &number, Statement::AcceptGrievance);
            app.conclude("140000", &number, "unsubstantiated");
            let (citizen, page) = let_in(&app, &number, "reviews-story-0007").await;
            page.shows("生态环境部");
            let beyond = citizen.post(&format!("/track/{number}/review"), &[("review_grounds", "不服")]).await;
            assert_eq!(beyond.status, 409);
            beyond.shows("请向生态环境部提出");
        }
        app.run_jobs();
    }


    /// `S1`: of several who stand behind a grievance, only whoever asked for a review learns that somebody did;
    /// what is decided is told to all.
    async fn only_who_asked_is_told_so(app: TestApp) {
        let (key, other) = ("reviews-story-0101", "reviews-story-0102");
        let mut new = told(COUNTY, key);
        new.reporter_kind = "named";
        new.identity.mail = "wang@example.com".to_owned();
        let number = app.file(new.clone()).report.number;
        let mut joining = NewReport { join: Some(number.clone()), ..new };
        joining.submission = other.to_owned();
        joining.identity.mail = "li@example.com".to_owned();
        let second = app.file(joining).report.number;
        let (officer, _) = app.bureau(COUNTY);
        app.act(&officer, &number, Statement::AcceptGrievance);
        app.conclude(COUNTY, &number, "unsubstantiated");
        ask(&app, &number, key).await;
        app.run_jobs();
        let told = |about: &str| -> Vec<String> {
            let about_it = app.mails().into_iter().filter(|(_, subject, _)| subject.contains(about));
            about_it.map(|(to, ..)| to).collect()
        };
        assert_eq!(told("复查申请"), ["wang@example.com"]);
        let (_, page) = let_in(&app, &number, key).await;
        page.shows("前作出复查意见");
        let (_, page) = let_in(&app, &second, other).await;
        page.hides("前作出复查意见");
        let two = app.staff("supervisor2", minsheng::accounts::Role::Supervisor, "140800");
        decide(&number, &app.supervisor(), &two, "upheld").await;
        app.run_jobs();
        assert_eq!(told("复查意见").len(), 2);
    }
}
