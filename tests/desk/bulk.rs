//! One act on many matters, with a preview (`C1`, `C2`, `R3`).

use minsheng::cases::undo;

use super::{INSPECTION, act, filed, propose};
use crate::{cases::report, on_both, support::Page};

/// The hidden fields by which a preview is confirmed.
fn seen(page: &Page) -> Vec<(String, String)> {
    let parts = page.text.split("name=\"matter\" value=\"").skip(1);
    parts
        .filter_map(|part| Some(("matter".to_owned(), part.split('"').next()?.to_owned())))
        .collect()
}

fn as_fields(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

on_both! {
    /// The preview says of each what will happen or why not, and changes nothing; what changes
    /// meanwhile stops no other; sent twice, nothing is done twice.
    async fn many_are_accepted_each_by_itself(app: TestApp) {
        let file = |key: &str, county: &str| filed(&app, report(key, Some(county))).case.number;
        let numbers = [file("one", "140821"), file("two", "140821"), file("three", "140821")];
        let (done, foreign) = (file("done", "140821"), file("foreign", "140882"));
        let officer = app.officer("临猗县");
        act(&officer, &done, "acceptance", &[]).await;
        officer.get("/desk").await.shows("name=\"number\"").shows("批量办理");
        let mut chosen = vec![("act", "accept"), ("filled", "yes"), ("track", "violation"), ("number", done.as_str()), ("number", foreign.as_str())];
        chosen.extend(numbers.iter().map(|number| ("number", number.as_str())));
        officer.post("/desk/bulk", &chosen[..1].iter().chain(&chosen[3..]).copied().collect::<Vec<_>>()).await.shows("办理途径").hides("将办理");
        let preview = officer.post("/desk/bulk", &chosen).await;
        assert_eq!(preview.status, 200, "{}", preview.words());
        preview.shows("将办理 3 件").shows("不能办理 2 件").shows("此件正在办理").shows("没有找到这件事");
        preview.hides(&format!("/cases/{foreign}"));
        assert!(numbers.iter().all(|number| app.case(number).state == "assigned"), "the preview did it");
        // Meanwhile a colleague accepts one of them.
        act(&app.chief("临猗县"), &numbers[1], "acceptance", &[]).await;
        let matters = seen(&preview);
        let mut confirmed = vec![("act", "accept"), ("track", "violation")];
        confirmed.extend(as_fields(&matters));
        let result = officer.post("/desk/bulk/confirmation", &confirmed).await;
        result.shows("已办理 2 件").shows("没有办理 1 件").shows("刚刚有了变化");
        assert!(numbers.iter().all(|number| app.case(number).state == "accepted"));
        let versions = numbers.each_ref().map(|number| app.case(number).version);
        let again = officer.post("/desk/bulk/confirmation", &confirmed).await;
        again.shows("已办理 2 件").shows("已经办过了");
        assert_eq!(numbers.each_ref().map(|number| app.case(number).version), versions);
        app.run_jobs();
    }

    /// An act that must state something asks once, and what is wrong is said at the field; a bureau
    /// never gets what is about itself (`R3`).
    async fn many_are_assigned_with_one_reason(app: TestApp) {
        let plain = filed(&app, report("plain", None)).case.number;
        let mut against = report("against", Some("140821"));
        against.text = "临猗县环保局收受企业好处，给排污厂通风报信。".to_owned();
        against.plant = "临猗县环保局".to_owned();
        let against = filed(&app, against).case.number;
        let dispatcher = app.dispatcher();
        let mut chosen = vec![("act", "assign"), ("number", &plain), ("number", &against)];
        let form = dispatcher.post("/desk/bulk", &chosen).await;
        assert_eq!(form.status, 200);
        form.shows("name=\"reason\"").hides("请写明理由");
        chosen.extend([("filled", "yes"), ("bureau", "140821")]);
        let wrong = dispatcher.post("/desk/bulk", &chosen).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("请写明理由");
        chosen.push(("reason", "企业都在临猗"));
        let preview = dispatcher.post("/desk/bulk", &chosen).await;
        preview.shows("将办理 1 件").shows("依照回避规定").shows("企业都在临猗");
        let matters = seen(&preview);
        let mut confirmed = vec![("act", "assign"), ("bureau", "140821"), ("reason", "企业都在临猗")];
        confirmed.extend(as_fields(&matters));
        dispatcher.post("/desk/bulk/confirmation", &confirmed).await.shows("已办理 1 件");
        assert_eq!(app.case(&plain).bureau, "140821");
        assert_ne!(app.case(&against).bureau, "140821");
        app.run_jobs();
    }

    /// Whoever proposed approves none of their own among the many (`C2`).
    async fn many_are_approved_by_another_person(app: TestApp) {
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        let (by_officer, by_chief) =
            (filed(&app, report("a", Some("140821"))).case.number, filed(&app, report("b", Some("140821"))).case.number);
        propose(&officer, &by_officer).await;
        propose(&chief, &by_chief).await;
        let chosen = [("act", "approve"), ("number", by_officer.as_str()), ("number", by_chief.as_str())];
        let preview = chief.post("/desk/bulk", &chosen).await;
        preview.shows("将办理 1 件").shows("现在不由您办理这一步");
        // A version that was never previewed is no way around it.
        let forged = format!("{by_chief}:{}", app.case(&by_chief).version);
        let result = chief.post("/desk/bulk/confirmation", &[("act", "approve"), ("matter", &forged)]).await;
        result.shows("没有办理 1 件");
        assert_eq!(app.case(&by_chief).state, "proposed");
        app.run_jobs();
    }

    /// What was done to many is taken back together within ten seconds, each by itself and by whoever did
    /// it; where something happened since, it stands (`S4`).
    async fn many_are_taken_back_each_by_itself(app: TestApp) {
        let file = |key: &str| filed(&app, report(key, Some("140821"))).case.number;
        let numbers = [file("one"), file("two"), file("three")];
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        let accept = async |numbers: &[&String]| {
            let mut chosen = vec![("act", "accept"), ("filled", "yes"), ("track", "violation")];
            chosen.extend(numbers.iter().map(|number| ("number", number.as_str())));
            let matters = seen(&officer.post("/desk/bulk", &chosen).await);
            let mut confirmed = vec![("act", "accept"), ("track", "violation")];
            confirmed.extend(as_fields(&matters));
            officer.post("/desk/bulk/confirmation", &confirmed).await
        };
        let done = accept(&[&numbers[0], &numbers[1], &numbers[2]]).await;
        done.shows("已办理 3 件").shows("3 件，还可以一起撤销").shows("全部撤销");
        let matters = seen(&done);
        assert_eq!(matters.len(), 3);
        let mut back = vec![("act", "accept")];
        back.extend(as_fields(&matters));
        // Meanwhile the chief goes on with one of them.
        act(&chief, &numbers[1], "inspections", &INSPECTION).await;
        chief.post("/desk/bulk/undo", &back).await.shows("没有撤销 3 件").hides("已撤销");
        let undone = officer.post("/desk/bulk/undo", &back).await;
        undone.shows("已撤销 2 件").shows("没有撤销 1 件").shows("此后这件事又有了变化");
        let states = || numbers.each_ref().map(|number| app.case(number).state);
        assert_eq!(states(), ["assigned", "accepted", "assigned"]);
        // Sent twice, it is still so.
        officer.post("/desk/bulk/undo", &back).await.shows("已撤销 2 件").shows("已经撤销过了");
        assert_eq!(states(), ["assigned", "accepted", "assigned"]);

        let done = accept(&[&numbers[0], &numbers[2]]).await;
        let matters = seen(&done);
        let mut late = vec![("act", "accept")];
        late.extend(as_fields(&matters));
        // The entries of before are not those of now.
        officer.post("/desk/bulk/undo", &back).await.shows("已经撤销过了");
        assert_eq!(states(), ["accepted", "accepted", "accepted"]);
        app.app.clock.advance(undo::TIME);
        officer.post("/desk/bulk/undo", &late).await.shows("没有撤销 2 件").shows("撤销的时间已过");
        assert_eq!(states(), ["accepted", "accepted", "accepted"]);
        officer.post("/desk/bulk/undo", &[("act", "accept")]).await.shows("请先在列表里勾选事项");
        // An act that cannot be taken back is not offered to be.
        let supervisor = app.supervisor();
        let mut chosen = vec![("act", "chase"), ("filled", "yes"), ("chase", "请抓紧")];
        chosen.extend(numbers.iter().map(|number| ("number", number.as_str())));
        let matters = seen(&supervisor.post("/desk/bulk", &chosen).await);
        let mut confirmed = vec![("act", "chase"), ("chase", "请抓紧")];
        confirmed.extend(as_fields(&matters));
        let chased = supervisor.post("/desk/bulk/confirmation", &confirmed).await;
        chased.shows("已办理 3 件").hides("/desk/bulk/undo");
        app.run_jobs();
    }

    /// What must be looked at one by one is not for many (`S2`, `I9`), nor is more than a hundred.
    async fn not_everything_is_for_many(app: TestApp) {
        let number = filed(&app, report("one", Some("140821"))).case.number;
        let officer = app.officer("临猗县");
        for act in ["publish", "propose_decline", "propose_conclusion", "nonsense", ""] {
            let refused = officer.post("/desk/bulk", &[("act", act), ("number", &number)]).await;
            assert_eq!(refused.status, 400, "{act}");
        }
        officer.post("/desk/bulk", &[("act", "accept")]).await.shows("请先在列表里勾选事项");
        let many: Vec<String> = (0..101).map(|at| format!("N{at}")).collect();
        let mut fields = vec![("act", "accept")];
        fields.extend(many.iter().map(|number| ("number", number.as_str())));
        officer.post("/desk/bulk", &fields).await.shows("一次最多 100 件");
        officer.get("/desk").await.hides("value=\"approve\"");
        app.chief("临猗县").get("/desk").await.shows("value=\"approve\"");
    }
}
