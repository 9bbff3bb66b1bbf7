//! The administrator's limits and calendar (`T5`, `P9`): imported whole or not at all, noticed by every
//! node, and what it moves is told.

#[path = "policies/command.rs"]
mod command;
#[path = "policies/folder.rs"]
mod folder;

use chrono::NaiveDate;
use diesel::prelude::*;
use minsheng::{
    cases::statement::Statement,
    db::schema::{alerts, calendars, reviews},
    jurisdiction::calendar::{read_years, stored},
    reports::LookupCode,
};

use crate::{on_both, support::acts::told};

/// An invented year: Friday 22 January 2027 is off, Sunday the 24th is worked.
fn invented() -> String {
    let mut rows = vec!["date,weekday,type,festival_zh,festival_en".to_owned()];
    let mut off = |date: &str, zh: &str, en: &str| rows.push(format!("{date},,holiday,{zh},{en}"));
    off("2027-01-01", "元旦", "New Year's Day");
    off("2027-01-22", "试验节", "Test Festival");
    for day in 6..=12 {
        off(&format!("2027-02-{day:02}"), "春节", "Spring Festival");
    }
    for day in 1..=5 {
        off(&format!("2027-10-{day:02}"), "国庆节", "National Day");
    }
    rows.push("2027-01-24,Sun,makeup_workday,试验节,Test Festival".to_owned());
    rows.join("\n") + "\n"
}

fn file(text: &str) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    vec![("file", "calendar.csv", text.as_bytes().to_vec())]
}

on_both! {
    /// Every limit with its source, and what is not checked or not known is said; for the administrator
    /// alone.
    async fn the_administrator_sees_all_limits(app: TestApp) {
        let administrator = app.administrator();
        let page = administrator.get("/policies").await;
        page.shows("告知是否受理").shows("《信访工作条例》第二十三条").shows("60 日").shows("5 个工作日");
        page.shows("来电当场告知").shows("15 分钟").shows("2 小时").shows("未核对原文").shows("2027 年的工作日历还没有录入").shows("随辖区资料");
        assert_eq!(app.supervisor().get("/policies").await.status, 403);
        assert_eq!(app.supervisor().upload("/policies/calendar/preview", &[], &file(&invented())).await.status, 403);
        administrator.get_with("/policies", "accept-language", "en").await.shows("15 days").shows("not against the text");
    }

    /// A file with a mistake is refused whole, with every line and reason, and changes nothing.
    async fn a_wrong_calendar_is_refused(app: TestApp) {
        let administrator = app.administrator();
        let wrong = invented()
            .replace("2027-01-22,,", "2027-01-32,,")
            .replace("2027-02-07,", "2027-02-06,")
            .replace("2027-01-24,Sun", "2027-01-24,Mon")
            .replace("2027-10-02,,holiday", "2027-10-02,,party");
        let page = administrator.upload("/policies/calendar/preview", &[], &file(&wrong)).await;
        assert_eq!(page.status, 422);
        page.shows("第 3 行：“2027-01-32”不是日期").shows("第 5 行：2027-02-06 出现了两次");
        page.shows("第 12 行：类型“party”").shows("第 16 行：2027-01-24 和写的星期“Mon”对不上");
        for (text, wanted) in [
            ("date,type,festival_zh,festival_en\n", "文件里没有日期"),
            ("date,type,festival_zh\n2027-01-01,holiday,元旦\n", "festival_en"),
            ("date,type,festival_zh,festival_en\n2027-01-01,holiday,元旦,New Year\n", "2027 年不完整，只有 1 个放假日"),
        ] {
            let page = administrator.upload("/policies/calendar/preview", &[], &file(text)).await;
            assert_eq!(page.status, 422);
            page.shows(wanted);
        }
        let gbk = vec![("file", "calendar.csv", b"date,type\n\xd4\xaa\xb5\xa9".to_vec())];
        let page = administrator.upload("/policies/calendar/preview", &[], &gbk).await;
        page.shows("UTF-8");
        assert_eq!(administrator.upload("/policies/calendar/preview", &[("file", "")], &[]).await.status, 422);
        let refused = administrator.post("/policies/calendar", &[("days", &wrong)]).await;
        assert_eq!(refused.status, 422);
        let stored: i64 = app.query(|connection| Ok(calendars::table.count().get_result(connection)?));
        assert_eq!(stored, 0);
    }

    /// A year without data warns once; its calendar is previewed, imported, noticed by the other node,
    /// moves what is open with an entry and one alert to the bureau, and a second time nothing (T5).
    async fn a_calendar_moves_what_is_open(app: TestApp) {
        let (administrator, other) = (app.administrator(), app.another_node());
        let number = app.file(told("140821", &"1".repeat(32))).report.number;
        app.run_jobs();
        let (officer, _) = app.bureau("140821");
        app.act(&officer, &number, Statement::Accept);
        assert_eq!(app.case(&number).due_on.map(|day| day.to_string()).as_deref(), Some("2027-01-22"));
        let page = app.officer("140821").get(&format!("/cases/{number}")).await;
        page.shows("2027年的放假安排尚未公布");
        app.plan();
        app.run_jobs();
        app.app.clock.advance(chrono::Duration::days(1));
        let administrator = { drop(administrator); app.administrator() };
        app.plan();
        app.run_jobs();
        let page = administrator.get("/alerts").await;
        assert_eq!(page.text.matches("2027 年的工作日历还没有录入").count(), 1, "{}", page.words());

        let page = administrator.upload("/policies/calendar/preview", &[], &file(&invented())).await;
        assert_eq!(page.status, 200, "{}", page.words());
        page.shows(&number).shows("2027年1月22日").shows("2027年1月24日").shows("1 件事项的期限会变动");
        assert_eq!(app.case(&number).due_on.map(|day| day.to_string()).as_deref(), Some("2027-01-22"), "only looked at");
        let text = invented();
        let done = administrator.post("/policies/calendar", &[("days", &text)]).await;
        assert_eq!(done.location(), "/policies?imported=1");
        app.run_jobs();
        assert_eq!(app.case(&number).due_on.map(|day| day.to_string()).as_deref(), Some("2027-01-24"));
        administrator.get("/policies").await.shows("导入于").hides("2027 年的工作日历还没有录入");
        let page = app.officer("140821").get(&format!("/cases/{number}")).await;
        page.shows("工作日历更新，期限改为2027年1月24日").shows("试验节").hides("尚未公布");
        let told: i64 = app.query(|connection| {
            let of_officers = alerts::table.filter(alerts::role.eq("officer"));
            Ok(of_officers.filter(alerts::kind.eq("calendar")).count().get_result(connection)?)
        });
        assert_eq!(told, 1);

        assert!(!other.jurisdiction.calendar().knows(2027));
        assert!(stored::notice(&other.db, other.jurisdiction.calendar()).expect("a notice"));
        assert!(other.jurisdiction.calendar().knows(2027));
        assert!(!stored::notice(&other.db, other.jurisdiction.calendar()).expect("a notice"));

        let again = administrator.post("/policies/calendar", &[("days", &text)]).await;
        assert_eq!(again.location(), "/policies?imported=same");
        app.app.clock.advance(chrono::Duration::minutes(2));
        app.run_jobs();
        let events = app.officer("140821").get(&format!("/cases/{number}")).await;
        assert_eq!(events.text.matches("工作日历更新").count(), 1, "the second pass moves nothing");
    }

    /// The date of a review moves with its clock, everywhere it is told (`T4`, `T5`).
    async fn a_calendar_moves_a_review(app: TestApp) {
        let key = "policies-story-review-1";
        let mut grievance = told("140821", key);
        grievance.reporter_kind = "named";
        grievance.identity.mail = "wang@example.com".to_owned();
        let number = app.file(grievance).report.number;
        let (officer, _) = app.bureau("140821");
        app.act(&officer, &number, Statement::AcceptGrievance);
        app.conclude("140821", &number, "unsubstantiated");
        app.run_jobs();
        app.app.clock.advance(chrono::Duration::days(30));
        let citizen = app.citizen();
        let code = LookupCode::of_submission(&app.app.vault, key).spoken();
        citizen.post("/track", &[("number", number.as_str()), ("code", code.as_str())]).await;
        // Until when it can be asked for, and how that was reckoned (T8).
        citizen.get(&format!("/track/{number}")).await.shows("期限为30日，按自然日计算").shows("因此最后一日是2026年12月23日");
        let asked = [("review_grounds", "检查人员没有到现场")];
        let sent = citizen.post(&format!("/track/{number}/review"), &asked).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        let due = |app: &TestApp| {
            app.query(|connection| Ok(reviews::table.select(reviews::due_on).first::<NaiveDate>(connection)?))
        };
        assert_eq!(due(&app).to_string(), "2027-01-22");
        let text = invented();
        app.administrator().post("/policies/calendar", &[("days", &text)]).await;
        app.run_jobs();
        assert_eq!(due(&app).to_string(), "2027-01-24");
        assert_eq!(app.case(&number).due_on, Some(due(&app)));
        citizen.get(&format!("/track/{number}")).await.shows("2027年1月24日").shows("试验节");
    }
}

/// The shipped years are whole, and what a spreadsheet writes before them does no harm.
#[test]
fn the_shipped_calendar_could_be_imported() {
    let text = include_str!("../static/jurisdictions/yuncheng/calendar.csv");
    let years = read_years(&format!("\u{feff}{text}")).expect("right");
    assert_eq!(years.keys().copied().collect::<Vec<_>>(), [2024, 2025, 2026]);
    assert!(crate::jurisdiction::yuncheng().calendar().agrees(&years));
}
