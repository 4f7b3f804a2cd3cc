// The lives of a refund, one table each: given the first line, when the left half, then the right half.

extension RefundScenario {
    static let all: [RefundScenario] = [
        RefundScenario(
            "given back at once",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send done               → succeeded · tell
            """),
        RefundScenario(
            "promised, and confirmed a little later",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send accepted           → accepted · query at 5.6 · tell
            5.6    due                     → accepted · query at 20.6 · ask
            5.8    query processing        → accepted · query at 15.8 · tell
            15.8   due                     → accepted · query at 30.8 · ask
            16     query done              → succeeded · tell
            """),
        RefundScenario(
            "the answer is lost, and the channel has done it (hard case 15)",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            10     send lost               → unresolved(timeout) · query at 15 · tell
            15     due                     → unresolved(timeout) · query at 30 · ask
            15.2   query done              → succeeded · tell
            """),
        RefundScenario(
            "the request is lost: the same is sent again (hard case 15)",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            10     send lost               → unresolved(timeout) · query at 15 · tell
            15     due                     → unresolved(timeout) · query at 30 · ask
            15.2   query not found         → unresolved(listedCode) · send at 35.2 · tell
            35.2   due                     → sending · query at 50.2 · give · tell
            35.8   send accepted           → accepted · query at 40.8 · tell
            40.8   due                     → accepted · query at 55.8 · ask
            41     query done              → succeeded · tell
            """),
        RefundScenario(
            "the process dies after the reservation: nothing has been sent, so it is sent",
            """
            0      begin                   → reserved · send at 0
            4      restart                 → sending · query at 19 · give · tell
            4.6    send done               → succeeded · tell
            """),
        RefundScenario(
            "the process dies while it sends: asked, not found, the same again",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            4      restart                 → unresolved(interrupted) · tell · query at 19 · ask
            4.2    query not found         → unresolved(listedCode) · send at 24.2 · tell
            24.2   due                     → sending · query at 39.2 · give · tell
            24.8   send done               → succeeded · tell
            """),
        RefundScenario(
            "the process dies while it sends, and the channel has it",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            4      restart                 → unresolved(interrupted) · tell · query at 19 · ask
            4.2    query processing        → accepted · query at 14.2 · tell
            14.2   due                     → accepted · query at 29.2 · ask
            14.4   query done              → succeeded · tell
            """),
        RefundScenario(
            "the request never leaves this machine",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.1    send never sent         → unresolved(connectFailed) · send at 20.1 · tell
            20.1   due                     → sending · query at 35.1 · give · tell
            20.7   send done               → succeeded · tell
            """),
        RefundScenario(
            "the merchant's balance is too low until somebody fills it up",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send NOTENOUGH          → unresolved(listedCode) · send at 20.6 · tell
            20.6   due                     → sending · query at 35.6 · give · tell
            21.2   send NOTENOUGH          → unresolved(listedCode) · send at 41.2 · tell
            310    due                     → sending · query at 325 · give · tell · case refund-unresolved-too-long
            310.6  send NOTENOUGH          → unresolved(listedCode) · send at 349.4 · tell
            700    due                     → sending · query at 715 · give · tell
            700.6  send done               → succeeded · tell
            """),
        RefundScenario(
            "a final no: a case, and the reservation may be released",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send TRADE_OVERDUE      → failed(tooLate) · tell · case refund-failed
            1      due                     → unwelcome, failed(tooLate)
            1      asks                    → unwelcome, failed(tooLate)
            """),
        RefundScenario(
            "a code that no table lists decides nothing (P3)",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send NEW_CODE_9         → unresolved(unlistedCode) · query at 5.6 · tell
            5.6    due                     → unresolved(unlistedCode) · query at 20.6 · ask
            5.8    query lost              → unresolved(timeout) · query at 15.8 · tell
            15.8   due                     → unresolved(timeout) · query at 30.8 · ask
            16     query done              → succeeded · tell
            """),
        RefundScenario(
            "the channel closes what it had promised",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send accepted           → accepted · query at 5.6 · tell
            5.6    due                     → accepted · query at 20.6 · ask
            5.8    query REFUNDCLOSE       → failed(closed) · tell · case refund-failed
            """),
        RefundScenario(
            "the customer's card is dead: a person must act at the channel",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send accepted           → accepted · query at 5.6 · tell
            5.6    due                     → accepted · query at 20.6 · ask
            5.8    query CHANGE            → unresolved(needsPerson) · query at 15.8 · tell · case refund-unresolved-too-long
            15.8   due                     → unresolved(needsPerson) · query at 30.8 · ask
            16     query CHANGE            → unresolved(needsPerson) · query at 26 · tell
            26     due                     → unresolved(needsPerson) · query at 41 · ask
            26.2   query done              → succeeded · tell
            """),
        RefundScenario(
            "an older send answers no after a promise: asked, not believed",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            9      asks                    → unresolved(interrupted) · tell · query at 24 · ask
            9.2    query processing        → accepted · query at 19.2 · tell
            9.6    send TRADE_OVERDUE      → accepted · query at 24.6 · ask
            9.8    query done              → succeeded · tell
            """),
        RefundScenario(
            "promised and then not found: sent again",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send accepted           → accepted · query at 5.6 · tell
            5.6    due                     → accepted · query at 20.6 · ask
            5.8    query not found         → unresolved(listedCode) · send at 25.8 · tell
            25.8   due                     → sending · query at 40.8 · give · tell
            26.4   send accepted           → accepted · query at 31.4 · tell
            31.4   due                     → accepted · query at 46.4 · ask
            31.6   query done              → succeeded · tell
            """),
        RefundScenario(
            "another amount was given back",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send done 19.99         → succeeded · tell · case refund-other-amount
            """),
        RefundScenario(
            "an answer about another refund is no answer",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send done for another   → unresolved(foreignAnswer) · query at 5.6 · tell
            5.6    due                     → unresolved(foreignAnswer) · query at 20.6 · ask
            5.8    query done for another  → unresolved(foreignAnswer)
            20.6   due                     → unresolved(foreignAnswer) · query at 35.6 · ask
            20.8   query done              → succeeded · tell
            """),
        RefundScenario(
            "the notification is first, and everything after it is no news",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            3      notified done           → succeeded · tell
            4      send accepted           → succeeded
            5      notified done           → succeeded
            9      statement done          → succeeded
            """),
        RefundScenario(
            "failed, and then the statement shows it: a case (P1)",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send TRADE_OVERDUE      → failed(tooLate) · tell · case refund-failed
            90000  statement done          → failed(tooLate) · case refund-late-success · tell
            """),
        RefundScenario(
            "a bank that takes its time is not a doubt, until it takes too long",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send accepted           → accepted · query at 5.6 · tell
            310    due                     → accepted · query at 325 · ask
            310.2  query processing        → accepted · query at 348.9 · tell
            349    due                     → accepted · query at 364 · ask
            349.2  query lost              → accepted · query at 392.8
            3000   due                     → accepted · query at 3015 · ask · case refund-unresolved-too-long
            3000.2 query processing        → accepted · query at 3120.2 · tell
            """),
        RefundScenario(
            "restored from an old backup: the statement knows more than we do",
            """
            0      begin                   → reserved · send at 0
            3      statement done          → succeeded · tell
            """),
        RefundScenario(
            "an alarm too early, and a clock that went back",
            """
            0      begin                   → reserved · send at 0
            0      due                     → sending · query at 15 · give · tell
            0.6    send accepted           → accepted · query at 5.6 · tell
            2      due                     → accepted · query at 5.6
            5.6    due                     → accepted · query at 20.6 · ask
            """),
    ]
}
