//! Bulletins and special reports: drafted from the figures, checked by a second person, numbered
//! without gaps (`N3`, `C2`, `S2`, `R3`).

use minsheng::accounts::Role;

use crate::{
    on_both,
    support::{Client, Page, acts::told},
};

/// Drafts one of the year and returns where it lies.
async fn draft(who: &Client, kind: &str) -> String {
    let fields = [("kind", kind), ("from", "2026-01-01"), ("until", "2026-11-23")];
    let made = who.post("/desk/bulletins", &fields).await;
    assert_eq!(made.status, 303, "{}", made.words());
    made.location().to_owned()
}

async fn sent(who: &Client, path: &str, fields: &[(&str, &str)]) -> Page {
    let version = who.get(path).await.field("version");
    who.post(path, &[&[("version", version.as_str())], fields].concat()).await
}

async fn issued(who: &Client, path: &str, to: &str) -> Page {
    sent(who, path, &[("action", "issue"), ("to", to), ("checked", "yes")]).await
}

on_both! {
    /// From the figures to the public page, and to the province: another person than the one who wrote
    /// in it last issues it, and drafts that were dropped leave no gap among the numbers.
    async fn a_bulletin_is_drafted_checked_and_issued(app: TestApp) {
        let mut against = told("140828", "against");
        against.text = "夏县环保局的人收了好处，包庇纸厂，举报多次不管".to_owned();
        against.plant = "夏县生态环境局".to_owned();
        assert_eq!(app.file(against).case.hidden_from, "140828");
        for (name, channel) in [("a", "web"), ("b", "letter"), ("c", "letter")] {
            let mut new = told("140821", name);
            new.channel = channel;
            let number = app.file(new).report.number;
            if name == "a" {
                app.conclude("140821", &number, "substantiated");
            }
        }
        app.count();
        let (writer, second) =
            (app.supervisor(), app.staff("supervisor-2", Role::Supervisor, "140800"));
        let path = draft(&writer, "bulletin").await;
        let page = writer.get(&path).await;
        page.shows("环境信访与执法工作简报（2026年1月1日至2026年11月23日）");
        page.shows("全市共收到环境信访举报 4 件，其中网络 2 件、来信 2 件；比上年同期（0 件）增加 4 件。");
        page.shows("受理 1 件，不予受理 0 件，办结 1 件").shows("期末在办 3 件").shows("按期办结率 100%");
        page.shows("罚款 1 件，金额 0.5 万元").shows("收到举报较多的是：临猗县 3 件、");
        page.hides("夏县").hides("纸厂");

        assert_eq!(issued(&writer, &path, "public").await.status, 409, "nobody checks their own");
        let text = "改过的正文，联系人王先生 13812345678";
        let saved = sent(&second, &path, &[("action", "save"), ("title", "简报"), ("text", text)]).await;
        assert_eq!(saved.status, 303);
        assert_eq!(issued(&second, &path, "public").await.status, 409, "who wrote last");
        writer.get(&path).await.shows("13812345678</strong>");
        let unchecked = sent(&writer, &path, &[("action", "issue"), ("to", "public")]).await;
        unchecked.shows("请先核对");
        let text = "改过的正文";
        sent(&second, &path, &[("action", "save"), ("text", text)]).await;
        let citizen = app.citizen();
        let public = path.replacen("/desk", "", 1);
        assert_eq!(citizen.get(&public).await.status, 404);
        let dropped = draft(&second, "bulletin").await;
        assert_eq!(sent(&second, &dropped, &[("action", "discard")]).await.status, 303);
        assert_eq!(issued(&writer, &path, "public").await.status, 303);
        citizen.get("/bulletins").await.shows("简报 2026 年第 1 期").shows("/bulletins/feed");
        let feed = citizen.get("/bulletins/feed").await;
        feed.shows("简报 2026 年第 1 期").shows("改过的正文").hides("supervisor");
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
        citizen.get(&public).await.shows("改过的正文").hides("supervisor");
        let late = writer.post(&path, &[("version", "9"), ("action", "save"), ("text", "x")]).await;
        assert_eq!(late.status, 409);

        let report = draft(&writer, "report").await;
        let province = app.province();
        province.get("/desk/bulletins").await.hides("专报 2026").hides("简报 2026");
        assert_eq!(province.get(&report).await.status, 404);
        assert_eq!(issued(&second, &report, "province").await.status, 303);
        province.get("/desk/bulletins").await.shows("专报 2026 年第 1 号").hides("简报 2026");
        province.get(&report).await.shows("关于2026年1月1日至").hides("name=\"action\"");
        assert_eq!(citizen.get(&report.replacen("/desk", "", 1)).await.status, 404);
        let next = draft(&writer, "bulletin").await;
        issued(&second, &next, "public").await;
        citizen.get("/bulletins").await.shows("简报 2026 年第 2 期");
        assert_eq!(sent_back(&writer, &path).await.status, 303);
        for place in ["/bulletins", "/bulletins/feed"] {
            citizen.get(place).await.hides("第 1 期").hides("专报").shows("第 2 期");
        }
        assert_eq!(citizen.get(&public).await.status, 404);
        app.tamper("UPDATE bulletins SET issued_by = edited_by WHERE issued_by IS NOT NULL").unwrap_err();
        app.run_jobs();
    }

    /// Nobody else writes or reads them.
    async fn others_do_not_write(app: TestApp) {
        let path = draft(&app.supervisor(), "report").await;
        for (who, status) in [
            (app.officer("140821"), 403), (app.chief("140821"), 403), (app.clerk(), 403),
            (app.administrator(), 403), (app.citizen(), 303),
        ] {
            let list = who.get("/desk/bulletins").await;
            assert!([status, 401].contains(&list.status), "{}", list.status);
            let one = who.get(&path).await.status;
            assert!([404, 303, 401].contains(&one), "{one}");
            let fields = [("kind", "report"), ("from", "2026-01-01"), ("until", "2026-11-23")];
            let made = who.post("/desk/bulletins", &fields).await.status;
            assert!([status, 401].contains(&made), "{made}");
        }
        let wrong = app.supervisor().post("/desk/bulletins", &[("kind", "x"), ("from", "y")]).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("请选择简报或专报");
    }

    /// What a draft shares with how somebody worded it who told us in its days is pointed out to whoever
    /// checks it; what is kept from the city is not compared (S1, S2, R3).
    async fn a_reporters_own_words_are_pointed_out(app: TestApp) {
        const OWN: &str = "后半夜两点多锅炉房就开始冒黄烟呛得睡不着";
        let mut own = told("140821", "own words");
        own.text = format!("{OWN}，求你们管管");
        app.file(own);
        let mut against = told("140828", "against the city");
        against.text = "运城市生态环境局的人包庇企业，收受好处，举报多次不管".to_owned();
        assert!(app.file(against).case.hidden_from.contains("140800"));
        app.count();
        let (writer, second) =
            (app.supervisor(), app.staff("supervisor-2", Role::Supervisor, "140800"));
        let path = draft(&writer, "bulletin").await;
        writer.get(&path).await.hides("原话");
        let text = format!("有群众反映{OWN}。还有人包庇企业收受好处举报多次不管。");
        let saved = [("action", "save"), ("title", "简报"), ("text", text.as_str())];
        assert_eq!(sent(&writer, &path, &saved).await.status, 303);
        let page = second.get(&path).await;
        page.shows(&format!("与举报人的原话相同: <strong>{OWN}</strong>"));
        page.hides("举报多次不管</strong>").hides("求你们管管");
        assert_eq!(issued(&second, &path, "public").await.status, 303);
        writer.get(&path).await.hides("原话");
        app.citizen().get(&path.replacen("/desk", "", 1)).await.hides("原话").hides("求你们管管");
        app.run_jobs();
    }
}

async fn sent_back(who: &Client, path: &str) -> Page {
    let page = who.get(path).await;
    let version = page.field("version");
    who.post(path, &[("version", version.as_str()), ("action", "withdraw")]).await
}
