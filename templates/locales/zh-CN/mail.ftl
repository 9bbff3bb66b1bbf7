mail-receipt-subject = 已收到您的举报 { $number }
mail-receipt-body =
    您好：

    我们已收到您的举报，编号是 { $number }。
    我们会在{ $due }前告诉您是否受理。

    凭编号和查询码可以随时查看办理情况：{ $link }
    为了您的安全，查询码不会写在邮件里。请勿把查询码告诉他人。
mail-receipt-body-accepted =
    您好：

    我们已收到您的举报，编号是 { $number }。
    您反映的问题已由{ $bureau }受理，您的举报与它一并办理，将在{ $due }前办结并答复您。

    凭编号和查询码可以随时查看办理情况：{ $link }
    为了您的安全，查询码不会写在邮件里。请勿把查询码告诉他人。
mail-assign-subject = 您的举报 { $number } 已转交{ $bureau }
mail-assign-body =
    您好：

    您的举报 { $number } 已转交{ $bureau }办理。

    凭编号和查询码查看办理情况：{ $link }
mail-accept-subject = 您的举报 { $number } 已受理
mail-accept-body =
    您好：

    您的举报 { $number } 已由{ $bureau }受理，将在{ $due }前办结并答复您。

    凭编号和查询码查看办理情况：{ $link }
mail-decline-subject = 关于您的举报 { $number } 不予受理的说明
mail-decline-body =
    您好：

    您的举报 { $number } 依照规定不予受理，理由如下：

    { $answer }

    { $bureau }
    凭编号和查询码查看详情：{ $link }
mail-conclude-subject = 您的举报 { $number } 已办结
mail-conclude-body =
    您好：

    您的举报 { $number } 已办结，答复如下：

    { $answer }

    { $bureau }
    凭编号和查询码查看详情：{ $link }
mail-merge-subject = 您的举报 { $number } 已并案办理
mail-merge-body =
    您好：

    您的举报 { $number } 与另一件反映同一问题的举报合并，由{ $bureau }一并办理。办结后我们同样会答复您。

    凭编号和查询码查看办理情况：{ $link }
mail-also = 您的举报 { $numbers } 与它一并办理，这封邮件同样是对它们的告知。
mail-also-listed = 您的举报 { $numbers } 反映的问题也在这次挂牌督办之内，这封邮件同样是对它们的告知。

# At the end of every mail.

mail-hotline = 环保热线 { $hotline }
mail-unsubscribe = 不想再收到这类提醒？点此退订（受理、答复等法定告知和紧急提醒仍会发送）：
mail-unsubscribe-link = 退订

# The page behind the link.

mail-unsubscribe-title = 退订提醒邮件
mail-unsubscribe-text = 退订后，我们不再向这个邮箱发送转办、并案、评价邀请等提醒，也不再向工作人员发送每日期限提醒。受理、不予受理、延期、答复等依法应当告知的内容和紧急提醒仍会发送。
mail-unsubscribe-button = 确认退订
mail-unsubscribed-title = 已经退订
mail-unsubscribed-text = 这个邮箱不会再收到这类提醒。依法应当告知的内容和紧急提醒仍会发送。您随时可以凭编号和查询码查看办理情况。
mail-subscribe-button = 恢复接收
mail-transfer-subject = 您的举报 { $number } 转由{ $bureau }办理
mail-transfer-body =
    您好：

    您的举报 { $number } 已转由{ $bureau }办理，办理期限不变。

    凭编号和查询码查看办理情况：{ $link }
mail-conclude_part-subject = 您的举报 { $number } 已阶段性办结
mail-conclude_part-body =
    您好：

    您的举报 { $number } 已阶段性办结，答复如下：

    { $answer }

    还没有做完的事，我们会逐项办理，全部完成后再答复您。

    { $bureau }

    凭编号和查询码查看办理情况：{ $link }
mail-extend-subject = 您的举报 { $number } 延长办理期限
mail-extend-body =
    您好：

    您的举报 { $number } 的办理期限延长到{ $due }，理由是：

    { $reason }

    { $bureau }

    凭编号和查询码查看办理情况：{ $link }
mail-rehandle-subject = 您的举报 { $number } 重新办理
mail-rehandle-body =
    您好：

    您的举报 { $number } 已退回{ $bureau }重新办理，将在{ $due }前办结并答复您。

    凭编号和查询码查看办理情况：{ $link }
mail-reopen-subject = 您的举报 { $number } 重新办理
mail-reopen-body =
    您好：

    您的举报 { $number } 由{ $bureau }重新办理，将在{ $due }前办结并答复您。

    凭编号和查询码查看办理情况：{ $link }
mail-unmerge-subject = 您的举报 { $number } 恢复单独办理
mail-unmerge-body =
    您好：

    您的举报 { $number } 不再与其他举报合并，由{ $bureau }单独办理，办结后答复您。

    凭编号和查询码查看办理情况：{ $link }
mail-split_off-subject = 您的举报 { $number } 分成几件办理
mail-split_off-body =
    您好：

    您的举报 { $number } 涉及不止一处，其中一件由{ $bureau }办理。每一件都会答复您。

    凭编号和查询码查看办理情况：{ $link }
mail-rate-subject = 请您评价：举报 { $number } 办得怎么样
mail-rate-body =
    您好：

    您的举报 { $number } 已经答复。办得怎么样，请您评价，一分钟就好。
    { $track ->
        [grievance] 对答复不服的，期限之内可以申请复查、复核。
       *[violation] 不满意的，市局会决定是否退回重办，并把决定告诉您。
    }谁作了评价，办理单位看不到。

    凭编号和查询码评价：{ $link }
mail-decide_rehandle-subject = 您的举报 { $number } 退回重办
mail-decide_rehandle-body =
    您好：

    您对举报 { $number } 的答复不满意，市局决定退回{ $bureau }重新办理：

    { $answer }

    将在{ $due }前办结并答复您。凭编号和查询码查看办理情况：{ $link }
mail-decide_explain-subject = 关于您对举报 { $number } 的评价
mail-decide_explain-body =
    您好：

    您对举报 { $number } 的答复不满意，市局核对后向您说明：

    { $answer }

    凭编号和查询码查看详情：{ $link }
mail-decide_review-subject = 您可以就举报 { $number } 申请复查
mail-decide_review-body =
    您好：

    您对举报 { $number } 的答复不满意，市局核对后告知您：

    { $answer }

    凭编号和查询码申请：{ $link }
mail-ask_reexamination-subject = 已收到您的复查申请 { $number }
mail-ask_reexamination-body =
    您好：

    已收到对举报 { $number } 答复的复查申请，上一级单位将在{ $due }前作出复查意见。

    凭编号和查询码查看：{ $link }
mail-ask_review-subject = 已收到您的复核申请 { $number }
mail-ask_review-body =
    您好：

    已收到对举报 { $number } 复查意见的复核申请，将在{ $due }前作出复核意见。

    凭编号和查询码查看：{ $link }
mail-reexamined-subject = 举报 { $number } 的复查意见
mail-reexamined-body =
    您好：

    举报 { $number } 的复查意见：{ $outcome ->
        [upheld] 维持原答复
        [changed] 变更原答复
       *[revoked] 撤销原答复，由{ $bureau }重新办理
    }。

    { $answer }

    { $outcome ->
        [revoked] 重新办结后再答复您；对新的答复不服的，可以再申请复查。凭编号和查询码查看：{ $link }
       *[other] 不服的，可以在规定的期限内申请复核。凭编号和查询码查看期限、提出申请：{ $link }
    }
mail-reviewed-subject = 举报 { $number } 的复核意见
mail-reviewed-body =
    您好：

    举报 { $number } 的复核意见：{ $outcome ->
        [upheld] 维持
        [changed] 变更
       *[revoked] 撤销，由{ $bureau }重新办理
    }。

    { $answer }

    { $outcome ->
        [revoked] 重新办结后再答复您；对新的答复不服的，可以再申请复查。
       *[other] 复核意见是终结意见，同一事实和理由不再受理。
    }凭编号和查询码查看：{ $link }
mail-supervised-subject = 您反映的问题已挂牌督办（{ $number }）
mail-supervised-body =
    您好：

    您的举报 { $number } 反映的问题已列入挂牌督办，编号 { $listing }，整改期限{ $due }。不彻底解决，决不撤牌。

    整改情况向社会公开，可以在这里查看：{ $page }
    凭编号和查询码查看您的举报：{ $link }
mail-supervision_lifted-subject = 您反映的问题已解除挂牌（{ $number }）
mail-supervision_lifted-body =
    您好：

    您的举报 { $number } 反映的问题，挂牌督办 { $listing } 已经整改完成、现场核查并公示，现已解除挂牌。

    整改结果在这里查看：{ $page }
    如果问题再出现，请重新举报。
    凭编号和查询码查看您的举报：{ $link }
