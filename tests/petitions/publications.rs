//! The public table, its files, and the day's bulletin (`F4`, `S2`, `C2`).

use minsheng::{
    accounts::Role,
    cases::statement::Statement,
    petitions::{
        publications::{Line, Table, print, table},
        sheet,
    },
    web::table::csv,
};

use super::{LETTER, batches::workbook, enter, number_of_case, typed};
use crate::{
    on_both,
    support::{Client, TestApp, acts::told},
};

const NAMES: [&str; 10] = [
    "序号",
    "受理编号",
    "交办问题基本情况",
    "行政区域",
    "污染类型",
    "调查核实情况",
    "是否属实",
    "处理和整改情况",
    "问责情况",
    "备注",
];

fn names() -> Vec<String> {
    NAMES.map(str::to_owned).to_vec()
}

/// Invented lines in the shape of what another city published.
fn others() -> Table {
    let line = |cells: [&str; 10]| Line { cells: cells.map(str::to_owned) };
    Table {
        title: "某市群众信访举报转办和边督边改公开情况一览表（第三十三批）".to_owned(),
        lines: vec![
            line([
                "1",
                "X140000201812090003",
                "某村干部毁坏耕地，建了五个厂，扬尘严重；\n村北养鸡场粪便流入水库。",
                "郊区",
                "大气、土壤、水",
                "经查，反映的五个厂中：\n1、两个已停产；\n2、\"三个\"在产, 未盖料堆。",
                "属实",
                "国土局责令恢复耕种；粪便已清理。",
                "无",
                "-",
            ]),
            line([
                "2",
                "X140000201812090021",
                "=cmd|' /C calc'!A0",
                "矿区",
                "噪声",
                "+86 的号码已隐去",
                "不属实",
                "@无",
                "-",
                "",
            ]),
            line([
                "3",
                "D140000201812090040*",
                "路面积尘",
                "城区",
                "大气",
                "",
                "部分属实",
                "已清扫",
                "约谈 1 人",
                "重点关注",
            ]),
        ],
    }
}

/// What a file prints is what another one reads: cell by cell, in both forms.
#[test]
fn a_published_table_is_read_and_printed_without_loss() {
    let table = others();
    let book = print::xlsx(&table.title, &names(), &table).expect("a spreadsheet");
    let read = table::of_file(&sheet::read(&book).expect("sheets")).expect("a table");
    assert_eq!(read, table);
    let again = print::xlsx(&read.title, &names(), &read).expect("a spreadsheet");
    let again = table::of_file(&sheet::read(&again).expect("sheets")).expect("a table");
    assert_eq!(again, table);

    let head = names();
    let cells = table.lines.iter().map(|line| line.cells.iter());
    let text = csv(std::iter::once(head.iter()).chain(cells));
    assert!(text.starts_with("\u{feff}序号,受理编号"));
    for line in text.lines() {
        for cell in line.split(',') {
            let cell = cell.trim_start_matches('"');
            assert!(
                !cell.starts_with('=') && !cell.starts_with('@') && !cell.starts_with('+'),
                "{cell}"
            );
        }
    }
    let read = table::of_file(&sheet::read(text.as_bytes()).expect("a sheet")).expect("a table");
    assert_eq!(read.lines, table.lines);
}

/// The sheets of a workbook are one table; one without its columns would be lost, so the file is refused.
#[test]
fn all_sheets_of_a_workbook_are_read() {
    let head: &[&str] = &["序号", "受理编号", "交办问题基本情况"];
    let first: &[&[&str]] = &[&["一览表（第33批）"], head, &["1", "X140000201812090003", "臭"]];
    let second: &[&[&str]] = &[head, &["2", "X140000201812090004", "扬尘"]];
    let book = workbook(&[("大气", first), ("扬尘", second)]);
    let read = table::of_file(&sheet::read(&book).expect("sheets")).expect("a table");
    let numbers: Vec<&str> = read.lines.iter().map(|line| line.cells[1].as_str()).collect();
    assert_eq!(numbers, ["X140000201812090003", "X140000201812090004"]);
    assert_eq!(read.title, "一览表（第33批）");
    let note: &[&[&str]] = &[&["填表说明"]];
    let book = workbook(&[("大气", first), ("说明", note)]);
    let read = table::of_file(&sheet::read(&book).expect("sheets"));
    assert_eq!(read, Err(table::NoTable::Sheets(vec!["说明".to_owned()])));
}

/// A column that ours does not have would be lost, so the file is refused.
#[test]
fn a_table_with_more_columns_is_refused() {
    let text = "序号,受理编号,交办问题基本情况,满意度\n1,X140000201812090003,臭,高\n";
    let read = table::of_file(&sheet::read(text.as_bytes()).expect("a sheet"));
    assert_eq!(read, Err(table::NoTable::Columns(vec!["满意度".to_owned()])));
}

async fn make(client: &Client, fields: &[(&str, &str)]) -> String {
    let made = client.post("/petitions/publications", fields).await;
    assert_eq!(made.status, 303, "{}", made.words());
    made.location().to_owned()
}

/// The numbers of the matters behind the petitions, in the order of their rows.
fn matters<const MANY: usize>(app: &TestApp) -> [String; MANY] {
    use diesel::prelude::*;
    use minsheng::db::schema::cases;
    let numbers: Vec<String> = app.query(|connection| {
        let province = cases::table.filter(cases::channel.eq("province"));
        Ok(province.select(cases::number).order(cases::id).load(connection)?)
    });
    numbers.try_into().expect("as many matters")
}

/// How many files of published tables are kept.
fn files(app: &TestApp) -> i64 {
    use diesel::prelude::*;
    use minsheng::db::schema::petition_publication_files::table;
    app.query(|connection| Ok(table.count().get_result(connection)?))
}

fn second(app: &TestApp) -> Client {
    app.staff("supervisor2", Role::Supervisor, "140800")
}

on_both! {
    /// F4, S2, C2: made from the data without retyping, what may point to people is pointed out,
    /// another person publishes; until then, and after a withdrawal, the public sees nothing.
    async fn a_table_is_made_checked_and_published(app: TestApp) {
        let mut fields = typed(LETTER, "2026-12-18");
        fields.retain(|(name, _)| *name != "problem");
        fields.push(("problem", "焦化厂夜间偷排，举报人王小二，电话13800138000"));
        app.province().post("/petitions", &fields).await;
        enter(&app.province(), "X140000202611200004", "").await;
        let number = number_of_case(&app);
        app.conclude("140882", &number, "substantiated");
        let supervisor = app.supervisor();
        let draft = make(&supervisor, &[("source", "batch"), ("of_batch", "33")]).await;
        let page = supervisor.get(&draft).await;
        for cell in [LETTER, "X140000202611200004", "河津市", "大气", "拟公开：已责令改正", "属实", "罚款 0.5 万元", "重点关注", "正在办理"] {
            page.shows(cell);
        }
        // Of what was found only the public text (C4); what points to people is pointed out (S2).
        page.hides("内部认定").hides("内部材料").hides("答复本人").hides("罚款明细");
        page.shows("<strong>13800138000</strong>").shows("<strong>王小二</strong>");
        let id = draft.rsplit('/').next().unwrap().to_owned();
        let public = format!("/petitions/table/{id}");
        let unseen = async |citizen: Client| {
            assert_eq!(citizen.get(&public).await.status, 404);
            for format in ["xlsx", "csv"] {
                assert_eq!(citizen.get(&format!("{public}.{format}")).await.status, 404);
            }
            citizen.get("/petitions/table").await.hides(&public);
        };
        unseen(app.citizen()).await;
        let own = supervisor.post(&draft, &[("action", "publish"), ("checked", "yes"), ("version", "1")]).await;
        assert_eq!(own.status, 409);
        own.shows("最后修改的人不能自己公开");
        assert!(app.tamper("UPDATE petition_publications SET published_by = edited_by, published_at = edited_at").is_err());
        let masked = [("action", "save"), ("version", "1"), ("title", "一览表（第33批）"), ("line1-text", "焦化厂夜间偷排")];
        supervisor.follow(&supervisor.post(&draft, &masked).await).await.shows("已保存").hides("13800138000");
        let other = second(&app);
        let unchecked = other.post(&draft, &[("action", "publish"), ("version", "2")]).await;
        assert_eq!(unchecked.status, 409);
        let stale = other.post(&draft, &[("action", "publish"), ("checked", "yes"), ("version", "1")]).await;
        assert_eq!(stale.status, 409);
        let late = [("action", "save"), ("version", "1"), ("title", "另一个标题"), ("line1-text", "另一段话")];
        let stale = other.post(&draft, &late).await;
        assert_eq!(stale.status, 409);
        stale.shows("另一个标题").shows("另一段话");
        unseen(app.citizen()).await;
        let publish = [("action", "publish"), ("checked", "yes"), ("version", "2")];
        other.follow(&other.post(&draft, &publish).await).await.shows("已公开");
        app.citizen().get("/petitions/table").await.shows("一览表（第33批）");
        let page = app.citizen().get(&public).await;
        page.shows("焦化厂夜间偷排").shows("拟公开：已责令改正");
        page.hides("13800138000").hides("王小二").hides("内部认定").hides("答复本人").hides("supervisor");
        let csv = app.citizen().get(&format!("{public}.csv")).await;
        assert!(csv.text.contains("焦化厂夜间偷排") && !csv.text.contains("13800138000"));
        let book = app.citizen().get(&format!("{public}.xlsx")).await;
        assert!(book.header("content-type").contains("spreadsheetml"));
        // N3: its files were made once, with an entry for the office; whatever becomes of the row, they stay.
        supervisor.get(&draft).await.shows("核对并公开").shows("supervisor2");
        assert_eq!(files(&app), 2);
        app.tamper("DELETE FROM petition_publication_files").expect("as published before they were kept");
        let again = app.citizen().get(&format!("{public}.csv")).await;
        assert_eq!((again.text == csv.text, files(&app)), (true, 2), "made once, and kept");
        app.tamper("UPDATE petition_publications SET content = '{\"lines\":[]}'").expect("a row");
        let again = app.citizen().get(&format!("{public}.csv")).await;
        assert_eq!(again.text, csv.text);
        assert!(app.citizen().get(&format!("{public}.xlsx")).await.header("content-type").contains("spreadsheetml"));
        let late = supervisor.post(&draft, &[("action", "save"), ("version", "3"), ("title", "改")]).await;
        assert_eq!(late.status, 409);
        supervisor.post(&draft, &[("action", "withdraw"), ("version", "3")]).await;
        unseen(app.citizen()).await;
        for client in [app.officer("河津市"), app.clerk(), app.administrator()] {
            assert_eq!(client.get(&draft).await.status, 403);
            assert_eq!(client.get("/petitions/publications").await.status, 403);
        }
        assert_eq!(app.province().get(&draft).await.status, 404, "another office's draft");
    }

    /// F4: narrowed to what one office sent; an office above makes none of what another sent.
    async fn a_table_is_of_one_sending_office(app: TestApp) {
        let inspectors = app.staff("inspectors", Role::Province, "140871");
        enter(&app.province(), "X140000202611200001", "").await;
        enter(&inspectors, "X140000202611200002", "").await;
        let supervisor = app.supervisor();
        supervisor.get("/petitions/publications").await.shows("name=\"day_office\"").shows("山西省生态环境厅");
        let batch = [("source", "batch"), ("of_batch", "33")];
        let day = [("source", "day"), ("of_day", "2026-11-23"), ("day_office", "140871")];
        let bulletin = [("source", "bulletin"), ("bulletin_day", "2026-11-23"), ("bulletin_office", "140871")];
        let all = supervisor.get(&make(&supervisor, &batch).await).await;
        all.shows("X140000202611200001").hides("X140000202611200002");
        let theirs = [("source", "batch"), ("of_batch", "2026-33")];
        let one = supervisor.get(&make(&supervisor, &theirs).await).await;
        one.shows("X140000202611200002").hides("X140000202611200001").shows("（第 33 批）");
        let narrowed = [("source", "day"), ("of_day", "2026-11-23"), ("day_office", "140000")];
        let one = supervisor.get(&make(&supervisor, &narrowed).await).await;
        one.shows("X140000202611200001").hides("X140000202611200002").shows("山西省生态环境厅转办");
        let one = supervisor.get(&make(&supervisor, &day).await).await;
        one.shows("X140000202611200002").hides("X140000202611200001");
        let one = supervisor.get(&make(&supervisor, &bulletin).await).await;
        one.shows("收到省转办群众信访举报件 1 件").shows("累计收到 1 件");
        let own = inspectors.get(&make(&inspectors, &theirs).await).await;
        own.shows("X140000202611200002").hides("X140000202611200001");
        for office in ["140000", "999999"] {
            let fields = [&day[..2], &[("day_office", office)]].concat();
            let wrong = inspectors.post("/petitions/publications", &fields).await;
            assert_eq!(wrong.status, 422, "{office}");
            wrong.shows("没有这个转办单位");
        }
    }

    /// F4: the bulletin's sentence has the right numbers, and goes out after another person's check.
    async fn a_bulletin_counts_the_day(app: TestApp) {
        let province = app.province();
        let rows = "受理编号,反映问题,县区,污染类型,重点关注\n\
            X140000202611200001,臭,河津市,大气、水,是\nX140000202611200002,臭,河津市,大气,否\n\
            X140000202611200003,噪声,临猗县,噪声,否\n";
        let sent = province.upload("/petitions/batches", &[("batch", "1")], &[("file", "a.csv", rows.into())]).await;
        province.post(sent.location(), &[("batch", "1"), ("action", "enter")]).await;
        app.app.clock.advance(chrono::Duration::days(1));
        let province = app.province();
        enter(&province, "X140000202611200009", "").await;
        let number = number_of_case(&app);
        app.conclude("140882", &number, "partly");
        let supervisor = app.supervisor();
        let first = make(&supervisor, &[("source", "bulletin"), ("bulletin_day", "2026-11-23")]).await;
        let page = supervisor.get(&first).await;
        page.shows("2026年11月23日，收到省转办群众信访举报件 3 件，其中重点关注 1 件。");
        page.shows("按区域：河津市 2 件、临猗县 1 件。").shows("大气 2 件、水 1 件、噪声 1 件。");
        page.shows("累计收到 3 件，其中重点关注 1 件；已办结 0 件，阶段性办结 0 件，正在办理 3 件。");
        let second_day = make(&supervisor, &[("source", "bulletin"), ("bulletin_day", "2026-11-24")]).await;
        let page = supervisor.get(&second_day).await;
        page.shows("收到省转办群众信访举报件 1 件，其中重点关注 1 件。");
        page.shows("累计收到 4 件，其中重点关注 2 件；已办结 1 件，阶段性办结 0 件，正在办理 3 件。");
        let id = second_day.rsplit('/').next().unwrap();
        let public = format!("/petitions/bulletins/{id}");
        assert_eq!(app.citizen().get(&public).await.status, 404);
        let publish = [("action", "publish"), ("checked", "yes"), ("version", "1")];
        second(&app).post(&second_day, &publish).await;
        app.citizen().get(&public).await.shows("累计收到 4 件");
        let wrong = supervisor.post("/petitions/publications", &[("source", "bulletin"), ("bulletin_day", "gestern")]).await;
        assert_eq!(wrong.status, 422);
        let wrong = supervisor.post("/petitions/publications", &[("source", "batch"), ("of_batch", "77")]).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("没有这个批次");
    }

    /// N3: the bulletin of a day that is past is what the timeline says up to its end, whatever was done
    /// since: transferred, merged, concluded, taken up again.
    async fn a_past_day_has_the_same_bulletin_for_ever(app: TestApp) {
        let rows = "受理编号,反映问题,县区,污染类型,重点关注\n\
            X140000202611200001,臭,河津市,大气,是\nX140000202611200002,尘,河津市,大气,否\n\
            X140000202611200003,噪声,临猗县,噪声,否\nX140000202611200004,污水,夏县,水,否\n";
        let province = app.province();
        let sent = province.upload("/petitions/batches", &[("batch", "1")], &[("file", "a.csv", rows.into())]).await;
        province.post(sent.location(), &[("batch", "1"), ("action", "enter")]).await;
        let [partly, open, merged, done] = matters(&app);
        app.conclude_in_part("140882", &partly);
        app.conclude("140828", &done, "partly");
        let text = async || {
            let supervisor = app.supervisor();
            let fields = [("source", "bulletin"), ("bulletin_day", "2026-11-23")];
            let page = supervisor.get(&make(&supervisor, &fields).await).await;
            let text = page.text.split_once("<textarea").expect("a text").1;
            text.split_once("</textarea>").expect("its end").0.to_owned()
        };
        app.app.clock.advance(chrono::Duration::days(1));
        let first = text().await;
        assert!(first.contains("收到省转办群众信访举报件 4 件"), "{first}");
        assert!(first.contains("河津市 2 件"), "{first}");
        let totals = "累计收到 4 件，其中重点关注 1 件；已办结 1 件，阶段性办结 1 件，正在办理 2 件。";
        assert!(first.contains(totals), "{first}");

        let _ = app.dispatcher();
        let moved = Statement::Transfer { bureau: "140881".to_owned(), reason: "属地".to_owned() };
        app.act("dispatcher", &partly, moved);
        let (officer, _) = app.bureau("140821");
        let living = app.file(told("140821", "living")).report.number;
        app.act(&officer, &merged, Statement::Merge { into: living });
        app.conclude("140882", &open, "substantiated");
        let _ = app.supervisor();
        app.act("supervisor", &done, Statement::Rehandle { reason: "群众不满意".to_owned() });
        assert_eq!(text().await, first, "what was done a day later is not of that day");
        // The next day tells of it: the one merged goes on in the other, in hand.
        let supervisor = app.supervisor();
        let fields = [("source", "bulletin"), ("bulletin_day", "2026-11-24")];
        let next = supervisor.get(&make(&supervisor, &fields).await).await;
        next.shows("累计收到 4 件，其中重点关注 1 件；已办结 1 件，阶段性办结 0 件，正在办理 3 件。");
    }

    /// F4: another office's table is taken over from its file and printed again, cell by cell.
    async fn another_offices_table_is_taken_over(app: TestApp) {
        let supervisor = app.supervisor();
        let table = others();
        let book = print::xlsx(&table.title, &names(), &table).expect("a spreadsheet");
        let made = supervisor.upload("/petitions/publications", &[("source", "file")], &[("file", "阳泉.xlsx", book)]).await;
        let draft = made.location().to_owned();
        supervisor.follow(&made).await.shows("X140000201812090003").shows("郊区");
        second(&app).post(&draft, &[("action", "publish"), ("checked", "yes"), ("version", "1")]).await;
        let id = draft.rsplit('/').next().unwrap();
        let csv = app.citizen().get(&format!("/petitions/table/{id}.csv")).await;
        let read = table::of_file(&sheet::read(csv.text.as_bytes()).expect("a sheet")).expect("a table");
        assert_eq!(read.lines, table.lines);
        let bad = supervisor.upload("/petitions/publications", &[("source", "file")], &[("file", "a.csv", "受理编号,反映问题,评分\nX,臭,1".into())]).await;
        assert_eq!(bad.status, 422);
        bad.shows("一览表没有这些列：评分");
        for (file, reason) in [
            ("受理编号,反映问题,处理情况,整改情况\nX,臭,罚,停".to_owned(), "一览表没有这些列：整改情况"),
            (format!("受理编号,反映问题\nX,{}", "臭".repeat(40_000)), "文件太大"),
        ] {
            let bad = supervisor.upload("/petitions/publications", &[("source", "file")], &[("file", "a.csv", file.into())]).await;
            assert_eq!(bad.status, 422);
            bad.shows(reason);
        }
    }
}
