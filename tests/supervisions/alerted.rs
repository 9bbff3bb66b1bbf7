//! Whom an act concerns is told, once; whom it does not concern is not (`C1`, `R3`).

use super::*;

/// How often somebody was told that of the first case.
async fn times(who: &Client, what: &str) -> usize {
    let page = opened(who, "/alerts").await;
    page.text.matches(&format!("挂牌督办 {NUMBER} {what}")).count()
}

on_both! {
    /// From the proposal to the lifting: the city of what it must see to, the county of what is said.
    async fn each_is_told_of_what_concerns_them(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        let chief = app.chief("河津市");
        propose(&people.county).await;
        propose(&people.county).await;
        for head in [&people.supervisor, &people.second, &people.head] {
            assert_eq!(times(head, "等待批准挂牌").await, 1);
        }
        assert_eq!(times(&chief, "").await, 0, "its own proposal");
        let listing = [("listing_due_on", "2027-05-24")];
        done(&people.supervisor, "listing", &listing).await;
        assert_eq!(people.second.post(&resource("listing"), &listing).await.status, 409);
        for who in [&people.county, &chief] {
            assert_eq!(times(who, "已批准挂牌").await, 1);
        }
        let until = [("until", "2027-08-01"), ("reason", "设备未到")];
        done(&people.county, "extension", &until).await;
        assert_eq!(times(&people.second, "申请延期").await, 1);
        done(&people.second, "extension-approval", &[]).await;
        assert_eq!(times(&chief, "已批准延期").await, 1);

        give_all_evidence(&app, &people).await;
        assert_eq!(times(&people.supervisor, "有佐证材料等待核对").await, 2, "one for each piece");
        let piece = unjudged(&app)[0].to_string();
        let rejected = [
            ("evidence_id", piece.as_str()),
            ("judgement", "rejected"),
            ("judgement_note", "照片看不出拆除"),
        ];
        done(&people.second, "judgements", &rejected).await;
        assert_eq!(times(&people.county, "有佐证材料不予认可").await, 1);
        give_all_evidence(&app, &people).await;
        done(&people.county, "application", &[("lifting_statement", "全部完成。")]).await;
        assert_eq!(times(&people.second, "申请解除").await, 1);
        done(&people.supervisor, "correction", &[("note", "新炉未验收")]).await;
        assert_eq!(times(&chief, "被退回继续整改").await, 1);

        reach_notice(&app, &people).await;
        assert_eq!(times(&chief, "开始解除公示").await, 1);
        let object = [("objection_text", "夜里还有黑烟。")];
        for _ in 0..2 {
            assert_eq!(public.post(&resource("objections"), &object).await.status, 303);
        }
        for head in [&people.supervisor, &people.head] {
            assert_eq!(times(head, "在公示期收到异议").await, 1);
        }
        let objection = objections(&app)[0].to_string();
        let fields = [
            ("objection", objection.as_str()),
            ("decision", "rejected"),
            ("reason", "夜间复查三次，未见黑烟。"),
        ];
        done(&people.second, "objection-decision", &fields).await;
        let people = pass(&app, 8);
        done(&people.second, "lifting", &[]).await;
        let (chief, other) = (app.chief("河津市"), app.chief("临猗县"));
        assert_eq!(times(&chief, "已解除").await, 1);
        for nothing in ["未予批准", "异议成立", "延期未获批准"] {
            assert_eq!(times(&chief, nothing).await, 0, "{nothing}");
        }
        assert_eq!(times(&other, "").await, 0, "another county");
    }

    /// A refusal is told to whoever proposed, and to nobody else.
    async fn a_refusal_is_told_to_the_proposer(app: TestApp) {
        let people = People::of(&app);
        let chief = app.chief("河津市");
        propose(&people.county).await;
        done(&people.supervisor, "refusal", &[("refusal", "证据不足")]).await;
        assert_eq!(times(&people.county, "未予批准").await, 1);
        assert_eq!(times(&chief, "").await, 0);
    }

    /// A bureau from which a matter behind the case is kept learns nothing of it by an alert (`R3`).
    async fn whom_it_is_about_is_not_told(app: TestApp) {
        let people = People::of(&app);
        propose(&people.supervisor).await;
        matter_against(&app, "140882");
        let behind = format!(
            "INSERT INTO supervision_cases (supervision_id, case_id) SELECT s.id, c.id \
             FROM supervisions s, cases c WHERE c.number = '{AGAINST}'",
        );
        app.tamper(&behind).expect("behind it");
        done(&people.second, "listing", &[("listing_due_on", "2027-05-24")]).await;
        assert_eq!(times(&people.county, "").await, 0);
        let until = [("until", "2027-08-01"), ("reason", "设备未到")];
        done(&people.supervisor, "extension", &until).await;
        assert_eq!(times(&people.second, "申请延期").await, 1, "the city is");
        app.run_jobs();
    }
}
