//! The tables, as the migrations make them; one schema for both engines.

diesel::table! {
    events (id) {
        id -> BigInt,
        subject -> Text,
        subject_id -> BigInt,
        position -> BigInt,
        act -> Text,
        at -> Timestamp,
        actor_id -> Nullable<BigInt>,
        actor -> Text,
        audience -> Text,
        detail -> Text,
        previous -> Text,
        seal -> Text,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        name -> Text,
        payload -> Text,
        dedup_key -> Nullable<Text>,
        run_at -> Timestamp,
        attempts -> Integer,
        locked_until -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        done_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mails (id) {
        id -> BigInt,
        dedup_key -> Text,
        recipient -> Binary,
        subject -> Text,
        body -> Text,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        kind -> Text,
        language -> Text,
        about -> Nullable<Text>,
        about_id -> Nullable<BigInt>,
        failed_at -> Nullable<Timestamp>,
        put_off_since -> Nullable<Timestamp>,
        put_off_last -> Nullable<Timestamp>,
    }
}

diesel::table! {
    counters (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        login -> Text,
        name -> Text,
        role -> Text,
        bureau -> Text,
        password_hash -> Text,
        must_change -> Bool,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
        mail -> Nullable<Text>,
        language -> Text,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        token_hash -> Text,
        account_id -> BigInt,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        user_agent -> Text,
    }
}

diesel::table! {
    cases (id) {
        id -> BigInt,
        number -> Text,
        state -> Text,
        bureau -> Text,
        first_bureau -> Nullable<Text>,
        hidden_from -> Text,
        county -> Nullable<Text>,
        channel -> Text,
        plant -> Text,
        place -> Text,
        summary -> Text,
        kinds -> Text,
        industry -> Nullable<Text>,
        urgent -> Bool,
        rule -> Text,
        reason -> Text,
        alternatives -> Text,
        returns -> Integer,
        opened_at -> Timestamp,
        day -> Date,
        assigned_on -> Nullable<Date>,
        accepted_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        due_kind -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
        ended_on -> Nullable<Date>,
        overdue_at_end -> Bool,
        verdict -> Nullable<Text>,
        public_text -> Nullable<Text>,
        published_at -> Nullable<Timestamp>,
        merged_into -> Nullable<BigInt>,
        version -> BigInt,
        track -> Text,
        state_before -> Nullable<Text>,
        reopened -> Integer,
        review_from -> Nullable<Date>,
        lat -> Nullable<Double>,
        lon -> Nullable<Double>,
        cell -> Nullable<BigInt>,
        closed_plant -> Bool,
        claimed_by -> Nullable<BigInt>,
        claimed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    transfers (id) {
        id -> BigInt,
        case_id -> BigInt,
        from_bureau -> Nullable<Text>,
        to_bureau -> Text,
        rule -> Text,
        reason -> Text,
        by_account -> Nullable<BigInt>,
        at -> Timestamp,
    }
}

diesel::table! {
    inspections (id) {
        id -> BigInt,
        case_id -> BigInt,
        inspected_on -> Date,
        officers -> Text,
        officer_count -> Integer,
        findings -> Text,
        by_account -> BigInt,
        at -> Timestamp,
        bureau -> Nullable<Text>,
    }
}

diesel::table! {
    findings (id) {
        id -> BigInt,
        case_id -> BigInt,
        verdict -> Text,
        text -> Text,
        by_account -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    measures (id) {
        id -> BigInt,
        case_id -> BigInt,
        kind -> Text,
        document -> Text,
        amount_fen -> Nullable<BigInt>,
        due_on -> Nullable<Date>,
        text -> Text,
        taken_on -> Date,
        by_account -> BigInt,
        at -> Timestamp,
        bureau -> Nullable<Text>,
        enterprise_id -> Nullable<BigInt>,
        look_on -> Nullable<Date>,
        ended_on -> Nullable<Date>,
        ended_how -> Nullable<Text>,
        ended_reason -> Nullable<Text>,
        ended_by -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    measure_checks (id) {
        id -> BigInt,
        measure_id -> BigInt,
        checked_on -> Date,
        officers -> Text,
        officer_count -> Integer,
        met -> Bool,
        findings -> Text,
        days -> Nullable<Integer>,
        amount_fen -> Nullable<BigInt>,
        by_account -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    measure_extensions (id) {
        id -> BigInt,
        measure_id -> BigInt,
        until -> Date,
        reason -> Text,
        proposed_by -> BigInt,
        proposed_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        approved -> Nullable<Bool>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    proposals (id) {
        id -> BigInt,
        case_id -> BigInt,
        kind -> Text,
        from_state -> Text,
        reason -> Nullable<Text>,
        internal_text -> Text,
        public_text -> Text,
        answer -> Text,
        proposed_by -> BigInt,
        proposed_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        approved -> Nullable<Bool>,
        note -> Nullable<Text>,
        points_to -> Nullable<Text>,
    }
}

diesel::table! {
    referrals (id) {
        id -> BigInt,
        case_id -> BigInt,
        department -> Text,
        request -> Text,
        by_account -> BigInt,
        at -> Timestamp,
        reply -> Nullable<Text>,
        replied_by -> Nullable<BigInt>,
        replied_at -> Nullable<Timestamp>,
        due_on -> Nullable<Date>,
        taken_back_at -> Nullable<Timestamp>,
        taken_back_by -> Nullable<BigInt>,
        taken_back_reason -> Nullable<Text>,
        look_at -> Timestamp,
        came_with -> Nullable<BigInt>,
    }
}

diesel::table! {
    deadlines (id) {
        id -> BigInt,
        case_id -> BigInt,
        policy -> Text,
        started_on -> Date,
        due_on -> Date,
        stopped_on -> Nullable<Date>,
        extended_days -> Nullable<Integer>,
        paused -> Bool,
        due_at -> Nullable<Timestamp>,
        look_at -> Timestamp,
        came_with -> Nullable<BigInt>,
    }
}

diesel::table! {
    reports (id) {
        id -> BigInt,
        number -> Text,
        submission -> Text,
        code_hash -> Text,
        code_read_out -> Bool,
        channel -> Text,
        text -> Text,
        address -> Text,
        lat -> Nullable<Double>,
        lon -> Nullable<Double>,
        county -> Nullable<Text>,
        plant -> Text,
        kinds -> Text,
        industry -> Nullable<Text>,
        urgent -> Bool,
        reporter_kind -> Text,
        head_count -> Integer,
        language -> Text,
        entered_by -> Nullable<BigInt>,
        received_at -> Timestamp,
        day -> Date,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    case_reports (case_id, report_id) {
        case_id -> BigInt,
        report_id -> BigInt,
        opened -> Bool,
        carried -> Bool,
    }
}

diesel::table! {
    supplements (id) {
        id -> BigInt,
        report_id -> BigInt,
        text -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    identities (report_id) {
        report_id -> BigInt,
        sealed -> Binary,
        phone_index -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    identity_readings (id) {
        id -> BigInt,
        report_id -> BigInt,
        account_id -> BigInt,
        reason -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    attachments (id) {
        id -> BigInt,
        subject -> Text,
        subject_id -> BigInt,
        name -> Text,
        original_key -> Text,
        copy_key -> Text,
        width -> Integer,
        height -> Integer,
        bytes -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    supervisions (id) {
        id -> BigInt,
        number -> Text,
        submission -> Text,
        state -> Text,
        city -> Text,
        title -> Text,
        plants -> Text,
        plant_count -> Integer,
        facts -> Text,
        grounds -> Text,
        basis -> Text,
        responsible -> Text,
        officer -> Text,
        due_on -> Date,
        relapse_of -> Nullable<BigInt>,
        proposed_by -> BigInt,
        proposed_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        refusal -> Nullable<Text>,
        listed_on -> Nullable<Date>,
        escalated_on -> Nullable<Date>,
        lifting_id -> Nullable<BigInt>,
        lifted_on -> Nullable<Date>,
        version -> BigInt,
        responsible_name -> Nullable<Text>,
        officer_name -> Nullable<Text>,
    }
}

diesel::table! {
    supervision_bureaus (supervision_id, bureau) {
        supervision_id -> BigInt,
        bureau -> Text,
    }
}

diesel::table! {
    supervision_cases (supervision_id, case_id) {
        supervision_id -> BigInt,
        case_id -> BigInt,
        known -> Nullable<Text>,
    }
}

diesel::table! {
    supervision_enterprises (supervision_id, enterprise_id) {
        supervision_id -> BigInt,
        enterprise_id -> BigInt,
        known -> Text,
    }
}

diesel::table! {
    supervision_documents (id) {
        id -> BigInt,
        evidence_id -> BigInt,
        name -> Text,
        key -> Text,
        bytes -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    supervision_figures (id) {
        id -> BigInt,
        evidence_id -> BigInt,
        substance -> Text,
        value -> Double,
        unit -> Text,
        most -> Nullable<Double>,
        sampled_on -> Date,
    }
}

diesel::table! {
    supervision_judgements (id) {
        id -> BigInt,
        evidence_id -> BigInt,
        accepted -> Bool,
        note -> Text,
        by_account -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    supervision_pictures (id) {
        id -> BigInt,
        supervision_id -> BigInt,
        moment -> Text,
        by_account -> BigInt,
        at -> Timestamp,
        checked_by -> Nullable<BigInt>,
        checked_at -> Nullable<Timestamp>,
        shown -> Nullable<Bool>,
    }
}

diesel::table! {
    supervision_letters (id) {
        id -> BigInt,
        lifting_id -> BigInt,
        number -> Text,
        office -> Text,
        title -> Text,
        body -> Text,
        issued_on -> Date,
        at -> Timestamp,
    }
}

diesel::table! {
    supervision_attempts (id) {
        id -> BigInt,
        supervision_id -> Nullable<BigInt>,
        place -> Text,
        reason -> Text,
        who -> Text,
        at -> Timestamp,
        entered -> Bool,
    }
}

diesel::table! {
    supervision_letter_files (letter_id) {
        letter_id -> BigInt,
        pdf -> Binary,
    }
}

diesel::table! {
    supervision_requirements (id) {
        id -> BigInt,
        supervision_id -> BigInt,
        position -> Integer,
        text -> Text,
        evidence_after -> BigInt,
    }
}

diesel::table! {
    supervision_evidence (id) {
        id -> BigInt,
        requirement_id -> BigInt,
        text -> Text,
        document -> Text,
        by_account -> BigInt,
        given_on -> Date,
        at -> Timestamp,
    }
}

diesel::table! {
    supervision_notes (id) {
        id -> BigInt,
        supervision_id -> BigInt,
        text -> Text,
        by_account -> BigInt,
        noted_on -> Date,
        at -> Timestamp,
    }
}

diesel::table! {
    supervision_extensions (id) {
        id -> BigInt,
        supervision_id -> BigInt,
        until -> Date,
        reason -> Text,
        proposed_by -> BigInt,
        proposed_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        approved -> Nullable<Bool>,
    }
}

diesel::table! {
    supervision_liftings (id) {
        id -> BigInt,
        supervision_id -> BigInt,
        statement -> Text,
        applied_by -> BigInt,
        applied_on -> Date,
        applied_at -> Timestamp,
        approved_by -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamp>,
        notice -> Nullable<Text>,
        notice_from -> Nullable<Date>,
        notice_until -> Nullable<Date>,
        outcome -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    supervision_verifications (id) {
        id -> BigInt,
        lifting_id -> BigInt,
        account -> BigInt,
        visited_on -> Date,
        findings -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    supervision_objections (id) {
        id -> BigInt,
        lifting_id -> BigInt,
        text -> Text,
        digest -> Text,
        at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        upheld -> Nullable<Bool>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    petition_batches (id) {
        id -> BigInt,
        number -> Text,
        received_on -> Date,
        entered_by -> BigInt,
        at -> Timestamp,
        office -> Text,
        year -> Integer,
        given -> Text,
    }
}

diesel::table! {
    petitions (id) {
        id -> BigInt,
        batch_id -> BigInt,
        number -> Text,
        medium -> Text,
        sent_on -> Date,
        report_id -> BigInt,
        priority -> Bool,
        due_on -> Nullable<Date>,
        report_back -> Bool,
        entered_by -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    report_dates (report_id) {
        report_id -> BigInt,
        dated_on -> Date,
    }
}

diesel::table! {
    pending_pictures (id) {
        id -> BigInt,
        submission -> Text,
        digest -> Text,
        name -> Text,
        original_key -> Text,
        copy_key -> Text,
        width -> Integer,
        height -> Integer,
        bytes -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    promises (id) {
        id -> BigInt,
        case_id -> BigInt,
        proposal_id -> BigInt,
        text -> Text,
        due_on -> Date,
        done -> Nullable<Text>,
        done_on -> Nullable<Date>,
        done_by -> Nullable<BigInt>,
        done_at -> Nullable<Timestamp>,
        look_at -> Timestamp,
    }
}

diesel::table! {
    extensions (id) {
        id -> BigInt,
        case_id -> BigInt,
        deadline_id -> BigInt,
        days -> Integer,
        reason -> Text,
        proposed_by -> BigInt,
        proposed_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        approved -> Nullable<Bool>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    directions (id) {
        id -> BigInt,
        case_id -> BigInt,
        act -> Text,
        text -> Text,
        by_account -> Nullable<BigInt>,
        by_bureau -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    ratings (id) {
        id -> BigInt,
        report_id -> BigInt,
        case_id -> BigInt,
        answer_id -> BigInt,
        intake -> Text,
        handling -> Text,
        solved -> Nullable<Text>,
        cause -> Nullable<Text>,
        words -> Text,
        channel -> Text,
        by_account -> Nullable<BigInt>,
        day -> Date,
        at -> Timestamp,
    }
}

diesel::table! {
    dissatisfactions (id) {
        id -> BigInt,
        case_id -> BigInt,
        answer_id -> BigInt,
        opened_on -> Date,
        due_on -> Date,
        decision -> Nullable<Text>,
        text -> Nullable<Text>,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        look_at -> Timestamp,
    }
}

diesel::table! {
    callback_samples (id) {
        id -> BigInt,
        month -> Text,
        seed -> Text,
        percent -> Integer,
        candidates -> BigInt,
        drawn -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    callbacks (id) {
        id -> BigInt,
        report_id -> BigInt,
        case_id -> BigInt,
        answer_id -> BigInt,
        cause -> Text,
        bureau -> Text,
        opened_at -> Timestamp,
        assigned_to -> Nullable<BigInt>,
        tries -> Integer,
        closed_at -> Nullable<Timestamp>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    callback_tries (id) {
        id -> BigInt,
        callback_id -> BigInt,
        result -> Text,
        note -> Text,
        by_account -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    reviews (id) {
        id -> BigInt,
        case_id -> BigInt,
        answer_id -> BigInt,
        report_id -> BigInt,
        round -> Text,
        channel -> Text,
        grounds -> Text,
        asked_on -> Date,
        asked_by -> Nullable<BigInt>,
        at -> Timestamp,
        unit -> Text,
        due_on -> Date,
        hearing_days -> Integer,
        outcome -> Nullable<Text>,
        decision -> Nullable<Text>,
        decided_on -> Nullable<Date>,
    }
}

diesel::table! {
    review_drafts (id) {
        id -> BigInt,
        review_id -> BigInt,
        outcome -> Text,
        decision -> Text,
        proposed_by -> BigInt,
        proposed_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        approved -> Nullable<Bool>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    review_hearings (id) {
        id -> BigInt,
        review_id -> BigInt,
        from_on -> Date,
        until_on -> Date,
        note -> Text,
        by_account -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    alerts (id) {
        id -> BigInt,
        key -> Text,
        bureau -> Nullable<Text>,
        role -> Nullable<Text>,
        account -> Nullable<BigInt>,
        kind -> Text,
        message -> Text,
        link -> Text,
        mail -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    alert_readings (alert_id, account_id) {
        alert_id -> BigInt,
        account_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    warnings (id) {
        id -> BigInt,
        deadline_id -> BigInt,
        due_on -> Date,
        kind -> Text,
        step -> Integer,
        at -> Timestamp,
    }
}

diesel::table! {
    duty_warnings (id) {
        id -> BigInt,
        policy -> Text,
        duty_id -> BigInt,
        case_id -> BigInt,
        due_on -> Date,
        kind -> Text,
        step -> Integer,
        at -> Timestamp,
    }
}

diesel::table! {
    calendars (id) {
        id -> BigInt,
        year -> Integer,
        days -> Text,
        by_account -> Nullable<BigInt>,
        at -> Timestamp,
    }
}

diesel::table! {
    enterprises (id) {
        id -> BigInt,
        number -> Text,
        name -> Text,
        county -> Text,
        address -> Text,
        lat -> Nullable<Double>,
        lon -> Nullable<Double>,
        industry -> Nullable<Text>,
        credit_code -> Nullable<Text>,
        state -> Text,
        closed_on -> Nullable<Date>,
        confirmed -> Bool,
        merged_into -> Nullable<BigInt>,
        root -> BigInt,
        first_seen -> Date,
        last_seen -> Date,
        reports -> Integer,
        version -> BigInt,
    }
}

diesel::table! {
    enterprise_aliases (id) {
        id -> BigInt,
        enterprise_id -> BigInt,
        county -> Text,
        name_key -> Text,
        name -> Text,
    }
}

diesel::table! {
    case_enterprises (case_id, enterprise_id) {
        case_id -> BigInt,
        enterprise_id -> BigInt,
        tied_by -> Nullable<BigInt>,
        carried_from -> Nullable<BigInt>,
        at -> Timestamp,
    }
}

diesel::table! {
    revisits (id) {
        id -> BigInt,
        enterprise_id -> BigInt,
        case_id -> Nullable<BigInt>,
        bureau -> Text,
        policy -> Text,
        closed_on -> Date,
        due_on -> Date,
        done_on -> Nullable<Date>,
        officers -> Nullable<Text>,
        officer_count -> Nullable<Integer>,
        running -> Nullable<Bool>,
        findings -> Nullable<Text>,
        by_account -> Nullable<BigInt>,
        at -> Nullable<Timestamp>,
        dropped_on -> Nullable<Date>,
    }
}

diesel::table! {
    phrases (id) {
        id -> BigInt,
        bureau -> Text,
        account_id -> Nullable<BigInt>,
        title -> Text,
        text -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    saved_filters (id) {
        id -> BigInt,
        bureau -> Text,
        account_id -> BigInt,
        shared -> Bool,
        name -> Text,
        query -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    start_filters (account_id) {
        account_id -> BigInt,
        filter_id -> BigInt,
    }
}

diesel::table! {
    notes (id) {
        id -> BigInt,
        case_id -> BigInt,
        bureau -> Text,
        account_id -> BigInt,
        text -> Text,
        shown_to -> Text,
        mentioned -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    presences (case_id, account_id) {
        case_id -> BigInt,
        account_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    editings (case_id) {
        case_id -> BigInt,
        account_id -> BigInt,
        since -> Timestamp,
        at -> Timestamp,
        taken_from -> Nullable<BigInt>,
    }
}

diesel::table! {
    undos (id) {
        id -> BigInt,
        case_id -> BigInt,
        event_id -> BigInt,
        account_id -> BigInt,
        act -> Text,
        audience -> Text,
        at -> Timestamp,
        version -> BigInt,
        jobs -> BigInt,
        changes -> Text,
    }
}

diesel::table! {
    mail_refusals (address_index) {
        address_index -> Text,
        refused_at -> Timestamp,
    }
}

diesel::table! {
    letters (id) {
        id -> BigInt,
        number -> Text,
        kind -> Text,
        bureau -> Text,
        case_id -> BigInt,
        report_id -> BigInt,
        event_id -> BigInt,
        language -> Text,
        template_version -> Integer,
        office -> Text,
        title -> Text,
        body -> Text,
        issued_on -> Date,
        issued_at -> Timestamp,
        delivery -> Text,
        mail_key -> Nullable<Text>,
        delivered_on -> Nullable<Date>,
        delivered_way -> Nullable<Text>,
        delivered_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    letter_files (letter_id) {
        letter_id -> BigInt,
        pdf -> Binary,
    }
}

diesel::table! {
    letter_templates (id) {
        id -> BigInt,
        kind -> Text,
        language -> Text,
        version -> Integer,
        text -> Nullable<Text>,
        account_id -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    mail_attachments (id) {
        id -> BigInt,
        mail_id -> BigInt,
        name -> Text,
        media_type -> Text,
        bytes -> Binary,
    }
}

diesel::table! {
    petition_drafts (id) {
        id -> BigInt,
        token -> Text,
        bureau -> Text,
        sealed -> Binary,
        version -> BigInt,
        entered_by -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    petition_keys (id) {
        id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        hash -> Text,
        made_by -> BigInt,
        made_at -> Timestamp,
        revoked_by -> Nullable<BigInt>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    petition_questions (id) {
        id -> BigInt,
        petition_id -> BigInt,
        text -> Text,
        asked_by -> BigInt,
        asked_at -> Timestamp,
        answer -> Nullable<Text>,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    petition_acceptances (id) {
        id -> BigInt,
        petition_id -> BigInt,
        proposal_id -> BigInt,
        note -> Text,
        accepted_by -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    accountabilities (id) {
        id -> BigInt,
        case_id -> BigInt,
        unit -> Text,
        post -> Text,
        kind -> Text,
        taken_on -> Date,
        by_account -> BigInt,
        at -> Timestamp,
        corrects -> Nullable<BigInt>,
        reason -> Text,
        taken_back -> Bool,
    }
}

diesel::table! {
    petition_returns (id) {
        id -> BigInt,
        petition_id -> BigInt,
        proposal_id -> BigInt,
        facts -> Text,
        findings -> Text,
        measures -> Text,
        accountability -> Text,
        state -> Text,
        note -> Text,
        version -> BigInt,
        edited_by -> BigInt,
        edited_at -> Timestamp,
        proposed_by -> Nullable<BigInt>,
        approved_by -> Nullable<BigInt>,
        approved_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    petition_publications (id) {
        id -> BigInt,
        kind -> Text,
        batch_id -> Nullable<BigInt>,
        day -> Nullable<Date>,
        title -> Text,
        content -> Text,
        version -> BigInt,
        bureau -> Text,
        edited_by -> BigInt,
        edited_at -> Timestamp,
        published_by -> Nullable<BigInt>,
        published_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<BigInt>,
        withdrawn_at -> Nullable<Timestamp>,
        office -> Nullable<Text>,
    }
}

diesel::table! {
    petition_publication_files (publication_id, format) {
        publication_id -> BigInt,
        format -> Text,
        bytes -> Binary,
    }
}

diesel::table! {
    spot_checks (id) {
        id -> BigInt,
        first_day -> Date,
        last_day -> Date,
        seed -> Text,
        wanted -> Integer,
        population -> Text,
        population_size -> Integer,
        digest -> Text,
        drawn_by -> BigInt,
        at -> Timestamp,
    }
}

diesel::table! {
    spot_check_items (id) {
        id -> BigInt,
        check_id -> BigInt,
        place -> Integer,
        petition_id -> BigInt,
        passed -> Nullable<Bool>,
        note -> Text,
        checked_by -> Nullable<BigInt>,
        checked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    campaigns (id) {
        id -> BigInt,
        number -> Text,
        name -> Text,
        aim -> Text,
        begins_on -> Date,
        ends_on -> Date,
        city -> Text,
        created_by -> BigInt,
        created_at -> Timestamp,
        summary -> Nullable<Text>,
        closed_by -> Nullable<BigInt>,
        closed_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    campaign_phases (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        position -> Integer,
        name -> Text,
        begins_on -> Date,
        ends_on -> Date,
    }
}

diesel::table! {
    campaign_members (campaign_id, bureau) {
        campaign_id -> BigInt,
        bureau -> Text,
    }
}

diesel::table! {
    campaign_problems (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        position -> Integer,
        name -> Text,
    }
}

diesel::table! {
    campaign_findings (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        problem_id -> BigInt,
        enterprise_id -> BigInt,
        plant -> Text,
        county -> Text,
        found_on -> Date,
        facts -> Text,
        demand -> Text,
        due_on -> Date,
        found_by -> BigInt,
        created_at -> Timestamp,
        state -> Text,
        mended_text -> Text,
        mended_on -> Nullable<Date>,
        mended_by -> Nullable<BigInt>,
        cleared_on -> Nullable<Date>,
        cleared_by -> Nullable<BigInt>,
        returned_note -> Text,
        version -> BigInt,
        officers -> Text,
    }
}

diesel::table! {
    campaign_publicity (id) {
        id -> BigInt,
        campaign_id -> BigInt,
        medium -> Text,
        published_on -> Date,
        title -> Text,
        many -> Integer,
        bureau -> Text,
        by_account -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::joinable!(letters -> cases (case_id));

diesel::table! {
    search_cases (rowid) {
        rowid -> BigInt,
        terms -> Text,
    }
}

diesel::table! {
    search_results (rowid) {
        rowid -> BigInt,
        terms -> Text,
    }
}

diesel::table! {
    search_supervisions (rowid) {
        rowid -> BigInt,
        terms -> Text,
    }
}

diesel::table! {
    search_enterprises (rowid) {
        rowid -> BigInt,
        terms -> Text,
    }
}

diesel::table! {
    case_tallies (id) {
        id -> BigInt,
        bureau -> Text,
        state -> Text,
        hidden_from -> Text,
        channel -> Text,
        due_on -> Nullable<Date>,
        change -> BigInt,
    }
}

diesel::table! {
    figure_queue (event_id) {
        event_id -> BigInt,
    }
}

diesel::table! {
    figure_entries (event_id, line) {
        event_id -> BigInt,
        line -> Integer,
        day -> Date,
        bureau -> Text,
        channel -> Text,
        kinds -> Text,
        figure -> Text,
        amount -> BigInt,
        noun -> Text,
        subject_id -> BigInt,
        plant_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    figure_sums (span, figure, kind, begin_on, bureau, channel) {
        span -> Text,
        figure -> Text,
        kind -> Text,
        begin_on -> Date,
        bureau -> Text,
        channel -> Text,
        amount -> BigInt,
    }
}

diesel::table! {
    notices (id) {
        id -> BigInt,
        kind -> Text,
        state -> Text,
        bureau -> Text,
        title -> Text,
        text -> Text,
        legal_basis -> Text,
        shown_until -> Nullable<Date>,
        case_id -> Nullable<BigInt>,
        supervision_id -> Nullable<BigInt>,
        corrects -> Nullable<BigInt>,
        version -> BigInt,
        drafted_by -> BigInt,
        edited_by -> BigInt,
        edited_at -> Timestamp,
        published_by -> Nullable<BigInt>,
        published_at -> Nullable<Timestamp>,
        year -> Nullable<Integer>,
        place -> Nullable<BigInt>,
        told_at -> Nullable<Timestamp>,
        withdrawal_reason -> Nullable<Text>,
        withdrawal_by -> Nullable<BigInt>,
        withdrawn_by -> Nullable<BigInt>,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    notice_plants (notice_id, enterprise_id) {
        notice_id -> BigInt,
        enterprise_id -> BigInt,
    }
}

diesel::joinable!(notice_plants -> enterprises (enterprise_id));

diesel::table! {
    bulletins (id) {
        id -> BigInt,
        kind -> Text,
        from_on -> Date,
        until_on -> Date,
        title -> Text,
        text -> Text,
        version -> BigInt,
        bureau -> Text,
        edited_by -> BigInt,
        edited_at -> Timestamp,
        issued_to -> Nullable<Text>,
        issued_by -> Nullable<BigInt>,
        issued_at -> Nullable<Timestamp>,
        year -> Nullable<Integer>,
        place -> Nullable<BigInt>,
        withdrawn_by -> Nullable<BigInt>,
        withdrawn_at -> Nullable<Timestamp>,
        about -> Nullable<Text>,
        subject -> Nullable<Text>,
        figures -> Nullable<Text>,
    }
}

diesel::table! {
    circulars (id) {
        id -> BigInt,
        topic -> Text,
        from_on -> Date,
        until_on -> Date,
        counted_until -> Timestamp,
        title -> Text,
        text -> Text,
        due_on -> Date,
        state -> Text,
        city -> Text,
        drafted_by -> BigInt,
        edited_by -> BigInt,
        edited_at -> Timestamp,
        issued_by -> Nullable<BigInt>,
        issued_at -> Nullable<Timestamp>,
        year -> Nullable<Integer>,
        place -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    circular_figures (circular_id, bureau, name) {
        circular_id -> BigInt,
        bureau -> Text,
        name -> Text,
        amount -> BigInt,
        total -> Nullable<BigInt>,
    }
}

diesel::table! {
    circular_matters (circular_id, name, bureau, subject_id) {
        circular_id -> BigInt,
        name -> Text,
        bureau -> Text,
        noun -> Text,
        subject_id -> BigInt,
        due_on -> Date,
    }
}

diesel::table! {
    circular_bureaus (circular_id, bureau) {
        circular_id -> BigInt,
        bureau -> Text,
        state -> Text,
        received_by -> Nullable<BigInt>,
        received_at -> Nullable<Timestamp>,
        answer -> Nullable<Text>,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<Timestamp>,
        version -> BigInt,
        given_back -> Nullable<Text>,
        missing -> Text,
        again_by -> Nullable<Date>,
    }
}

diesel::table! {
    rounds (id) {
        id -> BigInt,
        number -> Text,
        title -> Text,
        from_on -> Date,
        until_on -> Date,
        city -> Text,
        lead -> Text,
        members -> Text,
        checks -> Text,
        seed -> Text,
        wanted -> Integer,
        opened_by -> BigInt,
        opened_at -> Timestamp,
        report -> Nullable<Text>,
        closed_by -> Nullable<BigInt>,
        closed_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    round_draws (round_id, bureau, kind) {
        round_id -> BigInt,
        bureau -> Text,
        kind -> Text,
        population -> Text,
        population_size -> Integer,
        digest -> Text,
    }
}

diesel::table! {
    round_items (id) {
        id -> BigInt,
        round_id -> BigInt,
        bureau -> Text,
        kind -> Text,
        subject_id -> BigInt,
        number -> Text,
        title -> Text,
        visited_on -> Nullable<Date>,
        officers -> Nullable<Text>,
        finding -> Nullable<Text>,
        in_order -> Nullable<Bool>,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> Nullable<Timestamp>,
        version -> BigInt,
    }
}

diesel::table! {
    round_problems (id) {
        id -> BigInt,
        round_id -> BigInt,
        item_id -> BigInt,
        bureau -> Text,
        demand -> Text,
        due_on -> Date,
        state -> Text,
        given_by -> BigInt,
        answer -> Nullable<Text>,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<Timestamp>,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
        note -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    demands (id) {
        id -> BigInt,
        case_id -> BigInt,
        demand -> Text,
        started_on -> Date,
        due_on -> Date,
        state -> Text,
        by_account -> BigInt,
        at -> Timestamp,
        ended_by -> Nullable<BigInt>,
        ended_at -> Nullable<Timestamp>,
        ended_note -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    demand_reports (id) {
        id -> BigInt,
        demand_id -> BigInt,
        due_on -> Date,
        text -> Text,
        bureau -> Text,
        by_account -> BigInt,
        at -> Timestamp,
        satisfied -> Nullable<Bool>,
        note -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    events,
    jobs,
    mails,
    counters,
    accounts,
    sessions,
    cases,
    transfers,
    inspections,
    findings,
    measures,
    measure_checks,
    measure_extensions,
    notices,
    notice_plants,
    proposals,
    referrals,
    deadlines,
    reports,
    case_reports,
    supplements,
    identities,
    identity_readings,
    attachments,
    supervisions,
    supervision_bureaus,
    supervision_cases,
    supervision_requirements,
    supervision_evidence,
    supervision_notes,
    supervision_extensions,
    supervision_liftings,
    supervision_verifications,
    supervision_objections,
    supervision_enterprises,
    supervision_documents,
    supervision_figures,
    supervision_judgements,
    supervision_pictures,
    supervision_letters,
    supervision_letter_files,
    supervision_attempts,
    petition_batches,
    petitions,
    petition_drafts,
    petition_keys,
    petition_questions,
    petition_acceptances,
    accountabilities,
    petition_returns,
    petition_publications,
    petition_publication_files,
    spot_checks,
    spot_check_items,
    campaigns,
    campaign_phases,
    campaign_members,
    campaign_problems,
    campaign_findings,
    campaign_publicity,
    report_dates,
    pending_pictures,
    promises,
    extensions,
    directions,
    ratings,
    dissatisfactions,
    callback_samples,
    callbacks,
    callback_tries,
    reviews,
    review_drafts,
    review_hearings,
    alerts,
    alert_readings,
    warnings,
    duty_warnings,
    calendars,
    enterprises,
    enterprise_aliases,
    case_enterprises,
    revisits,
    phrases,
    saved_filters,
    start_filters,
    notes,
    presences,
    editings,
    undos,
    mail_refusals,
    letters,
    letter_files,
    letter_templates,
    mail_attachments,
    search_cases,
    search_results,
    case_tallies,
    figure_queue,
    figure_entries,
    figure_sums,
    bulletins,
    demands,
    demand_reports,
    circulars,
    circular_figures,
    circular_matters,
    circular_bureaus,
    rounds,
    round_draws,
    round_items,
    round_problems,
);
