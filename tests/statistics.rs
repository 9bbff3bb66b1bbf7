//! Figures that add up (`N1`, `I10`).

use chrono::Duration;
use minsheng::{
    cases::statement::Statement,
    statistics::{Figures, Period, Share},
};

use crate::{
    on_both,
    support::{TestApp, acts::told},
};

fn figures(app: &TestApp, period: Period) -> Figures {
    let (jurisdiction, today) = (app.app.jurisdiction.clone(), app.app.clock.today());
    app.query(move |connection| Figures::gather(connection, &jurisdiction, period, today))
}

fn many(counted: &[(&'static str, i64)], name: &str) -> i64 {
    counted.iter().find(|(known, _)| *known == name).map_or(0, |(_, many)| *many)
}

on_both! {
    /// I10: each report is counted once, whatever was done to the matter behind it.
    async fn every_report_is_counted_once(app: TestApp) {
        let file = |name: &str| app.file(told("140821", name)).report.number;
        let (concluded, declined, withdrawn) = (file("a"), file("b"), file("c"));
        let (merged, living, open) = (file("d"), file("e"), file("f"));
        let mut joins = told("140821", "g");
        joins.join = Some(living.clone());
        app.file(joins);
        let unsure = { let mut new = told("140821", "h"); new.county = None; app.file(new) };
        assert_eq!(unsure.case.state, "dispatching");

        app.conclude("140821", &concluded, "substantiated");
        let (officer, chief) = app.bureau("140821");
        let decline = Statement::ProposeDecline {
            reason: "too_vague".to_owned(), explanation: "请补充".to_owned(),
        };
        app.act(&officer, &declined, decline);
        app.act(&chief, &declined, Statement::Approve);
        app.withdraw(&withdrawn);
        app.act(&officer, &merged, Statement::Merge { into: living.clone() });
        app.act(&officer, &open, Statement::Accept);

        let all = figures(&app, Period::Year);
        let sum = all.sum;
        assert_eq!(
            (sum.in_hand, sum.concluded, sum.declined, sum.withdrawn, sum.merged),
            (3, 1, 1, 1, 2)
        );
        assert_eq!((all.received, sum.received), (8, 8));
        assert_eq!(many(&all.channels, "web"), 8);
        assert_eq!(all.states.iter().map(|(_, many)| many).sum::<i64>(), 8);
        assert_eq!(many(&all.states, "merged"), 0, "a merged one stands where it goes on");
        assert_eq!(many(&all.kinds, "air"), 8);
        assert_eq!(sum.answered(), Share { done: 2, of: 7 });
        let line = |code: &str| all.lines.iter().find(|(known, _)| known == code).unwrap().1;
        assert_eq!((line("140821").received, line("140800").received), (7, 1));

        // The matter that others were merged into is concluded: so are they.
        app.conclude("140821", &living, "unsubstantiated");
        let all = figures(&app, Period::Year);
        assert_eq!((all.sum.concluded, all.sum.merged, all.sum.received), (4, 0, 8));
        assert_eq!(all.sum.substantiated, Share { done: 1, of: 2 });
        assert_eq!((all.sum.fined, many(&all.measures, "fine")), (1_000_000, 2));

        let page = app.citizen().get("/statistics").await;
        page.shows("临猗县").shows("ms-area--5").shows("<strong>收到 8</strong>");
        app.run_jobs();
    }

    /// N1, T1, T2: on time is a share of those that were due, and a limit that runs out counts
    /// before anything was done.
    async fn on_time_has_its_denominator(app: TestApp) {
        let (officer, _) = app.bureau("140821");
        let file = |name: &str| app.file(told("140821", name)).report.number;
        let (quick, slow, never) = (file("quick"), file("slow"), file("never"));
        app.act(&officer, &quick, Statement::Accept);
        let share = |app: &TestApp| figures(app, Period::All).sum;
        assert_eq!(share(&app).accepted, Share { done: 1, of: 1 });
        app.app.clock.advance(Duration::days(20));
        assert_eq!(share(&app).accepted, Share { done: 1, of: 3 });
        app.act(&officer, &slow, Statement::Accept);
        assert_eq!(share(&app).accepted, Share { done: 1, of: 3 });
        assert_eq!(share(&app).late, 1, "nobody has looked at one of them");
        assert_eq!(share(&app).on_time, Share::default());

        app.conclude("140821", &quick, "partly");
        app.app.clock.advance(Duration::days(90));
        assert_eq!(share(&app).on_time, Share { done: 1, of: 2 });
        app.conclude("140821", &slow, "partly");
        assert_eq!(share(&app).on_time, Share { done: 1, of: 2 });
        app.withdraw(&never);
        assert_eq!(share(&app).accepted, Share { done: 1, of: 2 }, "it fell away");
        app.run_jobs();
    }

    /// Periods go by the day of receipt; years with reports can be chosen.
    async fn periods_go_by_the_day_of_receipt(app: TestApp) {
        app.file(told("140821", "this year"));
        app.app.clock.advance(Duration::days(60));
        app.file(told("140882", "next year"));
        let received = |period| {
            let figures = figures(&app, period);
            assert_eq!(figures.received, figures.sum.received);
            figures.received
        };
        assert_eq!(received(Period::Month), 1);
        assert_eq!(received(Period::Year), 1);
        assert_eq!(received(Period::Of(2026)), 1);
        assert_eq!(received(Period::Of(2025)), 0);
        assert_eq!(received(Period::All), 2);
        let citizen = app.citizen();
        let page = citizen.get("/statistics?period=2026").await;
        page.shows("2026年1月1日 至 2026年12月31日");
        page.shows("/statistics?period&#x3D;2026").hides("period&#x3D;2025");
        citizen.get("/statistics?period=all").await.shows("2026年11月23日 至 2027年1月22日");
        assert_eq!(citizen.get("/statistics?period=%00%27").await.status, 200);
    }

    /// R3: a matter against a bureau counts for the city, not for the county.
    async fn a_matter_against_a_bureau_counts_for_the_city(app: TestApp) {
        let mut new = told("140828", "against");
        new.text = "夏县环保局的人收了好处，包庇纸厂，举报多次不管".to_owned();
        new.plant = "夏县生态环境局".to_owned();
        let filed = app.file(new);
        assert_eq!(filed.case.hidden_from, "140828");
        let all = figures(&app, Period::Year);
        let line = |code: &str| all.lines.iter().find(|(known, _)| known == code).unwrap().1;
        assert_eq!((line("140828").received, line("140800").received), (0, 1));
        assert_eq!((all.received, all.sum.received), (1, 1));
    }

    /// The table for spreadsheets: a byte-order mark, a row a bureau, and the sum.
    async fn the_table_can_be_taken_away(app: TestApp) {
        app.file(told("140882", "one"));
        let page = app.citizen().get("/statistics.csv?period=year").await;
        assert_eq!(page.header("content-type"), "text/csv; charset=utf-8");
        assert!(page.header("content-disposition").contains("figures-year.csv"));
        assert!(page.text.starts_with('\u{feff}'));
        let rows: Vec<&str> = page.text.trim().lines().collect();
        assert_eq!(rows.len(), 1 + 13 + 2 + 1 + 1, "head, counties, zone and units, city, sum");
        assert!(rows.iter().all(|row| row.split(',').count() == 21), "{rows:?}");
        page.shows("河津市,1,1,0").shows("全市,1,1,0");
    }
}
