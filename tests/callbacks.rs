//! After the answer (`C7`): ratings, call-backs, and what the city decides when somebody is not
//! satisfied. The bureau never learns who rated what (`S1`).

use chrono::Duration;
use diesel::prelude::*;
use minsheng::{
    callbacks::jobs::DrawCallBacks,
    cases::{
        draw,
        statement::{NewMatter, Statement},
    },
    db::schema,
    jobs::{self, Registry},
    reports::{LookupCode, NewReport},
};

use crate::{
    on_both,
    support::{Client, Page, TestApp, acts::told},
};

const COUNTY: &str = "140821";
const PHONE: &str = "13900001234";
const SATISFIED: [(&str, &str); 2] = [("intake", "satisfied"), ("handling", "fairly")];
const NOT: [(&str, &str); 4] =
    [("intake", "satisfied"), ("handling", "not"), ("cause", "slow"), ("words", "等了两个月")];

/// A named reporter's report, with telephone and address.
fn named(key: &str) -> NewReport {
    let mut new = told(COUNTY, key);
    new.reporter_kind = "named";
    new.identity.name = "王小明".to_owned();
    new.identity.phone = PHONE.to_owned();
    new.identity.mail = "wang@example.com".to_owned();
    new
}

/// The code that goes with a submission's key.
fn code(app: &TestApp, key: &str) -> String {
    LookupCode::of_submission(&app.app.vault, key).spoken()
}

/// A browser that was let in, with the page as it is.
async fn let_in(app: &TestApp, number: &str, key: &str) -> (Client, Page) {
    let citizen = app.citizen();
    let code = code(app, key);
    let sent = citizen.post("/track", &[("number", number), ("code", &code)]).await;
    let page = citizen.follow(&sent).await;
    (citizen, page)
}

/// Files and concludes a matter of a named reporter; its number.
fn answered(app: &TestApp, key: &str) -> String {
    let number = app.file(named(key)).report.number;
    app.conclude(COUNTY, &number, "substantiated");
    number
}

/// Rates as the reporter, with the answer that the page names.
async fn rate(citizen: &Client, number: &str, page: &Page, fields: &[(&str, &str)]) -> Page {
    let answer = page.field("answer");
    let fields = [&[("answer", answer.as_str())], fields].concat();
    citizen.post(&format!("/track/{number}/rating"), &fields).await
}

/// The only call on the list, by its row.
fn call(app: &TestApp) -> i64 {
    app.query(|connection| {
        use schema::callbacks;
        Ok(callbacks::table.select(callbacks::id).get_result(connection)?)
    })
}

/// The answer that the form for rating the matter of that number names.
fn answer_of(page: &Page, matter: &str) -> String {
    let named = format!(r#"name="matter" value="{matter}""#);
    let is_its = |form: &&str| form.contains(&named) && form.contains(r#"name="answer""#);
    let form = page.text.split("<form").find(is_its).expect("a form for the rating");
    let (status, headers) = (page.status, page.headers.clone());
    Page { status, headers, text: form.to_owned() }.field("answer")
}

fn count(app: &TestApp, from: &str) -> i64 {
    #[derive(diesel::QueryableByName)]
    struct Many {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        many: i64,
    }
    let query = diesel::sql_query(format!("SELECT COUNT(*) AS many FROM {from}"));
    app.query(move |connection| Ok(query.get_result::<Many>(connection)?.many))
}

/// A further matter, for a report that is about two plants.
fn another_plant() -> NewMatter {
    NewMatter {
        report: None,
        bureau: COUNTY.to_owned(),
        plant: "另一家厂".to_owned(),
        place: String::new(),
        summary: "隔壁厂夜里也有气味".to_owned(),
        reason: "两家厂分别办理".to_owned(),
    }
}

on_both! {
    /// Once for each answer, intake and handling apart; changed for 30 days and no longer (`C7`).
    async fn a_reporter_rates_the_answer(app: TestApp) {
        let key = "callbacks-story-0001";
        let number = app.file(named(key)).report.number;
        let (_, open) = let_in(&app, &number, key).await;
        open.hides("/rating");
        app.conclude(COUNTY, &number, "substantiated");
        app.citizen().get(&format!("/track/{number}")).await.hides("/rating");
        let (citizen, page) = let_in(&app, &number, key).await;
        page.shows("请您评价").shows("谁作了评价，办理单位看不到");
        let wrong = rate(&citizen, &number, &page, &[("intake", "satisfied"), ("words", "写了很多")]).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("请选择对办理是否满意").shows("写了很多");
        for _ in 0..2 {
            let sent = rate(&citizen, &number, &page, &SATISFIED).await;
            citizen.follow(&sent).await.shows("您的评价已经记下").shows("基本满意").shows("修改评价");
        }
        assert_eq!(count(&app, "ratings"), 1);
        assert_eq!(count(&app, "events WHERE act = 'rate'"), 1, "twice is once");

        app.app.clock.advance(Duration::days(30));
        app.run_jobs();
        let (citizen, page) = let_in(&app, &number, key).await;
        let sent = rate(&citizen, &number, &page, &[("intake", "fairly"), ("handling", "fairly")]).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        app.app.clock.advance(Duration::days(2));
        let (citizen, late) = let_in(&app, &number, key).await;
        late.hides("/rating").shows("评价可以修改的时间已过");
        let late = rate(&citizen, &number, &page, &SATISFIED).await;
        assert_eq!(late.status, 409);
        assert_eq!(count(&app, "ratings WHERE intake = 'fairly'"), 1);
        app.run_jobs();
    }

    /// Without number and code nobody rates; what was typed outlives an ended time (`I4`).
    async fn nobody_rates_without_the_code(app: TestApp) {
        let key = "callbacks-story-0002";
        let number = answered(&app, key);
        let (citizen, page) = let_in(&app, &number, key).await;
        let stranger = rate(&app.citizen(), &number, &page, &NOT).await;
        assert_eq!(stranger.status, 422);
        assert_eq!(count(&app, "ratings"), 0);
        // Let in for another report.
        let other = app.file(named("callbacks-story-0003")).report.number;
        let (other, _) = let_in(&app, &other, "callbacks-story-0003").await;
        assert_eq!(rate(&other, &number, &page, &NOT).await.status, 422);

        app.app.clock.advance(Duration::minutes(31));
        let ended = rate(&citizen, &number, &page, &NOT).await;
        assert_eq!(ended.status, 422);
        assert_eq!(ended.field("words"), "等了两个月");
        let kept = [("number", number.as_str()), ("code", &code(&app, key)), ("handling", "not"), ("words", "等了两个月")];
        let back = citizen.post("/track", &kept).await;
        back.shows("等了两个月").shows(&format!("/track/{number}/rating"));
        assert_eq!(count(&app, "ratings"), 0);
        app.run_jobs();
    }

    /// A day after the answer those who left an address are asked, once, and not those who have
    /// rated.
    async fn reporters_are_invited_once(app: TestApp) {
        let (first, second) = ("callbacks-story-0004", "callbacks-story-0005");
        let number = answered(&app, first);
        let _ = answered(&app, second);
        let (citizen, page) = let_in(&app, &number, first).await;
        rate(&citizen, &number, &page, &SATISFIED).await;
        let invited = |app: &TestApp| {
            app.mails().iter().filter(|(_, subject, _)| subject.contains("请您评价")).count()
        };
        app.run_jobs();
        assert_eq!(invited(&app), 0, "not with the answer");
        app.app.clock.advance(Duration::hours(25));
        app.run_jobs();
        app.app.clock.advance(Duration::days(9));
        app.run_jobs();
        assert_eq!(invited(&app), 1);
    }

    /// A bad rating opens a decision and a call-back; nothing the bureau sees tells of it (`S1`).
    async fn a_bad_rating_is_decided_by_the_city(app: TestApp) {
        let key = "callbacks-story-0006";
        let number = answered(&app, key);
        let (citizen, page) = let_in(&app, &number, key).await;
        let sent = rate(&citizen, &number, &page, &[("intake", "satisfied"), ("handling", "not")]).await;
        assert_eq!(sent.status, 422, "a cause is asked for");
        let sent = rate(&citizen, &number, &page, &[("intake", "satisfied"), ("handling", "not"), ("cause", "other")]).await;
        assert_eq!(sent.status, 422, "another cause is said in words");
        let sent = rate(&citizen, &number, &page, &NOT).await;
        citizen.follow(&sent).await.shows("市局正在决定怎么办").shows("这个日期是怎么算的");
        app.run_jobs();

        for bureau in [app.officer(COUNTY), app.chief(COUNTY)] {
            let case = bureau.get(&format!("/cases/{number}")).await;
            case.hides("等了两个月").hides("不满意").hides("评价");
            for path in ["/dissatisfactions", "/dissatisfactions/1", "/callbacks", "/ratings/new"] {
                assert_eq!(bureau.get(path).await.status, 403, "{path}");
            }
            let id = call(&app);
            for path in [format!("/callbacks/{id}/number"), format!("/callbacks/{id}/tries")] {
                let page = bureau.post(&path, &[("result", "refused"), ("tries", "0")]).await;
                assert_eq!(page.status, 404, "{path}");
            }
        }
        let supervisor = app.supervisor();
        let list = supervisor.get("/dissatisfactions").await;
        list.shows(&number).shows("临猗分局").hides("王小明");
        let page = supervisor.get("/dissatisfactions/1").await;
        page.shows("等了两个月").shows("办得太慢").hides("王小明").hides(PHONE);
        let path = "/dissatisfactions/1/decision";
        let blank = supervisor.post(path, &[("decision", "explain")]).await;
        assert_eq!(blank.status, 422);
        assert_eq!(app.dispatcher().post(path, &[("decision", "explain"), ("text", "x")]).await.status, 403);
        let said = [("decision", "explain"), ("text", "已再次核实，企业整改到位。")];
        assert_eq!(supervisor.post(path, &said).await.status, 303);
        let again = supervisor.post(path, &said).await;
        assert_eq!(again.status, 409);
        again.shows("已经有人作出决定").hides("您填写的内容");
        // The form is gone; another's words are not.
        let late = supervisor.post(path, &[("decision", "explain"), ("text", "另一位写了很久的解释")]).await;
        assert_eq!(late.status, 409);
        late.shows("您填写的内容").shows("告诉举报人的话").shows("另一位写了很久的解释");
        app.run_jobs();
        let page = citizen.get(&format!("/track/{number}")).await;
        page.shows("市局的解释").shows("企业整改到位").shows("就答复作出解释");
        app.citizen().get(&format!("/track/{number}")).await.hides("解释").hides("评价");
        let mails = app.mails();
        let (to, subject, body) = mails.last().expect("a mail");
        assert_eq!(to, "wang@example.com");
        assert!(subject.contains(&number) && body.contains("企业整改到位"));
        app.chief(COUNTY).get(&format!("/cases/{number}")).await.hides("企业整改到位");
    }

    /// An answer in part is sent back or explained, and has no review (`C3`, `C7`, `T4`).
    async fn a_bad_rating_of_an_answer_in_part_is_decided(app: TestApp) {
        let key = "callbacks-story-0014";
        let number = app.file(named(key)).report.number;
        app.conclude_in_part(COUNTY, &number);
        let (citizen, page) = let_in(&app, &number, key).await;
        let sent = rate(&citizen, &number, &page, &NOT).await;
        citizen.follow(&sent).await.shows("市局正在决定怎么办").shows("阶段性答复");
        let (supervisor, path) = (app.supervisor(), "/dissatisfactions/1/decision");
        let page = supervisor.get("/dissatisfactions/1").await;
        page.shows(r#"value="rehandle""#).shows(r#"value="explain""#).hides(r#"value="review""#);
        page.shows("只能作出以上决定");
        let review = [("decision", "review"), ("text", "可以申请复查")];
        assert_eq!(supervisor.post(path, &review).await.status, 409);
        let again = [("decision", "rehandle"), ("text", "请继续整改。")];
        assert_eq!(supervisor.post(path, &again).await.status, 303);
        let case = app.case(&number);
        assert_eq!((case.state.as_str(), case.due_kind.as_deref()), ("accepted", Some("rehandling")));
        let page = citizen.get(&format!("/track/{number}")).await;
        page.shows("市局决定退回重办").shows("请继续整改").shows("加装收集装置").hides("/rating");
        page.shows("此前的答复");
        app.run_jobs();
    }

    /// Satisfied after all: nothing is left to decide. Of two reporters behind one matter each
    /// counts, and neither sees the other's rating (`I8`, `S1`).
    async fn several_reporters_rate_one_matter(app: TestApp) {
        let (one, two) = ("callbacks-story-0007", "callbacks-story-0008");
        let first = app.file(named(one)).report.number;
        let mut joined = named(two);
        joined.join = Some(first.clone());
        let second = app.file(joined).report.number;
        app.conclude(COUNTY, &first, "partly");
        let (a, page_a) = let_in(&app, &first, one).await;
        let (b, page_b) = let_in(&app, &second, two).await;
        rate(&a, &first, &page_a, &NOT).await;
        b.get(&format!("/track/{second}")).await.hides("正在决定").shows("请您评价");
        rate(&b, &second, &page_b, &NOT).await;
        assert_eq!(count(&app, "dissatisfactions"), 1, "one decision for one answer");
        rate(&a, &first, &page_a, &SATISFIED).await;
        assert_eq!(count(&app, "dissatisfactions WHERE decided_at IS NULL"), 1);
        rate(&b, &second, &page_b, &SATISFIED).await;
        assert_eq!(count(&app, "dissatisfactions WHERE decision = 'settled'"), 1);
        app.run_jobs();
        app.count();
        app.citizen().get("/statistics").await.shows("2 件中 2 件");
    }

    /// That a matter is handled again is told once to each: to whoever was not satisfied with the decision, to
    /// the others as it is.
    async fn handling_again_is_told_once(app: TestApp) {
        let (one, two) = ("callbacks-story-0031", "callbacks-story-0032");
        let first = app.file(named(one)).report.number;
        let mut joined = named(two);
        joined.join = Some(first.clone());
        joined.identity.mail = "li@example.com".to_owned();
        app.file(joined);
        app.conclude(COUNTY, &first, "partly");
        let (citizen, page) = let_in(&app, &first, one).await;
        rate(&citizen, &first, &page, &NOT).await;
        app.run_jobs();
        let before = app.mails().len();
        let again = [("decision", "rehandle"), ("text", "请继续整改。")];
        let decided = app.supervisor().post("/dissatisfactions/1/decision", &again).await;
        assert_eq!(decided.status, 303, "{}", decided.words());
        app.run_jobs();
        let mut told: Vec<(String, bool)> = app
            .mails()
            .split_off(before)
            .into_iter()
            .map(|(to, subject, _)| (to, subject.contains("退回重办")))
            .collect();
        told.sort();
        let expected = [("li@example.com".to_owned(), false), ("wang@example.com".to_owned(), true)];
        assert_eq!(told, expected);
    }

    /// A call-back (`C7`): the number is read on record, three calls that nobody took are enough,
    /// and a clerk calls only what the city gave them.
    async fn the_city_calls_back(app: TestApp) {
        let (missed, reached) = ("callbacks-story-0009", "callbacks-story-0010");
        let mut urgent = named(missed);
        urgent.urgent = true;
        let number = app.file(urgent).report.number;
        app.conclude(COUNTY, &number, "partly");
        app.run_jobs();
        let (supervisor, clerk) = (app.supervisor(), app.clerk());
        let id = call(&app);
        let path = format!("/callbacks/{id}");
        supervisor.get("/callbacks").await.shows(&number).shows("紧急事项").hides(PHONE).hides("王小明");
        supervisor.get(&path).await.hides(PHONE).hides("王小明");
        assert_eq!(clerk.get(&path).await.status, 404, "not given to the clerk");
        assert_eq!(app.dispatcher().get(&path).await.status, 404);
        let row = app.viewer("clerk").account.to_string();
        let boss = app.viewer("supervisor").account.to_string();
        let call_row = id.to_string();
        for (to, status, why) in [(&boss, 422, "a clerk, nobody else"), (&row, 303, "given away")] {
            let fields = [("call", call_row.as_str()), ("caller", to.as_str())];
            let given = supervisor.post("/callbacks/assignment", &fields).await;
            assert_eq!(given.status, status, "{why}");
        }

        let shown = clerk.post(&format!("{path}/number"), &[]).await;
        shown.shows(PHONE).shows("王小明").hides("wang@example.com");
        assert_eq!(count(&app, "identity_readings WHERE reason = 'callback'"), 1);
        for tries in ["0", "1", "2"] {
            let entered = [("result", "missed"), ("tries", tries)];
            assert_eq!(clerk.post(&format!("{path}/tries"), &entered).await.status, 303);
            // A second click counts no second call.
            assert_eq!(clerk.post(&format!("{path}/tries"), &entered).await.status, 409);
        }
        let late = [("result", "missed"), ("tries", "2"), ("note", "占线，改天再打")];
        let late = clerk.post(&format!("{path}/tries"), &late).await;
        assert_eq!(late.status, 409);
        late.shows("联系不上").shows("占线，改天再打");
        clerk.get(&path).await.shows("联系不上").hides("/number");
        assert_eq!(clerk.post(&format!("{path}/number"), &[]).await.status, 409);
        assert_eq!(count(&app, "callback_tries"), 3);

        let mut urgent = named(reached);
        urgent.urgent = true;
        let number = app.file(urgent).report.number;
        app.conclude(COUNTY, &number, "partly");
        app.run_jobs();
        let next = supervisor.get("/callbacks/next").await;
        let path = next.location().to_owned();
        let entered = supervisor.post(&format!("{path}/tries"), &[("result", "reached"), ("tries", "0"), ("note", "愿意再谈")]).await;
        assert_eq!(entered.status, 422);
        entered.shows("愿意再谈").shows("请选择对受理是否满意");
        let fields = [&[("result", "reached"), ("tries", "0"), ("solved", "no")][..], &NOT].concat();
        assert_eq!(supervisor.post(&format!("{path}/tries"), &fields).await.status, 303);
        assert_eq!(count(&app, "ratings WHERE channel = 'callback' AND solved = 'no'"), 1);
        assert_eq!(count(&app, "dissatisfactions"), 1);
        app.run_jobs();
        app.officer(COUNTY).get(&format!("/cases/{number}")).await.hides("等了两个月").hides("愿意再谈");
    }

    /// Anonymous reporters, and those who withdrew, are not called; a number is never asked for
    /// twice about one answer.
    async fn only_those_who_may_be_called_are_called(app: TestApp) {
        for (key, kind) in [("callbacks-story-0011", "anonymous"), ("callbacks-story-0012", "confidential")] {
            let mut new = named(key);
            (new.reporter_kind, new.urgent) = (kind, true);
            let number = app.file(new).report.number;
            app.conclude(COUNTY, &number, "partly");
            let (citizen, page) = let_in(&app, &number, key).await;
            rate(&citizen, &number, &page, &NOT).await;
        }
        app.run_jobs();
        assert_eq!(count(&app, "callbacks"), 1);
        let id = call(&app);
        app.supervisor().post(&format!("/callbacks/{id}/number"), &[]).await.shows(PHONE);
    }

    /// The month's sample is drawn once, and its seed draws it again.
    async fn the_sample_can_be_drawn_again(app: TestApp) {
        let mut numbers = Vec::new();
        for at in 0..12 {
            let key = format!("callbacks-sample-{at:04}");
            let number = app.file(named(&key)).report.number;
            app.conclude(COUNTY, &number, "partly");
            numbers.push(number);
        }
        app.app.clock.advance(Duration::days(10));
        let monthly = Registry::default().every::<DrawCallBacks>();
        for stored in [1, 0] {
            assert_eq!(jobs::plan(&app.app, &monthly).expect("a plan"), stored);
        }
        app.run_jobs();
        assert_eq!((count(&app, "callback_samples"), count(&app, "callbacks")), (1, 2));
        let (seed, month): (String, String) = app.query(|connection| {
            use schema::callback_samples as samples;
            Ok(samples::table.select((samples::seed, samples::month)).get_result(connection)?)
        });
        assert_eq!(month, "2026-11");
        let rows: Vec<(i64, String)> = app.query(|connection| {
            use schema::reports;
            Ok(reports::table.order(reports::id.desc()).select((reports::id, reports::number)).load(connection)?)
        });
        let mut again = draw::drawn(&seed, draw::share(10, rows.len()), rows);
        again.sort_unstable();
        let listed: Vec<i64> = app.query(|connection| {
            use schema::callbacks;
            Ok(callbacks::table.order(callbacks::report_id).select(callbacks::report_id).load(connection)?)
        });
        assert_eq!(listed, again);
        app.supervisor().get("/callbacks").await.shows(&seed).shows("随机抽取");
        app.app.clock.advance(Duration::days(31));
        assert_eq!(jobs::plan(&app.app, &monthly).expect("a plan"), 1, "the next month");
        app.run_jobs();
        assert_eq!(count(&app, "callback_samples"), 2);
    }

    /// A rating told by telephone: the clerk proves who calls by number or code, and is on record
    /// (`I2`).
    async fn a_clerk_enters_what_is_told(app: TestApp) {
        let key = "callbacks-story-0013";
        let number = answered(&app, key);
        let clerk = app.clerk();
        let told = |phone: &str, code: &str| {
            let fields = [("number", number.clone()), ("phone", phone.to_owned()), ("code", code.to_owned()),
                ("intake", "satisfied".to_owned()), ("handling", "satisfied".to_owned())];
            let clerk = app.clerk();
            async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                clerk.post("/ratings", &fields).await
            }
        };
        clerk.get("/ratings/new").await.shows("录入电话评价");
        told("", "").await.shows("至少一样");
        told("13800000000", "").await.shows("对不上");
        told("", &LookupCode::random().spoken()).await.shows("对不上");
        assert_eq!(count(&app, "ratings"), 0);
        assert_eq!(told(PHONE, "").await.status, 303);
        assert_eq!(told("", &code(&app, key)).await.status, 303, "the same again");
        assert_eq!(count(&app, "ratings WHERE channel = 'telephone' AND by_account IS NOT NULL"), 1);
        assert_eq!(count(&app, "identity_readings"), 0, "known without unsealing");
        let (_, page) = let_in(&app, &number, key).await;
        page.shows("您的评价");
        app.run_jobs();
    }

    /// One report behind two matters: each answer is rated, and reviewed, by itself (`C7`, `T4`).
    async fn each_matter_of_a_report_is_rated_by_itself(app: TestApp) {
        let key = "callbacks-story-0015";
        let first = app.file(named(key)).report.number;
        let (officer, _) = app.bureau(COUNTY);
        app.act(&officer, &first, Statement::Split(another_plant()));
        let second = format!("{first}-2");
        app.conclude(COUNTY, &first, "substantiated");
        app.act(&officer, &second, Statement::AcceptGrievance);
        app.conclude(COUNTY, &second, "unsubstantiated");

        let (citizen, page) = let_in(&app, &first, key).await;
        assert_ne!(answer_of(&page, &first), answer_of(&page, &second));
        let answer = answer_of(&page, &second);
        let path = format!("/track/{first}/rating");
        let about = [("matter", second.as_str()), ("answer", answer.as_str())];
        let blank = citizen.post(&path, &[&about[..], &[("intake", "fairly")]].concat()).await;
        assert_eq!(blank.status, 422);
        blank.shows(r#"id="matter2-handling-error""#).hides(r#"id="handling-error""#);
        blank.shows("#matter2-handling");
        let sent = citizen.post(&path, &[&about[..], &NOT].concat()).await;
        let page = citizen.follow(&sent).await;
        page.shows("您的评价已经记下").shows(r#"id="matter2-rating""#).shows("等了两个月");
        let rated = format!("ratings JOIN cases ON cases.id = ratings.case_id WHERE cases.number = '{second}'");
        assert_eq!((count(&app, "ratings"), count(&app, &rated)), (1, 1));
        assert!(!answer_of(&page, &first).is_empty(), "the first is still to be rated");

        let path = format!("/track/{first}/review");
        let other = app.file(named("callbacks-story-0016")).report.number;
        for (matter, status) in [(&other, 404), (&second, 303)] {
            let said = [("matter", matter.as_str()), ("review_grounds", "检查人员没有到现场")];
            assert_eq!(citizen.post(&path, &said).await.status, status, "{matter}");
        }
        let states = [app.case(&first).state, app.case(&second).state];
        assert_eq!(states, ["concluded", "reviewing"]);
        let page = citizen.get(&format!("/track/{first}")).await;
        page.shows(&format!("/track/{first}/review-withdrawal")).hides("/withdrawal\"");
        let path = format!("/track/{first}/review-withdrawal");
        let sent = citizen.post(&path, &[("matter", second.as_str())]).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        assert_eq!(app.case(&second).state, "concluded");
        app.run_jobs();
    }


    /// `C7`: of several answers the caller speaks of the one that they have not rated; what they said of
    /// another stays.
    async fn the_telephone_rates_what_is_not_rated(app: TestApp) {
        let first = app.file(named("callbacks-story-0021")).report.number;
        let (officer, _) = app.bureau(COUNTY);
        app.act(&officer, &first, Statement::Split(another_plant()));
        app.conclude(COUNTY, &first, "substantiated");
        let clerk = app.clerk();
        let caller = [("number", first.as_str()), ("phone", PHONE)];
        let sent = clerk.post("/ratings", &[&caller[..], &SATISFIED].concat()).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        app.app.clock.advance(Duration::days(40));
        app.conclude(COUNTY, &format!("{first}-2"), "substantiated");
        let clerk = app.clerk();
        let sent = clerk.post("/ratings", &[&caller[..], &NOT].concat()).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        assert_eq!(count(&app, "ratings"), 2);
        let of_first = "ratings JOIN cases ON cases.id = ratings.case_id WHERE cause IS NULL AND cases.number";
        assert_eq!(count(&app, &format!("{of_first} = '{first}'")), 1);
        assert_eq!(count(&app, "dissatisfactions"), 1);
        app.run_jobs();
    }
}
