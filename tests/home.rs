//! The front page and published results: what is public, and nothing else (`S2`, `C4`, `R3`).

use crate::{on_both, support::acts::told};

on_both! {
    /// S2: nothing of a matter is public before its text was checked, and then only that text.
    async fn only_what_was_checked_is_shown(app: TestApp) {
        let mut new = told("140821", "one");
        new.text = "举报人的原话".to_owned();
        new.plant = "某某染整厂".to_owned();
        new.kinds = vec!["water", "water_industrial"];
        let number = app.file(new).report.number;
        app.conclude("140821", &number, "substantiated");
        let citizen = app.citizen();
        let path = format!("/results/{number}");
        assert_eq!(citizen.get(&path).await.status, 404, "not published yet");
        app.count();
        for page in ["/", "/results", "/statistics", "/statistics.csv"] {
            let page = citizen.get(page).await;
            assert_eq!(page.status, 200);
            page.hides(&number).hides("拟公开").hides("染整");
        }

        app.publish("140821", &number, "经查，废水未经处理外排，已责令停产。");
        for page in ["/", "/results", &path] {
            let page = citizen.get(page).await;
            page.shows("经查，废水未经处理外排，已责令停产。").shows("临猗县");
            for secret in ["举报人的原话", "染整", "内部", "答复本人", "拟公开", "罚款明细", "运环罚"] {
                page.hides(secret);
            }
        }
        let page = citizen.get(&path).await;
        page.shows("属实").shows("罚款").shows("运城市生态环境局临猗分局").shows(&number);
    }

    /// A result of no kind is named by its county alone.
    async fn a_result_of_no_kind_has_a_name(app: TestApp) {
        let mut new = told("140821", "no kind");
        new.kinds = Vec::new();
        let number = app.file(new).report.number;
        app.conclude("140821", &number, "substantiated");
        app.publish("140821", &number, "已责令改正。");
        let citizen = app.citizen();
        citizen.get("/results").await.shows(">临猗县</a>");
        citizen.get(&format!("/results/{number}")).await.shows(">临猗县</h1>");
    }

    /// Results are filtered by county and kind; an unknown filter is none.
    async fn results_are_filtered(app: TestApp) {
        let mut numbers = Vec::new();
        for (county, kind) in [("140821", "air"), ("140821", "water"), ("140882", "water")] {
            let mut new = told(county, &format!("{county} {kind}"));
            new.kinds = vec![kind];
            let number = app.file(new).report.number;
            app.conclude(county, &number, "partly");
            app.publish(county, &number, &format!("公开结果 {county} {kind}"));
            numbers.push(number);
        }
        let citizen = app.citizen();
        for (query, shown) in [
            ("", [true, true, true]),
            ("?county=140821", [true, true, false]),
            ("?kind=water", [false, true, true]),
            ("?county=140821&kind=water", [false, true, false]),
            ("?county=140830", [false, false, false]),
            ("?county=junk&kind=%27", [true, true, true]),
        ] {
            let page = citizen.get(&format!("/results{query}")).await;
            assert_eq!(page.status, 200, "{query}");
            for (number, shown) in numbers.iter().zip(shown) {
                assert_eq!(page.text.contains(number.as_str()), shown, "{query} {number}");
            }
        }
    }

    /// A long list is turned page by page, and each result comes once.
    async fn long_lists_have_pages(app: TestApp) {
        for at in 0..30 {
            app.file(told("140821", &format!("many {at}")));
        }
        app.tamper(
            "UPDATE cases SET state = 'concluded', ended_at = opened_at, ended_on = day, \
             verdict = 'partly', public_text = 'x', published_at = opened_at",
        ).unwrap();
        let citizen = app.citizen();
        let (one, two) = (citizen.get("/results").await, citizen.get("/results?page=2").await);
        one.shows("/results?page&#x3D;2");
        two.shows("/results?page&#x3D;1").hides("page&#x3D;3");
        let links = |page: &crate::support::Page| page.text.matches("href=\"/results/YC").count();
        assert_eq!((links(&one), links(&two)), (25, 5));
    }

    /// R3: a result of a matter against a bureau is not shown under that bureau's county.
    async fn a_matter_against_a_bureau_is_the_citys(app: TestApp) {
        let number = app.file(told("140821", "hidden")).report.number;
        app.conclude("140821", &number, "partly");
        app.publish("140821", &number, "公开的结果");
        app.tamper("UPDATE cases SET hidden_from = '140828'").unwrap();
        let citizen = app.citizen();
        citizen.get("/results?county=140821").await.hides(&number);
        citizen.get("/results?county=140800").await.shows(&number);
        citizen.get(&format!("/results/{number}")).await.hides("临猗分局").shows("运城市生态环境局");
    }

    /// Kept pages: the same bytes are not sent twice, a change is seen at once, and each language
    /// has its own.
    async fn pages_are_kept_until_something_changes(app: TestApp) {
        let citizen = app.citizen();
        for path in ["/", "/results", "/statistics"] {
            let first = citizen.get(path).await;
            let etag = first.header("etag").to_owned();
            let again = citizen.get_with(path, "if-none-match", &etag).await;
            assert_eq!((again.status, again.text.as_str()), (304, ""), "{path}");
        }
        let before = citizen.get("/").await;
        let number = app.file(told("140821", "one")).report.number;
        app.count();
        let after = citizen.get_with("/", "if-none-match", before.header("etag")).await;
        assert_eq!(after.status, 200);
        assert_ne!(after.header("etag"), before.header("etag"));
        after.hides(&number);

        let english = citizen.get_with("/", "accept-language", "en").await;
        english.shows("See pollution? Tell us.").hides("看到污染");
        citizen.post("/language", &[("to", "en"), ("back", "/results")]).await;
        citizen.get("/results").await.shows("Published results").hides("办理结果");
    }
}
