//! `P5`: circulars of the city, from the figures that they rest on to the answers of the bureaus.

use chrono::Duration;
use minsheng::accounts::Role;

use crate::{
    on_both,
    support::{Client, Page, TestApp, acts::told},
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const LINYI: &str = "140821";
const XIA: &str = "140828";

fn asked<'a>(topic: &'a str, bureaus: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("topic", topic),
        ("from", "2026-01-01"),
        ("until", "2026-11-23"),
        ("due_on", "2027-03-01"),
    ];
    fields.extend(bureaus.iter().map(|code| ("bureau", *code)));
    fields
}

/// Drafts one and returns where it is.
async fn drafted(who: &Client, topic: &str, bureaus: &[&str]) -> String {
    let made = who.post("/circulars", &asked(topic, bureaus)).await;
    assert_eq!(made.status, 303, "{}", made.words());
    made.location().split('?').next().unwrap_or_default().to_owned()
}

/// Sends a form of the page as it is now.
async fn sent(who: &Client, path: &str, act: &str, fields: &[(&str, &str)]) -> Page {
    let version = who.get(path).await.field("version");
    let fields = [&[("version", version.as_str())], fields].concat();
    who.post(&format!("{path}/{act}"), &fields).await
}

fn second(app: &TestApp) -> Client {
    app.staff("supervisor-2", Role::Supervisor, "140800")
}

/// Two matters of Linyi are late, and one that is against Xia county.
fn with_late_matters(app: &TestApp) -> [String; 2] {
    let late = ["a", "b"].map(|name| app.file(told(LINYI, name)).case.number);
    let mut against = told(XIA, "against");
    against.text = "夏县环保局的人收了好处，包庇纸厂，举报多次不管".to_owned();
    against.plant = "夏县生态环境局".to_owned();
    assert_eq!(app.file(against).case.hidden_from, XIA);
    app.run_jobs();
    app.app.clock.advance(Duration::days(40));
    app.plan();
    app.run_jobs();
    app.count();
    late
}

on_both! {
    /// From the figures to the answer: fixed when drafted, approved by a second person, numbered; the
    /// bureau receives, answers, and is warned once when it does not.
    async fn a_circular_is_drafted_issued_and_answered(app: TestApp) {
        let [late, _] = with_late_matters(&app);
        let (writer, second) = (app.supervisor(), second(&app));
        let path = drafted(&writer, "lateness", &[LINYI, XIA]).await;
        let page = writer.get(&path).await;
        page.shows("关于环境信访举报逾期情况的通报（2026年1月1日至2026年11月23日）");
        page.shows("现有逾期（件）方面，落后的单位：临猗县（2）。").shows("请临猗县、夏县对照数据查找原因");
        page.shows("于2027年3月1日前报送整改报告").shows("计入截至").hides("纸厂");
        let behind = format!("{path}/matters?name=overdue&bureau={LINYI}");
        page.shows(&behind.replace('&', "&amp;").replace('=', "&#x3D;"));

        // What changes later does not change the table, nor what is behind it.
        app.conclude(LINYI, &late, "substantiated");
        writer.get(&path).await.shows("临猗县（2）");
        writer.get(&behind).await.shows(&late).shows("已办结");
        let csv = writer.get(&format!("{path}/table.csv")).await;
        csv.shows("临猗县,2,").shows("夏县,0,");
        let book = writer.get(&format!("{path}/table.xlsx")).await;
        assert_eq!((book.status, book.header("content-type")), (200, XLSX));
        assert!(book.text.starts_with("PK"), "a spreadsheet");
        page.shows(&format!("{path}/table.xlsx"));

        assert_eq!(sent(&writer, &path, "approval", &[("checked", "yes")]).await.status, 409, "C2");
        let text = [("circular_title", "逾期通报"), ("circular_text", "改过的正文"), ("due_on", "2027-02-01"), ("bureau", LINYI)];
        assert_eq!(sent(&second, &path, "text", &text).await.status, 303);
        let own = sent(&second, &path, "approval", &[("checked", "yes")]).await;
        assert_eq!(own.status, 409, "nor who wrote last");
        own.shows("不能自己审核");
        let chief = app.staff("chief-city", Role::Chief, "140800");
        let unchecked = sent(&chief, &path, "approval", &[]).await;
        assert_eq!(unchecked.status, 422);
        unchecked.shows("请先核对");
        let officer = app.officer(LINYI);
        assert_eq!(officer.get(&path).await.status, 404, "a draft is the city's");
        assert_eq!(sent(&chief, &path, "approval", &[("checked", "yes")]).await.status, 303);
        writer.get("/circulars").await.shows("运环通报〔2027〕1号").shows("1 个单位中 0 个已报告");

        // A bureau that it does not go to knows nothing of it.
        assert_eq!(app.chief(XIA).get(&path).await.status, 404);
        let head = app.chief(LINYI);
        head.get("/alerts").await.shows("收到通报：逾期通报");
        head.get("/circulars").await.shows("逾期通报").shows("未签收");
        let page = head.get(&path).await;
        page.shows("改过的正文").hides("supervisor").hides("circular_text");
        head.get(&behind).await.shows(&late);
        assert_eq!(head.post(&format!("{path}/answer"), &[("version", "0"), ("rectification", "x")]).await.status, 409, "received first");
        assert_eq!(sent(&officer, &path, "receipt", &[]).await.status, 303);
        assert_eq!(officer.post(&format!("{path}/answer"), &[("version", "1"), ("rectification", "x")]).await.status, 403, "the chief answers");

        // Past its date it shows and warns once.
        app.app.clock.advance(Duration::days(40));
        app.plan();
        app.run_jobs();
        app.app.clock.advance(Duration::days(1));
        app.plan();
        app.run_jobs();
        let head = app.chief(LINYI);
        let told = head.get("/alerts").await;
        assert_eq!(told.text.matches("逾期未报送整改报告").count(), 1);
        let told = app.supervisor().get("/alerts").await;
        assert_eq!(told.text.matches("临猗县逾期未报送整改报告：逾期通报").count(), 1);
        app.supervisor().get(&path).await.shows("ms-chip--late");
        let empty = sent(&head, &path, "answer", &[("rectification", " ")]).await;
        assert_eq!(empty.status, 422);
        empty.shows("请写明整改情况");
        let answer = ("rectification", "已约谈经办人，逐件限期办结。");
        assert_eq!(sent(&head, &path, "answer", &[answer]).await.status, 303);
        let again = head.post(&format!("{path}/answer"), &[("version", "1"), ("rectification", "另一份报告")]).await;
        assert_eq!(again.status, 409);
        again.shows("另一份报告").shows("没有保存");
        let page = app.supervisor().get(&path).await;
        page.shows("已约谈经办人").shows("报送整改报告").hides("ms-chip--late");
        app.supervisor().get("/alerts").await.shows("临猗县已报送整改报告");

        // What says too little is given back with a new date, and what was typed is gone on with.
        let back = |missing| [("bureau", LINYI), ("shortcoming", missing), ("again_by", "2027-03-20")];
        let give_back = format!("{path}/giving_back");
        let writer = app.supervisor();
        let named = writer.post(&give_back, &[("bureau", LINYI), ("version", "2"), ("again_by", "2020-01-01")]).await;
        assert_eq!(named.status, 422);
        named.shows("请写明还缺什么").shows("日期不能早于今天");
        assert_eq!(head.post(&give_back, &[&back("x")[..], &[("version", "2")]].concat()).await.status, 403);
        let given = writer.post(&give_back, &[&back("没有写明完成时间")[..], &[("version", "2")]].concat()).await;
        assert_eq!(given.status, 303, "{}", given.words());
        let late = writer.post(&give_back, &[&back("还有一点")[..], &[("version", "2")]].concat()).await;
        assert_eq!(late.status, 409);
        late.shows("还有一点");
        head.get("/alerts").await.shows("整改报告被退回，请重新报送");
        let page = head.get(&path).await;
        page.shows("没有写明完成时间").shows("2027年3月20日").shows("已约谈经办人").hides("ms-chip--late");
        head.get("/circulars").await.hides("ms-chip--late");
        app.app.clock.advance(Duration::days(60));
        app.plan();
        app.run_jobs();
        app.chief(LINYI).get(&path).await.shows("ms-chip--late");
        assert_eq!(app.chief(LINYI).get("/alerts").await.text.matches("逾期未报送整改报告").count(), 2, "once for each date");
        let better = ("rectification", "已约谈经办人，3 月底前全部办结。");
        assert_eq!(sent(&app.chief(LINYI), &path, "answer", &[better]).await.status, 303);
        app.supervisor().get(&path).await.shows("3 月底前全部办结").hides("ms-chip--late");
        for sql in [
            "UPDATE circulars SET text = 'x'",
            "UPDATE circulars SET issued_by = drafted_by",
            "DELETE FROM circulars",
            "UPDATE circular_figures SET amount = 0",
            "DELETE FROM circular_matters",
        ] {
            assert!(app.tamper(sql).is_err(), "{sql}");
        }
    }

    /// It is the office's own: drafts of the city alone, issued ones also for the province and those they
    /// go to; nobody else learns of any.
    async fn nobody_else_sees_or_writes_one(app: TestApp) {
        let (writer, second) = (app.supervisor(), second(&app));
        let path = drafted(&writer, "conclusion", &[LINYI]).await;
        let province = app.province();
        province.get("/circulars").await.hides("办结情况的通报");
        assert_eq!(province.get(&path).await.status, 404);
        let issued = sent(&second, &path, "approval", &[("checked", "yes")]).await;
        assert_eq!(issued.status, 303, "{}", issued.words());
        province.get("/circulars").await.shows("办结情况的通报");
        province.get(&path).await.shows("没有可以比较的数据").hides("name=\"version\"");
        let withdrawal = format!("{path}/withdrawal");
        for who in [app.province(), app.dispatcher(), app.officer(LINYI), app.chief(LINYI)] {
            assert_eq!(who.get("/circulars/new").await.status, 403);
            assert_eq!(who.post("/circulars", &asked("lateness", &[LINYI])).await.status, 403);
            assert_eq!(who.post(&withdrawal, &[("version", "1")]).await.status, 403);
        }
        let police = app.department("140800-police");
        for who in [app.clerk(), app.administrator(), police, app.officer("140882")] {
            let list = who.get("/circulars").await;
            assert!(list.status == 403 || !list.text.contains("办结情况的通报"));
            for of in [path.clone(), format!("{path}/table.csv"), format!("{path}/table.xlsx"), format!("{path}/matters?name=overdue&bureau={LINYI}")] {
                let page = who.get(&of).await;
                assert_eq!(page.status, 404, "{of}");
                page.hides("办结情况的通报");
            }
            assert_eq!(who.post(&withdrawal, &[("version", "1")]).await.status, 404);
        }
        let citizen = app.citizen();
        assert_eq!(citizen.get("/circulars").await.status, 303, "log in first");
        assert_eq!(citizen.get(&path).await.status, 303);
        for format in ["csv", "xlsx"] {
            assert_eq!(citizen.get(&format!("{path}/table.{format}")).await.status, 303);
        }
        assert_eq!(sent(&writer, &path, "withdrawal", &[]).await.status, 303);
        assert_eq!(app.chief(LINYI).get(&path).await.status, 404, "taken back");
        let dropped = drafted(&writer, "supervised", &[LINYI]).await;
        assert_eq!(sent(&writer, &dropped, "discarding", &[]).await.status, 303);
        let next = drafted(&writer, "forwarded", &[LINYI]).await;
        sent(&second, &next, "approval", &[("checked", "yes")]).await;
        second.get("/circulars").await.shows("运环通报〔2026〕2号").hides("挂牌督办事项进展");
        app.run_jobs();
    }

    /// Each mistake is named at its field and what was typed stays, also when somebody was faster.
    async fn mistakes_are_named(app: TestApp) {
        let (writer, second) = (app.supervisor(), second(&app));
        let wrong = writer.post("/circulars", &[("topic", "x"), ("from", "2026-11-30"), ("until", "2030-01-01"), ("due_on", "2026-11-01"), ("bureau", "140800")]).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("请选择通报内容").shows("日期不能晚于今天").shows("日期不能早于今天").shows("请至少选择一个单位").shows("2026-11-30");
        let far = writer.post("/circulars", &[("topic", "lateness"), ("from", "2026-11-20"), ("until", "2026-11-01"), ("due_on", "2030-01-01"), ("bureau", LINYI)]).await;
        far.shows("开始日期不能晚于结束日期").shows("期限最长一年");
        let path = drafted(&writer, "satisfaction", &[LINYI]).await;
        let text = |title| vec![("version", "0"), ("circular_title", title), ("circular_text", "第一稿正文"), ("due_on", "2027-01-04"), ("bureau", LINYI)];
        let address = format!("{path}/text");
        let empty = writer.post(&address, &text("")).await;
        assert_eq!(empty.status, 422);
        empty.shows("请填写标题").shows("第一稿正文");
        assert_eq!(second.post(&address, &text("甲")).await.status, 303);
        let late = writer.post(&address, &text("乙")).await;
        assert_eq!(late.status, 409);
        late.shows("value=\"乙\"").shows("第一稿正文");
        assert_eq!(writer.post(&format!("{path}/nonsense"), &[]).await.status, 404);
        assert_eq!(writer.get(&format!("{path}/matters?name=nonsense&bureau={LINYI}")).await.status, 404);
        assert_eq!(writer.get("/circulars/999999").await.status, 404);
        let english = writer.get_with(&path, "accept-language", "en").await;
        english.shows("To be approved").hides("待审核");
    }
}
