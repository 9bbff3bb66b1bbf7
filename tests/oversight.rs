//! `P5`: the city over its bureaus, from a number to what is behind it, and chasing all that is overdue.

use chrono::Duration;

use crate::{on_both, support::acts::told};

const LINYI: &str = "140821";
const XIA: &str = "140828";

on_both! {
    /// Each number opens its list; what is overdue of one bureau is chased at once, after a preview.
    async fn all_that_is_overdue_is_chased_at_once(app: TestApp) {
        let late = ["a", "b"].map(|name| app.file(told(LINYI, name)).case.number);
        let other = app.file(told(XIA, "c")).case.number;
        app.run_jobs();
        app.app.clock.advance(Duration::days(40));
        app.plan();
        app.run_jobs();
        app.count();
        let supervisor = app.supervisor();
        let all = supervisor.get("/oversight").await;
        // What is due within a week, and what is late, are lists of their own.
        let desk = supervisor.get(&format!("/desk?due=late&bureau={LINYI}")).await;
        desk.shows(&late[0]).shows(&late[1]).hides(&other).shows("共 2 件");
        supervisor.get("/desk?due=escalated").await.shows("已上报市局").shows(&late[0]);
        supervisor.get("/desk?due=soon").await.hides(&late[0]);
        all.shows("临猗县").shows(&format!("href=\"/oversight/{LINYI}\"")).shows(&format!("/desk?bureau&#x3D;{LINYI}"));
        let page = supervisor.get(&format!("/oversight/{LINYI}")).await;
        page.shows("临猗县：逾期事项").shows(&late[0]).shows(&late[1]).hides(&other);
        assert_eq!(page.field("act"), "chase");
        let numbers = [("act", "chase"), ("number", late[0].as_str()), ("number", late[1].as_str())];
        supervisor.post("/desk/bulk", &numbers).await.shows("催办意见");
        let filled = [&numbers[..], &[("filled", "1"), ("chase", "请抓紧")]].concat();
        let preview = supervisor.post("/desk/bulk", &filled).await;
        preview.shows(&late[0]).shows(&late[1]);
        let seen = late.each_ref().map(|number| format!("{number}:{}", app.case(number).version));
        let sure = [("act", "chase"), ("chase", "请抓紧"), ("matter", seen[0].as_str()), ("matter", seen[1].as_str())];
        assert_eq!(supervisor.post("/desk/bulk/confirmation", &sure).await.status, 200);
        app.run_jobs();
        app.count();
        app.officer(LINYI).get("/alerts").await.shows(&format!("催办：{}", late[1]));
        let chased = supervisor.get("/oversight").await;
        chased.shows("figure&#x3D;chased");
        let behind = format!("/statistics/matters?figure=chased&from=2027-01-01&until=2027-01-02&county={LINYI}");
        supervisor.get(&behind).await.shows(&late[0]).shows(&late[1]);
    }

    /// It is the city's page; a matter that is kept from the city is not counted on it.
    async fn it_is_the_citys_alone(app: TestApp) {
        for who in [app.officer(LINYI), app.chief(LINYI), app.clerk(), app.province(), app.administrator(), app.department("140800-police")] {
            assert_eq!(who.get("/oversight").await.status, 403);
            assert_eq!(who.get(&format!("/oversight/{LINYI}")).await.status, 403);
        }
        assert_eq!(app.citizen().get("/oversight").await.status, 303);
        let dispatcher = app.dispatcher();
        assert_eq!(dispatcher.get("/oversight").await.status, 200);
        dispatcher.get(&format!("/oversight/{LINYI}")).await.shows("没有逾期事项");
        for nonsense in ["999999", "140800", "140800-police"] {
            assert_eq!(dispatcher.get(&format!("/oversight/{nonsense}")).await.status, 404, "{nonsense}");
        }
        dispatcher.get_with("/oversight", "accept-language", "en").await.shows("Overdue").hides("逾期");
    }
}
