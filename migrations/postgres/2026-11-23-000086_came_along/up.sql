-- I8, T2, T7: what came along when a matter was merged into this one, by the matter whose own it is: its
-- dates, and what others were asked about it (R7). It goes back with that matter. Of the dates there are, a
-- matter's own acceptance began when it was opened, and the province's is its own where that forwarded it;
-- where one came through several matters, it is of the first.
ALTER TABLE deadlines ADD COLUMN came_with BIGINT REFERENCES cases (id);
ALTER TABLE referrals ADD COLUMN came_with BIGINT REFERENCES cases (id);
UPDATE deadlines SET came_with = (
    SELECT MIN(m.id) FROM cases m JOIN deadlines d ON d.case_id = m.id
    WHERE m.merged_into = deadlines.case_id AND d.policy = deadlines.policy
        AND d.started_on = deadlines.started_on)
WHERE policy IN ('acceptance', 'forwarded') AND EXISTS (
    SELECT 1 FROM cases c WHERE c.id = deadlines.case_id AND CASE deadlines.policy
        WHEN 'acceptance' THEN c.day <> deadlines.started_on ELSE c.channel <> 'province' END);
UPDATE deadlines SET came_with = (
    SELECT d.came_with FROM deadlines d
    WHERE d.case_id = deadlines.came_with AND d.policy = deadlines.policy
        AND d.started_on = deadlines.started_on)
WHERE EXISTS (
    SELECT 1 FROM deadlines d
    WHERE d.case_id = deadlines.came_with AND d.policy = deadlines.policy
        AND d.started_on = deadlines.started_on AND d.came_with IS NOT NULL);
-- What is still asked about a matter that was merged waits where that goes on.
UPDATE referrals SET came_with = case_id,
    case_id = (SELECT c.merged_into FROM cases c WHERE c.id = referrals.case_id)
WHERE replied_at IS NULL AND taken_back_at IS NULL AND EXISTS (
    SELECT 1 FROM cases c JOIN cases t ON t.id = c.merged_into
    WHERE c.id = referrals.case_id AND t.ended_at IS NULL AND t.bureau <> referrals.department
        AND t.hidden_from NOT LIKE '%' || referrals.department || '%');
