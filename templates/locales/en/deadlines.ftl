# How a due date was reckoned (T8). A date x is given as x_year, x_month_key (jan to dec), x_day and x_weekday.

deadlines-start =
    Counted from { $start_weekday ->
        [mon] Monday
        [tue] Tuesday
        [wed] Wednesday
        [thu] Thursday
        [fri] Friday
        [sat] Saturday
       *[sun] Sunday
    }, { $start_day } { $start_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $start_year }; that day itself is not counted.
deadlines-rule-calendar = The limit is { $count } days, counting every day; if the last is not a working day, it moves to the next working day.
deadlines-rule-working = The limit is { $count } working days: weekends and holidays are not counted, make-up working days are.
deadlines-rule-hour = The limit is { $count } hours, by day and by night, on holidays too.
deadlines-rule-minute = { $count } minutes: to be told at once.
deadlines-rule-month = The limit in months is { $count }; if the last day is not a working day, it moves to the next working day.
deadlines-moved =
    By the limit alone the last day would be { $last_weekday ->
        [mon] Monday
        [tue] Tuesday
        [wed] Wednesday
        [thu] Thursday
        [fri] Friday
        [sat] Saturday
       *[sun] Sunday
    }, { $last_day } { $last_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $last_year }, which is not a working day, so it moves.
deadlines-skipped-weekend =
    { $from_day } { $from_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $from_year } to { $to_day } { $to_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $to_year } is a weekend and is skipped.
deadlines-skipped-weekend-day =
    { $from_day } { $from_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $from_year } is a { $from_weekday ->
        [mon] Monday
        [tue] Tuesday
        [wed] Wednesday
        [thu] Thursday
        [fri] Friday
        [sat] Saturday
       *[sun] Sunday
    } and is skipped.
deadlines-skipped-holiday =
    { $from_day } { $from_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $from_year } to { $to_day } { $to_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $to_year } is the { $holiday_en } holiday and is skipped.
deadlines-skipped-holiday-day =
    { $from_day } { $from_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $from_year } is the { $holiday_en } holiday and is skipped.
deadlines-unknown-year = The holidays of { $year } are not published yet: only weekends are reckoned for now, and the date will be reckoned again.
deadlines-due =
    So the last day is { $due_weekday ->
        [mon] Monday
        [tue] Tuesday
        [wed] Wednesday
        [thu] Thursday
        [fri] Friday
        [sat] Saturday
       *[sun] Sunday
    }, { $due_day } { $due_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $due_year }.
deadlines-extended = It was extended by { $count } days from the last day before; a last day that is no working day moves to the next one.
deadlines-extended-working = It was extended by { $count } working days from the last day before; weekends and holidays are not counted.
deadlines-hearing = { $count } days of hearing do not count and move the last day; a last day that is no working day moves to the next one.
deadlines-start-hour =
    Counted from { $start_time } on { $start_day } { $start_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $start_year }.
deadlines-due-hour =
    So it ends at { $due_time } on { $due_day } { $due_month_key ->
        [jan] January
        [feb] February
        [mar] March
        [apr] April
        [may] May
        [jun] June
        [jul] July
        [aug] August
        [sep] September
        [oct] October
        [nov] November
       *[dec] December
    } { $due_year }.
deadlines-source = By { $source_en }.
deadlines-given = This date was set as it is, and not reckoned from a limit.
deadlines-at-term = The last day of the measure is the day to look at it.
