//! Those behind a listing and what follows from it: reporters, plants, feeds, the letter, relapses.

use minsheng::reports::{Identity, LookupCode, NewReport};

use super::*;
use crate::support::acts::told;

/// A report by somebody who left an address, or by nobody.
fn of_plant(key: &str, mail: Option<&str>) -> NewReport {
    let identity = Identity {
        name: "王小明".to_owned(),
        mail: mail.unwrap_or_default().to_owned(),
        ..Identity::default()
    };
    let known = mail.is_some();
    NewReport {
        plant: "青石沟焦化厂（虚构）".to_owned(),
        reporter_kind: if known { "named" } else { "anonymous" },
        identity: if known { identity } else { Identity::default() },
        ..told("140882", key)
    }
}

/// Subjects of the mail about supervision, with whom they went to.
fn told_of(app: &TestApp) -> Vec<(String, String)> {
    let mails = app.mails().into_iter().filter(|(_, subject, _)| subject.contains("挂牌"));
    mails.map(|(to, subject, _)| (to, subject)).collect()
}

on_both! {
    /// Reporters are told of listing and lifting, each person once, whoever else is behind it; what is
    /// public says how many matters there are and nothing of who (`S1`).
    async fn reporters_are_told_once(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        let filed = [
            app.file(of_plant("behind it 1", Some("wang@example.com"))),
            app.file(of_plant("behind it 2", Some("Wang@example.com"))),
            app.file(of_plant("behind it 3", Some("zhao@example.com"))),
            app.file(of_plant("behind it 4", None)),
        ];
        app.run_jobs();
        let numbers: Vec<&str> = filed.iter().map(|it| it.case.number.as_str()).collect();
        let mut fields = proposal("behind", "140882");
        let behind = numbers.join("，");
        fields.push(("cases_behind", behind.as_str()));
        assert_eq!(people.county.post("/supervisions", &fields).await.status, 303);
        app.run_jobs();
        assert_eq!(told_of(&app), [], "only proposed");
        done(&people.supervisor, "listing", &[("listing_due_on", "2027-05-24")]).await;
        app.run_jobs();
        app.run_jobs();
        let told = told_of(&app);
        let to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
        assert_eq!(to, ["wang@example.com", "zhao@example.com"], "{told:?}");
        // Who reported two of the matters has one message, which names both.
        let mails = app.mails();
        let (.., both) = &mails[mails.len() - 2];
        for filed in &filed[..2] {
            assert!(both.contains(&filed.report.number), "{both}");
        }
        assert!(both.contains("也在这次挂牌督办之内"), "{both}");
        assert!(!both.contains(&filed[2].report.number), "nobody else's number: {both}");
        let (.., body) = mails.last().expect("a mail");
        assert!(body.contains(NUMBER) && body.contains("/supervisions/"), "{body}");
        assert!(!body.contains("王小明") && !body.contains("wang@"), "{body}");
        assert!(!body.contains("也在这次挂牌督办之内"), "who has one report: {body}");

        let number = &filed[3].report.number;
        opened(&public, &format!("/track/{number}")).await.hides(NUMBER);
        // Who left no address sees it with number and code.
        let code = LookupCode::of_submission(&app.app.vault, "behind it 4").spoken();
        let sent = public.post("/track", &[("number", number), ("code", &code)]).await;
        let page = public.follow(&sent).await;
        page.shows("列入挂牌督办 GD-2026-001").shows(&format!("href=\"/supervisions/{NUMBER}\""));
        let page = public.get(&format!("/supervisions/{NUMBER}")).await;
        page.shows("涉及 4 件群众反映事项").hides("王小明").hides("example.com");
        for number in &numbers {
            page.hides(number);
        }

        // Told again, when what was told by cannot be found done: nobody has a second message, although
        // the first of the matters has nobody behind it any more.
        app.withdraw(&filed[0].report.number);
        app.tamper("UPDATE jobs SET done_at = NULL, locked_until = NULL WHERE name = 'tell_of_listing'")
            .expect("jobs");
        app.run_jobs();
        assert_eq!(told_of(&app).len(), 2, "each person once");

        app.withdraw(&filed[2].report.number);
        reach_notice(&app, &people).await;
        let people = pass(&app, 8);
        done(&people.second, "lifting", &[]).await;
        app.run_jobs();
        let told = told_of(&app);
        assert_eq!(told.len(), 3, "who withdrew is not told: {told:?}");
        assert!(told[2].1.contains("已解除挂牌"));
    }

    /// A matter that came in later is tied to the listing about its plant: whoever sees both is pointed to it,
    /// its reporters are told of listing and lifting, each person once (`L1`, `S1`).
    async fn a_later_matter_is_tied(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        list(&people).await;
        let [one, same, other] = [("later 1", "wang@example.com"), ("later 2", "Wang@example.com"), ("later 3", "zhao@example.com")]
            .map(|(key, mail)| app.file(of_plant(key, Some(mail))).case.number);
        let elsewhere = app.file(NewReport { plant: "远山造纸厂".to_owned(), ..of_plant("later 4", None) }).case.number;
        app.run_jobs();
        let tie = format!("/desk/supervisions/{NUMBER}/matters");
        opened(&people.county, &format!("/cases/{one}")).await.shows("并入本案").shows(&tie);
        opened(&people.county, &format!("/cases/{elsewhere}")).await.hides(&tie);
        let listing = opened(&people.supervisor, &format!("/desk/supervisions/{NUMBER}")).await;
        listing.shows(&one).shows(&same).shows(&other).hides(&elsewhere);
        opened(&public, &format!("/supervisions/{NUMBER}")).await.hides("并入本案").hides(&one);

        for who in [app.officer("140828"), app.chief("140828")] {
            assert_eq!(who.post(&tie, &[("case", one.as_str())]).await.status, 404);
        }
        assert_eq!(app.province().post(&tie, &[("case", one.as_str())]).await.status, 403);
        let wrong = people.county.post(&tie, &[("case", elsewhere.as_str())]).await;
        assert_eq!(wrong.status, 409);
        wrong.shows("不涉及同一企业");

        let tied = people.county.post(&tie, &[("case", one.as_str())]).await;
        people.county.follow(&tied).await.shows("已并入本案").shows("后来收到的一件举报事项并入本案");
        assert_eq!(people.county.post(&tie, &[("case", one.as_str())]).await.status, 409, "once");
        app.run_jobs();
        let to = |app: &TestApp| told_of(app).into_iter().map(|(to, _)| to).collect::<Vec<_>>();
        assert_eq!(to(&app), ["wang@example.com"]);
        assert_eq!(people.supervisor.post(&tie, &[("case", same.as_str())]).await.status, 303);
        app.run_jobs();
        assert_eq!(to(&app), ["wang@example.com"], "the same person knows");
        assert_eq!(people.supervisor.post(&tie, &[("case", other.as_str())]).await.status, 303);
        app.run_jobs();
        assert_eq!(to(&app), ["wang@example.com", "zhao@example.com"]);
        let page = opened(&public, &format!("/supervisions/{NUMBER}")).await;
        page.shows("涉及 3 件群众反映事项").hides(&one).hides("example.com");
        opened(&people.county, &format!("/cases/{one}")).await.shows(NUMBER).hides("并入本案");

        reach_notice(&app, &people).await;
        let people = pass(&app, 8);
        done(&people.second, "lifting", &[]).await;
        app.run_jobs();
        assert_eq!(to(&app).len(), 4, "each is told of the lifting once");
        let late = app.file(of_plant("later 5", None)).case.number;
        let over = people.supervisor.post(&tie, &[("case", late.as_str())]).await;
        assert_eq!(over.status, 409, "it is lifted");
        app.run_jobs();
    }

    /// The letter of a lifting has the next number, says what is public, and is printed (`L4`, `L6`).
    async fn a_lifting_has_its_letter(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        list(&people).await;
        assert_eq!(public.get(&resource("letter")).await.status, 404);
        reach_notice(&app, &people).await;
        let people = pass(&app, 8);
        done(&people.second, "lifting", &[]).await;
        let page = public.get(&resource("letter")).await;
        page.shows("督解〔2026〕1号").shows("关于解除挂牌督办的通知").shows(NUMBER).shows("共 2 项督办事项");
        let sheet = page.text.split("<article").nth(1).and_then(|it| it.split("</article>").next());
        let sheet = sheet.expect("a sheet");
        for name in ["visitor", "supervisor", "officer-"] {
            assert!(!sheet.contains(name), "{name}");
        }
        let pdf = public.get(&resource("letter/pdf")).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
        assert!(pdf.text.starts_with("%PDF-"));
        let kept = public.get(&resource("letter/pdf")).await;
        assert_eq!(kept.text.len(), pdf.text.len());
        public.get(&format!("/supervisions/{NUMBER}")).await.shows("解除挂牌通知");
        leaves_a_note(&app, "UPDATE supervision_letters SET body = 'x'");
        leaves_a_note(&app, "DELETE FROM supervision_letters");
    }

    /// A plant's page has its listings, and a relapse is proposed with the old one filled in (`L6`,
    /// `C6`).
    async fn a_plant_knows_its_listings(app: TestApp) {
        let people = People::of(&app);
        let filed = app.file(of_plant("a relapse", None));
        list(&people).await;
        people.county.get("/enterprises/QY-00001").await.shows(NUMBER).shows("已挂牌");
        // The other polluter was not in the register.
        people.county.get("/enterprises/QY-00002").await.shows("青石沟二号焦炉").shows("列入名录");
        people.county.get("/desk/supervisions?plant=QY-00002").await.shows(NUMBER);
        let desk = people.county.get(&format!("/desk/supervisions/{NUMBER}")).await;
        desk.shows("/enterprises/QY-00001").shows("/enterprises/QY-00002");
        assert_eq!(app.chief("临猗县").get("/enterprises/QY-00002").await.status, 404);
        reach_notice(&app, &people).await;
        let people = pass(&app, 8);
        done(&people.second, "lifting", &[]).await;
        people.county.get("/enterprises/QY-00001").await.shows("已解除");
        let form = people.county.get(&format!("/desk/supervisions/new?case={}", filed.case.number)).await;
        assert_eq!(form.field("relapse_of"), NUMBER);
        app.run_jobs();
    }

    /// The page of a matter has the listings behind which it stands, and leads to the form for one while
    /// there is none (`L1`); the listing leads back.
    async fn a_matter_shows_its_listings(app: TestApp) {
        let people = People::of(&app);
        let filed = app.file(of_plant("beside it", None));
        app.run_jobs();
        let path = format!("/cases/{}", filed.case.number);
        let form = format!("/desk/supervisions/new?case={}", filed.case.number);
        opened(&people.county, &path).await.shows(&form.replace('=', "&#x3D;"));
        opened(&app.dispatcher(), &path).await.hides("/desk/supervisions/new");
        opened(&people.supervisor, &form).await.shows("青石沟焦化厂").shows(&filed.case.number).shows("value=\"140882\" checked");
        let mut fields = proposal("beside it", "140882");
        fields.push(("cases_behind", filed.case.number.as_str()));
        assert_eq!(people.county.post("/supervisions", &fields).await.status, 303);
        let link = format!("href=\"/desk/supervisions/{NUMBER}\"");
        opened(&people.county, &path).await.shows(&link).shows("拟挂牌").hides("/desk/supervisions/new");
        done(&people.supervisor, "listing", &[("listing_due_on", "2027-05-24")]).await;
        opened(&people.second, &path).await.shows(&link).shows("还剩 182 天");
        let desk = opened(&people.county, &format!("/desk/supervisions/{NUMBER}")).await;
        desk.shows(&format!("href=\"{path}\""));
        // Taken up into another, it takes its listing along.
        let other = app.file(of_plant("goes on in it", None));
        let into = format!("/cases/{}", other.case.number);
        opened(&people.county, &into).await.shows("并入本案").hides("拟挂牌");
        let merge = [("into", other.case.number.as_str())];
        let merged = people.county.post(&format!("{path}/merger"), &merge).await;
        assert_eq!(merged.status, 303, "{}", merged.words());
        opened(&people.county, &into).await.shows(&link).hides("并入本案");
        app.run_jobs();
    }

    /// Feeds hold what is public, are XML, and are kept; the list is narrowed by ground, too.
    async fn the_list_can_be_followed(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        let mut odd = proposal("odd", "140882");
        odd[1].1 = "“甲 & 乙” <厂> 案";
        assert_eq!(people.county.post("/supervisions", &odd).await.status, 303);
        let empty = public.get("/supervisions/feed").await;
        assert_eq!((empty.status, empty.header("content-type")), (200, "application/atom+xml; charset=utf-8"));
        empty.shows("<feed").hides("<entry>").hides(NUMBER);
        assert!(empty.text.starts_with("<?xml"), "{}", empty.text);
        done(&people.supervisor, "listing", &[("listing_due_on", "2027-05-24")]).await;
        done(&people.county, "progress", &[("progress", "旧炉已熄火。")]).await;
        let page = public.get("/supervisions/feed").await;
        page.shows("甲 &amp; 乙").shows("&lt;厂&gt;").shows("批准挂牌").hides("提出挂牌");
        assert_eq!(page.text.matches("<entry>").count(), 2);
        let again = public.get_with("/supervisions/feed", "if-none-match", page.header("etag")).await;
        assert_eq!(again.status, 304);
        let one = public.get(&resource("feed")).await;
        one.shows("批准挂牌").shows(&format!("/supervisions/{NUMBER}#event-"));
        assert_eq!(public.get("/supervisions/GD-2020-001/feed").await.status, 404);
        public.get(&format!("/supervisions/{NUMBER}")).await.shows("application/atom+xml");

        public.get("/supervisions?ground=construction&county=140882").await.shows(NUMBER);
        opened(&public, "/supervisions?ground=health").await.hides(NUMBER);
        people.county.get("/desk/supervisions?ground=public_reaction").await.shows(NUMBER);
    }

    /// A month without a note shows on the list, too (`L7`); what is late goes up once, also by two
    /// nodes at once (`L5`).
    async fn gaps_show_and_what_is_late_goes_up_once(app: TestApp) {
        use minsheng::{jobs, server};
        let people = People::of(&app);
        list(&people).await;
        let _ = pass(&app, 200);
        let other = app.another_node();
        for node in [&app.app, &other, &app.app] {
            jobs::plan(node, &server::registry()).expect("a plan");
        }
        for node in [&other, &app.app] {
            jobs::run_due(node, &server::registry()).expect("jobs");
        }
        app.run_jobs();
        app.citizen().get("/supervisions").await.shows("6 个月没有报告进展").shows("逾期未摘牌");
        app.supervisor().get("/desk/supervisions").await.shows("6 个月没有报告进展");
        let province = app.province();
        let page = province.get("/alerts").await;
        assert_eq!(page.text.matches(&format!("挂牌督办 {NUMBER} 逾期未摘牌")).count(), 1);
        let page = app.officer("河津市").get("/alerts").await;
        let gap = format!("挂牌督办 {NUMBER} 上个月没有报告进展");
        assert_eq!(page.text.matches(&gap).count(), 1);
        let page = app.citizen().get(&format!("/supervisions/{NUMBER}")).await;
        assert_eq!(page.text.matches("已报上一级（原定期限").count(), 1);
        app.app.clock.advance(Duration::days(1));
        app.plan();
        app.run_jobs();
    }
}
