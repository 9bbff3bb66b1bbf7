//! Bulletins and special reports: drafted from the figures, checked by a second person, numbered
//! without gaps (`N3`, `C2`, `S2`, `R3`).

use minsheng::{accounts::Role, campaigns::campaign::Whole};

use crate::{
    on_both,
    support::{Client, Page, acts::told},
};

/// Drafts one of the year and returns where it lies.
async fn draft(who: &Client, kind: &str) -> String {
    let about = [("about", "county"), ("county", "140821")];
    let days = [("kind", kind), ("from", "2026-01-01"), ("until", "2026-11-23")];
    let made = who.post("/desk/bulletins", &[&days[..], &about].concat()).await;
    assert_eq!(made.status, 303, "{}", made.words());
    made.location().to_owned()
}

/// A special report on a subject, as it was drafted.
async fn report(who: &Client, days: (&str, &str), subject: &[(&str, &str)]) -> Page {
    let fields = [("kind", "report"), ("from", days.0), ("until", days.1)];
    let made = who.post("/desk/bulletins", &[&fields[..], subject].concat()).await;
    assert_eq!(made.status, 303, "{}", made.words());
    who.get(made.location()).await
}

/// What is in the text field of a draft.
fn text_of(page: &Page) -> &str {
    let text = page.text.split_once("<textarea").expect("a text").1;
    text.split_once("</textarea>").expect("its end").0
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
        let title = "关于临猗县环境信访与执法情况的专报（2026年1月1日至2026年11月23日）";
        province.get(&report).await.shows(title).shows("数据与同比").hides("name=\"action\"");
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

    /// N3: a special report tells of its subject what was reported, found and done, where it stands, what
    /// is open by number, and the year before; the same for ever (N3), and nothing that a public reader may
    /// not see (S1, S2, R3).
    async fn a_special_report_is_about_one_subject(app: TestApp) {
        let old = app.file(told("140821", "old")).report.number;
        app.conclude("140821", &old, "substantiated");
        app.app.clock.advance(chrono::Duration::days(365));
        let [done, open] = ["done", "open"].map(|key| {
            let mut new = told("140821", key);
            new.plant = "青禾纺织厂".to_owned();
            new.text = "夜里偷排，我住在三号楼，电话13812345678".to_owned();
            app.file(new).report.number
        });
        let mut against = told("140828", "against");
        against.text = "夏县环保局的人收了好处，包庇纸厂，举报多次不管".to_owned();
        against.plant = "夏县生态环境局".to_owned();
        let hidden = app.file(against).report.number;
        app.conclude("140821", &done, "substantiated");
        app.publish("140821", &done, "经查属实，已罚款。");
        app.count();
        let days = ("2027-01-01", "2027-11-23");
        let county = [("about", "county"), ("county", "140821")];
        let page = report(&app.supervisor(), days, &county).await;
        page.shows("收到涉及临猗县的环境信访举报 2 件；比上年同期（1 件）增加 1 件。");
        page.shows("受理 1 件，办结 1 件，其中查实（属实或部分属实）1 件");
        page.shows(&format!("{done}：经查属实，已罚款。"));
        page.shows("采取的措施：罚款（件） 1、罚款金额（万元） 0.5。");
        page.shows("累计收到 3 件：在办 1 件，已办结 2 件").shows(&format!("在办事项 1 件：{open}。"));
        let cell = "</td><td class=\"ms-number\">";
        page.shows(&format!("收到举报</th><td class=\"ms-number\">2{cell}1{cell}+1</td>"));
        let kept = ["三号楼", "13812345678", "刺鼻", "内部", "答复本人", "拟公开", "满意"];
        let keeps = |page: &Page| kept.iter().all(|words| !page.words().contains(words));
        assert!(keeps(&page), "{}", page.words());

        use diesel::prelude::*;
        use minsheng::db::schema::enterprises::{name, number, table};
        let plant: String = app.query(|connection| {
            Ok(table.filter(name.eq("青禾纺织厂")).select(number).first(connection)?)
        });
        let plant = [("about", "plant"), ("number", plant.as_str())];
        let one = report(&app.supervisor(), days, &plant).await;
        one.shows("收到涉及青禾纺织厂的环境信访举报 2 件").shows(&format!("在办事项 1 件：{open}。"));
        assert!(keeps(&one), "{}", one.words());
        // R3: what is against a bureau counts for the city, as everybody sees it, and is never named.
        let air = report(&app.supervisor(), days, &[("about", "category"), ("category", "air")]).await;
        air.shows("收到涉及大气问题的环境信访举报 3 件").shows(&open).hides(&hidden).hides("夏县");

        app.app.clock.advance(chrono::Duration::days(1));
        app.conclude("140821", &open, "unsubstantiated");
        app.count();
        let again = report(&app.supervisor(), days, &county).await;
        assert_eq!(text_of(&again), text_of(&page), "a past period says the same for ever");
        assert_eq!(text_of(&report(&app.supervisor(), days, &plant).await), text_of(&one));
        let later = report(&app.supervisor(), ("2027-01-01", "2027-11-24"), &county).await;
        later.hides("在办事项").shows("已办结 3 件");
        // As everybody reads it, once another person has checked it.
        let path = draft(&app.supervisor(), "report").await;
        let second = app.staff("supervisor-2", Role::Supervisor, "140800");
        assert_eq!(issued(&second, &path, "public").await.status, 303);
        let public = app.citizen().get(&path.replacen("/desk", "", 1)).await;
        public.shows("专报 2027 年第 1 号").shows("数据与同比").shows("罚款金额（万元）").hides("supervisor");
        assert!(keeps(&public), "{}", public.words());
        app.run_jobs();
    }

    /// N3: about a supervised case once it is public (L2), and about a campaign, whose register is for the
    /// office (N4).
    async fn a_special_report_is_about_a_listing_or_a_campaign(app: TestApp) {
        let (supervisor, officer) = (app.supervisor(), app.officer("140882"));
        let days = ("2026-01-01", "2026-11-23");
        let behind = app.file(told("140882", "behind")).report.number;
        let proposed = officer.post("/supervisions", &[
            ("submission", "one"), ("listing_title", "河津一家焦化厂点火案"), ("plants", "青石沟焦化厂（虚构）"),
            ("bureau", "140882"), ("listing_facts", "未建治理设施即点火。"), ("grounds", "construction"),
            ("requirement", "旧焦炉停产并拆除"), ("requirement", "治理设施建成并验收"), ("responsible", "河津市副市长"),
            ("supervising_officer", "市局督查科"), ("legal_basis", "环境保护法第六十三条"),
            ("cases_behind", behind.as_str()),
        ]).await;
        assert_eq!(proposed.status, 303, "{}", proposed.words());
        let listing = [("about", "listing"), ("number", "GD-2026-001")];
        let form = [("kind", "report"), ("from", days.0), ("until", days.1)];
        let refused = async |subject: &[(&str, &str)]| {
            let page = supervisor.post("/desk/bulletins", &[&form[..], subject].concat()).await;
            assert_eq!(page.status, 422, "{}", page.words());
            page
        };
        refused(&listing).await.shows("没有这个编号，或者尚未公开。").shows("GD-2026-001");
        refused(&[]).await.shows("请选择专报对象。");
        refused(&[("about", "county"), ("county", "999999")]).await.shows("请写明是哪一个。");
        refused(&[("about", "plant"), ("number", "' OR 1=1")]).await.shows("没有这个编号");
        let listed = supervisor.post("/supervisions/GD-2026-001/listing", &[("listing_due_on", "2027-05-24")]).await;
        assert_eq!(listed.status, 303, "{}", listed.words());
        app.run_jobs();
        app.count();
        let page = report(&supervisor, days, &listing).await;
        page.shows("关于河津一家焦化厂点火案环境信访与执法情况的专报");
        page.shows("于2026年11月23日挂牌督办，督办事项 2 项，期限2027年5月24日").shows("尚未解除挂牌");
        page.shows(&format!("在办事项 1 件：{behind}。")).hides("刺鼻");

        let started = supervisor.post("/desk/campaigns", &[
            ("campaign_name", "清废行动"), ("campaign_aim", "排查整治非法排污。"), ("phase1", "集中整治"),
            ("phase1_from", "2026-11-01"), ("phase1_until", "2027-02-28"), ("problems", "治污设施不运行"),
            ("member", "140882"),
        ]).await;
        assert_eq!(started.status, 303, "{}", started.words());
        let place = started.location().split('?').next().unwrap_or_default().to_owned();
        let named = place.rsplit('/').next().unwrap_or_default();
        let whole = app.query(|connection| Whole::by_number(connection, named));
        let problem = whole.problems[0].id.to_string();
        let found = officer.post(&format!("{place}/findings"), &[
            ("officers", "检查员甲、检查员乙"), ("campaign_plant", "青禾一印染厂"), ("county", "140882"), ("problem", problem.as_str()),
            ("found_on", "2026-11-22"), ("campaign_facts", "治污设施停用，废水直排。"),
            ("demand", "立即停止排放。"), ("due_on", "2026-12-10"),
        ]).await;
        assert_eq!(found.status, 303, "{}", found.words());
        let page = report(&supervisor, days, &[("about", "campaign"), ("number", named)]).await;
        page.shows("共排查发现问题 1 个，涉及企业 1 家；已销号 0 个，尚未销号 1 个。");
        page.shows("关于清废行动环境信访").hides("青禾一印染厂").hides("废水直排");
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
