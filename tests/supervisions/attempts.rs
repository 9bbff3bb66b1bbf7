//! Whoever tries to take a case off the list before it is resolved fails with the reason, changes
//! nothing, and is in the timeline of the listing (`L4`, `S4`).

use diesel::{RunQueryDsl as _, sql_query};
use minsheng::{
    cases::statement::Statement,
    enterprises::{Enterprise, change::Change, keep},
    reports::NewReport,
    timeline::{self, Audience},
};

use super::*;
use crate::support::acts::told;

/// Entries of attempts: what was tried, by whom, and the key of the reason.
fn entered(app: &TestApp) -> Vec<(String, String, String)> {
    let entries = app.query(|connection| {
        let case = Supervision::by_number(connection, NUMBER)?;
        Ok(timeline::read(connection, case.subject(), Audience::Staff)?)
    });
    let attempts = entries.iter().filter(|entry| entry.act == "refuse_attempt");
    let told = attempts.map(|entry| {
        assert_eq!(entry.audience, "staff");
        let detail = entry.detail();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        (text(&detail["tried"]), entry.actor.clone(), text(&detail["reason"]["key"]))
    });
    told.collect()
}

/// Nothing has changed, and one more attempt is in the timeline.
#[track_caller]
fn one_more(app: &TestApp, known: &mut usize, tried: &str, reason: &str) {
    let entered = entered(app);
    assert_eq!(entered.len(), *known + 1, "{tried}: {entered:?}");
    let last = &entered[*known];
    assert_eq!((last.0.as_str(), last.2.as_str()), (tried, reason));
    assert!(case(app).lifted_on.is_none());
    *known += 1;
}

/// Looks around now.
fn watch(app: &TestApp) {
    app.app.clock.advance(Duration::minutes(6));
    app.plan();
    app.run_jobs();
}

on_both! {
    /// By form, by somebody without the right, by a stranger, by nobody, by other methods: each fails,
    /// each is on record, and none of it is public.
    async fn each_attempt_is_in_the_timeline(app: TestApp) {
        let (people, public, mut known) = (People::of(&app), app.citizen(), 0);
        list(&people).await;
        let statement = [("lifting_statement", "都好了")];
        assert_eq!(people.county.post(&resource("application"), &statement).await.status, 409);
        one_more(&app, &mut known, "apply", "supervisions-obstacle-evidence");
        assert_eq!(people.supervisor.post(&resource("lifting"), &[]).await.status, 409);
        one_more(&app, &mut known, "lift", "supervisions-out-of-order-listed");
        assert_eq!(app.chief("临猗县").post(&resource("lifting"), &[]).await.status, 404);
        one_more(&app, &mut known, "lift", "supervisions-attempt-stranger");
        assert_eq!(app.administrator().post(&resource("lifting"), &[]).await.status, 404);
        one_more(&app, &mut known, "lift", "supervisions-attempt-stranger");
        for _ in 0..3 {
            assert_eq!(public.post(&resource("lifting"), &[]).await.status, 401);
        }
        one_more(&app, &mut known, "lift", "supervisions-attempt-nobody");

        let path = format!("/supervisions/{NUMBER}");
        for method in ["DELETE", "PUT", "PATCH"] {
            for path in [path.clone(), resource("lifting")] {
                let page = people.head.ask(method, &path).await;
                assert_eq!(page.status, 409, "{method} {path}");
                page.shows("不能删除，也不能改写");
                one_more(&app, &mut known, "address", "supervisions-attempt-never");
            }
        }
        for name in ["delist", "Lift", "state", "bulk-import"] {
            let page = people.head.post(&resource(name), &[]).await;
            assert_eq!(page.status, 409, "{name}");
            page.shows("不能删除，也不能改写");
            one_more(&app, &mut known, "address", "supervisions-attempt-never");
        }
        assert_eq!(people.head.post(&resource("nonsense"), &[]).await.status, 404);
        for absent in ["/desk/supervisions/lifting", "/api/v1/supervisions", "/supervisions/lifting", "/desk/supervisions/batch"] {
            let page = people.head.post(absent, &[("number", NUMBER), ("act", "lift")]).await;
            assert!((400..500).contains(&page.status), "{absent}: {}", page.status);
        }

        reach_notice(&app, &people).await;
        assert_eq!(people.head.post(&resource("lifting"), &[]).await.status, 409);
        one_more(&app, &mut known, "lift", "supervisions-obstacle-notice");
        assert_eq!(people.county.post(&resource("lifting"), &[]).await.status, 403);
        one_more(&app, &mut known, "lift", "supervisions-attempt-forbidden");
        // A form with gaps, or one that was slower than another, is no attempt.
        assert_eq!(people.head.post(&resource("lifting"), &[("version", "1")]).await.status, 409);
        assert_eq!(entered(&app).len(), known);

        let desk = people.county.get(&format!("/desk{path}")).await;
        desk.shows("提前摘牌未成功：解除挂牌").shows("没有登录").shows("不是本案的办案单位");
        for path in [path.clone(), format!("{path}/feed"), "/supervisions/feed".to_owned()] {
            opened(&public, &path).await.hides("提前摘牌").hides("没有登录");
        }
        let people = pass(&app, 8);
        done(&people.second, "lifting", &[]).await;
        assert_eq!(entered(&app).len(), known, "the right way is no attempt");
        let proof = app.query(|connection| Ok(timeline::verify(connection, &app.app.vault)?.map(|it| it.act)));
        assert_eq!(proof, None);
    }

    /// Whoever writes SQL, beside the portal, leaves a note that the portal enters.
    async fn sql_is_refused_and_entered(app: TestApp) {
        let people = People::of(&app);
        list(&people).await;
        give_all_evidence(&app, &people).await;
        let mut beside = app.app.db.target().connect().expect("a connection of their own");
        for sql in [
            "UPDATE supervisions SET state = 'lifted', lifted_on = '2099-01-01'",
            "UPDATE supervisions SET state = 'refused', refusal = 'x', listed_on = NULL",
            "DELETE FROM supervisions",
            "UPDATE supervisions SET due_on = '2099-01-01'",
            "UPDATE supervisions SET plants = 'x', plant_count = 1",
            "DELETE FROM supervision_requirements",
            "UPDATE supervision_requirements SET text = 'x'",
            "DELETE FROM supervision_evidence",
            "UPDATE supervision_evidence SET text = 'x'",
            "DELETE FROM supervision_bureaus",
            "DELETE FROM supervision_notes",
        ] {
            let _ = sql_query(sql).execute(&mut beside);
        }
        assert_eq!(case(&app).state, "listed");
        watch(&app);
        watch(&app);
        let entered = entered(&app);
        assert!(entered.len() >= 6, "each reason once: {entered:?}");
        assert!(entered.iter().all(|it| (it.0.as_str(), it.1.as_str()) == ("database", "database")));
        let page = people.supervisor.get(&format!("/desk/supervisions/{NUMBER}")).await;
        page.shows("直接改动数据库").shows("(L4)").shows("(L3)").shows("(L6)");
        opened(&app.citizen(), &format!("/supervisions/{NUMBER}")).await.hides("数据库");
        assert!(app.tamper("DELETE FROM supervision_attempts").is_err(), "a note stays");
    }

    /// Evidence, what the city said of it, pictures, plants and matters are as hard to forge as the
    /// listing itself: each statement is refused, and each is entered.
    async fn what_a_listing_stands_on_is_refused_and_entered(app: TestApp) {
        let (people, mut known) = (People::of(&app), 0);
        let filed = app.file(told("140882", "behind"));
        let mut fields = proposal("stands on", "140882");
        fields.push(("cases_behind", filed.case.number.as_str()));
        assert_eq!(people.county.post("/supervisions", &fields).await.status, 303);
        done(&people.supervisor, "listing", &[("listing_due_on", "2027-05-24")]).await;
        for row in requirements(&app) {
            let row = row.to_string();
            let fields = [
                ("requirement_id", row.as_str()),
                ("evidence", "旧炉已拆。"),
                ("figures", "化学需氧量，38，mg/L，50，2026-11-20"),
            ];
            let files = [("files", "验收.pdf", b"%PDF-1.7 of the works".to_vec())];
            let page = people.county.upload(&resource("evidence"), &fields, &files).await;
            assert_eq!(page.status, 303, "{}", page.words());
        }
        let pieces = unjudged(&app);
        let piece = pieces[0].to_string();
        let judgement = [("evidence_id", piece.as_str()), ("judgement", "accepted")];
        done(&people.second, "judgements", &judgement).await;
        let picture = "INSERT INTO supervision_pictures (supervision_id, moment, by_account, at) \
                       SELECT id, 'before', proposed_by, proposed_at FROM supervisions";
        app.tamper(picture).expect("a picture that nobody has checked");
        for (place, sql) in [
            ("judgements", "INSERT INTO supervision_judgements (evidence_id, accepted, note, by_account, at) \
              SELECT id, TRUE, '', by_account, at FROM supervision_evidence"),
            ("judgements", "INSERT INTO supervision_judgements (id, evidence_id, accepted, note, by_account, at) \
              SELECT id, evidence_id, FALSE, 'x', by_account, at FROM supervision_judgements"),
            ("judgements", "UPDATE supervision_judgements SET accepted = FALSE, note = 'x'"),
            ("judgements", "DELETE FROM supervision_judgements"),
            ("pictures", "INSERT INTO supervision_pictures (supervision_id, moment, by_account, at, checked_by, \
              checked_at, shown) SELECT id, 'after', proposed_by, proposed_at, decided_by, decided_at, TRUE \
              FROM supervisions"),
            ("pictures", "UPDATE supervision_pictures SET checked_by = by_account, checked_at = at, shown = TRUE"),
            ("pictures", "UPDATE supervision_pictures SET moment = 'after'"),
            ("pictures", "DELETE FROM supervision_pictures"),
            ("documents", "INSERT INTO supervision_documents (evidence_id, name, key, bytes, at) \
              SELECT evidence_id, 'x', 'x', 1, at FROM supervision_judgements"),
            ("documents", "UPDATE supervision_documents SET name = 'x'"),
            ("documents", "DELETE FROM supervision_documents"),
            ("figures", "INSERT INTO supervision_figures (evidence_id, substance, value, unit, sampled_on) \
              SELECT evidence_id, 'x', 0, 'x', '2026-11-23' FROM supervision_judgements"),
            ("figures", "UPDATE supervision_figures SET value = 0"),
            ("figures", "DELETE FROM supervision_figures"),
            ("enterprises", "INSERT INTO supervision_enterprises (supervision_id, enterprise_id, known) \
              SELECT s.id, e.id, 'x' FROM supervisions s, enterprises e"),
            ("enterprises", "UPDATE supervision_enterprises SET enterprise_id = -enterprise_id"),
            ("enterprises", "DELETE FROM supervision_enterprises"),
            ("cases", "UPDATE supervision_cases SET case_id = -case_id"),
            ("cases", "DELETE FROM supervision_cases"),
        ] {
            leaves_a_note(&app, sql);
            watch(&app);
            let reason = format!("supervisions-attempt-on-supervision_{place}");
            one_more(&app, &mut known, "database", &reason);
        }
        assert_eq!(case(&app).state, "listed");
        assert_eq!(unjudged(&app), pieces[1..], "nothing is judged but what the city judged");
        let supervisor = app.supervisor();
        let desk = supervisor.get(&format!("/desk/supervisions/{NUMBER}")).await;
        for what in ["核对结论", "整改照片", "文书", "监测数据", "涉及单位", "背后的举报事项"] {
            desk.shows(&format!("拒绝改动{what}"));
        }
        opened(&app.citizen(), &format!("/supervisions/{NUMBER}")).await.hides("数据库");
    }

    /// A plant is closed, renamed and merged away, its matters are withdrawn or merged, and time
    /// passes: the listing stays, and its timeline tells what happened.
    async fn what_happens_around_it_lifts_nothing(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        let name = "青石沟焦化厂（虚构）";
        let of = |key: &str| NewReport { plant: name.to_owned(), ..told("140882", key) };
        let (first, second) = (app.file(of("around 1")), app.file(of("around 2")));
        let other = app.file(NewReport { plant: "别的厂（虚构）".to_owned(), ..told("140882", "around 3") });
        let mut fields = proposal("around", "140882");
        let behind = format!("{} {}", first.case.number, second.case.number);
        fields.push(("cases_behind", behind.as_str()));
        assert_eq!(people.county.post("/supervisions", &fields).await.status, 303);
        done(&people.supervisor, "listing", &[("listing_due_on", "2027-05-24")]).await;
        watch(&app);

        app.withdraw(&first.report.number);
        let (officer, _) = app.bureau("140882");
        let into = other.case.number.clone();
        app.act(&officer, &second.case.number, Statement::Merge { into });
        let plant = app.query(|connection| Enterprise::by_number(connection, "QY-00001"));
        assert_eq!(plant.name, name);
        let page = people.county.get("/enterprises/QY-00001").await;
        page.shows(NUMBER).shows("河津一家焦化厂");
        let version = page.field("version");
        let details = [
            ("version", version.as_str()), ("plant_name", "新名字炭素厂（虚构）"),
            ("plant_state", "closed"), ("closed_on", "2026-11-20"),
        ];
        let page = people.county.post("/enterprises/QY-00001/details", &details).await;
        assert_eq!(page.status, 303, "{}", page.words());
        watch(&app);
        let (portal, viewer) = (app.app.clone(), app.viewer(&officer));
        let merge = Change::Merge("QY-00002".to_owned());
        app.app.db.write_now(move |connection| {
            keep::change(connection, &portal, &viewer, "QY-00001", None, &merge)
        }).expect("a merger");
        watch(&app);
        watch(&app);

        assert_eq!(case(&app).state, "listed");
        let desk = people.county.get(&format!("/desk/supervisions/{NUMBER}")).await;
        desk.shows("青石沟焦化厂（虚构）现为新名字炭素厂（虚构）").shows("案件继续挂牌");
        desk.shows("背后的一件举报事项已撤回");
        assert_eq!(desk.text.matches("涉及单位有变化").count(), 2, "closed and renamed; merged");
        public.get(&format!("/supervisions/{NUMBER}")).await.shows(name).hides("新名字");
        // Its page is now that of the plant which stands for it.
        people.county.get("/enterprises/QY-00002").await.shows(NUMBER);
        let people = pass(&app, 400);
        app.plan();
        app.run_jobs();
        assert_eq!(people.supervisor.post(&resource("lifting"), &[]).await.status, 409);
        assert_eq!(case(&app).state, "listed");
        public.get("/supervisions?state=overdue").await.shows(NUMBER);
    }
}
