//! What goes along when a matter goes on in another (`I8`): the day that people were told, what was answered
//! so far, and what others were asked.

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use minsheng::{
    cases::{records::Part, statement::Statement},
    db::schema::letters,
    letters::Letter,
    reports::{LookupCode, NewReport},
};

use crate::{
    on_both,
    support::{
        TestApp,
        acts::{send, told},
    },
};

const COUNTY: &str = "140821";
const OTHER: &str = "140882";
const POLICE: &str = "140800-police";

/// A report of somebody with that name in its address for mail.
fn named(name: &str) -> NewReport {
    let mut new = told(COUNTY, name);
    new.reporter_kind = "named";
    new.identity.mail = format!("{name}@example.com");
    new
}

fn date(text: &str) -> Option<NaiveDate> {
    Some(text.parse().expect("a date"))
}

/// How often somebody had mail of that subject.
fn count(app: &TestApp, name: &str, subject: &str) -> usize {
    let mails = app.mails();
    mails.iter().filter(|(to, said, _)| to.contains(name) && said.contains(subject)).count()
}

/// The letters to the reporter of that report.
fn written(app: &TestApp, report: i64) -> Vec<Letter> {
    app.query(move |connection| {
        let theirs = letters::table.filter(letters::report_id.eq(report));
        Ok(theirs.order(letters::id).select(Letter::as_select()).load(connection)?)
    })
}

fn kinds(letters: &[Letter]) -> Vec<&str> {
    letters.iter().map(|letter| letter.kind.as_str()).collect()
}

on_both! {
    /// `T2`, `T1`: whoever was told by which day there is an answer has it by that day where the matter
    /// goes on, accepted there or not, and is not told anew that it is accepted. More time is more time
    /// for both; taken apart, each has a date of its own.
    async fn the_day_that_was_told_stays(app: TestApp) {
        let (officer, chief) = app.bureau(COUNTY);
        let first = app.file(named("first"));
        let number = first.case.number;
        app.act(&officer, &number, Statement::Accept);
        let due = |number: &str| app.case(number).due_on;
        assert_eq!(due(&number), date("2027-01-22"));
        app.app.clock.advance(Duration::days(9));
        let [later, third] = ["later", "third"].map(|name| app.file(named(name)).case.number);
        let client = app.officer(COUNTY);
        let done = send(&client, &number, "merger", &[("into", &later)]).await;
        assert_eq!(done.status, 303, "{}", done.words());
        assert_eq!(due(&later), date("2026-12-17"), "whether it is accepted is told before");
        app.act(&officer, &later, Statement::Accept);
        assert_eq!(due(&later), date("2027-01-22"));
        let page = client.get(&format!("/cases/{later}")).await;
        page.shows("2027年1月22日").shows(&format!("并入的 {number} 原来告知举报人的"));
        let citizen = app.citizen();
        let code = LookupCode::of_submission(&app.app.vault, "later").spoken();
        citizen.post("/track", &[("number", &later), ("code", &code)]).await;
        let page = citizen.get(&format!("/track/{later}")).await;
        page.shows("2027年1月22日").hides("2027年2月1日").hides(&number);
        assert_eq!(kinds(&written(&app, first.report.id)), ["acceptance"]);
        assert_eq!((count(&app, "first", "已受理"), count(&app, "later", "已受理")), (1, 1));

        // One that is due before that of `later` itself with its extension, after what is there.
        app.app.clock.advance(Duration::days(1));
        let client = app.officer(COUNTY);
        app.act(&officer, &third, Statement::Accept);
        app.act(&officer, &third, Statement::Merge { into: later.clone() });
        let more = [("days", "30"), ("extension_reason", "要做一次监测")];
        let asked = send(&client, &later, "extension-request", &more).await;
        assert_eq!(asked.status, 303, "{}", asked.words());
        app.act(&chief, &later, Statement::Extend);
        assert_eq!(due(&later), date("2027-02-22"));
        let told = app.mails();
        for name in ["first", "later", "third"] {
            let said = told.iter().filter(|(to, subject, body)| {
                to.contains(name) && subject.contains("延长") && body.contains("2027年2月22日")
            });
            assert_eq!(said.count(), 1, "{name}: {told:#?}");
        }
        client.get(&format!("/cases/{later}")).await.hides("/extension-request\"");

        app.act(&officer, &number, Statement::Unmerge { reason: "是另一家".to_owned() });
        assert_eq!(due(&number), date("2027-01-22"));
        assert_eq!(due(&later), date("2027-02-01"), "what `third` was told holds now");
        app.act(&officer, &third, Statement::Unmerge { reason: "也不是".to_owned() });
        assert_eq!(due(&later), date("2027-03-03"));
        // Into one that was accepted, too.
        app.act(&officer, &number, Statement::Merge { into: later.clone() });
        assert_eq!(due(&later), date("2027-01-22"));
        app.conclude(COUNTY, &later, "substantiated");
        assert_eq!(count(&app, "first", "已办结"), 1);
    }

    /// `C3`: who comes after an answer in part has its letter, by a number and a day of its own, also
    /// whoever wants no mail that is not owed or left no address for it.
    async fn who_comes_later_reads_what_was_answered(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let first = app.file(named("first"));
        let number = first.case.number;
        app.conclude_in_part(COUNTY, &number);
        app.app.clock.advance(Duration::days(1));
        let joins = |mut new: NewReport| {
            new.join = Some(number.clone());
            app.file(new).report.id
        };
        let by_mail = joins(named("mail"));
        let mut by_post = told(COUNTY, "post");
        by_post.identity.address = "临猗县某村".to_owned();
        let by_post = joins(by_post);
        let [waiting, accepted] = ["waiting", "accepted"].map(|name| app.file(named(name)));
        app.act(&officer, &accepted.case.number, Statement::Accept);
        let client = app.officer(COUNTY);
        for merged in [&waiting.case.number, &accepted.case.number] {
            let done = send(&client, merged, "merger", &[("into", &number)]).await;
            assert_eq!(done.status, 303, "{}", done.words());
        }
        app.run_jobs();

        let known = written(&app, first.report.id);
        assert_eq!(kinds(&known), ["acceptance", "interim"]);
        let mut numbers = vec![known[1].number.clone()];
        let mails = app.mails();
        for (report, name) in [
            (by_mail, Some("mail")),
            (by_post, None),
            (waiting.report.id, Some("waiting")),
            (accepted.report.id, Some("accepted")),
        ] {
            let theirs = written(&app, report);
            assert_eq!(kinds(&theirs), ["acceptance", "interim"], "{name:?}");
            let letter = &theirs[1];
            assert!(letter.body.contains("先停用，再加装"), "{}", letter.body);
            assert!(!letter.body.contains("内部材料"), "C4: {}", letter.body);
            assert_eq!(Some(letter.issued_on), date("2026-11-24"), "the day on which they came");
            assert!(!numbers.contains(&letter.number), "a number of its own");
            numbers.push(letter.number.clone());
            let Some(name) = name else {
                assert_eq!(letter.delivery, "hand");
                continue;
            };
            let told = mails.iter().filter(|(to, _, body)| {
                to.contains(name) && body.contains(&letter.number)
            });
            assert_eq!(told.count(), 1, "{name}: {mails:#?}");
        }
        client.get("/letters?state=waiting").await.shows("阶段性答复").hides("临猗县某村");
        app.run_jobs();
        assert_eq!(written(&app, by_mail).len(), 2, "once");
    }

    /// `R7`: what a department was asked waits where the matter goes on, which is not concluded without;
    /// a bureau that has that one itself is no longer asked, and one that it is kept from never is (`R3`).
    async fn what_was_asked_goes_along(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let (other, _) = app.bureau(OTHER);
        let [number, into] = ["asks", "goes on"].map(|key| app.file(told(COUNTY, key)).case.number);
        let police = app.department(POLICE);
        for accepted in [&number, &into] {
            app.act(&officer, accepted, Statement::Accept);
        }
        app.act(&officer, &number, Statement::Refer {
            department: POLICE.to_owned(),
            request: "请查运输车辆".to_owned(),
            due_on: None,
        });
        app.act(&officer, &number, Statement::Assist {
            bureau: OTHER.to_owned(),
            request: "请查上游".to_owned(),
            due_on: None,
        });
        let client = app.officer(COUNTY);
        let done = send(&client, &number, "merger", &[("into", &into)]).await;
        assert_eq!(done.status, 303, "{}", done.words());
        app.run_jobs();

        police.get("/alerts").await.shows(&format!("请你单位协助的 {number} 已转到 {into}"));
        let late = [("reply", "没有查到，以前的页面上写的")];
        let late = police.post(&format!("/cases/{number}/reply"), &late).await;
        assert_eq!(late.status, 409);
        late.shows("没有查到，以前的页面上写的");
        app.act(&officer, &into, Statement::Find {
            verdict: "partly".to_owned(),
            text: "夜间有车".to_owned(),
        });
        let texts = [("internal_text", "内部"), ("public_text", "公开"), ("answer", "答复")];
        let waits = send(&client, &into, "conclusion", &texts).await;
        assert_eq!(waits.status, 409);
        waits.shows("还没有答复，不能报请办结");
        let replied = send(&police, &into, "reply", &[("reply", "车辆是外地的")]).await;
        assert_eq!(replied.status, 303, "{}", replied.words());
        client.get(&format!("/cases/{into}")).await.shows("请查运输车辆").shows("车辆是外地的");

        // Taken apart, each has what it was asked and answered.
        app.act(&officer, &number, Statement::Unmerge { reason: "是两回事".to_owned() });
        client.get(&format!("/cases/{number}")).await.shows("车辆是外地的");
        client.get(&format!("/cases/{into}")).await.hides("车辆是外地的").hides("请查上游");
        let neighbour = app.officer(OTHER);
        neighbour.get("/alerts").await.shows(&format!("请你单位协助的 {into} 已转到 {number}"));

        // Whoever has the other matter asks nobody, least of all themselves.
        let theirs = app.file(told(OTHER, "theirs")).case.number;
        app.act(&other, &theirs, Statement::Accept);
        let done = send(&app.dispatcher(), &number, "merger", &[("into", &theirs)]).await;
        assert_eq!(done.status, 303, "{}", done.words());
        app.run_jobs();
        let id = app.case(&number).id;
        let parts = app.query(move |connection| Ok(Part::of_case(connection, id)?));
        let open = parts.iter().filter(|part| part.is_open()).count();
        assert_eq!((parts.len(), open), (2, 0), "{parts:?}");
        app.conclude(OTHER, &theirs, "substantiated");
    }

    /// `T1`: what was told to those who came along is not taken back under them; and whoever was writing
    /// learns that there is more to answer, and keeps what they wrote.
    async fn a_merger_is_a_change_to_both(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let [number, into] = ["comes", "takes"].map(|name| app.file(named(name)).case.number);
        let client = app.officer(COUNTY);
        assert_eq!(send(&client, &into, "acceptance", &[]).await.status, 303);
        let seen = client.get(&format!("/cases/{into}")).await.field("version");
        assert_eq!(send(&client, &number, "merger", &[("into", &into)]).await.status, 303);
        let back = client.post(&format!("/cases/{into}/undo"), &[]).await;
        assert_eq!(back.status, 409, "{}", back.words());
        assert_eq!(app.case(&into).state, "accepted");
        let late = [
            ("version", seen.as_str()),
            ("verdict", "partly"),
            ("finding", "夜里有气味"),
        ];
        let late = client.post(&format!("/cases/{into}/findings"), &late).await;
        assert_eq!(late.status, 409);
        late.shows("刚刚有了变化").shows("夜里有气味");
        app.run_jobs();
        let into = app.case(&into).id;
        let told: i64 = app.query(move |connection| {
            let all = letters::table.filter(letters::kind.eq("acceptance"));
            Ok(all.filter(letters::case_id.eq(into)).count().get_result(connection)?)
        });
        assert_eq!(told, 2, "the one who was there, and the one who came");
        app.act(&officer, &number, Statement::Unmerge { reason: "不是一回事".to_owned() });
    }

    /// `T4`, `I8`: an answer that is reviewed is over for all but whoever asked for that; nobody who joined
    /// it would be answered.
    async fn nothing_joins_what_is_reviewed(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let filed = app.file(named("aggrieved"));
        let number = filed.case.number;
        app.act(&officer, &number, Statement::AcceptGrievance);
        app.conclude(COUNTY, &number, "unsubstantiated");
        let asked = [
            ("asked_via", "letter"),
            ("asked_on", "2026-11-23"),
            ("review_grounds", "没有测量"),
        ];
        let asked = send(&app.dispatcher(), &number, "reexaminations", &asked).await;
        assert_eq!(asked.status, 303, "{}", asked.words());
        assert_eq!(app.case(&number).state, "reviewing");
        let other = app.file(named("other")).case.number;
        let client = app.officer(COUNTY);
        let page = client.get(&format!("/cases/{other}")).await.words();
        assert!(!page.contains(&number), "it is not offered: {page}");
        let refused = send(&client, &other, "merger", &[("into", &number)]).await;
        assert_eq!(refused.status, 422);
        refused.shows("正在复查或者复核，不能再并入");
        assert_eq!(app.case(&other).state, "assigned");
        app.run_jobs();
    }
}
