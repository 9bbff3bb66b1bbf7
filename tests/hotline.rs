//! The clerk's desk: calls, letters and visits entered on behalf of their reporters (`I1`–`I8`,
//! `P2`).

use chrono::Duration;
use diesel::prelude::*;
use minsheng::{
    accounts::Role,
    cases::Case,
    db::schema::{accounts, case_reports, cases, reports},
    reports::{LookupCode, Number, Report, dated, follow},
    timeline::{self, Audience},
};

use crate::{
    on_both,
    support::{Client, PASSWORD, Page, TestApp},
};

const PHONE: &str = "13800138000";
const NAME: &str = "王秀英";
const CALL: [(&str, &str); 9] = [
    ("channel", "telephone"),
    ("phone", "138-0013-8000"),
    ("name", NAME),
    ("reporter", "named"),
    ("text", "村东头的印染厂夜里往涑水河里排红水，气味很重，已经半个月了"),
    ("kind", "water_industrial"),
    ("kind", "air"),
    ("address", "临猗县猗氏镇河西村"),
    ("unit", "河西印染厂"),
];

/// Opens the form and sends it with `fields` over those of [`CALL`]; an empty value takes one out.
async fn enter(clerk: &Client, fields: &[(&str, &str)]) -> Page {
    let form = clerk.get("/hotline").await;
    assert_eq!(form.status, 200, "{}", form.words());
    let key = form.field("submission");
    clerk.post("/hotline/calls", &filled(&key, fields)).await
}

fn filled<'a>(key: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| fields.iter().any(|(other, _)| *other == name);
    let kept = CALL.iter().copied().filter(|(name, _)| !changed(name));
    let mut all: Vec<_> = kept.chain(fields.iter().copied()).collect();
    all.push(("submission", key));
    all
}

/// The number at the end of an address such as `/hotline/calls/{number}`.
fn number(page: &Page) -> String {
    assert_eq!(page.status, 303, "{}", page.words());
    page.location().rsplit('/').next().unwrap().to_owned()
}

/// The code in the page's groups.
fn code(page: &Page) -> String {
    let start = page.text.find("data-code>").expect("a code is on the page");
    let end = start + page.text[start..].find("</p>").unwrap();
    let groups: Vec<&str> = page.text[start..end]
        .split("<span>")
        .skip(1)
        .filter_map(|group| group.split('<').next())
        .collect();
    groups.join("-")
}

fn report(app: &TestApp, number: &str) -> Report {
    let number = number.to_owned();
    app.query(move |connection| Report::by_number(connection, &number))
}

fn case_of(app: &TestApp, number: &str) -> Case {
    let report = report(app, number);
    app.query(move |connection| Ok(report.cases(connection)?.remove(0)))
}

fn count_reports(app: &TestApp) -> i64 {
    app.query(|connection| Ok(reports::table.count().get_result(connection)?))
}

/// Everything that would tell who called.
fn hides_the_caller(page: &Page) {
    page.hides(NAME).hides(PHONE).hides("138-0013-8000").hides("0013");
}

on_both! {
    /// `I2`, `I4`: the clerk files, reads back number and code, and the code opens the report.
    async fn a_call_is_entered_and_read_back(app: TestApp) {
        let clerk = app.clerk();
        let sent = enter(&clerk, &[]).await;
        let number = number(&sent);
        assert!(!sent.location().contains('?'), "no secret in the address");
        let cookie = sent.header("set-cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("Max-Age=900"), "{cookie}");
        let page = clerk.follow(&sent).await;
        assert_eq!(page.status, 200, "{}", page.words());
        hides_the_caller(&page);
        let code = code(&page);
        let words = page.words().replace(&code.replace('-', "\n"), "CODE");
        insta::assert_snapshot!("read_back", words);

        let opened = {
            let (number, code) = (Number::parse(&number).unwrap(), LookupCode::parse(&code).unwrap());
            let vault = app.app.vault.clone();
            app.query(move |connection| follow::open(connection, &vault, &number, &code))
        };
        assert!(opened.code_read_out, "the caller is asked to exchange it");
        let clerk_id = app.query(|connection| {
            let query = accounts::table.filter(accounts::login.eq("clerk")).select(accounts::id);
            Ok(query.first::<i64>(connection)?)
        });
        assert_eq!(opened.entered_by, Some(clerk_id));
        assert_eq!(opened.channel, "telephone");
        assert_eq!(opened.kinds, "air water water_industrial");
        let case = case_of(&app, &number);
        assert_eq!((case.bureau.as_str(), case.state.as_str()), ("140821", "assigned"));
        let events = app.query(move |connection| {
            Ok(timeline::read(connection, case.subject(), Audience::Staff)?)
        });
        assert_eq!(events[0].actor_id, Some(clerk_id), "the clerk is on record");
    }

    /// `S1`: only who entered the call sees the code, only for 15 minutes, only until it is
    /// exchanged.
    async fn the_code_is_read_out_once_by_one(app: TestApp) {
        let clerk = app.clerk();
        let sent = enter(&clerk, &[]).await;
        let (at, number) = (sent.location().to_owned(), number(&sent));
        let first = code(&clerk.get(&at).await);

        let colleague = app.staff("clerk-two", Role::Clerk, "140800");
        assert_eq!(colleague.get(&at).await.status, 404);
        let elsewhere = app.clerk();
        elsewhere.get(&at).await.hides(&first[..9]).shows("不再显示");

        app.app.clock.advance(Duration::minutes(14));
        assert_eq!(code(&clerk.get(&at).await), first);
        app.app.clock.advance(Duration::minutes(1));
        clerk.get(&at).await.shows("不再显示").hides("data-code");

        let sent = enter(&clerk, &[]).await;
        let report = report(&app, sent.location().rsplit('/').next().unwrap());
        assert_ne!(report.number, number);
        let portal = app.app.clone();
        app.app.db.write_now(move |connection| {
            let now = portal.clock.now();
            let token = follow::token(connection, &portal.vault, report.id, now)?;
            follow::exchange_code(connection, &portal, &token, "a key of the page")
        }).unwrap();
        clerk.follow(&sent).await.shows("不再显示").hides("data-code");
    }

    /// `I4`: one form sent twice, by a double click or a retry, is one report.
    async fn the_same_form_twice_is_one_report(app: TestApp) {
        let clerk = app.clerk();
        let key = clerk.get("/hotline").await.field("submission");
        let form = filled(&key, &[]);
        let (one, two) = tokio::join!(
            clerk.post("/hotline/calls", &form),
            clerk.post("/hotline/calls", &form),
        );
        let again = clerk.post("/hotline/calls", &form).await;
        assert_eq!(number(&one), number(&two));
        assert_eq!(number(&one), number(&again));
        assert_eq!(count_reports(&app), 1);
        assert_eq!(code(&clerk.follow(&one).await), code(&clerk.follow(&again).await));

        let colleague = app.staff("clerk-two", Role::Clerk, "140800");
        assert_eq!(colleague.post("/hotline/calls", &form).await.status, 409);
        assert_eq!(count_reports(&app), 1);
    }

    /// `I8`, `S1`: what is known while the caller talks, and a call attached to it.
    async fn a_call_joins_an_open_matter(app: TestApp) {
        let clerk = app.clerk();
        let first = number(&enter(&clerk, &[]).await);
        let typed = [
            ("phone", "+86 138 0013 8000"),
            ("unit", "河西印染厂"),
            ("text", "有家厂夜里往涑水河里排红水"),
            ("county", "140821"),
        ];
        let known = clerk.post("/hotline/known", &typed).await;
        assert_eq!(known.status, 200);
        hides_the_caller(&known);
        insta::assert_snapshot!("known", known.words());
        let query = serde_html_form::to_string(typed).unwrap();
        let by_get = clerk.get(&format!("/hotline/known?{query}")).await;
        assert_eq!(by_get.words(), known.words());

        let other = [
            ("phone", "13900139000"), ("name", ""), ("reporter", "anonymous"),
            ("text", "印染厂又排红水了"), ("address", ""), ("unit", ""), ("join", &first),
            ("urgent", "yes"),
        ];
        let sent = enter(&clerk, &other).await;
        let second = number(&sent);
        assert_ne!(first, second);
        clerk.follow(&sent).await.shows("已经并入").shows("临猗分局").hides(PHONE);
        let case = case_of(&app, &second);
        assert_eq!(case.number, first);
        assert!(case.urgent, "the later call is an emergency (`I6`)");
        let behind: i64 = app.query(move |connection| {
            let mine = case_reports::table.filter(case_reports::case_id.eq(case.id));
            Ok(mine.count().get_result(connection)?)
        });
        assert_eq!(behind, 2);
        assert_eq!(app.query(|connection| Ok(cases::table.count().get_result::<i64>(connection)?)), 1);
        // The second number's own report is known to it, the first caller is not.
        let known = clerk.post("/hotline/known", &[("phone", "13900139000")]).await;
        known.shows(&second).hides(&first).shows("印染厂又排红水了");
        app.run_jobs();
    }

    /// `I8`: what has ended, or never was, cannot be joined; what was typed stays.
    async fn only_a_living_matter_can_be_joined(app: TestApp) {
        let clerk = app.clerk();
        let first = number(&enter(&clerk, &[]).await);
        let portal = app.app.clone();
        let told = report(&app, &first);
        app.app.db.write_now(move |connection| follow::withdraw(connection, &portal, &told)).unwrap();
        app.run_jobs();
        for join in [first.as_str(), "YC-20260101-00015", "nonsense"] {
            let page = enter(&clerk, &[("join", join)]).await;
            assert_eq!(page.status, 422);
            page.shows("没有找到可以并入的在办事项").shows("河西印染厂");
        }
        let known = clerk.post("/hotline/known", &[("unit", "河西印染厂"), ("county", "140821")]).await;
        known.hides(&first);
        assert_eq!(count_reports(&app), 1);
    }

    /// `R3`: a matter against the city's own bureau shows to nobody there, the clerk included.
    async fn a_hidden_matter_is_offered_to_nobody(app: TestApp) {
        let clerk = app.clerk();
        let against = [
            ("text", "运城市生态环境局的执法人员收了厂里的钱，包庇河西印染厂排污"),
            ("unit", "运城市生态环境局"),
        ];
        let sent = enter(&clerk, &against).await;
        let first = number(&sent);
        assert!(case_of(&app, &first).hidden_from.contains("140800"), "routed past the city");
        // In the call itself the number is read back ...
        clerk.follow(&sent).await.shows("上一级").shows("data-code");
        // ... and after it the matter is gone.
        let known = [("phone", PHONE), ("unit", "运城市生态环境局"), ("county", "140821")];
        clerk.post("/hotline/known", &known).await.hides(&first).hides("收了厂里的钱");
        clerk.get("/hotline/today").await.shows(&first).hides("收了厂里的钱");
        assert_eq!(enter(&clerk, &[("join", &first)]).await.status, 422);
        app.app.clock.advance(Duration::minutes(16));
        assert_eq!(clerk.follow(&sent).await.status, 404);
    }

    /// `I1`, `I7`: a letter and a visit have their own fields.
    async fn letters_and_visits_have_their_own_fields(app: TestApp) {
        let clerk = app.clerk();
        let letter = [
            ("channel", "letter"), ("phone", ""), ("postal", "临猗县猗氏镇河西村 12 号"),
            ("dated_on", "2026-11-19"),
        ];
        let sent = enter(&clerk, &letter).await;
        let first = number(&sent);
        clerk.follow(&sent).await.shows("来信").shows("2026年11月19日").hides("12 号");
        let told = report(&app, &first);
        let days = app.query(move |connection| Ok(dated::of_reports(connection, &[told.id])?));
        assert_eq!(days[0].1.to_string(), "2026-11-19");

        let visit = [
            ("channel", "visit"), ("head_count", "32"), ("reporter", "confidential"),
            ("representatives", "李大山、张小河\n赵四\n"),
        ];
        let sent = enter(&clerk, &visit).await;
        clerk.follow(&sent).await.shows("32 人").shows("2026年11月23日").hides("李大山");
        let told = report(&app, &number(&sent));
        assert_eq!((told.head_count, told.channel.as_str()), (32, "visit"));
    }

    /// Bad input: each error at its field, all that was typed still there, nothing stored.
    async fn what_was_typed_stays_when_something_is_wrong(app: TestApp) {
        let clerk = app.clerk();
        let six = "一、二、三、四、五、六";
        let long = "很".repeat(5001);
        let wrong: [(&[(&str, &str)], &str); 15] = [
            (&[("text", "")], "请写下来电人反映的情况"),
            (&[("text", &long)], "最多 5000 个字"),
            (&[("address", "")], "请写地点"),
            (&[("phone", "12345")], "请填写手机号"),
            (&[("phone", "")], "请填写电话"),
            (&[("name", "")], "实名举报请填写姓名"),
            (&[("reporter", "anonymous")], "匿名举报不登记姓名"),
            (&[("reporter", "somebody")], "请从列出的选项中选择"),
            (&[("channel", "web")], "请从列出的选项中选择"),
            (&[("county", "110000")], "请从列出的选项中选择"),
            (&[("mail", "no mail")], "请填写完整的邮箱地址"),
            (&[("channel", "letter")], "请填写来信日期"),
            (&[("channel", "letter"), ("dated_on", "2026-11-24")], "日期不能晚于今天"),
            (&[("channel", "visit"), ("dated_on", "yesterday")], "请按 2026-11-23 的样子"),
            (&[("channel", "visit"), ("representatives", six)], "代表最多 5 人，现在是 6 人"),
        ];
        for (fields, message) in wrong {
            let page = enter(&clerk, fields).await;
            assert_eq!(page.status, 422, "{message}");
            page.shows(message).shows("河西印染厂");
            let ticked = page.text.split("value=\"water_industrial\"").nth(1).unwrap();
            assert!(ticked.starts_with(" checked"), "{message}: the ticks are lost");
        }
        let few = [("channel", "visit"), ("representatives", "一\n二\n三"), ("head_count", "2")];
        enter(&clerk, &few).await.shows("不小于 3");
        assert_eq!(count_reports(&app), 0);

        for key in ["", "short", "a key with spaces and more", &"k".repeat(81)] {
            assert_eq!(clerk.post("/hotline/calls", &filled(key, &[])).await.status, 400, "{key}");
        }
        let origin = clerk.get("/hotline").await.field("submission");
        let body = format!("submission={origin}&text=%B3%F4%C6%F8").into_bytes();
        let base = app.base.clone();
        let headers = [("origin", base.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        assert_eq!(clerk.send("/hotline/calls", &headers, body).await.status, 400, "GB18030");
        assert_eq!(count_reports(&app), 0);
    }

    /// Without scripts the clerk asks for what is known with a button; nothing is filed by it.
    async fn what_is_known_can_be_asked_for_without_scripts(app: TestApp) {
        let clerk = app.clerk();
        let first = number(&enter(&clerk, &[]).await);
        let key = clerk.get("/hotline").await.field("submission");
        let mut form = filled(&key, &[]);
        form.push(("look", "yes"));
        let page = clerk.post("/hotline/calls", &form).await;
        assert_eq!((page.status, page.field("submission")), (200, key));
        page.shows(&first).shows("临猗分局").shows("单位相同");
        assert_eq!(count_reports(&app), 1);
    }

    /// A session that ended loses nothing of what was typed.
    async fn an_ended_session_keeps_the_call(app: TestApp) {
        let clerk = app.clerk();
        let key = clerk.get("/hotline").await.field("submission");
        app.give_password("clerk");
        app.app.clock.advance(minsheng::accounts::session::LASTS);
        let page = clerk.post("/hotline/calls", &filled(&key, &[])).await;
        assert_eq!(page.status, 401);
        let typed = page.field("typed").replace("&amp;", "&").replace("&#x3D;", "=");
        let resume = page.field("resume");
        let form = [
            ("login", "clerk"), ("password", PASSWORD),
            ("resume", resume.as_str()), ("typed", &typed),
        ];
        let page = clerk.post("/login", &form).await;
        assert_eq!(page.status, 200, "{}", page.words());
        insta::assert_snapshot!("resumed", page.words());
        let kept: Vec<(String, String)> = serde_html_form::from_str(&typed).unwrap();
        let kept: Vec<(&str, &str)> =
            kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let sent = clerk.post("/hotline/calls", &kept).await;
        clerk.follow(&sent).await.shows("data-code");
        assert_eq!(count_reports(&app), 1);
    }

    /// `S1`: the day's list shows what, never who; each clerk sees their own.
    async fn todays_list_shows_what_and_never_who(app: TestApp) {
        let clerk = app.clerk();
        let first = number(&enter(&clerk, &[]).await);
        let page = clerk.get("/hotline/today").await;
        page.shows(&first).shows("印染厂夜里").shows("待受理");
        hides_the_caller(&page);
        let colleague = app.staff("clerk-two", Role::Clerk, "140800");
        colleague.get("/hotline/today").await.hides(&first);
        app.app.clock.advance(Duration::days(1));
        let tomorrow = app.clerk();
        tomorrow.get("/hotline/today").await.hides(&first);
        // The form itself never fills in another's data.
        hides_the_caller(&tomorrow.get("/hotline").await);
    }

    /// `P2`, `P4`: clerks and dispatchers; nobody else may look or enter.
    async fn only_clerks_and_dispatchers_enter_calls(app: TestApp) {
        let sent = enter(&app.dispatcher(), &[]).await;
        assert_eq!(sent.status, 303);
        let others = [
            app.officer("临猗县"), app.chief("临猗县"), app.supervisor(), app.province(),
            app.department("140800-police"), app.administrator(),
        ];
        for other in others {
            for path in ["/hotline", "/hotline/today", "/hotline/known?phone=13800138000"] {
                assert_eq!(other.get(path).await.status, 403, "{path}");
            }
            let key = "k".repeat(43);
            for fields in [&[][..], &[("text", "")]] {
                let page = other.post("/hotline/calls", &filled(&key, fields)).await;
                assert_eq!(page.status, 403);
            }
            assert_eq!(other.get(sent.location()).await.status, 403);
        }
        let nobody = app.citizen();
        assert!(nobody.get("/hotline").await.location().starts_with("/login"));
        assert_eq!(nobody.post("/hotline/known", &[("phone", PHONE)]).await.status, 401);
        assert_eq!(count_reports(&app), 1);
    }
}
