//! Announcements and exposures: published and taken back by two, and nothing public before (`C2`, `S2`,
//! `R3`).

use minsheng::{accounts::Role, reports::NewReport};

use crate::{
    on_both,
    support::{Client, Page, TestApp, acts::told},
};

const COUNTY: &str = "140821";
const DESK: &str = "/desk/notices";

fn second(app: &TestApp) -> Client {
    app.staff("second-chief", Role::Chief, COUNTY)
}

async fn drafted(who: &Client, fields: &[(&str, &str)]) -> String {
    let made = who.post(DESK, fields).await;
    assert_eq!(made.status, 303, "{}", made.words());
    made.location().to_owned()
}

/// Does an act by its button, on the page as it is now.
async fn act(who: &Client, path: &str, action: &str, fields: &[(&str, &str)]) -> Page {
    let version = who.get(path).await.field("version");
    let own = [("version", version.as_str()), ("action", action)];
    who.post(path, &[&own, fields].concat()).await
}

async fn publish(who: &Client, path: &str) -> Page {
    act(who, path, "publish", &[("checked", "yes")]).await
}

const WATER: [(&str, &str); 3] =
    [("kind", "announcement"), ("title", "热线服务时间调整"), ("text", "自即日起全天接听。")];

fn exposure<'a>(case: &'a str, plants: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("kind", "exposure"),
        ("title", "一家印染厂偷排废水"),
        ("text", "该厂停用治理设施，废水直排。"),
        ("plants", plants),
        ("legal_basis", "《生态环境法典》"),
        ("case", case),
    ]
}

on_both! {
    /// From the draft to everybody, and back: nobody does both steps; the number and the title of what
    /// was taken back stay, its words do not.
    async fn a_notice_is_published_and_taken_back_by_two(app: TestApp) {
        let (chief, other, citizen) = (app.chief(COUNTY), second(&app), app.citizen());
        let wrong = chief.post(DESK, &[("kind", "x"), ("title", "热线"), ("text", "")]).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("请选择公告或曝光").shows("热线");
        let path = drafted(&chief, &WATER).await;
        let public = path.replacen("/desk", "", 1);
        assert_eq!(citizen.get(&public).await.status, 404);
        for place in ["/notices", "/notices/feed", "/"] {
            citizen.get(place).await.hides("热线服务时间调整");
        }
        other.get("/alerts").await.shows("等待核对发布");
        assert_eq!(publish(&chief, &path).await.status, 409, "nobody publishes their own (C2)");
        assert_eq!(publish(&app.officer(COUNTY), &path).await.status, 403, "a head does");
        assert_eq!(act(&other, &path, "publish", &[]).await.status, 422, "unchecked");
        // Whoever writes in it last does not publish it either, and what may point to a person shows.
        let text = "联系人王先生 13812345678";
        let changed = [("kind", "announcement"), ("title", "热线服务时间调整"), ("text", text)];
        assert_eq!(act(&other, &path, "save", &changed).await.status, 303);
        chief.get(&path).await.shows("13812345678</strong>");
        assert_eq!(publish(&other, &path).await.status, 409);
        assert_eq!(publish(&chief, &path).await.status, 409, "nor whoever drafted it");
        let late = [("version", "1"), ("action", "save"), ("kind", "announcement"),
                    ("title", "别的标题"), ("text", "别的正文")];
        let late = chief.post(&path, &late).await;
        assert_eq!(late.status, 409);
        late.shows("别的正文");
        act(&chief, &path, "save", &WATER).await;
        assert_eq!(publish(&other, &path).await.status, 303);
        citizen.get("/notices").await.shows("热线服务时间调整").shows("公告 2026 年第 1 号");
        citizen.get("/notices?kind=exposure").await.hides("热线服务时间调整");
        citizen.get(&public).await.shows("自即日起全天接听").hides("chief-");
        citizen.get("/").await.shows("热线服务时间调整");
        let feed = citizen.get("/notices/feed").await;
        feed.shows("热线服务时间调整");
        assert!(feed.header("content-type").starts_with("application/atom+xml"));
        let again = citizen.get_with("/notices/feed", "if-none-match", feed.header("etag")).await;
        assert_eq!(again.status, 304);
        assert_eq!(act(&chief, &path, "save", &WATER).await.status, 409, "published is published");

        assert_eq!(act(&other, &path, "propose_withdrawal", &[]).await.status, 422, "why?");
        let why = [("withdrawal_reason", "时间有误")];
        assert_eq!(act(&other, &path, "propose_withdrawal", &why).await.status, 303);
        citizen.get(&public).await.shows("自即日起全天接听").hides("时间有误");
        other.get(&path).await.hides("value=\"withdraw\"");
        let version = chief.get(&path).await.field("version");
        let own = other.post(&path, &[("version", version.as_str()), ("action", "withdraw")]).await;
        assert_eq!(own.status, 409, "nobody approves their own");
        assert_eq!(act(&chief, &path, "keep", &[]).await.status, 303);
        act(&other, &path, "propose_withdrawal", &why).await;
        assert_eq!(act(&chief, &path, "withdraw", &[]).await.status, 303);
        let page = citizen.get(&public).await;
        page.shows("热线服务时间调整").shows("时间有误").hides("自即日起全天接听");
        citizen.get("/notices").await.hides("热线服务时间调整");
        citizen.get("/notices?archive=1").await.shows("热线服务时间调整").shows("已撤回");
        citizen.get("/").await.hides("热线服务时间调整");
        citizen.get("/notices/feed").await.shows("已撤回").hides("自即日起全天接听");
        app.tamper("DELETE FROM notices").unwrap_err();
        for sql in ["published_by = edited_by", "withdrawn_by = withdrawal_by", "text = 'x'", "place = 7"] {
            app.tamper(&format!("UPDATE notices SET {sql}")).unwrap_err();
        }
    }

    /// What was wrong is corrected by another notice; drafts that were dropped leave no gap.
    async fn a_correction_takes_its_place(app: TestApp) {
        let (chief, other, citizen) = (app.chief(COUNTY), second(&app), app.citizen());
        let path = drafted(&chief, &WATER).await;
        publish(&other, &path).await;
        let dropped = drafted(&chief, &WATER).await;
        assert_eq!(act(&chief, &dropped, "discard", &[]).await.location(), DESK);
        assert_eq!(chief.get(&dropped).await.status, 404);
        let corrected = act(&chief, &path, "correct", &[]).await;
        let corrected = corrected.location().split('?').next().unwrap_or_default().to_owned();
        assert_eq!(act(&chief, &path, "correct", &[]).await.status, 409, "one at a time");
        let text = [("kind", "announcement"), ("title", "热线服务时间更正"), ("text", "每天八时至二十时。"),
                    ("shown_until", "2026-11-30")];
        act(&chief, &corrected, "save", &text).await;
        let public = path.replacen("/desk", "", 1);
        citizen.get(&public).await.shows("自即日起全天接听").hides("更正");
        assert_eq!(publish(&other, &corrected).await.status, 303);
        let page = citizen.get(&public).await;
        page.hides("自即日起全天接听").shows("公告 2026 年第 2 号").shows("热线服务时间更正");
        citizen.get("/notices").await.shows("热线服务时间更正").hides("热线服务时间调整");
        app.app.clock.advance(chrono::Duration::days(8));
        citizen.get("/notices?page=1").await.hides("热线服务时间更正");
        citizen.get("/notices?archive=1").await.shows("热线服务时间更正").shows("热线服务时间调整");
    }

    /// What a draft shares with how somebody worded it who stands behind it is pointed out to whoever
    /// checks it; not the name of a plant, nor what is public anyway (S1, S2).
    async fn a_reporters_own_words_are_pointed_out(app: TestApp) {
        const PLANT: &str = "运城市青禾印染有限责任公司";
        const OWN: &str = "每天夜里两点多从后门往河里放黑水";
        const PUBLIC: &str = "该公司废水未经处理直接排入外环境";
        let own = NewReport {
            plant: PLANT.to_owned(),
            text: format!("我家后墙正对着{PLANT}，{OWN}，臭得很。{PUBLIC}。"),
            ..told(COUNTY, "own words")
        };
        let number = app.file(own).case.number;
        app.conclude(COUNTY, &number, "substantiated");
        app.publish(COUNTY, &number, PUBLIC);
        let (chief, other, citizen) = (app.chief(COUNTY), second(&app), app.citizen());
        let text = format!("{PLANT}：{OWN}。经查，{PUBLIC}。");
        for case in [number.as_str(), ""] {
            let mut fields = exposure(case, "QY-00001");
            fields[2].1 = &text;
            let path = drafted(&chief, &fields).await;
            let page = other.get(&path).await;
            page.shows("与举报人的原话相同").shows(&format!("{OWN}</strong>"));
            page.hides(&format!("{PLANT}</strong>")).hides(&format!("{PUBLIC}</strong>"));
            page.hides("臭得很").hides("我家后墙");
            assert_eq!(publish(&other, &path).await.status, 303, "it is said, and they decide");
            other.get(&path).await.hides("原话");
            citizen.get(&path.replacen("/desk", "", 1)).await.hides("原话").hides("臭得很");
        }
        let path = drafted(&chief, &exposure(&number, "QY-00001")).await;
        other.get(&path).await.hides("原话");
        app.run_jobs();
    }

    /// An exposure stands on plants of the register and on what is public; never on a matter that is not
    /// told, or that is about a bureau (`R3`), nor on what is not theirs.
    async fn an_exposure_stands_on_what_is_public(app: TestApp) {
        let report = |county: &str, key: &str| NewReport {
            plant: "青禾印染厂".to_owned(), ..told(county, key)
        };
        let number = app.file(report(COUNTY, "of a plant")).case.number;
        let elsewhere = app.file(report("140828", "of another")).case.number;
        let (chief, other, citizen) = (app.chief(COUNTY), second(&app), app.citizen());
        for (case, plants, why) in [
            (number.as_str(), "QY-00001", "its result is not public"),
            (elsewhere.as_str(), "QY-00001", "not theirs"),
            ("", "QY-00002", "a plant of another county"),
            ("", "", "no plant"),
        ] {
            let wrong = chief.post(DESK, &exposure(case, plants)).await;
            assert_eq!(wrong.status, 422, "{why}");
            wrong.shows("该厂停用治理设施");
        }
        app.conclude(COUNTY, &number, "substantiated");
        app.publish(COUNTY, &number, "已责令改正并处罚款");
        let path = drafted(&chief, &exposure(&number, "qy-00001")).await;
        // What it stands on must still be public when it is published.
        app.tamper("UPDATE cases SET hidden_from = '140821' WHERE published_at IS NOT NULL").expect("changed");
        assert_eq!(publish(&other, &path).await.status, 409);
        app.tamper("UPDATE cases SET hidden_from = '' WHERE published_at IS NOT NULL").expect("changed");
        assert_eq!(publish(&other, &path).await.status, 303);
        let page = citizen.get(&path.replacen("/desk", "", 1)).await;
        page.shows("青禾印染厂").shows("《生态环境法典》");
        // Which report is behind it would tell the plant when it was reported (S1).
        for place in [path.replacen("/desk", "", 1), "/notices".to_owned(), "/notices/feed".to_owned()] {
            citizen.get(&place).await.hides(&number).hides("QY-00001").hides("2026-11-22");
        }
        chief.get("/enterprises/QY-00001").await.shows("被公开曝光");

        // Who is of another office does not see it on the desk; who has none has no desk.
        let stranger = app.chief("140828");
        assert_eq!(stranger.get(&path).await.status, 404);
        stranger.get(DESK).await.hides("一家印染厂偷排废水");
        for who in [app.clerk(), app.province(), app.administrator(), app.department("140800-police")] {
            assert_eq!(who.get(DESK).await.status, 403);
            assert_eq!(who.get(&path).await.status, 403);
            assert_eq!(who.post(DESK, &WATER).await.status, 403);
        }
        assert!(citizen.get(DESK).await.location().starts_with("/login"));
        app.count();
    }
}
