# 期限是怎样算出来的（T8）。日期 x 由 x_year、x_month、x_day、x_weekday 给出。

deadlines-start =
    从{ $start_year }年{ $start_month }月{ $start_day }日（{ $start_weekday ->
        [mon] 星期一
        [tue] 星期二
        [wed] 星期三
        [thu] 星期四
        [fri] 星期五
        [sat] 星期六
       *[sun] 星期日
    }）起算，当天不计入。
deadlines-rule-calendar = 期限为{ $count }日，按自然日计算；最后一日不是工作日的，顺延到下一个工作日。
deadlines-rule-working = 期限为{ $count }个工作日，周末和节假日不计，调休上班的日子计入。
deadlines-rule-hour = 期限为{ $count }小时，昼夜连续计算，节假日不顺延。
deadlines-rule-minute = 期限为{ $count }分钟，应当当场告知。
deadlines-rule-month = 期限为{ $count }个月；最后一日不是工作日的，顺延到下一个工作日。
deadlines-moved =
    按期限，最后一日是{ $last_year }年{ $last_month }月{ $last_day }日（{ $last_weekday ->
        [mon] 星期一
        [tue] 星期二
        [wed] 星期三
        [thu] 星期四
        [fri] 星期五
        [sat] 星期六
       *[sun] 星期日
    }），不是工作日，因此顺延。
deadlines-skipped-weekend = { $from_year }年{ $from_month }月{ $from_day }日至{ $to_year }年{ $to_month }月{ $to_day }日是周末，跳过。
deadlines-skipped-weekend-day =
    { $from_year }年{ $from_month }月{ $from_day }日是{ $from_weekday ->
        [mon] 星期一
        [tue] 星期二
        [wed] 星期三
        [thu] 星期四
        [fri] 星期五
        [sat] 星期六
       *[sun] 星期日
    }，跳过。
deadlines-skipped-holiday = { $from_year }年{ $from_month }月{ $from_day }日至{ $to_year }年{ $to_month }月{ $to_day }日是{ $holiday }假期，跳过。
deadlines-skipped-holiday-day = { $from_year }年{ $from_month }月{ $from_day }日是{ $holiday }假期，跳过。
deadlines-unknown-year = { $year }年的放假安排尚未公布，暂按周末计算，公布后会重新计算。
deadlines-due =
    因此最后一日是{ $due_year }年{ $due_month }月{ $due_day }日（{ $due_weekday ->
        [mon] 星期一
        [tue] 星期二
        [wed] 星期三
        [thu] 星期四
        [fri] 星期五
        [sat] 星期六
       *[sun] 星期日
    }）。
deadlines-extended = 经批准延长{ $count }日，从原来的最后一日起算；最后一日不是工作日的，顺延到下一个工作日。
deadlines-extended-working = 经批准延长{ $count }个工作日，从原来的最后一日起算，周末和节假日不计。
deadlines-hearing = 听证{ $count }日不计入期限，最后一日相应顺延；最后一日不是工作日的，顺延到下一个工作日。
deadlines-start-hour = 从{ $start_year }年{ $start_month }月{ $start_day }日 { $start_time } 起算。
deadlines-due-hour = 因此应在{ $due_year }年{ $due_month }月{ $due_day }日 { $due_time } 前完成。
deadlines-source = 依据：{ $source }。
deadlines-given = 这个日期是当时直接定下的，不由期限推算。
deadlines-at-term = 措施的最后一日就是复查的日期。
