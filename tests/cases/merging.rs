//! Matters that are one, and that are not after all (`I8`, `I10`).

use minsheng::cases::statement::Statement;

use crate::{on_both, support::acts::told};

const COUNTY: &str = "140821";

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
        app.act(&officer, &number, Statement::Unmerge { reason: "是另一家厂".to_owned() });
        let after = app.case(&number);
        let shown = |case: &minsheng::cases::Case| {
            (case.state.clone(), case.bureau.clone(), case.due_on, case.ended_on, case.merged_into)
        };
        assert_eq!(shown(&after), shown(&before));
    }
}
