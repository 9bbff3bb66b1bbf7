//! `P5`: inspection rounds of counties, from the draw to the closing report.

use chrono::Duration;
use diesel::prelude::*;
use minsheng::{
    accounts::Role,
    cases::draw,
    db::schema::round_problems,
    rounds::{Round, draw::Draw, item::Item},
};

use crate::{
    on_both,
    support::{Client, Page, TestApp, acts::told},
};

const LINYI: &str = "140821";
const XIA: &str = "140828";

fn opened<'a>(bureaus: &[&'a str], checks: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("round_title", "秋季督查"),
        ("from", "2026-11-01"),
        ("until", "2026-11-23"),
        ("lead", "组长甲"),
        ("members", "成员乙、成员丙"),
        ("wanted", "2"),
        ("seed", "the seed"),
    ];
    fields.extend(bureaus.iter().map(|code| ("bureau", *code)));
    fields.extend(checks.iter().map(|check| ("check", *check)));
    fields
}

/// Opens one and returns where it is.
async fn begun(who: &Client, bureaus: &[&str], checks: &[&str]) -> String {
    let made = who.post("/rounds", &opened(bureaus, checks)).await;
    assert_eq!(made.status, 303, "{}", made.words());
    made.location().split('?').next().unwrap_or_default().to_owned()
}

fn read(app: &TestApp, path: &str) -> (Round, Vec<Item>, Vec<Draw>) {
    let (number, viewer) =
        (path.rsplit('/').next().unwrap_or_default().to_owned(), app.viewer("supervisor"));
    app.query(move |connection| {
        let (round, _) = Round::open(connection, &viewer, &number)?;
        let items = Item::of(connection, round.id)?;
        let draws = Draw::of(connection, round.id)?;
        Ok((round, items, draws))
    })
}

fn finding(in_order: &str) -> Vec<(&str, &str)> {
    vec![
        ("visited_on", "2026-11-23"),
        ("officers", "检查员甲、检查员乙"),
        ("round_finding", "现场情况记录"),
        ("in_order", in_order),
        ("round_demand", "修复治污设施"),
        ("problem_due", "2026-12-10"),
    ]
}

async fn record(who: &Client, path: &str, item: &Item, fields: &[(&str, &str)]) -> Page {
    who.post(&format!("{path}/items/{}", item.id), fields).await
}

/// A picture.
fn pixel() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::new_rgb8(2, 2);
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

fn problems(app: &TestApp) -> Vec<(i64, String)> {
    app.query(|connection| {
        let all = round_problems::table.order(round_problems::id);
        Ok(all.select((round_problems::id, round_problems::state)).load(connection)?)
    })
}

async fn upon(
    who: &Client,
    path: &str,
    (id, version): (i64, i64),
    act: &str,
    field: (&str, &str),
) -> Page {
    let version = version.to_string();
    who.post(&format!("{path}/problems/{id}/{act}"), &[("version", version.as_str()), field]).await
}

on_both! {
    /// From the draw to the closing report: what is not in order goes to the county, which answers and is
    /// given it back; everything is settled before the end.
    async fn a_round_goes_to_its_end(app: TestApp) {
        for name in ["a", "b", "c", "d"] {
            let number = app.file(told(LINYI, name)).case.number;
            if name < "c" {
                app.conclude(LINYI, &number, "substantiated");
            }
        }
        let mut against = told(XIA, "against");
        against.text = "夏县环保局的人收了好处，包庇纸厂，举报多次不管".to_owned();
        against.plant = "夏县生态环境局".to_owned();
        let against = app.file(against).case.number;
        let open = app.file(told(XIA, "open")).case.number;
        let supervisor = app.supervisor();
        let path = begun(&supervisor, &[LINYI, XIA], &["on_time", "recheck"]).await;
        let (round, items, draws) = read(&app, &path);

        // Anybody who has the seed draws the same; what is against a bureau is not among it (R3).
        assert_eq!((draws.len(), items.len()), (4, 5));
        assert!(items.iter().all(|item| item.number != against));
        assert_eq!(items.iter().filter(|item| item.bureau == XIA).map(|it| &it.number).collect::<Vec<_>>(), [&open]);
        for one in &draws {
            assert!(one.is_same(&round, &items));
            let numbers = one.population().into_iter().map(|number| (number, number));
            assert_eq!(draw::drawn("the seed", 2, numbers), one.drawn_again(&round));
            assert_ne!(one.population_size == 4, one.kind == "recheck" || one.bureau == XIA);
        }
        let again = begun(&supervisor, &[LINYI, XIA], &["on_time", "recheck"]).await;
        let numbers = |items: &[Item]| items.iter().map(|item| item.number.clone()).collect::<Vec<_>>();
        assert_eq!(numbers(&read(&app, &again).1), numbers(&items));

        // What was drawn is not told before the visit.
        let (chief, officer) = (app.chief(LINYI), app.officer(LINYI));
        chief.get("/rounds").await.hides("秋季督查");
        assert_eq!(chief.get(&path).await.status, 404);

        let inspector = app.staff("inspector", Role::Officer, "140800");
        let mut alone = finding("yes");
        alone[1].1 = "检查员甲";
        let refused = record(&inspector, &path, &items[0], &alone).await;
        assert_eq!(refused.status, 422);
        refused.shows("请写出至少两名检查人员").shows("现场情况记录");
        let mut vague = finding("no");
        vague.truncate(4);
        record(&inspector, &path, &items[0], &vague).await.shows("请写明整改要求").shows("请按 2026-11-23 的样子");
        assert_eq!(record(&officer, &path, &items[0], &finding("no")).await.status, 404);
        // Pictures are taken with what was found; the county sees those of its problem, without what their files are called.
        let to = format!("{path}/items/{}", items[0].id);
        let rubbish = [("photos", "gate.png", b"no picture".to_vec())];
        assert_eq!(inspector.upload(&to, &finding("no"), &rubbish).await.status, 422);
        let picture = [("photos", "inspector's name.png", pixel())];
        assert_eq!(officer.upload(&to, &finding("no"), &picture).await.status, 404);
        assert_eq!(inspector.upload(&to, &finding("no"), &picture).await.status, 303);
        let photo = format!("{path}/photos/1");
        supervisor.get(&format!("{path}?bureau={LINYI}")).await.shows(&photo).shows("name.png");
        chief.get(&path).await.shows(&photo).hides("name.png");
        for who in [&supervisor, &chief] {
            assert_eq!(who.get(&photo).await.header("content-type"), "image/jpeg");
        }
        assert_eq!(app.chief(XIA).get(&photo).await.status, 404);
        assert!(app.citizen().get(&photo).await.location().starts_with("/login"));
        let late = inspector.upload(&to, &finding("no"), &picture).await;
        assert_eq!(late.status, 409, "once, and no more pictures");
        supervisor.get(&format!("{path}?bureau={LINYI}")).await.hides("/photos/2");
        let twice = record(&supervisor, &path, &items[0], &finding("yes")).await;
        assert_eq!(twice.status, 409);
        twice.shows("这一项已经记录过").shows("没有保存");
        assert_eq!(record(&inspector, &path, &items[1], &finding("no")).await.status, 303);

        chief.get("/alerts").await.shows("秋季督查：有问题需要整改");
        let page = chief.get(&path).await;
        page.shows("修复治污设施").shows(&items[0].number).hides("the seed").hides("检查员甲").hides("待核查");
        assert_eq!(app.chief(XIA).get(&path).await.status, 404);
        let (first, second) = (problems(&app)[0].0, problems(&app)[1].0);
        assert_eq!(upon(&officer, &path, (first, 0), "acceptance", ("x", "")).await.status, 403);
        assert_eq!(upon(&app.chief(XIA), &path, (first, 0), "answer", ("problem_answer", "x")).await.status, 404);
        assert_eq!(upon(&officer, &path, (first, 0), "answer", ("problem_answer", " ")).await.status, 422);
        assert_eq!(upon(&officer, &path, (first, 0), "answer", ("problem_answer", "设施已修复")).await.status, 303);
        let late = upon(&officer, &path, (first, 0), "answer", ("problem_answer", "另一种说法")).await;
        assert_eq!(late.status, 409);
        late.shows("另一种说法");
        supervisor.get("/alerts").await.shows("秋季督查：县局已报告整改情况");
        assert_eq!(upon(&supervisor, &path, (first, 1), "return", ("problem_note", "没有监测报告")).await.status, 303);
        chief.get(&path).await.shows("没有监测报告").hides("supervisor");
        assert_eq!(upon(&chief, &path, (first, 2), "answer", ("problem_answer", "监测达标")).await.status, 303);
        let early = supervisor.post(&format!("{path}/closing"), &[("round_report", "提前写好的报告")]).await;
        assert_eq!(early.status, 409);
        early.shows("才能结束督查").shows("提前写好的报告");
        assert_eq!(upon(&supervisor, &path, (first, 3), "acceptance", ("x", "")).await.status, 303);
        assert_eq!(upon(&supervisor, &path, (second, 0), "carrying", ("problem_note", "")).await.status, 422);
        for sql in [
            "UPDATE rounds SET closed_at = opened_at, closed_by = opened_by, report = 'x'".to_owned(),
            format!("UPDATE round_items SET in_order = NULL WHERE id = {}", items[0].id),
            "DELETE FROM round_items".to_owned(),
            "UPDATE round_draws SET population = ''".to_owned(),
            format!("UPDATE round_problems SET state = 'accepted', decided_by = answered_by, decided_at = answered_at WHERE id = {second}"),
            format!("UPDATE round_problems SET due_on = '2030-01-01' WHERE id = {second}"),
            "DELETE FROM round_problems".to_owned(),
        ] {
            assert!(app.tamper(&sql).is_err(), "{sql}");
        }

        // Past its date it shows, and warns once.
        app.app.clock.advance(Duration::days(20));
        for _ in 0..2 {
            app.plan();
            app.run_jobs();
            app.app.clock.advance(Duration::days(1));
        }
        let (supervisor, chief) = (app.supervisor(), app.chief(LINYI));
        assert_eq!(chief.get("/alerts").await.text.matches("有问题逾期未整改").count(), 1);
        assert_eq!(supervisor.get("/alerts").await.text.matches("临猗县有问题逾期未整改").count(), 1);
        supervisor.get(&format!("{path}?bureau={LINYI}")).await.shows("逾期").shows("可以催办或退回重办");
        assert_eq!(upon(&supervisor, &path, (second, 0), "carrying", ("problem_note", "工程要到明年完工")).await.status, 303);
        for item in &items[2..] {
            assert_eq!(record(&supervisor, &path, item, &finding("yes")).await.status, 303);
        }
        supervisor.get(&path).await.shows("秋季督查共督查 2 个单位").shows("现场核查 5 件，符合要求 3 件；发现问题 2 个，已整改销号 1 个，转入后续督办 1 个");
        assert_eq!(chief.post(&format!("{path}/closing"), &[("round_report", "x")]).await.status, 403);
        let ended = supervisor.post(&format!("{path}/closing"), &[("round_report", "督查报告正文")]).await;
        supervisor.follow(&ended).await.shows("督查已结束").shows("督查报告正文");
        chief.get(&path).await.hides("督查报告正文").hides("name=\"version\"");
        app.run_jobs();
    }

    /// Rounds are the city's; each mistake is named at its field and what was typed stays.
    async fn others_see_nothing_and_mistakes_are_named(app: TestApp) {
        app.file(told(LINYI, "a"));
        let supervisor = app.supervisor();
        let path = begun(&supervisor, &[LINYI], &["on_time", "listing", "revisit"]).await;
        for (who, status) in [
            (app.clerk(), 403), (app.administrator(), 403), (app.province(), 403),
            (app.department("140800-police"), 403), (app.citizen(), 303),
        ] {
            assert_eq!(who.get("/rounds").await.status, status);
            assert_eq!(who.get("/rounds/new").await.status, status);
            let one = who.get(&path).await;
            assert!([404, 303].contains(&one.status), "{}", one.status);
            one.hides("秋季督查");
            let made = who.post("/rounds", &opened(&[LINYI], &["on_time"])).await.status;
            assert!([status, 401].contains(&made), "{made}");
        }
        for who in [app.dispatcher(), app.chief(LINYI)] {
            assert_eq!(who.post("/rounds", &opened(&[LINYI], &["on_time"])).await.status, 403);
            assert_eq!(who.get("/rounds/new").await.status, 403);
        }
        app.dispatcher().get(&path).await.shows("秋季督查").hides("name=\"visited_on\"");
        let wrong = supervisor.post("/rounds", &[("round_title", "改过的名称"), ("from", "2026-11-30"), ("until", "x"), ("wanted", "0"), ("bureau", "140800"), ("check", "nonsense")]).await;
        assert_eq!(wrong.status, 422);
        for said in ["改过的名称", "请按 2026-11-23 的样子", "请填写组长", "请填写成员", "请至少选择一项检查内容", "请至少选择一个单位", "请填 1 至 50 的数字"] {
            wrong.shows(said);
        }
        let nothing = supervisor.post("/rounds", &opened(&["140882"], &["recheck"])).await;
        assert_eq!(nothing.status, 422);
        nothing.shows("没有可以检查的事项").shows("秋季督查");
        assert_eq!(supervisor.get("/rounds/DC2026-999").await.status, 404);
        supervisor.get_with(&path, "accept-language", "en").await.shows("To be looked at").hides("待核查");
        app.run_jobs();
    }
}
