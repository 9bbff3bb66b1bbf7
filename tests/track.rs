//! A reporter follows the matter (`I4`, `C4`, `T8`): what the number alone shows, what the code adds,
//! and what neither ever shows.

use chrono::{Duration, NaiveDate};
use minsheng::{
    accounts::{Account, Role, Viewer},
    cases::{
        Case,
        statement::{NewInspection, Statement},
        work,
    },
    error::Error,
    jobs,
    reports::{LookupCode, NewReport, file},
};

use crate::{
    on_both,
    support::{Client, Page, TestApp, acts::told},
};

const TEXT: &str = "水泥厂夜里冒黑烟，味道呛人。";
const PLANT: &str = "某某水泥厂";
const PLACE: &str = "夏县水头镇东墙外";
const COUNTY: &str = "140828";

/// Files a report as a named citizen; number and code.
async fn reported(citizen: &Client, key: &str) -> (String, String) {
    let fields = [
        ("submission", key),
        ("text", TEXT),
        ("unit", PLANT),
        ("address", PLACE),
        ("identity", "named"),
        ("name", "王小明"),
        ("phone", "13800138000"),
        ("email", "wang@example.com"),
    ];
    let receipt = citizen.follow(&citizen.post("/reports", &fields).await).await;
    let words = receipt.words();
    let after =
        |label: &str| words.lines().skip_while(|line| *line != label).nth(1).map(str::to_owned);
    (after("编号").expect("a number"), after("查询码").expect("a code"))
}

/// The viewer that an account of this role and bureau makes.
fn viewer(app: &TestApp, role: Role, bureau: &str) -> Viewer {
    let login = format!("{role}-{bureau}");
    app.staff(&login, role, bureau);
    app.query(|connection| {
        let account = Account::by_login(connection, &login)?.map(|(account, _)| account);
        account.and_then(Viewer::of_account).ok_or(Error::NotFound)
    })
}

/// Does an act of the office to the matter of that number.
fn act(app: &TestApp, role: Role, number: &str, statement: Statement) {
    let bureau =
        if matches!(role, Role::Dispatcher | Role::Supervisor) { "140800" } else { COUNTY };
    let (by, number, portal) = (viewer(app, role, bureau), number.to_owned(), app.app.clone());
    let done = app.app.db.write_now(move |connection| {
        let case = Case::by_number(connection, &number)?;
        work::act(connection, &portal, work::By::Staff(&by), &case, None, &statement)
    });
    done.unwrap_or_else(|error: Error| panic!("{error}"));
}

fn accept(app: &TestApp, number: &str) {
    act(app, Role::Officer, number, Statement::Accept);
}

/// From acceptance to an approved answer.
fn conclude(app: &TestApp, number: &str) {
    let on = app.app.clock.today();
    let officers = vec!["甲".to_owned(), "乙".to_owned()];
    act(
        app,
        Role::Officer,
        number,
        Statement::Inspect(NewInspection {
            on,
            officers,
            sent: None,
            visited: None,
            findings: "内部检查记录".into(),
        }),
    );
    act(
        app,
        Role::Officer,
        number,
        Statement::Find { verdict: "substantiated".into(), text: "内部认定依据".into() },
    );
    act(
        app,
        Role::Officer,
        number,
        Statement::ProposeConclusion {
            internal_text: "内部调查结论".into(),
            public_text: "公开的处理结果".into(),
            answer: "已责令停产整改。".into(),
        },
    );
}

async fn let_in(citizen: &Client, number: &str, code: &str) -> Page {
    let sent = citizen.post("/track", &[("number", number), ("code", code)]).await;
    citizen.follow(&sent).await
}

fn redacted(page: &Page, number: &str) -> String {
    page.words().replace(number, "[number]")
}

on_both! {
    /// From receipt to answer: each public step shows, with who has it, what comes next and by when;
    /// the answer shows once it is approved, and to the reporter alone; the mail says the same.
    async fn a_reporter_follows_to_the_answer(app: TestApp) {
        let citizen = app.citizen();
        let (number, code) = reported(&citizen, "track-story-key-0001").await;
        let path = format!("/track/{number}");
        insta::assert_snapshot!("public", redacted(&citizen.get(&path).await, &number));
        insta::assert_snapshot!("received", redacted(&let_in(&citizen, &number, &code).await, &number));

        app.app.clock.advance(Duration::days(2));
        accept(&app, &number);
        app.app.clock.advance(Duration::days(5));
        conclude(&app, &number);
        let proposed = citizen.get(&path).await;
        proposed.shows("这里只显示公开的内容"); // half an hour has passed
        let proposed = let_in(&citizen, &number, &code).await;
        proposed.hides("已责令停产整改").hides("待审批").shows("正在调查处理");
        act(&app, Role::Chief, &number, Statement::Approve);

        let answered = citizen.get(&path).await;
        answered.shows("已责令停产整改。");
        for inside in ["内部检查记录", "内部认定依据", "内部调查结论", "公开的处理结果"] {
            answered.hides(inside);
        }
        insta::assert_snapshot!("answered", redacted(&answered, &number));
        app.citizen().get(&path).await.hides("已责令停产整改");

        act(&app, Role::Chief, &number, Statement::Publish { public_text: "公开的处理结果".into() });
        app.citizen().get(&path).await.shows("公开的处理结果").hides("已责令停产整改");
        app.run_jobs();
        let mails = app.mails();
        assert_eq!(mails.len(), 3, "received, accepted, concluded");
        for (to, _, body) in &mails {
            assert_eq!(to, "wang@example.com");
            assert!(!body.contains(&code) && !body.contains("王小明"));
        }
        let told = mails.iter().map(|(_, subject, body)| format!("{subject}\n\n{body}"));
        let told = told.collect::<Vec<_>>().join("\n----\n");
        insta::assert_snapshot!("mails", told.replace(&number, "[number]").replace(&app.base, "[portal]"));
    }

    /// The number alone shows nothing of what was told (`S1`, `S2`); nobody is named even with the
    /// code.
    async fn the_number_alone_shows_nothing_of_the_report(app: TestApp) {
        let (number, code) = reported(&app.citizen(), "track-story-key-0002").await;
        let stranger = app.citizen();
        let page = stranger.get(&format!("/track/{number}")).await;
        page.shows("夏县分局").hides(TEXT).hides(PLANT).hides(PLACE);
        let page = let_in(&stranger, &number, &code).await;
        page.shows(TEXT).shows(PLANT).shows(PLACE);
        page.hides("王小明").hides("13800138000").hides("wang@example.com").hides(&code);
        app.run_jobs();
    }

    /// Numbers and codes as people type them, and what is said when they slip.
    async fn slips_of_number_and_code_are_named(app: TestApp) {
        let citizen = app.citizen();
        let (number, code) = reported(&citizen, "track-story-key-0003").await;
        let typed = number.to_lowercase().replace('-', " ");
        let code_typed = code.to_lowercase().replace('-', "");
        assert_eq!(let_in(&citizen, &typed, &code_typed).await.status, 200);
        let last = number.chars().last().and_then(|c| c.to_digit(10)).expect("a digit");
        let slip = format!("{}{}", &number[..number.len() - 1], (last + 1) % 10);
        let other = LookupCode::random().spoken();
        for (number, code, field, words) in [
            ("", "", "number", "请填写编号"),
            ("hello", "", "number", "不像我们的编号"),
            (slip.as_str(), "", "number", "有一位不对"),
            ("YC-20200101-00002", "", "number", "没有这个编号"),
            (number.as_str(), "12345", "code", "20 位"),
            (number.as_str(), other.as_str(), "code", "编号或查询码不对"),
        ] {
            let page = app.citizen().post("/track", &[("number", number), ("code", code)]).await;
            assert_eq!(page.status, 422, "{number} {words}");
            page.shows(words).shows(&format!("href=\"#{field}\""));
            assert_eq!(page.field("number"), number, "what was typed stays");
        }
        assert_eq!(citizen.get(&format!("/track/{slip}")).await.status, 422);
        assert_eq!(citizen.get("/track/YC-20200101-00002").await.status, 404);
        app.run_jobs();
    }

    /// A reporter adds facts, once however often it is clicked; with an ended time what was typed
    /// is kept.
    async fn facts_are_added_and_never_lost(app: TestApp) {
        let citizen = app.citizen();
        let (number, code) = reported(&citizen, "track-story-key-0004").await;
        let path = format!("/track/{number}/supplements");
        let unknown = citizen.post(&path, &[("facts", "昨夜又冒烟")]).await;
        assert_eq!(unknown.status, 422);
        unknown.shows("昨夜又冒烟");
        let back = citizen.post("/track", &[("number", &number), ("code", &code), ("facts", "昨夜又冒烟")]).await;
        assert_eq!(back.status, 200);
        back.shows("昨夜又冒烟").shows(&format!("action=\"{path}\""));
        assert_eq!(citizen.get(&path).await.location(), format!("/track/{number}"));
        for _ in 0..2 {
            let added = citizen.follow(&citizen.post(&path, &[("facts", "昨夜又冒烟")]).await).await;
            assert_eq!(added.text.matches("昨夜又冒烟").count(), 1);
        }
        assert_eq!(citizen.post(&path, &[("facts", " ")]).await.status, 422);
        let long = "长".repeat(5001);
        citizen.post(&path, &[("facts", &long)]).await.shows("5001 个字").shows(&long);
        app.run_jobs();
    }

    /// Withdrawing needs a second thought, ends the matter, and can be clicked twice.
    async fn a_reporter_withdraws(app: TestApp) {
        let citizen = app.citizen();
        let (number, code) = reported(&citizen, "track-story-key-0005").await;
        let_in(&citizen, &number, &code).await;
        let path = format!("/track/{number}/withdrawal");
        assert_eq!(citizen.post(&path, &[]).await.status, 422);
        for _ in 0..2 {
            let gone = citizen.follow(&citizen.post(&path, &[("sure", "yes")]).await).await;
            gone.shows("举报已经撤回").hides("/withdrawal").hides("/supplements");
        }
        let late = citizen.post(&format!("/track/{number}/supplements"), &[("facts", "x")]).await;
        assert_eq!(late.status, 409);
        let case = app.query(|connection| Case::by_number(connection, &number));
        assert_eq!(case.state, "withdrawn");
        app.run_jobs();
    }

    /// A code that a clerk read out is exchanged: the new one is shown, also to a second click of
    /// the same page; the old one and other open browsers end (`I4`).
    async fn a_read_out_code_is_exchanged(app: TestApp) {
        let clerk = viewer(&app, Role::Clerk, "140800");
        let (portal, key) = (app.app.clone(), "track-story-key-0006");
        let new = NewReport {
            channel: "telephone",
            text: TEXT.to_owned(),
            address: PLACE.to_owned(),
            county: None,
            kinds: Vec::new(),
            ..told("", key)
        };
        let filed = app.app.db.write_now(move |c| file(c, &portal, Some(&clerk), &new, &[]));
        let number = filed.unwrap_or_else(|error: Error| panic!("{error}")).report.number;
        let read_out = LookupCode::of_submission(&app.app.vault, key).spoken();

        let (caller, other) = (app.citizen(), app.citizen());
        let page = let_in(&caller, &number, &read_out).await;
        let_in(&other, &number, &read_out).await.shows(TEXT);
        let (path, key) = (format!("/track/{number}/code"), page.field("key"));
        assert_eq!(caller.post(&path, &[("key", "short")]).await.status, 400);
        let first = caller.post(&path, &[("key", &key)]).await;
        let code = |page: &Page| page.words().lines().skip_while(|it| *it != "查询码").nth(1).map(str::to_owned);
        let fresh = code(&first).expect("a new code");
        assert_ne!(fresh, read_out);
        assert_eq!(first.header("cache-control"), "no-store");
        assert_eq!(code(&caller.post(&path, &[("key", &key)]).await), Some(fresh.clone()));
        caller.get(&format!("/track/{number}")).await.shows(TEXT).hides(&path);

        other.get(&format!("/track/{number}")).await.hides(TEXT);
        let stolen = other.post(&path, &[("key", "another-page-of-the-clerk")]).await;
        assert_eq!(stolen.status, 422);
        stolen.hides(&fresh);
        let old = app.citizen().post("/track", &[("number", &number), ("code", &read_out)]).await;
        assert_eq!(old.status, 422);
        let_in(&app.citizen(), &number, &fresh).await.shows(TEXT);
    }

    /// A merged matter is followed to the living one, and answered from it (`I8`).
    async fn a_merged_report_gets_the_answer_of_the_living_one(app: TestApp) {
        let citizen = app.citizen();
        let (first, _) = reported(&citizen, "track-story-key-0007").await;
        let (second, code) = reported(&citizen, "track-story-key-0008").await;
        accept(&app, &first);
        act(&app, Role::Officer, &second, Statement::Merge { into: first.clone() });
        let merged = let_in(&citizen, &second, &code).await;
        merged.shows("正在调查处理").shows(&format!("并入 {first}")).shows(TEXT);
        conclude(&app, &first);
        act(&app, Role::Chief, &first, Statement::Approve);
        citizen.get(&format!("/track/{second}")).await.shows("已责令停产整改。");
        app.run_jobs();
    }

    /// One that is declined says why, in the office's words and in the statute's.
    async fn a_declined_report_says_why(app: TestApp) {
        let citizen = app.citizen();
        let (number, code) = reported(&citizen, "track-story-key-0009").await;
        let reason = Statement::ProposeDecline { reason: "outside_duties".into(), points_to: Some("城市管理局".into()), explanation: "请向城管反映。".into() };
        act(&app, Role::Officer, &number, reason);
        let_in(&citizen, &number, &code).await.hides("不予受理").hides("请向城管反映");
        act(&app, Role::Chief, &number, Statement::Approve);
        let page = citizen.get(&format!("/track/{number}")).await;
        page.shows("不属于生态环境部门职责，请向城市管理局反映").shows("请向城管反映。");
        app.citizen().get(&format!("/track/{number}")).await.hides("请向城管反映").shows("不予受理");
        app.run_jobs();
    }

    /// Pictures are for the reporter and for staff of the matter: the copy, without what the camera
    /// wrote (`S3`).
    async fn pictures_are_for_those_who_may_see_them(app: TestApp) {
        let citizen = app.citizen();
        let picture = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 90, 60]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
        let mut bytes = bytes.into_inner();
        // A comment, as a camera writes it, right after the start marker.
        let comment = b"\xff\xfe\x00\x14taken at 13800138000"[..].to_vec();
        let comment = [&comment[..2], &((comment.len() - 2) as u16).to_be_bytes(), &comment[4..]].concat();
        bytes.splice(2..2, comment);
        let fields = [("submission", "track-story-key-0010"), ("text", TEXT), ("address", PLACE)];
        let sent = citizen.upload("/reports", &fields, &[("photos", "a.jpg", bytes)]).await;
        let receipt = citizen.follow(&sent).await;
        let words = receipt.words();
        let after = |label: &str| words.lines().skip_while(|line| *line != label).nth(1).expect("a line");
        let (number, code) = (after("编号"), after("查询码"));
        let page = let_in(&citizen, number, code).await;
        let href = page.text.split("href=\"").find(|it| it.starts_with("/pictures/"));
        let href = href.and_then(|it| it.split('"').next()).expect("a picture").to_owned();
        let copy = citizen.get(&href).await;
        assert_eq!((copy.status, copy.header("content-type")), (200, "image/jpeg"));
        assert!(copy.header("cache-control").contains("no-store"));
        assert!(!copy.text.contains("13800138000"));
        assert_eq!(app.officer("夏县").get(&href).await.status, 200);
        for stranger in [app.citizen(), app.officer("临猗县"), app.administrator()] {
            assert_eq!(stranger.get(&href).await.status, 404);
        }
        let left = citizen.follow(&citizen.post("/track/leave", &[]).await).await;
        left.shows("已经退出");
        assert_eq!(citizen.get(&href).await.status, 404);
    }
}

/// The due date can say how it came about (`T8`), in both languages.
#[actix_web::test]
async fn the_due_date_is_explained() {
    let app = TestApp::start(crate::support::Engine::Sqlite).await;
    let citizen = app.citizen();
    let (number, _) = reported(&citizen, "track-story-key-0011").await;
    let page = citizen.get(&format!("/track/{number}")).await;
    page.shows("从2026年11月23日").shows("12月8日");
    let english = citizen.get_with(&format!("/track/{number}"), "accept-language", "en").await;
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    assert!(!english.words().contains(chinese), "{}", english.words());
    english.shows("8 December 2026");
    assert_eq!(app.app.clock.today(), NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day"));
    app.run_jobs();
    let waiting = app.query(|connection| Ok::<_, Error>(jobs::waiting(connection)?));
    assert_eq!(waiting, 0);
}

/// Codes cannot be tried without end.
#[actix_web::test]
async fn codes_are_tried_a_few_times_only() {
    let app = TestApp::start_with(crate::support::Engine::Sqlite, &[]).await;
    let citizen = app.citizen();
    let (number, _) = reported(&citizen, "track-story-key-0012").await;
    let mut refused = 0;
    for _ in 0..25 {
        let code = LookupCode::random().spoken();
        let page = citizen.post("/track", &[("number", &number), ("code", &code)]).await;
        refused += usize::from(page.status == 429);
    }
    assert!(refused > 0);
    app.run_jobs();
}
