mail-receipt-subject = 已收到您的举报 { $number }
mail-receipt-body =
    您好：

    我们已收到您的举报，编号是 { $number }。
    我们会在 15 日内告诉您是否受理。

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

    您的举报 { $number } 与另一件反映同一问题的举报合并办理。办结后我们同样会答复您。

    凭编号和查询码查看办理情况：{ $link }
