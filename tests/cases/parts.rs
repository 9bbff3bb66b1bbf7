//! One bureau leads, others assist, each with a part of its own (`R7`, `R3`).

use minsheng::cases::statement::Statement;

use crate::{on_both, support::acts::told};

on_both! {
    /// The assisting bureau sees the matter and what it is asked, and answers its part; the matter
    /// stays with the one that leads.
    async fn an_assisting_bureau_answers_its_part(app: TestApp) {
        let (lead, _) = app.bureau("140821");
        let (assisting, _) = app.bureau("140882");
        let number = app.file(told("140821", "over the border")).case.number;
        let page = format!("/cases/{number}");
        app.act(&lead, &number, Statement::Accept);
        assert_eq!(app.officer("140882").get(&page).await.status, 404, "not theirs before it is asked");
        app.act(&lead, &number, Statement::Assist {
            bureau: "140882".to_owned(),
            request: "请查上游排口".to_owned(),
            due_on: None,
        });
        app.officer("140882").get(&page).await.shows("请查上游排口");
        app.act(&assisting, &number, Statement::Reply { text: "上游没有排口".to_owned() });
        app.officer("140821").get(&page).await.shows("上游没有排口");
        let case = app.case(&number);
        assert_eq!((case.state.as_str(), case.bureau.as_str()), ("accepted", "140821"));
        app.conclude("140821", &number, "unsubstantiated");
        assert_eq!(app.case(&number).state, "concluded");
    }
}
