//! What ends a matter and what does not: a conclusion in part, and reporters who withdraw (`C3`, `I10`).

use chrono::Days;
use diesel::prelude::*;
use minsheng::{
    cases::{
        State,
        statement::{NewPromise, Statement},
        tallies::FoldTallies,
    },
    db::schema::{case_tallies, promises},
    error::Error,
    jobs::Job as _,
    reports::{Report, follow},
};

use crate::{on_both, support::acts::told};

const COUNTY: &str = "140821";

on_both! {
    /// `C3`: concluded in part, the clock runs on until what was promised is done.
    async fn a_conclusion_in_part_keeps_the_clock(app: TestApp) {
        let (officer, chief) = app.bureau(COUNTY);
        let number = app.file(told(COUNTY, "in part")).case.number;
        app.act(&officer, &number, Statement::Accept);
        let due = app.case(&number).due_on;
        let today = app.app.clock.today();
        let finding = Statement::Find {
            verdict: "substantiated".to_owned(),
            text: "烘干炉没有收集装置".to_owned(),
        };
        app.act(&officer, &number, finding);
        let promise = NewPromise { text: "加装收集装置".to_owned(), due_on: today + Days::new(20) };
        app.act(&officer, &number, Statement::ProposePartial {
            internal_text: "内部材料".to_owned(),
            public_text: "已停用".to_owned(),
            answer: "先停用，再加装".to_owned(),
            promises: vec![promise],
        });
        app.act(&chief, &number, Statement::Approve);
        let case = app.case(&number);
        assert_eq!((case.state.as_str(), case.ended_on), ("partly_concluded", None));
        assert!(due.is_some() && case.due_on.is_some_and(|on| Some(on) <= due), "{:?}", case.due_on);
        app.officer(COUNTY).get(&format!("/cases/{number}")).await.shows("加装收集装置");

        let promise = app.query(|connection| Ok(promises::table.select(promises::id).first(connection)?));
        app.act(&officer, &number, Statement::Fulfil { promise, done: "已装好".to_owned(), on: today });
        app.conclude(COUNTY, &number, "substantiated");
        let case = app.case(&number);
        assert_eq!((case.state.as_str(), case.ended_on), ("concluded", Some(today)));
    }

    /// `C7`, `F3`: an answer in part is sent back as a whole one is, with a date of its own; what was
    /// promised binds all the same (`C3`), whichever bureau has the matter.
    async fn a_conclusion_in_part_can_be_sent_back(app: TestApp) {
        let number = app.file(told(COUNTY, "sent back")).case.number;
        app.conclude_in_part(COUNTY, &number);
        app.tamper("UPDATE cases SET channel = 'province'").expect("a case");
        let _ = (app.province(), app.dispatcher());
        let back = Statement::Rehandle { reason: "群众又来信反映".to_owned() };
        assert_eq!(app.act("province", &number, back), State::Accepted);
        let case = app.case(&number);
        assert_eq!((case.due_kind.as_deref(), case.reopened), (Some("rehandling"), 1));

        let transfer = Statement::Transfer { bureau: "140882".to_owned(), reason: "属地".to_owned() };
        app.act("dispatcher", &number, transfer);
        let (officer, _) = app.bureau("140882");
        assert_eq!(app.act(&officer, &number, Statement::Accept), State::Accepted);
        let promise = app.query(|connection| Ok(promises::table.select(promises::id).first(connection)?));
        let on = app.app.clock.today();
        app.act(&officer, &number, Statement::Fulfil { promise, done: "已装好".to_owned(), on });
        app.conclude("140882", &number, "substantiated");
        assert_eq!(app.case(&number).state, "concluded");
    }

    /// Changes are added up, however many there were.
    async fn changes_are_added_up(app: TestApp) {
        app.tamper(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000) \
             INSERT INTO case_tallies (bureau, state, hidden_from, channel, change) \
             SELECT '140821', CASE i % 5 WHEN 0 THEN 'final' ELSE 'concluded' END, '', '', \
             CASE i % 10 WHEN 0 THEN -1 ELSE 1 END FROM n",
        ).expect("changes");
        FoldTallies {}.run(&app.app).expect("a sum");
        let sums: Vec<(String, i64)> = app.query(|connection| {
            Ok(case_tallies::table.select((case_tallies::state, case_tallies::change)).load(connection)?)
        });
        assert_eq!(sums, [("concluded".to_owned(), 96_000)]);
        app.officer(COUNTY).get("/desk").await.shows("96,000");
    }

    /// `I10`: a matter lives as long as one of its reporters has not withdrawn.
    async fn it_lives_until_the_last_has_withdrawn(app: TestApp) {
        let first = app.file(told(COUNTY, "the first"));
        let mut joining = told(COUNTY, "the second");
        joining.join = Some(first.case.number.clone());
        let second = app.file(joining);
        app.withdraw(&first.report.number);
        app.run_jobs();
        let case = app.case(&first.case.number);
        assert_eq!((case.state.as_str(), case.ended_on), ("assigned", None));
        app.withdraw(&second.report.number);
        app.run_jobs();
        let case = app.case(&first.case.number);
        assert_eq!((case.state.as_str(), case.ended_on), ("withdrawn", Some(app.app.clock.today())));
    }

    /// `I10`: two who withdraw at the same moment leave no open matter behind which nobody stands.
    async fn it_ends_when_both_withdraw_at_once(app: TestApp) {
        let portal = &app.app;
        for pair in 0..8 {
            let first = app.file(told(COUNTY, &format!("first {pair}")));
            let mut joining = told(COUNTY, &format!("second {pair}"));
            joining.join = Some(first.case.number.clone());
            let both = [first.report.number, app.file(joining).report.number];
            std::thread::scope(|scope| {
                let running = both.map(|number| {
                    let own = portal.clone();
                    scope.spawn(move || portal.db.write_now::<_, Error, _>(move |connection| {
                        let report = Report::by_number(connection, &number)?;
                        follow::withdraw(connection, &own, &report)
                    }))
                });
                for one in running {
                    one.join().expect("no panic").expect("withdrawn");
                }
            });
            assert_eq!(app.case(&first.case.number).state, "withdrawn", "{pair}");
        }
        app.run_jobs();
    }
}
