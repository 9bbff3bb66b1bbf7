//! Each date on a matter's page says how it was reckoned (`T8`): start, rule, and what comes of it; one that
//! somebody set says that.

use chrono::Days;
use minsheng::cases::statement::{NewMeasure, Statement};

use crate::{on_both, support::acts::told};

const COUNTY: &str = "140821";

on_both! {
    /// A list leads from each date to how it was reckoned, and the matter beside it says so at once; what has
    /// ended has no date any more.
    async fn a_list_leads_to_how_a_date_was_reckoned(app: TestApp) {
        let number = app.file(told(COUNTY, &"1".repeat(32))).report.number;
        let ended = app.file(told(COUNTY, &"2".repeat(32))).report.number;
        app.conclude(COUNTY, &ended, "partly");
        let officer = app.officer(COUNTY);
        let place = |number: &str| format!("href=\"/cases/{number}#reckoned\"");
        officer.get("/desk").await.shows(&place(&number)).hides(&place(&ended));
        officer.get("/desk?state=ended").await.shows(&ended).hides("#reckoned");
        officer.get(&format!("/cases/{number}")).await.shows("<ol id=\"reckoned\">");
        let beside = officer.get(&format!("/desk/preview/{number}")).await;
        beside.shows("这个日期是怎么算的").shows("从2026年11月23日（星期一）起算").shows("因此最后一日是2026年12月8日（星期二）");
        officer.get(&format!("/desk/preview/{ended}")).await.shows(&ended).hides("起算");
    }

    /// The hours of an urgent matter, from the minute on; in the reader's language (`T6`).
    async fn hours_say_when_they_began(app: TestApp) {
        let mut report = told(COUNTY, &"1".repeat(32));
        report.urgent = true;
        let number = app.file(report).report.number;
        app.run_jobs();
        let page = format!("/cases/{number}");
        let shown = app.officer(COUNTY).get(&page).await;
        shown.shows("依据：《突发环境事件信息报告办法》");
        shown.shows("从2026年11月23日 10:00 起算").shows("期限为2小时，昼夜连续计算");
        shown.shows("因此应在2026年11月23日 12:00 前完成").shows("因此应在2026年11月24日 10:00 前完成");
        let english = app.officer(COUNTY).get_with(&page, "accept-language", "en").await;
        english.shows("Counted from 10:00 on 23 November 2026.").shows("So it ends at 12:00 on 23 November 2026.");
    }

    /// Measures (`C5`): a look after the order, a last day by the limit, one that was stated, and the look
    /// after it; on the matter's page and on that of the measure.
    async fn dates_of_measures_say_where_they_come_from(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let number = app.file(told(COUNTY, &"1".repeat(32))).report.number;
        app.act(&officer, &number, Statement::Accept);
        let today = app.app.clock.today();
        let measure = |kind: &str, due_on| Statement::Measure(NewMeasure {
            kind: kind.to_owned(),
            plant: None,
            document: String::new(),
            amount_fen: None,
            due_on,
            taken_on: today,
            text: "烘干炉无收集装置".to_owned(),
        });
        let page = format!("/cases/{number}");
        app.act(&officer, &number, measure("order_to_correct", None));
        // Thirty days from Monday 23 November; the matter itself is due in January.
        let one = app.officer(COUNTY).get(&page).await;
        one.shows("因此最后一日是2026年12月23日（星期三）").hides("不由期限推算").hides("措施的最后一日就是");
        app.act(&officer, &number, measure("sealing", None));
        app.officer(COUNTY).get(&page).await.shows("措施的最后一日就是复查的日期").hides("不由期限推算");
        app.act(&officer, &number, measure("rectify_by_date", Some(today + Days::new(8))));
        let all = app.officer(COUNTY).get(&page).await;
        // Ten working days from 1 December.
        all.shows("这个日期是当时直接定下的，不由期限推算").shows("期限为10个工作日").shows("因此最后一日是2026年12月15日（星期二）");
        app.officer(COUNTY).get("/measures/1").await.shows("因此最后一日是2026年12月23日（星期三）");
        let sealed = app.officer(COUNTY).get("/measures/2").await;
        sealed.shows("期限为30日，按自然日计算").shows("措施的最后一日就是复查的日期");

        // Looked at after a week, and not followed: thirty days from then.
        app.app.clock.advance(chrono::Duration::days(7));
        let officer = app.officer(COUNTY);
        let version = officer.get("/measures/1").await.field("version");
        let seen = [("version", version.as_str()), ("checked_on", "2026-11-30"), ("officers", "甲、乙"), ("met", "no"), ("findings", "仍未整改")];
        let sent = officer.post("/measures/1/checks", &seen).await;
        assert_eq!(sent.status, 303, "{}", sent.words());
        for path in [page.as_str(), "/measures/1"] {
            officer.get(path).await.shows("从2026年11月30日（星期一）起算").shows("因此最后一日是2026年12月30日（星期三）");
        }
        app.run_jobs();
    }
}
