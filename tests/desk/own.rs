//! What people make their own: filters of the list, and texts to be used again.

use super::filed;
use crate::{cases::report, on_both};

on_both! {
    /// A filter by name is a tab with its count; the day can begin with it; the chief shares it.
    async fn a_filter_is_kept(app: TestApp) {
        let assigned = filed(&app, report("assigned", Some("140821"))).case.number;
        let (officer, chief) = (app.officer("临猗县"), app.chief("临猗县"));
        officer.get("/desk?state=assigned").await.shows("/desk/filters?list&#x3D;state%3Dassigned");
        let form = officer.get("/desk/filters?list=state%3Dassigned").await;
        assert_eq!(form.field("query"), "state=assigned");
        // Without a list there is nothing to keep.
        for bare in ["/desk/filters", "/desk/filters?list=", "/desk/filters?said=filter"] {
            officer.get(bare).await.shows("先在工作台的列表里选好").hides("name=\"filter_name\"");
        }
        let nothing = officer.post("/desk/filters", &[("filter_name", "空的筛选"), ("query", "page=2")]).await;
        assert_eq!(nothing.status, 422);
        nothing.shows("没有可以保存的");
        let kept = [("filter_name", "等待受理"), ("query", "state=assigned&page=7")];
        officer.post("/desk/filters", &kept).await;
        let concluded = [("filter_name", "办结的"), ("query", "state=concluded")];
        officer.post("/desk/filters", &concluded).await;
        officer.get("/desk").await.shows("等待受理 <span>1</span>").shows("办结的 <span>0</span>");
        chief.get("/desk").await.hides("等待受理 <span>");
        let page = officer.get("/desk/filters").await;
        page.shows("<span class=\"ms-small ms-muted\">待受理</span>").hides("空的筛选");
        let id = page.field("id");
        officer.post("/desk/filters/start", &[("id", &id)]).await;
        officer.get("/desk").await.shows("aria-current=\"page\">等待受理").shows(&assigned);
        officer.get("/desk?state=open").await.hides("aria-current=\"page\">等待受理");
        // Not shared by an officer, nor taken away by somebody else.
        let shared = [("filter_name", "全县的"), ("query", "due=late"), ("shared", "yes")];
        assert_eq!(officer.post("/desk/filters", &shared).await.status, 403);
        assert_eq!(chief.post(&format!("/desk/filters/{id}/removal"), &[]).await.status, 404);
        assert_eq!(chief.post("/desk/filters/start", &[("id", &id)]).await.status, 404);
        chief.post("/desk/filters", &shared).await;
        officer.get("/desk?state=open").await.shows("全县的 <span>0</span>");
        app.officer("永济市").get("/desk").await.hides("全县的");
        officer.post(&format!("/desk/filters/{id}/removal"), &[]).await;
        officer.get("/desk").await.hides("等待受理 <span>");
        let nameless = officer.post("/desk/filters", &[("filter_name", ""), ("query", "due=late")]).await;
        assert_eq!(nameless.status, 422);
        nameless.shows("请给这个筛选起个名字");
        assert_eq!(app.clerk().get("/desk/filters").await.status, 403);
    }

    /// Texts are a person's own or the bureau's, and are filled in from the matter; nothing in them
    /// can say who reported (`S1`).
    async fn a_text_is_used_again(app: TestApp) {
        let mut new = report("phrase", Some("140821"));
        new.plant = "青禾<b>印染".to_owned();
        new.reporter_kind = "named";
        new.identity.name = "举报人甲".to_owned();
        let number = filed(&app, new).case.number;
        let (officer, chief, other) =
            (app.officer("临猗县"), app.chief("临猗县"), app.officer("永济市"));
        let own = [("title", "开头"), ("phrase", "{date}，我局对{plant}（{number}）{nobody}进行了检查。")];
        officer.post("/desk/phrases", &own).await;
        let shared = [("title", "结尾"), ("phrase", "特此告知。{officer}"), ("of_bureau", "yes")];
        assert_eq!(officer.post("/desk/phrases", &shared).await.status, 403);
        chief.post("/desk/phrases", &shared).await;
        let page = officer.get(&format!("/cases/{number}/phrases")).await;
        page.shows(&format!("11月23日，我局对青禾&lt;b&gt;印染（{number}）{{nobody}}进行了检查。"));
        page.shows("特此告知。officer-临猗县").hides("举报人甲");
        chief.get("/desk/phrases").await.shows("特此告知").hides("我局对");
        other.get("/desk/phrases").await.hides("特此告知").hides("我局对");
        assert_eq!(other.get(&format!("/cases/{number}/phrases")).await.status, 404);
        officer.get("/desk/phrases").await.shows("开头").shows("结尾");
        let all = officer.get("/desk/phrases").await;
        let id = all.text.split("/desk/phrases/").nth(1).and_then(|it| it.split('"').next()).expect("one").to_owned();
        assert_eq!(chief.post(&format!("/desk/phrases/{id}"), &own).await.status, 404);
        assert_eq!(chief.post(&format!("/desk/phrases/{id}/removal"), &[]).await.status, 404);
        officer.get(&format!("/desk/phrases/{id}")).await.shows("value=\"开头\"");
        officer.post(&format!("/desk/phrases/{id}"), &[("title", "改过"), ("phrase", "新的")]).await;
        officer.get("/desk/phrases").await.shows("改过").hides("我局对");
        let empty = officer.post("/desk/phrases", &[("title", ""), ("phrase", "留着")]).await;
        assert_eq!(empty.status, 422);
        empty.shows("留着").shows("请填写名称");
        officer.post(&format!("/desk/phrases/{id}/removal"), &[]).await;
        officer.get("/desk/phrases").await.hides("改过").shows("结尾");
    }
}
