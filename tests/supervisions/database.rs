//! `L4` by the database itself: each way off the list that is not the way is refused, whoever
//! writes the SQL.

use super::*;

/// Runs each statement and expects that the database refuses it with words of ours.
#[track_caller]
fn refuses(app: &TestApp, statements: &[&str]) {
    let before = case(app);
    for sql in statements {
        let known = notes(app).len();
        // SQLite says why; PostgreSQL leaves the row as it is, with a warning and a note.
        let refused = match app.tamper(sql) {
            Err(refused) => refused,
            Ok(()) => {
                let notes = notes(app);
                assert!(notes.len() > known, "{sql} was let through");
                notes[notes.len() - 1].clone()
            }
        };
        let is_ours = ["(L1)", "(L2)", "(L3)", "(L4)", "(L4, L6)", "(L6)", "(L7)", "(C2)"];
        let is_check = refused.to_lowercase().contains("constraint");
        assert!(is_check || is_ours.iter().any(|rule| refused.contains(rule)), "{sql}: {refused}");
    }
    assert_eq!(case(app).version, before.version);
    assert_eq!(case(app).state, before.state);
}

const LIFT: &str = "UPDATE supervisions SET state = 'lifted', lifted_on = '2099-01-01'";

on_both! {
    /// No case begins on, or off, the list (`L2`).
    async fn a_case_begins_as_a_proposal(app: TestApp) {
        let people = People::of(&app);
        propose(&people.county).await;
        refuses(&app, &[
            "INSERT INTO supervisions (number, submission, state, city, title, plants, plant_count, \
             facts, grounds, basis, responsible, officer, due_on, proposed_by, proposed_at, \
             decided_by, decided_at, listed_on, lifting_id, lifted_on) \
             SELECT 'GD-2026-009', 'x', 'lifted', city, title, plants, 1, facts, grounds, basis, \
             responsible, officer, due_on, proposed_by, proposed_at, proposed_by + 1, proposed_at, \
             due_on, 1, due_on FROM supervisions",
            LIFT,
            "UPDATE supervisions SET state = 'notice'",
            "UPDATE supervisions SET state = 'listed', listed_on = '2026-11-23', \
             decided_by = proposed_by, decided_at = proposed_at",
            "DELETE FROM supervisions",
            "DELETE FROM supervision_requirements",
        ]);
    }

    /// What is listed stays as it was listed: no deletion, renaming, or move of the date (`L4`).
    async fn what_is_listed_stays(app: TestApp) {
        let people = People::of(&app);
        list(&people).await;
        give_all_evidence(&app, &people).await;
        refuses(&app, &[
            LIFT,
            "UPDATE supervisions SET state = 'proposed', decided_by = NULL, listed_on = NULL",
            "UPDATE supervisions SET state = 'refused', refusal = 'x', listed_on = NULL",
            "UPDATE supervisions SET state = 'verification', lifting_id = 1",
            "UPDATE supervisions SET state = 'applied', lifting_id = 99",
            "UPDATE supervisions SET state = 'nonsense'",
            "UPDATE supervisions SET due_on = '2027-06-30'",
            "UPDATE supervisions SET due_on = '2030-01-01'",
            "UPDATE supervisions SET listed_on = '2020-01-01'",
            "UPDATE supervisions SET plants = 'x'",
            "UPDATE supervisions SET proposed_by = proposed_by + 1",
            "UPDATE supervisions SET number = 'GD-2026-777'",
            "DELETE FROM supervisions",
            "DELETE FROM supervision_requirements",
            "DELETE FROM supervision_evidence",
            "DELETE FROM supervision_bureaus",
            "UPDATE supervision_evidence SET text = 'x'",
            "UPDATE supervision_requirements SET text = 'x'",
            "UPDATE supervision_requirements SET evidence_after = -1",
            "INSERT INTO supervision_requirements (supervision_id, position, text) \
             SELECT id, 9, 'x' FROM supervisions",
            "INSERT INTO supervision_liftings (supervision_id, statement, applied_by, applied_on, \
             applied_at, approved_by, approved_at, notice, notice_from, notice_until) \
             SELECT id, 'x', proposed_by, '2026-11-01', proposed_at, decided_by, proposed_at, 'x', \
             '2026-11-01', '2026-11-09' FROM supervisions",
        ]);
    }

    /// One verifier, the same one twice, or one of the county is not two of the city (`L4`).
    async fn two_officers_of_the_city_verify(app: TestApp) {
        let people = People::of(&app);
        list(&people).await;
        give_all_evidence(&app, &people).await;
        done(&people.county, "application", &[("lifting_statement", "全部完成。")]).await;
        let visit = [("visited_on", "2026-11-23"), ("findings", "看了")];
        done(&people.first_visitor, "verifications", &visit).await;
        let verify = |who: &str, day: &str| format!(
            "INSERT INTO supervision_verifications (lifting_id, account, visited_on, findings, at) \
             SELECT lifting_id, (SELECT id FROM accounts WHERE login = '{who}'), '{day}', 'x', \
             proposed_at FROM supervisions"
        );
        let approve = |who: &str, until: &str| format!(
            "UPDATE supervision_liftings SET approved_by = (SELECT id FROM accounts WHERE login = \
             '{who}'), approved_at = applied_at, notice = 'x', notice_from = applied_on, \
             notice_until = '{until}'"
        );
        refuses(&app, &[
            &verify("visitor-1", "2026-11-23"),
            &verify("officer-河津市", "2026-11-23"),
            &verify("visitor-2", "2026-11-22"),
            &approve("head", "2026-12-01"),
            "DELETE FROM supervision_verifications",
            "UPDATE supervision_verifications SET account = account + 1",
            "UPDATE supervisions SET state = 'notice'",
            LIFT,
        ]);
        done(&people.second_visitor, "verifications", &visit).await;
        refuses(&app, &[
            &approve("visitor-1", "2026-12-01"),
            &approve("visitor-2", "2026-12-01"),
            &approve("officer-河津市", "2026-12-01"),
            &approve("head", "2026-11-29"),
            "UPDATE supervisions SET state = 'notice'",
            LIFT,
        ]);
    }

    /// The notice stands its days, whatever is written, and objections count (`L4`).
    async fn a_notice_stands_its_days(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        list(&people).await;
        reach_notice(&app, &people).await;
        refuses(&app, &[
            LIFT,
            "UPDATE supervisions SET state = 'lifted', lifted_on = '2026-12-01'",
            "UPDATE supervision_liftings SET notice_until = '2026-11-24'",
            "UPDATE supervision_liftings SET notice_from = '2026-11-01', notice_until = '2026-11-09'",
            "UPDATE supervision_liftings SET approved_by = applied_by",
            "UPDATE supervisions SET lifting_id = NULL",
            "DELETE FROM supervision_liftings",
        ]);
        let object = [("objection_text", "还在冒烟")];
        assert_eq!(public.post(&resource("objections"), &object).await.status, 303);
        pass(&app, 8);
        // Even with the entry that a lifting leaves in the timeline.
        let entry = "INSERT INTO events (subject, subject_id, position, act, at, actor, audience, \
                     detail, previous, seal) SELECT 'supervision', id, 99, 'lift', \
                     '2026-12-01 02:00:00', 'x', 'public', '{}', 'x', 'x' FROM supervisions";
        app.tamper(entry).expect("a forged entry");
        let lift = "UPDATE supervisions SET state = 'lifted', lifted_on = '2026-12-01'";
        refuses(&app, &[lift, "DELETE FROM supervision_objections",
            "UPDATE supervision_objections SET text = 'x'"]);
        let decided = "UPDATE supervision_objections SET upheld = TRUE, decided_at = at, \
                       reason = 'x', decided_by = (SELECT id FROM accounts WHERE login = 'head')";
        app.tamper(decided).expect("a decision");
        refuses(&app, &[lift, "UPDATE supervision_objections SET upheld = FALSE"]);
    }

    /// What was lifted stays in history (`L6`).
    async fn what_was_lifted_stays_so(app: TestApp) {
        let people = People::of(&app);
        list(&people).await;
        reach_notice(&app, &people).await;
        let people = pass(&app, 8);
        done(&people.supervisor, "lifting", &[]).await;
        refuses(&app, &[
            "DELETE FROM supervisions",
            "UPDATE supervisions SET state = 'listed', lifted_on = NULL",
            "UPDATE supervisions SET title = 'x'",
            "UPDATE supervisions SET lifted_on = '2020-01-01'",
        ]);
    }

    /// Emptying a table is deleting, too; SQLite has no statement of its own for it.
    async fn no_table_is_emptied(app: TestApp) {
        let people = People::of(&app);
        list(&people).await;
        give_all_evidence(&app, &people).await;
        let tables = [
            "supervisions", "supervision_bureaus", "supervision_cases", "supervision_requirements",
            "supervision_evidence", "supervision_notes", "supervision_extensions", "supervision_liftings",
            "supervision_verifications", "supervision_objections", "supervision_judgements",
            "supervision_pictures", "supervision_documents", "supervision_figures",
            "supervision_enterprises", "supervision_letters", "supervision_attempts",
        ];
        for table in tables.into_iter().filter(|_| app.database().is_some()) {
            let refused = app.tamper(&format!("TRUNCATE {table} CASCADE")).expect_err(table);
            assert!(refused.contains("(L6)"), "{table}: {refused}");
        }
        assert_eq!(case(&app).state, "listed");
        assert_eq!(unjudged(&app).len(), 2);
    }
}
