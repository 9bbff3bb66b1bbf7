//! Evidence and pictures: what was given, who looked at it, and what nobody outside ever sees (`L4`,
//! `S1`–`S3`).

use super::*;
use crate::support::acts::photo;

const PDF: &[u8] = b"%PDF-1.7 inspection of the works by Zhang Sanfeng";

/// Addresses of pictures on a page.
fn photos(page: &Page, base: &str) -> Vec<String> {
    let marker = format!("src=\"{base}/supervisions/{NUMBER}/photos/");
    let found = page.text.split(&marker).skip(1).filter_map(|rest| rest.split('"').next());
    found.map(|id| format!("{base}/supervisions/{NUMBER}/photos/{id}")).collect()
}

on_both! {
    /// Pictures, documents and figures come with evidence; the public sees copies of the pictures and
    /// the figures when the city has accepted it, and nothing of the documents but how many they are.
    async fn evidence_is_public_when_it_was_accepted(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        list(&people).await;
        let row = requirements(&app)[0].to_string();
        let fields = [
            ("requirement_id", row.as_str()),
            ("evidence", "旧炉已拆。"),
            ("document", "河环验〔2026〕3号"),
            ("figures", "化学需氧量，38，mg/L，50，2026-11-20\n烟尘，61，mg/m3，30，2026-11-20"),
        ];
        let wrong = [
            ("photos", "a.jpg", b"no picture".to_vec()),
            ("files", "b.pdf", b"no document".to_vec()),
        ];
        let page = people.county.upload(&resource("evidence"), &fields, &wrong[..1]).await;
        assert_eq!(page.status, 422);
        page.shows("a.jpg").shows("旧炉已拆。");
        let page = people.county.upload(&resource("evidence"), &fields, &wrong[1..]).await;
        assert_eq!(page.status, 422);
        page.shows("不是 PDF");
        let mut gap = fields;
        gap[3].1 = "化学需氧量，38";
        let page = people.county.post(&resource("evidence"), &gap).await;
        assert_eq!(page.status, 422);
        page.shows("第 1 行").shows("旧炉已拆。");
        let right = [("photos", "李四家门口.jpg", photo()), ("files", "张三丰谈话.pdf", PDF.to_vec())];
        let page = people.county.upload(&resource("evidence"), &fields, &right).await;
        assert_eq!(page.status, 303, "{}", page.words());

        let path = format!("/supervisions/{NUMBER}");
        let before = public.get(&path).await;
        before.shows("市局正在核对").hides("旧炉已拆").hides("化学需氧量").hides("/photos/");
        let desk = people.first_visitor.get(&format!("/desk{path}")).await;
        desk.shows("待核对").shows("张三丰谈话.pdf").shows("化学需氧量").shows("超标");
        let photo = photos(&desk, "/desk").remove(0);
        let hidden = photo.replace("/desk", "");
        assert_eq!(public.get(&hidden).await.status, 404, "not looked at yet");
        assert_eq!(public.get(&photo).await.status, 303, "log in first");
        assert_eq!(app.chief("临猗县").get(&photo).await.status, 404);
        people.first_visitor.get(&photo).await.hides("Exif").hides("GPS");

        let judge = |judgement: &'static str, note: &'static str| {
            vec![("judgement", judgement), ("judgement_note", note)]
        };
        let piece = unjudged(&app)[0].to_string();
        let say = |mut fields: Vec<(&'static str, &'static str)>| {
            let piece: &'static str = piece.clone().leak();
            fields.push(("evidence_id", piece));
            fields
        };
        let page = people.county.post(&resource("judgements"), &say(judge("accepted", ""))).await;
        assert_eq!(page.status, 403, "the county does not judge its own");
        let page = people.second.post(&resource("judgements"), &say(judge("rejected", ""))).await;
        assert_eq!(page.status, 422, "why?");
        done(&people.second, "judgements", &say(judge("accepted", ""))).await;
        let page = public.get(&path).await;
        page.shows("旧炉已拆").shows("化学需氧量").shows("超标").shows("附文书 1 份").shows("完成 1 / 2");
        page.hides("张三丰").hides("李四").hides("/documents/").hides("GPS");
        let copy = public.get(&photos(&page, "")[0]).await;
        assert_eq!((copy.status, copy.header("content-type")), (200, "image/jpeg"));
        copy.hides("Exif").hides("GPS").hides("HUAWEI").hides("李四");
        assert_eq!(public.get(&format!("{path}/photos/999")).await.status, 404);

        let at = desk.text.find("/documents/").expect("a document");
        let id = desk.text[at..].split('"').next().expect("its address");
        let document = format!("/desk{path}{id}");
        let page = people.county.get(&document).await;
        assert_eq!((page.status, page.header("content-type")), (200, "application/pdf"));
        assert!(page.header("content-disposition").starts_with("attachment"));
        page.shows("Zhang Sanfeng");
        assert_eq!(public.get(&document).await.status, 303, "log in first");
        assert_eq!(app.chief("临猗县").get(&document).await.status, 404);
        assert_eq!(app.clerk().get(&document).await.status, 403);
    }

    /// What was rejected is no evidence; once lifting is applied for, what is wanting sends the whole
    /// case back.
    async fn rejected_evidence_does_not_count(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        list(&people).await;
        give_all_evidence(&app, &people).await;
        let piece = unjudged(&app)[0].to_string();
        let fields = [
            ("evidence_id", piece.as_str()),
            ("judgement", "rejected"),
            ("judgement_note", "照片看不出拆除"),
        ];
        done(&people.second, "judgements", &fields).await;
        assert_eq!(people.second.post(&resource("judgements"), &fields).await.status, 422, "once");
        let application = [("lifting_statement", "好了")];
        let page = people.county.post(&resource("application"), &application).await;
        assert_eq!(page.status, 409);
        page.shows("还有 1 项督办事项没有佐证材料");
        people.county.get(&format!("/desk/supervisions/{NUMBER}")).await.shows("照片看不出拆除");
        public.get(&format!("/supervisions/{NUMBER}")).await.hides("照片看不出拆除");
        give_all_evidence(&app, &people).await;
        done(&people.county, "application", &application).await;
        let piece = unjudged(&app)[0].to_string();
        let late = [fields[1], fields[2], ("evidence_id", piece.as_str())];
        let page = people.second.post(&resource("judgements"), &late).await;
        assert_eq!(page.status, 422);
        page.shows("退回整改");
        let forged = format!(
            "INSERT INTO supervision_judgements (evidence_id, accepted, note, by_account, at) \
             SELECT {piece}, TRUE, '', id, created_at FROM accounts WHERE login = 'officer-河津市'"
        );
        leaves_a_note(&app, &forged);
        leaves_a_note(&app, "DELETE FROM supervision_judgements");
        assert_eq!(unjudged(&app)[0].to_string(), piece, "the county accepts nothing");
    }

    /// Pictures before and after: chosen by one person, shown when another has looked at them.
    async fn pictures_are_shown_when_somebody_checked_them(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        list(&people).await;
        let path = format!("/supervisions/{NUMBER}");
        let none = people.county.upload(&resource("pictures"), &[("moment", "before")], &[]).await;
        assert_eq!(none.status, 422, "no picture");
        for moment in ["before", "after"] {
            let files = [("photos", "王五.jpg", photo())];
            let page = people.supervisor.upload(&resource("pictures"), &[("moment", moment)], &files).await;
            assert_eq!(page.status, 303, "{}", page.words());
        }
        public.get(&path).await.hides("整改前后").hides("/photos/");
        let rows: Vec<i64> = app.query(|connection| {
            let id = Supervision::by_number(connection, NUMBER)?.id;
            let records = supervisions::records::Records::of(connection, id)?;
            Ok(records.pictures.iter().map(|picture| picture.id).collect())
        });
        let check = |row: i64, shown: &'static str| {
            [("picture", row.to_string()), ("shown", shown.to_owned())]
        };
        let sent = |fields: &[(&'static str, String); 2]| {
            fields.iter().map(|(name, value)| (*name, value.clone().leak() as &str)).collect::<Vec<_>>()
        };
        let own = people.supervisor.post(&resource("picture-checks"), &sent(&check(rows[0], "yes"))).await;
        assert_eq!(own.status, 409);
        own.shows("由另一人核对");
        assert_eq!(people.county.post(&resource("picture-checks"), &sent(&check(rows[0], "yes"))).await.status, 403);
        done(&people.second, "picture-checks", &sent(&check(rows[0], "yes"))).await;
        done(&people.second, "picture-checks", &sent(&check(rows[1], "no"))).await;
        let page = public.get(&path).await;
        page.shows("整改前后").hides("王五");
        let shown = photos(&page, "");
        assert_eq!(shown.len(), 1, "the other is not shown");
        public.get(&shown[0]).await.hides("Exif").hides("GPS").hides("HUAWEI");
        let desk = people.county.get(&format!("/desk{path}")).await;
        let all = photos(&desk, "/desk");
        assert_eq!(all.len(), 2);
        let statuses = [public.get(&all[0].replace("/desk", "")).await, public.get(&all[1].replace("/desk", "")).await];
        assert_eq!(statuses.map(|page| page.status), [200, 404]);
        leaves_a_note(&app, "UPDATE supervision_pictures SET shown = TRUE");
        people.second.get(&format!("/desk{path}")).await.hides("王五");
    }

    /// What may point to a person is pointed out to whoever makes a text public: who lists, who judges
    /// evidence, who decides an objection, and whoever writes what is public at once (`S2`).
    async fn what_may_point_to_a_person_is_pointed_out(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        let (path, desk) = (format!("/supervisions/{NUMBER}"), format!("/desk/supervisions/{NUMBER}"));
        let mut fields = proposal("marks", "140882");
        fields[4].1 = "举报人：张三丰，电话13800138000，旧焦炉未关停。";
        assert_eq!(people.county.post("/supervisions", &fields).await.status, 303);
        let page = opened(&people.supervisor, &desk).await;
        page.shows("请留意文字中可能指向个人的内容").shows("姓名: 张三丰").shows("电话: 13800138000");
        opened(&people.county, &desk).await.hides("请留意文字");
        done(&people.supervisor, "listing", &[("listing_due_on", "2027-05-24")]).await;

        let row = requirements(&app)[0].to_string();
        let given = [("requirement_id", row.as_str()), ("evidence", "已拆除，联系人：李四光，13900139000。")];
        done(&people.county, "evidence", &given).await;
        let page = opened(&people.first_visitor, &desk).await;
        page.shows("姓名: 李四光").shows("电话: 13900139000");

        let mut note = vec![("progress", "旧炉已熄火，值班电话13700137000。")];
        let page = people.county.post(&resource("progress"), &note).await;
        assert_eq!(page.status, 422);
        page.shows("可能有指向个人的内容：13700137000").shows("name=\"checked\"").shows("旧炉已熄火");
        opened(&public, &path).await.hides("旧炉已熄火");
        note.push(("checked", "yes"));
        done(&people.county, "progress", &note).await;
        opened(&public, &path).await.shows("值班电话13700137000");
        done(&people.county, "progress", &[("progress", "新炉已动工。")]).await;

        accept_all_evidence(&app, &people).await;
        give_all_evidence(&app, &people).await;
        done(&people.county, "application", &[("lifting_statement", "完成，电话13600136000")]).await;
        accept_all_evidence(&app, &people).await;
        verify(&people, "2026-11-23").await;
        opened(&people.head, &desk).await.shows("电话: 13600136000");
        let notice = [("notice_text", "已完成，请联系13600136000。")];
        assert_eq!(people.head.post(&resource("approval"), &notice).await.status, 422);
        done(&people.head, "approval", &[("notice_text", "旧炉已拆，新炉已验收。")]).await;
        let object = [("objection_text", "夜里还有黑烟，电话13500135000。")];
        assert_eq!(public.post(&resource("objections"), &object).await.status, 303);
        opened(&people.head, &desk).await.shows("电话: 13500135000");
        let objection = objections(&app)[0].to_string();
        let decision = [
            ("objection", objection.as_str()),
            ("decision", "rejected"),
            ("reason", "已与13500135000核实。"),
        ];
        let page = people.head.post(&resource("objection-decision"), &decision).await;
        assert_eq!(page.status, 422);
        page.shows("可能有指向个人的内容：13500135000");
        opened(&public, &path).await.hides("13500135000");
    }

    /// Whoever is answerable is named by office in public, and by name to the office alone.
    async fn offices_are_public_and_names_are_not(app: TestApp) {
        let (people, public) = (People::of(&app), app.citizen());
        let mut named = proposal("names", "140882");
        named.extend([("responsible_name", "赵钱孙"), ("officer_name", "李周吴")]);
        assert_eq!(people.county.post("/supervisions", &named).await.status, 303);
        done(&people.supervisor, "listing", &[("listing_due_on", "2027-05-24")]).await;
        let page = public.get(&format!("/supervisions/{NUMBER}")).await;
        page.shows("河津市副市长").shows("市局督查科").hides("赵钱孙").hides("李周吴");
        for path in ["/supervisions", "/supervisions/feed", &format!("/supervisions/{NUMBER}/feed")] {
            opened(&public, path).await.hides("赵钱孙").hides("李周吴");
        }
        let found = opened(&public, "/supervisions?q=%E8%B5%B5%E9%92%B1%E5%AD%99").await;
        found.hides(NUMBER);
        let desk = people.county.get(&format!("/desk/supervisions/{NUMBER}")).await;
        desk.shows("赵钱孙").shows("李周吴");
    }
}
