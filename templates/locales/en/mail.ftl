mail-receipt-subject = We have your report { $number }
mail-receipt-body =
    Hello,

    we have your report. Its number is { $number }.
    By { $due } we will tell you whether it is accepted.

    With the number and your lookup code you can see how it stands at any time: { $link }
    For your safety the code is not written in mail. Please tell it to nobody.
mail-receipt-body-accepted =
    Hello,

    we have your report. Its number is { $number }.
    What you report has been accepted by { $bureau } already; your report is handled with it, to be concluded and answered by { $due }.

    With the number and your lookup code you can see how it stands at any time: { $link }
    For your safety the code is not written in mail. Please tell it to nobody.
mail-assign-subject = Your report { $number } is now with { $bureau }
mail-assign-body =
    Hello,

    your report { $number } has been passed to { $bureau }.

    See how it stands with your number and lookup code: { $link }
mail-accept-subject = Your report { $number } has been accepted
mail-accept-body =
    Hello,

    your report { $number } has been accepted by { $bureau }, which will conclude it and answer you by { $due }.

    See how it stands with your number and lookup code: { $link }
mail-decline-subject = Why your report { $number } is not accepted
mail-decline-body =
    Hello,

    under the rules your report { $number } is not accepted, for this reason:

    { $answer }

    { $bureau }
    See the details with your number and lookup code: { $link }
mail-conclude-subject = Your report { $number } has been concluded
mail-conclude-body =
    Hello,

    your report { $number } has been concluded. This is our answer:

    { $answer }

    { $bureau }
    See the details with your number and lookup code: { $link }
mail-merge-subject = Your report { $number } is handled together with another
mail-merge-body =
    Hello,

    your report { $number } is handled by { $bureau } together with another report of the same matter. We will answer you, too, when it is concluded.

    See how it stands with your number and lookup code: { $link }
mail-also = What you reported under { $numbers } is handled together with it, and this message goes for it, too.
mail-also-listed = What you reported under { $numbers } belongs to the same supervised case, and this message goes for it, too.

# At the end of every mail.

mail-hotline = Hotline { $hotline }
mail-unsubscribe = No more notes of this kind? Unsubscribe here (acceptance, answers, other notices the law asks for and what is urgent are still sent):
mail-unsubscribe-link = Unsubscribe

# The page behind the link.

mail-unsubscribe-title = No more reminders by mail
mail-unsubscribe-text = Once you unsubscribe, this address gets no more notes on transfers, merged matters or invitations to rate, and staff no more reminders of the day. What the law asks us to tell you (acceptance, refusal, extension, answer) and what is urgent is still sent.
mail-unsubscribe-button = Unsubscribe
mail-unsubscribed-title = You are unsubscribed
mail-unsubscribed-text = This address gets no more notes of this kind. What the law asks us to tell you and what is urgent is still sent. With number and lookup code you can see how your report stands at any time.
mail-subscribe-button = Send them again
mail-transfer-subject = Your report { $number } is now with { $bureau }
mail-transfer-body =
    Hello,

    your report { $number } has been transferred to { $bureau }. The date by which you are answered stays the same.

    See how it stands with your number and lookup code: { $link }
mail-conclude_part-subject = Your report { $number } has been concluded in part
mail-conclude_part-body =
    Hello,

    your report { $number } has been concluded in part. This is our answer so far:

    { $answer }

    What we promised goes on, and we will answer you again when all of it is done.

    { $bureau }

    See how it stands with your number and lookup code: { $link }
mail-extend-subject = More time for your report { $number }
mail-extend-body =
    Hello,

    the time to conclude your report { $number } has been extended until { $due }, for this reason:

    { $reason }

    { $bureau }

    See how it stands with your number and lookup code: { $link }
mail-rehandle-subject = Your report { $number } is being handled again
mail-rehandle-body =
    Hello,

    your report { $number } has been sent back to { $bureau } to be handled again. You will be answered by { $due }.

    See how it stands with your number and lookup code: { $link }
mail-reopen-subject = Your report { $number } is being handled again
mail-reopen-body =
    Hello,

    your report { $number } is being handled again by { $bureau }. You will be answered by { $due }.

    See how it stands with your number and lookup code: { $link }
mail-unmerge-subject = Your report { $number } is handled by itself again
mail-unmerge-body =
    Hello,

    your report { $number } is no longer merged with another. { $bureau } handles it by itself and will answer you.

    See how it stands with your number and lookup code: { $link }
mail-split_off-subject = Your report { $number } is handled as several matters
mail-split_off-body =
    Hello,

    your report { $number } is about more than one place. One of the matters is now with { $bureau }. You will be answered for each.

    See how it stands with your number and lookup code: { $link }
mail-rate-subject = Please rate: how was report { $number } handled?
mail-rate-body =
    Hello,

    your report { $number } has been answered. Please tell us how well it was done; it takes a minute.
    { $track ->
        [grievance] If you do not accept the answer, you can ask for a re-examination and a second review while there is time.
       *[violation] If you are not satisfied, the city decides whether it is handled again and tells you.
    } The bureau that handled it does not see who rated.

    Rate with number and look-up code: { $link }
mail-decide_rehandle-subject = Your report { $number } is handled again
mail-decide_rehandle-body =
    Hello,

    you were not satisfied with the answer to report { $number }. The city has sent it back to { $bureau } to be handled again:

    { $answer }

    You will be answered by { $due }. Follow it with number and look-up code: { $link }
mail-decide_explain-subject = About your rating of report { $number }
mail-decide_explain-body =
    Hello,

    you were not satisfied with the answer to report { $number }. The city has looked at it and explains:

    { $answer }

    See it with number and look-up code: { $link }
mail-decide_review-subject = You may ask for a review of report { $number }
mail-decide_review-body =
    Hello,

    you were not satisfied with the answer to report { $number }. The city has looked at it and informs you:

    { $answer }

    Ask with number and look-up code: { $link }
mail-ask_reexamination-subject = Your request for a re-examination of { $number } has arrived
mail-ask_reexamination-body =
    Hello,

    a re-examination of the answer to report { $number } was asked for. The unit one level up decides by { $due }.

    See it with number and look-up code: { $link }
mail-ask_review-subject = Your request for a second review of { $number } has arrived
mail-ask_review-body =
    Hello,

    a second review of report { $number } was asked for. It is decided by { $due }.

    See it with number and look-up code: { $link }
mail-reexamined-subject = The re-examination of report { $number }
mail-reexamined-body =
    Hello,

    this is the decision of the re-examination of report { $number }: { $outcome ->
        [upheld] the answer is upheld
        [changed] the answer is changed
       *[revoked] the answer is revoked, and { $bureau } handles the matter again
    }.

    { $answer }

    { $outcome ->
        [revoked] You will be answered again, and can ask for a re-examination of the new answer. Follow it with number and look-up code: { $link }
       *[other] If you do not accept it, you can ask for a second review. With number and look-up code you can see until when, and ask: { $link }
    }
mail-reviewed-subject = The second review of report { $number }
mail-reviewed-body =
    Hello,

    this is the decision of the second review of report { $number }: { $outcome ->
        [upheld] the decision is upheld
        [changed] the decision is changed
       *[revoked] it is revoked, and { $bureau } handles the matter again
    }.

    { $answer }

    { $outcome ->
        [revoked] You will be answered again, and can ask for a re-examination of the new answer.
       *[other] This decision is final: the same facts and grounds are not taken up again.
    } See it with number and look-up code: { $link }
mail-supervised-subject = The problem you reported is under supervision ({ $number })
mail-supervised-body =
    Good day,

    The problem that you reported under { $number } was listed as supervised case { $listing }, due on { $due }. It stays on the public list until it is truly resolved.

    Its progress is public: { $page }
    With number and code you see your report: { $link }
mail-supervision_lifted-subject = The problem you reported is resolved and off the list ({ $number })
mail-supervision_lifted-body =
    Good day,

    The supervised case { $listing } about the problem that you reported under { $number } was resolved, verified on site and stood in public; it is lifted now.

    The result is here: { $page }
    Please report again if the problem comes back.
    With number and code you see your report: { $link }
