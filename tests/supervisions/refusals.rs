//! Bad input, acts out of order, and people who may not.

use super::*;

/// `ARCHITECTURE.md` prints the table as it is.
#[test]
fn the_printed_lifecycle_is_the_lifecycle() {
    let page = std::fs::read_to_string("ARCHITECTURE.md").expect("ARCHITECTURE.md");
    let printed = supervisions::lifecycle::printed();
    assert!(page.contains(&printed), "print it anew:\n{printed}");
}

on_both! {
    /// Missing fields are named, and all that was typed is kept.
    async fn a_proposal_with_gaps_is_shown_again(app: TestApp) {
        let supervisor = app.supervisor();
        let page = supervisor.get("/desk/supervisions/new").await;
        page.shows("临猗县").shows("2027-05-24");
        let fields = [
            ("submission", "x"),
            ("listing_title", "一家造纸厂"),
            ("requirement", "停产"),
            ("requirement", "拆除"),
            ("grounds", "health"),
            ("listing_due_on", "2028-01-01"),
        ];
        let page = supervisor.post("/supervisions", &fields).await;
        assert_eq!(page.status, 422);
        page.shows("一家造纸厂").shows("停产").shows("拆除").shows("2028-01-01");
        page.shows("请至少写一个涉及单位").shows("请选择负责整改的县").shows("总共不能超过一年");
        page.shows("value=\"health\" checked");
        let none: i64 = app.query(|connection| {
            Ok(supervisions::list::counts(connection, supervisions::list::public, &Default::default(), app.app.clock.today())?
                .values().sum())
        });
        assert_eq!(none, 0);
        let mut unknown = proposal("y", "140882");
        unknown.push(("cases_behind", "YC-20260101-00011"));
        unknown.push(("relapse_of", "GD-2020-001"));
        let page = supervisor.post("/supervisions", &unknown).await;
        assert_eq!(page.status, 422);
        page.shows("没有找到编号 YC-20260101-00011");
    }

    /// An act out of order says what is the case, and changes nothing.
    async fn acts_out_of_order_are_refused(app: TestApp) {
        let people = People::of(&app);
        propose(&people.county).await;
        let page = people.county.post(&resource("application"), &[("lifting_statement", "好")]).await;
        assert_eq!(page.status, 409);
        page.shows("还在等待批准挂牌");
        let listing = [("listing_due_on", "2027-05-24")];
        done(&people.supervisor, "listing", &listing).await;
        let before = case(&app).version;
        assert_eq!(people.second.post(&resource("listing"), &listing).await.status, 409);
        let visit = [("visited_on", "2026-11-23"), ("findings", "看了")];
        assert_eq!(people.first_visitor.post(&resource("verifications"), &visit).await.status, 409);
        assert_eq!(people.head.post(&resource("approval"), &[("notice_text", "好")]).await.status, 409);
        assert_eq!(people.head.post(&resource("lifting"), &[]).await.status, 409);
        let objection = [("objection_text", "不行")];
        assert_eq!(app.citizen().post(&resource("objections"), &objection).await.status, 409);
        let stale = [("version", "1"), ("progress", "旧表单")];
        assert_eq!(people.county.post(&resource("progress"), &stale).await.status, 409);
        assert_eq!(case(&app).version, before, "nothing changed");

        give_all_evidence(&app, &people).await;
        done(&people.county, "application", &[("lifting_statement", "全部完成。")]).await;
        done(&people.first_visitor, "verifications", &visit).await;
        let again = people.first_visitor.post(&resource("verifications"), &visit).await;
        assert_eq!(again.status, 409);
        again.shows("还需要另一名市局人员核查");
        accept_all_evidence(&app, &people).await;
        let early = people.head.post(&resource("approval"), &[("notice_text", "好")]).await;
        assert_eq!(early.status, 409, "one verifier");
        early.shows("现在是 1 名");
        assert_eq!(people.first_visitor.post(&resource("nonsense"), &[]).await.status, 404);
        let day = [("visited_on", "2026-11-22"), ("findings", "去过了")];
        let page = people.second_visitor.post(&resource("verifications"), &day).await;
        assert_eq!(page.status, 422, "before the application");
        page.shows("去过了").shows("核查要在申请解除之后进行");
    }

    /// Who may not, may not: other counties do not even learn that it exists (`P3`, `L2`, `L4`).
    async fn others_are_kept_out(app: TestApp) {
        let people = People::of(&app);
        let (other, public) = (app.chief("临猗县"), app.citizen());
        propose(&people.county).await;
        assert_eq!(other.get(&format!("/desk/supervisions/{NUMBER}")).await.status, 404);
        opened(&other, "/desk/supervisions").await.hides(NUMBER);
        assert_eq!(app.clerk().get("/desk/supervisions").await.status, 403);
        assert_eq!(app.clerk().get("/desk/supervisions/new").await.status, 403);
        assert_eq!(app.province().get("/desk/supervisions/new").await.status, 403);
        assert_eq!(app.province().post("/supervisions", &proposal("z", "140882")).await.status, 403);
        assert_eq!(public.get("/desk/supervisions").await.status, 303, "log in first");
        let listing = [("listing_due_on", "2027-05-24")];
        assert_eq!(public.post(&resource("listing"), &listing).await.status, 401);
        assert_eq!(other.post(&resource("listing"), &listing).await.status, 404);
        assert_eq!(people.county.post(&resource("listing"), &listing).await.status, 403);
        assert_eq!(app.dispatcher().post(&resource("listing"), &listing).await.status, 403);
        assert_eq!(case(&app).state, "proposed");

        done(&people.supervisor, "refusal", &[("refusal", "证据不足")]).await;
        people.county.get(&format!("/desk/supervisions/{NUMBER}")).await.shows("证据不足");
        assert_eq!(public.get(&format!("/supervisions/{NUMBER}")).await.status, 404);
    }

    /// Whoever proposed does not list, and whoever had a part does not approve (`L2`, `L4`, `C2`).
    async fn proposers_and_verifiers_do_not_approve(app: TestApp) {
        let people = People::of(&app);
        propose(&people.supervisor).await;
        let listing = [("listing_due_on", "2027-05-24")];
        assert_eq!(people.supervisor.post(&resource("listing"), &listing).await.status, 409);
        done(&people.second, "listing", &listing).await;
        give_all_evidence(&app, &people).await;
        done(&people.county, "application", &[("lifting_statement", "全部完成。")]).await;
        accept_all_evidence(&app, &people).await;
        let visit = [("visited_on", "2026-11-23"), ("findings", "看了")];
        done(&people.second, "verifications", &visit).await;
        assert_eq!(people.county.post(&resource("verifications"), &visit).await.status, 403);
        done(&people.first_visitor, "verifications", &visit).await;
        for involved in [&people.supervisor, &people.second] {
            let page = involved.post(&resource("approval"), &[("notice_text", "好")]).await;
            assert_eq!(page.status, 409);
            page.shows("请由另一人办理");
        }
        assert_eq!(people.first_visitor.post(&resource("approval"), &[("notice_text", "好")]).await.status, 403);
        done(&people.head, "approval", &[("notice_text", "好")]).await;
    }

    /// An objection needs words; they are kept when there are too many.
    async fn an_objection_needs_words(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        list(&people).await;
        reach_notice(&app, &people).await;
        let page = public.post(&resource("objections"), &[("objection_text", " ")]).await;
        assert_eq!(page.status, 422);
        page.shows("请写明还有什么问题没有解决");
        let long = "黑烟".repeat(1_001);
        let page = public.post(&resource("objections"), &[("objection_text", &long)]).await;
        assert_eq!(page.status, 422);
        page.shows(&long);
        pass(&app, 8);
        let late = public.post(&resource("objections"), &[("objection_text", "晚了")]).await;
        assert_eq!(late.status, 409);
        late.shows("公示期已过");
    }

    /// With two counties, a plant that the register does not know says in which of them it is (`L1`).
    async fn a_plant_of_several_counties_says_where_it_is(app: TestApp) {
        let (supervisor, second) = (app.supervisor(), app.staff("supervisor-2", Role::Supervisor, "140800"));
        let mut fields = proposal("two counties", "140882");
        fields.push(("bureau", "140821"));
        fields[2].1 = "青石沟焦化厂\n涑水印染厂";
        let page = supervisor.post("/supervisions", &fields).await;
        assert_eq!(page.status, 422);
        page.shows("“青石沟焦化厂”不在这几个县的企业名录里").shows("涑水印染厂");
        fields[2].1 = "青石沟焦化厂｜河津市\n涑水印染厂|永济市";
        let page = supervisor.post("/supervisions", &fields).await;
        assert_eq!(page.status, 422);
        page.shows("“涑水印染厂”后面写的“永济市”不是所选的县");
        fields[2].1 = "青石沟焦化厂｜河津市\n涑水印染厂|临猗县";
        let page = supervisor.post("/supervisions", &fields).await;
        assert_eq!(page.status, 303, "{}", page.words());
        let (first, other) = (app.chief("河津市"), app.chief("临猗县"));
        opened(&first, "/enterprises/QY-00001").await.shows("青石沟焦化厂");
        opened(&other, "/enterprises/QY-00002").await.shows("涑水印染厂");
        assert_eq!(other.get("/enterprises/QY-00001").await.status, 404);
        done(&second, "listing", &[("listing_due_on", "2027-05-24")]).await;
        let page = opened(&app.citizen(), &format!("/supervisions/{NUMBER}")).await;
        page.shows("青石沟焦化厂").shows("涑水印染厂").hides("焦化厂｜").hides("印染厂|");
        // What the register knows needs no county.
        let mut again = proposal("known by now", "140882");
        again.push(("bureau", "140821"));
        again[2].1 = "青石沟焦化厂\n涑水印染厂";
        let page = supervisor.post("/supervisions", &again).await;
        assert_eq!(page.status, 303, "{}", page.words());
        opened(&supervisor, "/desk/supervisions?plant=QY-00002").await.shows("GD-2026-002");
    }

    /// A matter that is kept from a bureau never stands behind a listing given to it (`R3`).
    async fn a_matter_against_a_bureau_is_not_given_to_it(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        list(&people).await;
        let page = public.get(&format!("/supervisions/{NUMBER}")).await;
        page.hides("背后的举报编号");
        matter_against(&app, "140882");
        let mut against = proposal("three", "140882");
        against.push(("cases_behind", AGAINST));
        let page = people.supervisor.post("/supervisions", &against).await;
        assert_eq!(page.status, 422);
        page.shows("依照回避规定");
        let page = people.county.post("/supervisions", &against).await;
        assert_eq!(page.status, 422);
        page.shows("没有找到编号");
    }
}
