//! What the province forwarded (`F1`–`F3`, `T7`, `P6`).

mod api;
mod batches;
mod oversight;
mod publications;

use chrono::NaiveDate;
use minsheng::cases::statement::Statement;

use crate::{
    on_both,
    support::{
        Client, Page, TestApp,
        acts::{fine, told},
    },
};

const LETTER: &str = "X140000202611200003";

fn typed<'a>(number: &'a str, due_on: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("batch", "33"),
        ("number", number),
        ("problem", "焦化厂夜间偷排，群众反映强烈"),
        ("county", "140882"),
        ("unit", "某焦化厂"),
        ("category", "air"),
        ("category", "air_odour"),
        ("priority", "yes"),
        ("report_back", "yes"),
        ("due_on", due_on),
    ]
}

async fn enter(client: &Client, number: &str, due_on: &str) -> Page {
    let page = client.post("/petitions", &typed(number, due_on)).await;
    assert_eq!(page.location(), format!("/petitions/{number}?entered=new"), "{}", page.words());
    client.follow(&page).await
}

/// The number of the matter behind the petitions' only report of that channel.
fn number_of_case(app: &TestApp) -> String {
    use diesel::prelude::*;
    use minsheng::db::schema::cases;
    app.query(|connection| {
        let province = cases::table.filter(cases::channel.eq("province"));
        Ok(province.select(cases::number).order(cases::id).first(connection)?)
    })
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

on_both! {
    /// F1, F3: typed in by the province, handled by the county, seen by the province to its end.
    async fn the_province_follows_a_petition_to_its_end(app: TestApp) {
        let province = app.province();
        province.get("/petitions").await.shows("没有转办件").shows("/petitions/new");
        let page = enter(&province, LETTER, "2026-12-18").await;
        page.shows("已登记").shows("某焦化厂").shows("重点关注").shows("正在办理");
        page.shows("河津分局").shows("省里要求的办结日期").shows("2026年12月18日");
        page.hides("/cases/");

        let number = number_of_case(&app);
        let case = app.case(&number);
        assert_eq!((case.bureau.as_str(), case.state.as_str()), ("140882", "assigned"));
        assert_eq!(case.kinds, "air air_odour");
        let list = province.get("/petitions").await;
        list.shows(LETTER).shows("河津市").shows("待受理").shows("ms-chip--ok");

        app.conclude("140882", &number, "substantiated");
        app.publish("140882", &number, "经查属实，已罚款。");
        let list = province.get("/petitions?state=concluded").await;
        list.shows(LETTER).shows("已办结").shows("属实").shows("罚款");
        province.get("/petitions").await.hides(LETTER);
        let page = province.get(&format!("/petitions/{LETTER}")).await;
        for known in ["内部认定：超标两倍", "答复本人：谢谢您", "经查属实，已罚款。", "罚款明细",
            "0.5 万元", "河津分局受理", "采取措施：罚款", "办结并答复"] {
            page.shows(known);
        }
        page.hides("报请办结").shows(&format!("/results/{number}"));
    }

    /// T7: the province's date wins while it is the earliest, also after acceptance; it stops with
    /// the rest.
    async fn the_provinces_date_wins_when_it_is_earlier(app: TestApp) {
        let province = app.province();
        let (officer, _) = app.bureau("140882");
        enter(&province, LETTER, "2026-12-18").await;
        let number = number_of_case(&app);
        let due = |app: &TestApp| {
            let case = app.case(&number);
            (case.due_on.unwrap(), case.due_kind.unwrap())
        };
        assert_eq!(due(&app), (date("2026-12-08"), "acceptance".to_owned()));
        app.act(&officer, &number, Statement::Accept);
        assert_eq!(due(&app), (date("2026-12-18"), "forwarded".to_owned()));
        app.act(&officer, &number, Statement::Measure(fine(app.app.clock.today())));
        assert_eq!(due(&app), (date("2026-12-18"), "forwarded".to_owned()));
        province.get(&format!("/petitions/{LETTER}")).await.shows("以此为准").shows("不另行推算");

        app.conclude("140882", &number, "partly");
        app.query(|connection| {
            let case = minsheng::cases::Case::by_number(connection, &number)?;
            assert_eq!(minsheng::deadlines::deadline::next_due(connection, case.id)?, None);
            Ok(())
        });
    }

    /// T7: a later date than that of T2 does not put it off.
    async fn a_later_date_puts_nothing_off(app: TestApp) {
        let (officer, _) = app.bureau("140882");
        enter(&app.province(), LETTER, "2027-06-30").await;
        let number = number_of_case(&app);
        app.act(&officer, &number, Statement::Accept);
        let case = app.case(&number);
        assert_eq!((case.due_on, case.due_kind.as_deref()), (Some(date("2027-01-22")), Some("conclusion")));
    }

    /// T7, I8: merged into another matter, a petition is followed there and takes its date along.
    async fn a_merged_petition_takes_its_date_along(app: TestApp) {
        let province = app.province();
        let (officer, _) = app.bureau("140882");
        let other = app.file(told("140882", "other")).report.number;
        app.act(&officer, &other, Statement::Accept);
        enter(&province, LETTER, "2026-12-18").await;
        let number = number_of_case(&app);
        app.act(&officer, &number, Statement::Merge { into: other.clone() });
        let case = app.case(&other);
        assert_eq!((case.due_on, case.due_kind.as_deref()), (Some(date("2026-12-18")), Some("forwarded")));
        province.get("/petitions").await.shows(LETTER).shows("正在办理");
        let page = province.get(&format!("/petitions/{LETTER}")).await;
        page.shows(&other).shows("群众反映强烈").hides("刺鼻");
        // Whoever reported the other one does not hear that somebody turned to the province (S1).
        let page = app.citizen().get(&format!("/track/{other}")).await;
        page.shows("办结并答复").shows("12月18日").hides("省里");
        app.conclude("140882", &other, "partly");
        province.get("/petitions?state=concluded").await.shows(LETTER).shows("部分属实");
    }

    /// F2: the same number again changes nothing, and says so.
    async fn the_same_number_again_changes_nothing(app: TestApp) {
        let province = app.province();
        enter(&province, LETTER, "2026-12-18").await;
        let again = province.post("/petitions", &typed("x140000 20261120-0003", "2026-12-01")).await;
        assert_eq!(again.location(), format!("/petitions/{LETTER}?entered=known"));
        let page = province.follow(&again).await;
        page.shows("以前已经登记过").shows("2026年12月18日").hides("2026年12月1日");
        let count = app.query(|connection| {
            use diesel::prelude::*;
            Ok(minsheng::db::schema::reports::table.count().get_result::<i64>(connection)?)
        });
        assert_eq!(count, 1);
    }

    /// Wrong input: each error at its field, all that was typed is kept, nothing is stored.
    async fn wrong_input_is_said_at_its_field(app: TestApp) {
        let dispatcher = app.dispatcher();
        for (name, value, error) in [
            ("number", "", "请填写省里的受理编号"),
            ("number", "Z140000202611200003", "编号的样子不对"),
            ("number", "X140000202613200003", "编号里的日期不对"),
            ("number", "X140000202712200003", "晚于今天"),
            ("batch", "", "请填写批次"),
            ("problem", "", "请写清反映的问题"),
            ("county", "110000", "没有这个县"),
            ("county", "140800-police", "没有这个县"),
            ("due_on", "2026-11-01", "早于省里收到的日期"),
            ("due_on", "18/12/2026", "2026-11-23 的样子"),
        ] {
            let mut fields = typed(LETTER, "2026-12-18");
            for field in fields.iter_mut().filter(|(known, _)| *known == name) {
                field.1 = value;
            }
            let page = dispatcher.post("/petitions", &fields).await;
            assert_eq!(page.status, 422, "{name} {value}");
            page.shows(error).shows(&format!("href=\"#{name}\"")).shows("某焦化厂");
            assert_eq!(page.field("unit"), "某焦化厂");
            page.shows("value=\"air_odour\" checked").shows("name=\"priority\" value=\"yes\" checked");
        }
        let long = "长".repeat(8001);
        let mut fields = typed(LETTER, "");
        fields.retain(|(name, _)| *name != "problem");
        fields.push(("problem", &long));
        dispatcher.post("/petitions", &fields).await.shows("最多 8000 个字，现在是 8001 个字");
        dispatcher.get("/petitions?state=all").await.shows("没有转办件");
    }

    /// Who sees what: the city all, a bureau its own, others nothing; only province and dispatcher
    /// type one in.
    async fn each_sees_what_is_theirs(app: TestApp) {
        enter(&app.dispatcher(), LETTER, "").await.shows("/cases/");
        let path = format!("/petitions/{LETTER}");
        for client in [app.dispatcher(), app.supervisor(), app.province(), app.officer("河津市")] {
            client.get("/petitions").await.shows(LETTER);
            assert_eq!(client.get(&path).await.status, 200);
        }
        let other = app.officer("临猗县");
        other.get("/petitions?state=all").await.hides(LETTER);
        assert_eq!(other.get(&path).await.status, 404);
        other.get("/petitions?state=all&county=140882").await.hides(LETTER);
        for client in [app.clerk(), app.administrator(), app.department("140800-police")] {
            assert_eq!(client.get("/petitions").await.status, 403);
            assert_eq!(client.get(&path).await.status, 403);
        }
        for client in [app.officer("河津市"), app.supervisor(), app.clerk()] {
            assert_eq!(client.get("/petitions/new").await.status, 403);
            let number = "X140000202611200009";
            assert_eq!(client.post("/petitions", &typed(number, "")).await.status, 403);
        }
        assert_eq!(app.citizen().get(&path).await.status, 303);
        app.province().get("/petitions?state=all&county=140821").await.hides(LETTER);
    }

    /// R3: one against the city's own bureau goes up, and the dispatcher who typed it in cannot
    /// read it.
    async fn one_against_the_city_is_hidden_from_the_city(app: TestApp) {
        let dispatcher = app.dispatcher();
        let mut fields = typed(LETTER, "");
        fields.retain(|(name, _)| !["problem", "unit", "county"].contains(name));
        fields.push(("problem", "运城市生态环境局的人包庇企业，收受好处，举报多次不管"));
        fields.push(("unit", "运城市生态环境局"));
        let page = dispatcher.post("/petitions", &fields).await;
        assert_eq!(page.location(), "/petitions?entered=hidden");
        dispatcher.follow(&page).await.shows("回避").hides(LETTER);
        assert_eq!(dispatcher.get(&format!("/petitions/{LETTER}")).await.status, 404);
        app.province().get("/petitions").await.shows(LETTER);
    }

    /// F3: late ones are told apart, and those due first come first.
    async fn late_ones_are_told_apart(app: TestApp) {
        let province = app.province();
        enter(&province, "X140000202611200001", "2026-12-04").await;
        enter(&province, "D3SX202611200002", "2026-11-27").await;
        let list = province.get("/petitions").await;
        let place = |number: &str| list.text.find(number).unwrap();
        assert!(place("D3SX202611200002") < place("X140000202611200001"));
        province.get("/petitions?state=late").await.shows("没有转办件");
        app.app.clock.advance(chrono::Duration::days(6));
        // Sessions end after a working day.
        let province = app.province();
        let late = province.get("/petitions?state=late").await;
        late.shows("D3SX202611200002").shows("已逾期 2 天").hides("X140000202611200001");
    }
}
