//! Batches (`F1`, `F2`): what is sent, looked at, put right and entered.

use std::io::Write as _;

use diesel::prelude::*;
use minsheng::{
    accounts::Role,
    db::schema::{cases, petition_drafts, petitions, reports},
};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook};

use crate::{
    on_both,
    support::{Client, Page, TestApp},
};

/// A batch as an office sends it: title, header in two rows with merged cells, full width, dates in
/// four forms, blank rows and a sum.
pub fn spreadsheet() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let middle = Format::new().set_align(FormatAlign::Center);
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let merge = |sheet: &mut rust_xlsxwriter::Worksheet, at: (u32, u16, u32, u16), text: &str| {
        sheet.merge_range(at.0, at.1, at.2, at.3, text, &middle).map(drop).expect("a merged cell");
    };
    merge(sheet, (0, 0, 0, 7), "群众信访举报转办件清单（第三十三批）");
    merge(sheet, (2, 0, 3, 0), "序号");
    merge(sheet, (2, 1, 3, 1), "受 理\n编 号");
    merge(sheet, (2, 2, 3, 2), "反映问题");
    merge(sheet, (2, 3, 3, 3), "行政区域（县、市、区）");
    merge(sheet, (2, 4, 3, 4), "污染类型");
    merge(sheet, (2, 5, 2, 7), "办理要求");
    for (column, name) in [(5, "办结时限"), (6, "是否反馈"), (7, "重点件")] {
        sheet.write(3, column, name).expect("a cell");
    }
    let rows = [
        ("X140000202611200001", "焦化厂夜间偷排黑烟", "河津市", "大气", "2026年12月18日", "是"),
        (
            "Ｘ１４００００２０２６１１２０　０００２",
            "纸厂废水进河",
            "临猗",
            "水、土壤",
            "2026/12/8",
            "否",
        ),
        ("D3SX202611200003*", "养鸡场粪便流入水库", "运城市夏县", "水", "2026-12-09", ""),
    ];
    for (at, (number, text, county, kinds, due, back)) in rows.iter().enumerate() {
        let row = 4 + at as u32 * 2;
        sheet.write(row, 0, at as u32 + 1).expect("a cell");
        for (column, cell) in [(1, number), (2, text), (3, county), (4, kinds), (5, due), (6, back)]
        {
            sheet.write(row, column, *cell).expect("a cell");
        }
    }
    sheet.write(10, 1, "X140000202611200004").expect("a cell");
    sheet.write(10, 2, "料场扬尘").expect("a cell");
    sheet.write(10, 3, "140882").expect("a cell");
    let date = ExcelDateTime::from_ymd(2026, 12, 10).expect("a day");
    sheet.write_datetime_with_format(10, 5, &date, &day).expect("a date");
    sheet.write(11, 1, "X140000202611200005").expect("a cell");
    sheet.write(11, 2, "噪声扰民").expect("a cell");
    sheet.write(11, 3, "稷山县").expect("a cell");
    sheet.write(11, 5, 46_367).expect("a number");
    merge(sheet, (12, 0, 12, 1), "合 计");
    sheet.write(12, 2, "5 件").expect("a cell");
    book.save_to_buffer().expect("a spreadsheet")
}

/// A workbook with a sheet for each: its name, and its rows of cells.
pub fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, cells) in (0_u32..).zip(rows.iter()) {
            for (column, cell) in (0_u16..).zip(cells.iter()) {
                sheet.write(row, column, *cell).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a spreadsheet")
}

/// A table of text with these lines below its names.
fn table(lines: &[&str]) -> Vec<u8> {
    let head = "受理编号,交办问题基本情况,行政区域,地址,办结时限,是否反馈\n";
    format!("{head}{}\n", lines.join("\n")).into_bytes()
}

async fn send(client: &Client, name: &str, bytes: Vec<u8>) -> Page {
    client.upload("/petitions/batches", &[], &[("file", name, bytes)]).await
}

/// Sends a file and returns where its dry run is, and that page.
async fn draft(client: &Client, name: &str, bytes: Vec<u8>) -> (String, Page) {
    let sent = send(client, name, bytes).await;
    let page = client.follow(&sent).await;
    (sent.location().to_owned(), page)
}

fn count(app: &TestApp) -> (i64, i64, i64) {
    app.query(|connection| {
        Ok((
            petitions::table.count().get_result(connection)?,
            reports::table.count().get_result(connection)?,
            petition_drafts::table.count().get_result(connection)?,
        ))
    })
}

/// Bureau, due date, kinds and whether it is of priority, by the province's number.
fn stored(app: &TestApp, number: &str) -> (String, Option<String>, String, bool) {
    let number = number.to_owned();
    app.query(move |connection| {
        let row: (String, Option<chrono::NaiveDate>, String, bool) = petitions::table
            .inner_join(reports::table.on(reports::id.eq(petitions::report_id)))
            .inner_join(cases::table.on(cases::number.eq(reports::number)))
            .filter(petitions::number.eq(number))
            .select((cases::bureau, petitions::due_on, reports::kinds, petitions::priority))
            .first(connection)?;
        Ok((row.0, row.1.map(|due| due.to_string()), row.2, row.3))
    })
}

on_both! {
    /// F1: a spreadsheet is looked at, entered, and sent again without any change (F2).
    async fn a_spreadsheet_is_looked_at_and_entered(app: TestApp) {
        let province = app.province();
        let (place, page) = draft(&province, "第33批.xlsx", spreadsheet()).await;
        page.shows("共 5 件").shows("可以登记 5 件").hides("有问题");
        page.shows("河津市").shows("临猗县").shows("夏县").shows("合 计");
        assert_eq!(page.field("batch"), "33");
        assert_eq!(count(&app), (0, 0, 1));
        let entered = province.post(&place, &[("batch", "33"), ("action", "enter")]).await;
        province.follow(&entered).await.shows("登记 5 件，0 件以前已登记");
        assert_eq!(count(&app), (5, 5, 0));
        let row = |bureau: &str, due: &str, kinds: &str, priority| {
            (bureau.to_owned(), Some(due.to_owned()), kinds.to_owned(), priority)
        };
        for (number, expected) in [
            ("X140000202611200001", row("140882", "2026-12-18", "air", false)),
            ("X140000202611200002", row("140821", "2026-12-08", "water soil", false)),
            ("D3SX202611200003", row("140828", "2026-12-09", "water", true)),
            ("X140000202611200004", row("140882", "2026-12-10", "", false)),
            ("X140000202611200005", row("140824", "2026-12-11", "", false)),
        ] {
            assert_eq!(stored(&app, number), expected, "{number}");
        }
        province.get("/petitions?state=all&batch=33").await.shows("D3SX202611200003");
        province.get("/petitions?state=all&batch=34").await.hides("D3SX202611200003");

        let (place, page) = draft(&province, "again.xlsx", spreadsheet()).await;
        page.shows("以前已登记 5 件").shows("可以登记 0 件");
        let entered = province.post(&place, &[("batch", "33"), ("action", "enter")]).await;
        province.follow(&entered).await.shows("登记 0 件，5 件以前已登记");
        assert_eq!(count(&app), (5, 5, 0));
    }

    /// F2: the dry run says which batch it is, by year, and that another may be meant; who says the year
    /// has it so. The same again is known, whatever the year.
    async fn the_dry_run_says_which_batch_it_is(app: TestApp) {
        let province = app.province();
        let line = |number: &str| table(&[format!("{number},厂里冒烟,河津市,,,").as_str()]);
        let (place, page) = draft(&province, "a.csv", line("X140000202611200001")).await;
        page.hides("新的一批");
        let checked = province.post(&place, &[("batch", "33"), ("action", "check")]).await;
        checked.shows("这是 2026 年新的一批：批次 33。").hides("也有一个批次");
        assert_eq!(count(&app), (0, 0, 1), "looking stores no petition");
        province.post(&place, &[("batch", "33"), ("action", "enter")]).await;
        app.app.clock.advance(chrono::Duration::days(45));
        let province = app.province();
        let (place, _) = draft(&province, "b.csv", line("X140000202701050001")).await;
        let checked = province.post(&place, &[("batch", "33"), ("action", "check")]).await;
        checked.shows("这是 2027 年新的一批：批次 33。").shows("请把批次写成“2026-33”");
        let page = province.post(&place, &[("batch", "2026-33"), ("action", "check")]).await;
        page.shows("归入已有的 2026 年批次 33。").hides("也有一个批次");
        province.post(&place, &[("batch", "33"), ("action", "enter")]).await;
        province.get("/petitions?state=all&batch=2027-33").await.shows("X140000202701050001");
        province.get("/petitions?state=all&batch=33").await.hides("X140000202701050001");
        let (place, _) = draft(&province, "again.csv", line("X140000202611200001")).await;
        let page = province.post(&place, &[("batch", "33"), ("action", "check")]).await;
        page.shows("以前已登记 1 件").shows("归入已有的 2026 年批次 33。");
        let entered = province.post(&place, &[("batch", "33"), ("action", "enter")]).await;
        province.follow(&entered).await.shows("登记 0 件，1 件以前已登记");
        assert_eq!(count(&app), (2, 2, 0));
        // Of two who look at once, the later one enters nothing twice.
        let (place, _) = draft(&province, "c.csv", line("X140000202701060001")).await;
        let form = [("batch", "33"), ("version", "1"), ("action", "check")];
        assert_eq!(province.post(&place, &form).await.status, 200);
        let stale = [("batch", "33"), ("version", "1"), ("action", "enter")];
        assert_eq!(province.post(&place, &stale).await.status, 409);
        assert_eq!(count(&app), (2, 2, 1));
        app.run_jobs();
    }

    /// F2: with bad rows nothing is stored; each is named with its reason, put right in the page,
    /// and the batch goes in without being sent again.
    async fn bad_rows_are_put_right_in_the_page(app: TestApp) {
        let dispatcher = app.dispatcher();
        let lines = [
            ",没有编号,河津市,,,",
            "X140000202611200001,好的一件,河津市,,2026-12-18,是",
            "X140000202611200001,编号重复,河津市,,,",
            "X140000202611200003,日期不对,河津市,,2026-02-30,",
            "X140000202611200004,没有这个县,平遥县城郊,,,",
            "X140000202611200005,,河津市,,,",
            "Z140000202611200006,编号样子不对,河津市,,,",
        ];
        let (place, page) = draft(&dispatcher, "a.csv", table(&lines)).await;
        page.shows("有问题 6 件").shows("可以登记 1 件").shows("请填写批次");
        for (line, reason) in [
            (2, "请填写省里的受理编号"), (4, "编号与第 3 行相同"), (5, "日期不对或看不懂"),
            (6, "没有这个县"), (7, "请写清反映的问题"), (8, "编号的样子不对"),
        ] {
            page.shows(&format!("第 {line} 行：{reason}")).shows(&format!("row{line}-number"));
        }
        page.shows("value=\"2026-02-30\"").hides("row3-number");
        let refused = dispatcher.post(&place, &[("batch", "7"), ("action", "enter")]).await;
        assert_eq!(refused.status, 422);
        refused.shows("一件也不登记").shows("第 2 行：请填写省里的受理编号");
        assert_eq!(count(&app), (0, 0, 1));

        let corrected = [
            ("batch", "7"), ("action", "check"),
            ("row2-number", "X140000202611200002"), ("row2-problem", "没有编号"), ("row2-county", "河津市"),
            ("row4-number", "X140000202611200009"), ("row5-due_on", "2026-12-30"),
            ("row6-county", "平陆县"), ("row7-problem", "补上的内容"), ("row8-drop", "yes"),
        ];
        let page = dispatcher.post(&place, &corrected).await;
        assert_eq!(page.status, 200);
        page.shows("可以登记 6 件").hides("有问题 ").shows("Z140000202611200006");
        dispatcher.get(&place).await.shows("可以登记 6 件");
        let edited = dispatcher.get(&format!("{place}?edit=3")).await;
        assert_eq!(edited.field("row3-county"), "河津市");
        let entered = dispatcher.post(&place, &[("batch", "7"), ("action", "enter")]).await;
        dispatcher.follow(&entered).await.shows("批次 7：登记 6 件");
        assert_eq!(count(&app), (6, 6, 0));
        assert_eq!(stored(&app, "X140000202611200004").0, "140829");
        assert_eq!(dispatcher.get(&place).await.status, 404, "the draft is gone");
    }

    /// Two who put the same batch right at the same moment: one is saved, the other sees what is saved now
    /// beside what they typed, and sends it again from there.
    async fn two_who_correct_at_once_lose_nothing(app: TestApp) {
        let (one, two) = (app.dispatcher(), app.staff("dispatcher-2", Role::Dispatcher, "140800"));
        let lines = ["X140000202611200001,厂里冒烟,没有这个县,,,", "X140000202611200002,夜里排水,没有这个县,,,"];
        let (place, page) = draft(&one, "a.csv", table(&lines)).await;
        let version = page.field("version");
        let form = |first: &'static str, second: &'static str| {
            [("batch", "7"), ("version", version.as_str()), ("action", "check"), ("row2-county", first), ("row3-county", second)]
        };
        let (ones, twos) = (form("平陆县", "没有这个县"), form("夏县", "河津市"));
        let (of_one, of_two) = futures_util::join!(one.post(&place, &ones), two.post(&place, &twos));
        let (saved, late, typed, kept) = match of_one.status {
            200 => (of_one, of_two, twos, ones),
            _ => (of_two, of_one, ones, twos),
        };
        assert_eq!((saved.status, late.status), (200, 409), "{}", late.words());
        late.shows("这一批刚刚被别人改过");
        for row in [3, 4] {
            assert_eq!(late.field(typed[row].0), typed[row].1, "what was typed stays");
            late.shows(&format!("现在保存的是：{}", kept[row].1));
        }
        let version = late.field("version");
        let again = [typed[0], ("version", version.as_str()), typed[2], typed[3], typed[4]];
        assert_eq!(one.post(&place, &again).await.status, 200);
        two.get(&place).await.shows(typed[3].1).hides("刚刚被别人改过");
        // Entered by one, it is gone for the other, whose words are on the page that says so.
        let right = [("batch", "7"), ("action", "enter"), ("row2-county", "夏县"), ("row3-county", "河津市")];
        assert_eq!(one.post(&place, &right).await.status, 303);
        let gone = two.post(&place, &[("batch", "7"), ("action", "check"), ("row2-problem", "厂里夜间冒烟")]).await;
        assert_eq!(gone.status, 404);
        gone.shows("厂里夜间冒烟");
        assert_eq!(count(&app), (2, 2, 0));
        app.run_jobs();
    }

    /// F2: all sheets that name their columns are read, and rows are told by their sheet; one that does not
    /// is named. Files whose sheets would vanish or be mixed are refused.
    async fn no_sheet_of_a_workbook_vanishes(app: TestApp) {
        let province = app.province();
        let head: &[&str] = &["受理编号", "反映问题", "县区"];
        let title: &[&str] = &["群众信访举报转办件（第35批）"];
        let air: &[&[&str]] = &[title, head, &["X140000202611200001", "焦化厂夜间偷排", "河津市"]];
        let water: &[&[&str]] = &[
            head,
            &["X140000202611200002", "纸厂废水进河", "临猗县"],
            &["X140000202611200001", "编号重复", "河津市"],
            &["Z1", "编号样子不对", "河津市"],
            &["合计", "3 件"],
        ];
        let note: &[&[&str]] = &[&["填表说明"], &["请逐项填写"]];
        let book = workbook(&[("大气", air), ("水", water), ("说明", note)]);
        let (place, page) = draft(&province, "两张.xlsx", book).await;
        page.shows("共 4 件").shows("有问题 2 件").shows("可以登记 2 件");
        page.shows("“水”第 3 行：编号与“大气”第 3 行相同").shows("“水”第 4 行：编号的样子不对");
        page.shows("没有表头、没有读入的工作表").shows("<li>说明</li>").shows("“水”第 5 行");
        assert_eq!(page.field("batch"), "35");
        assert_eq!(page.field("row2_3-number"), "X140000202611200001");
        let corrected = [
            ("batch", "35"), ("action", "enter"), ("row2_3-number", "X140000202611200003"), ("row2_4-drop", "yes"),
        ];
        let entered = province.post(&place, &corrected).await;
        province.follow(&entered).await.shows("批次 35：登记 3 件");
        assert_eq!(stored(&app, "X140000202611200001").0, "140882");
        assert_eq!(stored(&app, "X140000202611200002").0, "140821");

        let other: &[&[&str]] = &[&["转办件（第36批）"], head, &["X140000202611200005", "臭", "河津市"]];
        let names: Vec<String> = (0..21).map(|at| format!("表{at}")).collect();
        let many: Vec<(&str, &[&[&str]])> = names.iter().map(|name| (name.as_str(), air)).collect();
        for (book, reason) in [
            (workbook(&[("一", air), ("二", other)]), "写着不同的批次"),
            (workbook(&many), "工作表太多"),
            (workbook(&[("说明", note)]), "没有找到表头"),
        ] {
            let page = send(&province, "a.xlsx", book).await;
            assert_eq!(page.status, 422, "{reason}");
            page.shows(reason);
        }
    }

    /// R1: the county that is given decides; a place that lies elsewhere is a warning (F2).
    async fn the_county_given_decides(app: TestApp) {
        let province = app.province();
        let lines = [
            "X140000202611200001,夏县水头镇的纸厂排黑水,河津市,夏县水头镇,,",
            "X140000202611200002,水头镇的纸厂排黑水,,夏县水头镇,,",
            "X140000202611200003,厂里冒烟,开发区,,,",
            "X140000202611200004,厂里冒烟,市直单位,,,",
        ];
        let text = String::from_utf8(table(&lines)).expect("text");
        let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
        let (place, page) = draft(&province, "gb.csv", gb).await;
        page.shows("请留意 1 件").shows("内容里提到的地方是夏县");
        province.post(&place, &[("batch", "8"), ("action", "enter")]).await;
        let owner = |number| stored(&app, number).0;
        assert_eq!(owner("X140000202611200001"), "140882");
        assert_eq!(owner("X140000202611200002"), "140828");
        assert_eq!(owner("X140000202611200003"), "140871");
        assert_eq!(owner("X140000202611200004"), "140899");
    }

    /// R3: what waits is seen by those who enter in the bureau that sent it; one against the city is
    /// hidden from it once it is entered. After seven days what nobody entered is gone.
    async fn what_waits_is_seen_by_whom_it_concerns_and_does_not_stay(app: TestApp) {
        let against = "X140000202611200001,运城市生态环境局的人包庇企业收受好处举报多次不管,,,,";
        let (place, page) = draft(&app.province(), "a.csv", table(&[against])).await;
        page.shows("回避");
        for client in [app.dispatcher(), app.supervisor(), app.officer("河津市"), app.clerk()] {
            assert!(matches!(client.get(&place).await.status, 403 | 404));
            assert!(matches!(client.post(&place, &[("action", "enter")]).await.status, 403 | 404));
            client.get("/petitions/batches").await.hides("继续核对");
        }
        for client in [app.supervisor(), app.officer("河津市"), app.clerk(), app.administrator()] {
            assert_eq!(client.get("/petitions/batches/new").await.status, 403);
            assert_eq!(send(&client, "a.csv", table(&[against])).await.status, 403);
        }
        let bytes = app.query(|connection| {
            Ok(petition_drafts::table.select(petition_drafts::sealed).first::<Vec<u8>>(connection)?)
        });
        let clear = "包庇企业".as_bytes();
        assert!(!bytes.windows(clear.len()).any(|part| part == clear), "it is sealed");
        app.province().post(&place, &[("batch", "9"), ("action", "enter")]).await;
        app.province().get("/petitions/batches").await.shows("batch&#x3D;9");
        app.province().get("/petitions/board").await.shows("合计");
        for client in [app.dispatcher(), app.supervisor()] {
            client.get("/petitions/batches").await.hides("batch&#x3D;9");
            client.get("/petitions/board").await.hides("state&#x3D;");
            client.get("/petitions?state=all&batch=9").await.hides("X140000202611200001");
        }

        let (place, _) = draft(&app.province(), "b.csv", table(&[against])).await;
        app.province().get("/petitions/batches").await.shows("继续核对");
        app.app.clock.advance(chrono::Duration::days(8));
        app.plan();
        app.run_jobs();
        assert_eq!(app.province().get(&place).await.status, 404);
        assert_eq!(count(&app).2, 0);
    }

    /// Bad files: each is refused with its reason, and nothing is kept.
    async fn bad_files_are_refused_with_their_reason(app: TestApp) {
        let province = app.province();
        let bomb = zipped(&[("xl/worksheets/sheet1.xml", vec![b' '; 60 * 1024 * 1024])]);
        assert!(bomb.len() < 200_000);
        let strings = br#"<sst xmlns="x" count="1" uniqueCount = "900000000000"><si><t>a</t></si></sst>"#;
        let promise = zipped(&[("xl/sharedStrings.xml", strings.to_vec())]);
        let many: Vec<String> =
            (0..10_000).map(|at| format!("X14000020261120{at:04},臭,河津市,,,")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let program = zipped(&[("xl/vbaProject.bin", vec![1])]);
        let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec();
        for (name, bytes, reason) in [
            ("empty.csv", Vec::new(), "请选择要上传的文件"),
            ("blank.csv", b"\n\n".to_vec(), "文件里没有转办件"),
            ("head.csv", table(&[]), "文件里没有转办件"),
            ("poem.txt", "白日依山尽\n黄河入海流".as_bytes().to_vec(), "没有找到表头"),
            ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "不是表格"),
            ("broken.xlsx", b"PK\x03\x04rubbish".to_vec(), "不是表格"),
            ("other.zip", zipped(&[("a.txt", b"hello".to_vec())]), "不是表格"),
            ("bomb.xlsx", bomb, "文件太大"),
            ("promise.xlsx", promise, "文件太大"),
            ("many.csv", table(&many), "行数太多"),
            ("a.xlsm", program, "带有宏"),
            ("locked.xls", old, "有密码"),
            ("odd.csv", b"\xff\xfe\xfd,\x80".to_vec(), "编码看不懂"),
            ("large.csv", vec![b'a'; 11 * 1024 * 1024], "文件太大"),
        ] {
            let page = send(&province, name, bytes).await;
            assert_eq!(page.status, 422, "{name}: {}", page.words());
            page.shows(reason);
        }
        assert_eq!(count(&app), (0, 0, 0));
    }
}

fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).expect("a part");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("a zip").into_inner()
}
