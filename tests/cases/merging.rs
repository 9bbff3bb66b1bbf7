//! Matters that are one, and that are not after all (`I8`, `I10`).

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use minsheng::{
    cases::{Case, statement::Statement},
    db::schema::{case_tallies, cases, letters},
    deadlines::deadline,
    letters::Letter,
    reports::NewReport,
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

/// A report of somebody with that name in its address for mail.
fn named(bureau: &str, name: &str, text: &str) -> NewReport {
    let mut new = told(bureau, name);
    new.reporter_kind = "named";
    new.identity.mail = format!("{name}@example.com");
    new.text = text.to_owned();
    new
}

/// What the counts beside the filters say, where there is anything, and what there is.
fn tallies(app: &TestApp) -> [BTreeMap<(String, String), i64>; 2] {
    app.query(|connection| {
        let rows: Vec<(String, String, i64)> = case_tallies::table
            .select((case_tallies::bureau, case_tallies::state, case_tallies::change))
            .load(connection)?;
        let all: Vec<(String, String)> =
            cases::table.select((cases::bureau, cases::state)).load(connection)?;
        let [mut kept, mut found] = [BTreeMap::new(), BTreeMap::new()];
        for (bureau, state, change) in rows {
            *kept.entry((bureau, state)).or_insert(0) += change;
        }
        kept.retain(|_, count| *count != 0);
        for of in all {
            *found.entry(of).or_insert(0) += 1;
        }
        Ok([kept, found])
    })
}

fn stands(case: &Case) -> (String, String, Option<chrono::NaiveDate>, Option<i64>) {
    (case.state.clone(), case.bureau.clone(), case.due_on, case.merged_into)
}

on_both! {
    /// Whoever reported either of them is answered by the one that lives.
    async fn every_reporter_of_a_merged_matter_is_answered(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let filed = ["first", "second"].map(|name| {
            let mut new = told(COUNTY, name);
            new.reporter_kind = "named";
            new.identity.mail = format!("{name}@example.com");
            app.file(new).case.number
        });
        app.act(&officer, &filed[1], Statement::Merge { into: filed[0].clone() });
        app.conclude(COUNTY, &filed[0], "substantiated");
        let mails = app.mails();
        for name in ["first", "second"] {
            let answers = mails.iter().filter(|(to, _, body)| {
                to.contains(name) && body.contains("答复本人：谢谢您")
            });
            assert_eq!(answers.count(), 1, "{name}: {mails:#?}");
        }
    }

    /// A merger that was a mistake is taken back: state, owner and date are as they were.
    async fn a_merged_matter_comes_back_as_it_was(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let (first, second) = (app.file(told(COUNTY, "one")), app.file(told(COUNTY, "two")));
        let number = second.case.number;
        app.act(&officer, &number, Statement::Accept);
        let before = app.case(&number);
        app.act(&officer, &number, Statement::Merge { into: first.case.number });
        let merged = app.case(&number);
        assert_eq!((merged.state.as_str(), merged.merged_into), ("merged", Some(first.case.id)));
        // Its own bureau merged it and takes that back.
        let client = app.officer(COUNTY);
        let empty = send(&client, &number, "separation", &[("reason", " ")]).await;
        assert_eq!(empty.status, 422);
        let back = send(&client, &number, "separation", &[("reason", "是另一家厂")]).await;
        assert_eq!(back.status, 303, "{}", back.words());
        client.follow(&back).await.shows("已取消并案").shows("是另一家厂");
        assert_eq!(stands(&app.case(&number)), stands(&before));
        assert_eq!(app.case(&number).ended_on, None);
        let twice = client.post(&format!("/cases/{number}/separation"), &[("reason", "再来一次")]).await;
        assert_eq!(twice.status, 409);
        twice.shows("再来一次");
        app.run_jobs();
    }

    /// The city merges what two bureaus have of one thing, and takes it apart again; a bureau does
    /// neither. Both are told; who reported is answered by the one that goes on, in writing also who
    /// left no address for mail (`I8`, `T1`, `S1`).
    async fn the_city_merges_across_bureaus_and_takes_it_apart(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        app.bureau(OTHER);
        let [ours, theirs] = [app.officer(COUNTY), app.officer(OTHER)];
        let first = app.file(named(COUNTY, "first", "老井边先来的人写的话"));
        let second = app.file(named(OTHER, "second", "石桥下后来的人写的话"));
        let mut third = told(OTHER, "third");
        third.identity.address = "永济市某村".to_owned();
        third.join = Some(second.case.number.clone());
        let third = app.file(third);
        let (into, number) = (first.case.number, second.case.number);
        app.act(&officer, &into, Statement::Accept);
        let before = app.case(&number);

        let tried = send(&theirs, &number, "merger", &[("into", &into)]).await;
        assert_eq!(tried.status, 422, "a bureau sees nothing of another's matters");
        tried.shows("没有找到可以并入的在办事项").shows(&into).hides("老井边");
        let dispatcher = app.dispatcher();
        let itself = send(&dispatcher, &number, "merger", &[("into", &number)]).await;
        assert_eq!(itself.status, 422);
        let seen = dispatcher.get(&format!("/cases/{number}")).await.field("version");
        let done = send(&dispatcher, &number, "merger", &[("into", &into)]).await;
        assert_eq!(done.status, 303, "{}", done.words());
        dispatcher.follow(&done).await.shows("已并案").shows(&into);
        let late = [("into", into.as_str()), ("version", seen.as_str())];
        let late = dispatcher.post(&format!("/cases/{number}/merger"), &late).await;
        assert_eq!(late.status, 409, "twice");
        app.run_jobs();

        let merged = app.case(&number);
        assert_eq!((merged.state.as_str(), merged.merged_into), ("merged", Some(first.case.id)));
        let [kept, found] = tallies(&app);
        assert_eq!(kept, found);
        theirs.get("/alerts").await.shows(&format!("{number} 已由市局并入另一单位"));
        ours.get("/alerts").await.shows(&format!("把另一单位的一件并入 {into}"));
        // Where it went on is known, and nothing that others told there; it is not theirs to undo.
        let page = theirs.get(&format!("/cases/{number}")).await;
        page.shows(&into).hides("老井边").hides(&format!("/cases/{into}\"")).hides("/separation\"");
        let undo = [("reason", "我们自己办")];
        let undone = theirs.post(&format!("/cases/{number}/separation"), &undo).await;
        assert_eq!(undone.status, 403);
        undone.shows("我们自己办");
        ours.get(&format!("/cases/{into}")).await.shows("石桥下后来的人写的话");
        ours.get("/desk?q=石桥下").await.shows(&into);
        let [second_id, third_id] = [second.report.id, third.report.id];
        let written: Vec<Letter> = app.query(move |connection| {
            let theirs = letters::table.filter(letters::report_id.eq_any([second_id, third_id]));
            Ok(theirs.order(letters::report_id).select(Letter::as_select()).load(connection)?)
        });
        let told: Vec<_> = written
            .iter()
            .map(|it| (it.report_id, it.kind.as_str(), it.bureau.as_str(), it.delivery.as_str()))
            .collect();
        assert_eq!(told, [
            (second_id, "acceptance", COUNTY, "mail"),
            (third_id, "acceptance", COUNTY, "hand"),
        ]);

        let again = send(&dispatcher, &number, "separation", &[("reason", "")]).await;
        assert_eq!(again.status, 422);
        let apart = send(&dispatcher, &number, "separation", &[("reason", "是两家厂")]).await;
        assert_eq!(apart.status, 303, "{}", apart.words());
        app.run_jobs();
        // All as it was, but that its reporters were told by now until when they are answered.
        let (there, here) = (app.case(&into), app.case(&number));
        assert_eq!((here.due_on, here.accepted_on), (there.due_on, there.accepted_on));
        assert_eq!(stands(&Case { due_on: before.due_on, ..here }), stands(&before));
        let [kept, found] = tallies(&app);
        assert_eq!(kept, found);
        theirs.get("/alerts").await.shows(&format!("{number} 已由市局取消并案"));
        ours.get("/alerts").await.shows(&format!("并入 {into} 的一件已由市局取消并案"));
        ours.get("/desk?q=石桥下").await.shows("没有找到符合条件的记录");
        ours.get(&format!("/cases/{into}")).await.hides("石桥下");
        theirs.get("/desk?q=石桥下").await.shows(&number);

        // One after all: whoever reported has the answer of the matter that goes on.
        let done = send(&dispatcher, &number, "merger", &[("into", &into)]).await;
        assert_eq!(done.status, 303);
        app.run_jobs();
        app.conclude(COUNTY, &into, "substantiated");
        let mails = app.mails();
        let answers = mails.iter().filter(|(to, _, body)| {
            to.contains("second") && body.contains("答复本人：谢谢您")
        });
        assert_eq!(answers.count(), 1, "{mails:#?}");
        let kinds: Vec<String> = app.query(move |connection| {
            let theirs = letters::table.filter(letters::report_id.eq(third_id));
            Ok(theirs.order(letters::id).select(letters::kind).load(connection)?)
        });
        assert_eq!(kinds, ["acceptance", "answer"], "told once that it is accepted");
        let register = ours.get("/letters?state=waiting").await;
        register.shows("运环临信答〔2026〕").hides("永济市某村");
    }

    /// `T1`: whoever waits to hear whether it is accepted waits no longer because it goes on in a later
    /// matter; taken apart, each has its own date.
    async fn nobody_waits_longer_by_a_merger(app: TestApp) {
        let older = app.file(told(OTHER, "older")).case.number;
        app.app.clock.advance(chrono::Duration::days(7));
        let [later, third] = ["later", "third"].map(|key| app.file(told(COUNTY, key)).case.number);
        let (officer, _) = app.bureau(COUNTY);
        let due = |number: &str| app.case(number).due_on;
        let (early, own) = (due(&older), due(&later));
        assert!(early < own);
        let dispatcher = app.dispatcher();
        assert_eq!(send(&dispatcher, &older, "merger", &[("into", &later)]).await.status, 303);
        assert_eq!(due(&later), early);
        // And on with it into a third, from which it comes back with its own date alone.
        app.act(&officer, &later, Statement::Merge { into: third.clone() });
        assert_eq!(due(&third), early);
        let apart = [("reason", "是两家厂")];
        assert_eq!(send(&dispatcher, &older, "separation", &apart).await.status, 303);
        assert_eq!((due(&older), due(&third)), (early, own));
        app.act(&officer, &later, Statement::Unmerge { reason: "也不是".to_owned() });
        assert_eq!(due(&later), own);
        // Accepted, it is told, and no such date runs any longer.
        assert_eq!(send(&dispatcher, &older, "merger", &[("into", &later)]).await.status, 303);
        app.act(&officer, &later, Statement::Accept);
        assert_eq!(app.case(&later).due_kind.as_deref(), Some("conclusion"));
        app.run_jobs();
    }

    /// `T1`, `I9`: what goes on elsewhere was accepted and is not declined there.
    async fn what_was_accepted_is_not_declined_by_a_merger(app: TestApp) {
        let (officer, chief) = app.bureau(COUNTY);
        let [first, second, third] =
            ["first", "second", "third"].map(|key| app.file(told(COUNTY, key)).case.number);
        app.act(&officer, &second, Statement::Accept);
        let decline = [("reason", "too_vague"), ("explanation", "线索不清")];
        let client = app.officer(COUNTY);
        assert_eq!(send(&client, &third, "decline", &decline).await.status, 303);
        let refused = send(&client, &second, "merger", &[("into", &third)]).await;
        assert_eq!(refused.status, 422);
        refused.shows("已经告知受理的事项不能并入").shows(&third);
        app.act(&chief, &third, Statement::SendBack { note: "再查".to_owned() });
        app.act(&officer, &third, Statement::Merge { into: first.clone() });
        app.act(&officer, &second, Statement::Merge { into: first.clone() });
        client.get(&format!("/cases/{first}")).await.hides("/decline\"");
        let refused = client.post(&format!("/cases/{first}/decline"), &decline).await;
        assert_eq!(refused.status, 409);
        refused.shows("不能再不予受理").shows("线索不清");
        app.run_jobs();
    }

    /// `R3`: nothing goes on in what is kept from a bureau that would read where it went.
    async fn nothing_goes_on_in_what_is_kept_from_its_bureau(app: TestApp) {
        let mut against = told(COUNTY, "against");
        against.text = "临猗县环保局收受企业好处，给排污厂通风报信。".to_owned();
        against.plant = "临猗县环保局".to_owned();
        let hidden = app.file(against).case.number;
        assert!(app.case(&hidden).is_kept_from(COUNTY));
        let number = app.file(told(COUNTY, "theirs")).case.number;
        let refused = send(&app.dispatcher(), &number, "merger", &[("into", &hidden)]).await;
        assert_eq!(refused.status, 422);
        refused.shows("依照回避规定不能并入").shows(&hidden);
        app.officer(COUNTY).get(&format!("/cases/{number}")).await.hides(&hidden);
        assert_eq!(app.case(&number).state, "assigned");
        app.run_jobs();
    }

    /// `I8`: what goes on with another bureau, if only through a matter of one's own, is the city's to take
    /// apart; whoever has it then is told.
    async fn what_leads_elsewhere_is_the_citys_to_take_apart(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        app.bureau(OTHER);
        let [first, second] = ["first", "second"].map(|key| app.file(told(COUNTY, key)).case.number);
        let third = app.file(told(OTHER, "third")).case.number;
        app.act(&officer, &first, Statement::Merge { into: second.clone() });
        let dispatcher = app.dispatcher();
        assert_eq!(send(&dispatcher, &second, "merger", &[("into", &third)]).await.status, 303);
        let ours = app.officer(COUNTY);
        ours.get(&format!("/cases/{first}")).await.shows("已并案").hides("/separation\"");
        let refused = ours.post(&format!("/cases/{first}/separation"), &[("reason", "不是一回事")]).await;
        assert_eq!(refused.status, 403);
        refused.shows("不是一回事");
        let apart = send(&dispatcher, &first, "separation", &[("reason", "不是一回事")]).await;
        assert_eq!(apart.status, 303, "{}", apart.words());
        app.run_jobs();
        app.officer(OTHER).get("/alerts").await.shows(&format!("并入 {third} 的一件已由市局取消并案"));
        assert_eq!(app.case(&first).state, "assigned");
        assert_eq!(app.case(&second).state, "merged");
    }

    /// A bureau that assists sees the matter of another, and does not hand it its own.
    async fn a_bureau_hands_its_matter_to_no_other(app: TestApp) {
        let (lead, _) = app.bureau(COUNTY);
        app.bureau(OTHER);
        let number = app.file(told(COUNTY, "lead")).case.number;
        let own = app.file(told(OTHER, "own")).case.number;
        app.act(&lead, &number, Statement::Assist {
            bureau: OTHER.to_owned(),
            request: "请查上游".to_owned(),
            due_on: None,
        });
        let refused = send(&app.officer(OTHER), &own, "merger", &[("into", &number)]).await;
        assert_eq!(refused.status, 422);
        refused.shows("跨单位并案请报市局").shows(&number);
        assert_eq!(app.case(&own).state, "assigned");
        app.run_jobs();
    }


    /// `I6`, `T6`: an emergency stays one where it goes on, by the hours that were told; taken apart, what
    /// was none is none.
    async fn an_emergency_goes_along(app: TestApp) {
        let mut new = told(COUNTY, "urgent");
        new.urgent = true;
        let (urgent, calm) = (app.file(new).case, app.file(told(COUNTY, "calm")).case);
        let (officer, _) = app.bureau(COUNTY);
        let hours = |case: i64| -> Vec<(String, NaiveDateTime)> {
            let clocks = app.query(|connection| Ok(deadline::of_case(connection, case)?));
            let running = clocks.into_iter().filter(|it| it.stopped_on.is_none());
            running.filter_map(|it| Some((it.policy, it.due_at?))).collect()
        };
        let own = hours(urgent.id);
        assert_eq!(own.len(), 2, "{own:?}");
        app.app.clock.advance(Duration::minutes(30));
        app.act(&officer, &urgent.number, Statement::Merge { into: calm.number.clone() });
        assert!(app.case(&calm.number).urgent);
        assert_eq!(hours(calm.id), own, "no new hours");
        assert!(hours(urgent.id).is_empty());
        app.officer(COUNTY).get("/alerts").await.shows(&calm.number);
        app.act(&officer, &urgent.number, Statement::Unmerge { reason: "是两件事".to_owned() });
        assert!(!app.case(&calm.number).urgent);
        assert!(hours(calm.id).is_empty());
        assert_eq!(hours(urgent.id), own);
        // Another emergency that stays keeps it one.
        let mut new = told(COUNTY, "urgent too");
        new.urgent = true;
        let other = app.file(new).case;
        let theirs = hours(other.id);
        for number in [&urgent.number, &other.number] {
            app.act(&officer, number, Statement::Merge { into: calm.number.clone() });
        }
        app.act(&officer, &urgent.number, Statement::Unmerge { reason: "是两件事".to_owned() });
        assert!(app.case(&calm.number).urgent);
        assert_eq!(hours(calm.id), theirs);
    }

    /// `C3`: what was promised is not lost by a merger, on whichever way the matter comes to one.
    async fn a_promise_is_not_merged_away(app: TestApp) {
        let [first, second] = ["first", "second"].map(|key| app.file(told(COUNTY, key)).case.number);
        app.conclude_in_part(COUNTY, &second);
        let dispatcher = app.dispatcher();
        let elsewhere = Statement::Transfer { bureau: OTHER.to_owned(), reason: "在永济".to_owned() };
        app.act("dispatcher", &second, elsewhere);
        assert_eq!(app.case(&second).state, "assigned");
        dispatcher.get(&format!("/cases/{second}")).await.hides("/merger\"");
        let refused = dispatcher.post(&format!("/cases/{second}/merger"), &[("into", &first)]).await;
        assert_eq!(refused.status, 409);
        refused.shows("还有没有完成的公开承诺").shows(&first);
        assert_eq!(app.case(&second).state, "assigned");
    }

    /// `T1`, `T2`: whoever was told by a merger that they are accepted, and until when they are answered, was
    /// told so for good, also when it is taken apart; and is not told the same again.
    async fn what_a_merger_told_holds_apart(app: TestApp) {
        let (officer, _) = app.bureau(COUNTY);
        let first = app.file(named(COUNTY, "first", "夜里有刺鼻的气味")).case.number;
        let second = app.file(named(COUNTY, "second", "夜里有刺鼻的气味"));
        let (number, report) = (second.case.number, second.report.id);
        let written = || -> i64 {
            app.query(|connection| {
                let of_it = letters::table.filter(letters::report_id.eq(report));
                let acceptance = of_it.filter(letters::kind.eq("acceptance"));
                Ok(acceptance.count().get_result(connection)?)
            })
        };
        app.act(&officer, &first, Statement::AcceptGrievance);
        app.app.clock.advance(Duration::days(3));
        app.act(&officer, &number, Statement::Merge { into: first.clone() });
        assert_eq!(written(), 1);
        app.act(&officer, &number, Statement::Unmerge { reason: "是另一家厂".to_owned() });
        let (there, here) = (app.case(&first), app.case(&number));
        assert_eq!((here.state.as_str(), here.accepted_on), ("assigned", there.accepted_on));
        assert_eq!((here.due_on, here.due_kind), (there.due_on, there.due_kind));
        assert_eq!((here.track.as_str(), here.reopened), ("grievance", 0));
        let client = app.officer(COUNTY);
        client.get(&format!("/cases/{number}")).await.hides("/decline\"").shows("/acceptance\"");
        let decline = [("reason", "too_vague"), ("explanation", "线索不清")];
        let refused = client.post(&format!("/cases/{number}/decline"), &decline).await;
        assert_eq!(refused.status, 409);
        refused.shows("不能再不予受理");
        let mails = app.mails().len();
        app.act(&officer, &number, Statement::Accept);
        assert_eq!((written(), app.mails().len()), (1, mails), "told twice");
        assert_eq!(app.case(&number).due_on, there.due_on);
        // Also when the other is over by then: the limit is that of its acceptance.
        let third = app.file(named(COUNTY, "third", "夜里有刺鼻的气味")).case.number;
        app.act(&officer, &third, Statement::Merge { into: first.clone() });
        app.conclude(COUNTY, &first, "unsubstantiated");
        app.act(&officer, &third, Statement::Unmerge { reason: "是另一家厂".to_owned() });
        assert_eq!(app.case(&third).due_on, there.due_on);
    }
}
