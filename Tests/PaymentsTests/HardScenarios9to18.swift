// The hard cases 9 to 18 of the design: notifications, wrong amounts, clocks, voided sales, statements.

extension Scenario {
    static let hard9to18: [Scenario] = [
        Scenario(
            9, "a notification days late, after the attempt had ended without money",
            """
            0      begin                          → sending · query at 10
            0.5    pay AUTHCODEEXPIRE             → declined(codeExpired) · tell
            259200 notified paid                  → declined(codeExpired) · case late-success · tell
            """),
        Scenario(
            10, "the channel debits another amount: it goes back, and a case is open",
            """
            0      begin                          → sending · query at 10
            0.8    pay paid 60.00                 → reversing(wrongAmount, notSent) · reverse at 15 · tell · case wrong-amount
            15     due                            → reversing(wrongAmount, sending) · query at 25 · undo
            15.3   reverse done                   → reversing(wrongAmount, confirmed) · query at 25.3 · ask · tell
            15.5   query closed                   → reversed(wrongAmount) · tell
            """),
        Scenario(
            10, "the channel debits another currency",
            """
            0      begin                          → sending · query at 10
            0.8    pay paid in HKD                → reversing(wrongAmount, notSent) · reverse at 15 · tell · case wrong-amount
            15     due                            → reversing(wrongAmount, sending) · query at 25 · undo
            15.3   reverse done                   → reversing(wrongAmount, confirmed) · query at 25.3 · ask · tell
            15.5   query closed                   → reversed(wrongAmount) · tell
            """),
        Scenario(
            10, "success for another merchant is not ours",
            """
            0      begin                          → sending · query at 10
            0.8    pay paid to another merchant   → unresolved(foreignAnswer) · query at 5.8 · tell
            5.8    due                            → unresolved(foreignAnswer) · query at 15.8 · ask
            6      query paid                     → succeeded · tell
            """),
        Scenario(
            11, "the clock goes back half an hour: the step stands, a restart asks at once",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            -1790  due                            → unresolved(timeout) · query at 11
            -1785  restart                        → unresolved(timeout) · query at -1775 · ask
            -1784  query paid                     → succeeded · tell
            """),
        Scenario(
            11, "the clock goes back half an hour, and the attempt stays: a person knows at once",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            -1790  cashier asks                   → unresolved(timeout) · query at -1780 · ask · case unresolved-too-long
            -1789  query not found                → unresolved(listedCode) · query at -1784 · tell
            -1784  due                            → unresolved(listedCode) · query at -1774 · ask
            -1783  query paid                     → succeeded · tell
            """),
        Scenario(
            11,
            "a clock a day ahead takes over and dies: what it set to tomorrow is not waited for",
            """
            0      begin                          → sending · query at 10
            86403  restart                        → unresolved(interrupted) · query at 86413 · ask · case unresolved-too-long · tell
            86404  query password                 → reversing(deadline, notSent) · reverse at 86404 · tell
            9      restart                        → reversing(deadline, notSent) · query at 19 · ask
            10     query not found                → reversing(deadline, notSent) · reverse at 15 · tell
            15     due                            → reversing(deadline, sending) · query at 25 · undo
            15.2   reverse found nothing          → reversing(deadline, foundNothing) · query at 25.2 · ask
            15.4   query not found                → reversing(deadline, foundNothing) · query at 20.4 · tell
            128    due                            → reversing(deadline, foundNothing) · query at 138 · ask
            128.2  query not found                → reversing(deadline, foundNothing) · query at 129 · tell
            129    due                            → reversing(deadline, foundNothing) · query at 139 · ask
            129.2  query not found                → declined(neverArrived) · tell
            """),
        Scenario(
            11, "a clock two days ahead takes over: a reversal under way gets its time to land",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            16     cashier cancels                → reversing(cashier, notSent) · reverse at 16 · tell
            16     due                            → reversing(cashier, sending) · query at 26 · undo
            172820 restart                        → reversing(cashier, inDoubt) · query at 172830 · ask · case unresolved-too-long
            172821 query paid                     → reversing(cashier, inDoubt) · reverse at 172826 · tell
            172881 due                            → reversing(cashier, inDoubt) · query at 172891 · ask · case reversal-too-late
            172882 query paid                     → reversing(cashier, inDoubt) · reverse at 172887 · tell
            172942 due                            → reversing(cashier, tooLate) · query at 172952 · ask · case reversal-too-late
            172943 query paid                     → succeeded · tell
            """),
        Scenario(
            11, "begun by a clock a day ahead: its times are adopted, and it ends in minutes",
            """
            0      begin                          → sending · query at 10
            -86390 restart                        → unresolved(interrupted) · query at -86380 · ask · tell
            -86389 query password                 → awaitingShopper · query at -86384 · tell
            -86384 due                            → awaitingShopper · query at -86374 · ask
            -86383 query lost                     → unresolved(timeout) · query at -86378 · tell
            -86345 due                            → unresolved(timeout) · query at -86335 · ask
            -86344 query password                 → reversing(deadline, notSent) · reverse at -86344 · tell
            -86344 due                            → reversing(deadline, sending) · query at -86334 · undo
            -86343 reverse done                   → reversing(deadline, confirmed) · query at -86333 · ask · tell
            -86342 query closed                   → reversed(deadline) · tell
            """),
        Scenario(
            11, "the clock leaps forward: too soon ended, but the late money is not lost",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            3600   due                            → unresolved(timeout) · query at 3610 · ask · case unresolved-too-long
            3600.2 query not found                → declined(neverArrived) · tell
            3605   notified paid                  → declined(neverArrived) · case late-success · tell
            """),
        Scenario(
            11, "the clock leaps forward over a restart: not found proves nothing yet",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            3600   restart                        → unresolved(timeout) · query at 3610 · ask · case unresolved-too-long
            3600.2 query not found                → reversing(deadline, notSent) · reverse at 3600.2 · tell
            3600.2 due                            → reversing(deadline, sending) · query at 3610.2 · undo
            3600.4 reverse found nothing          → reversing(deadline, foundNothing) · query at 3610.4 · ask
            3600.6 query not found                → reversing(deadline, foundNothing) · query at 3660.6 · tell
            3720   due                            → reversing(deadline, foundNothing) · query at 3730 · ask
            3720.2 query paid                     → succeeded · tell
            """),
        Scenario(
            12, "the sale is voided while the debit is in doubt, and then it is debited",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            20     cashier voids the sale         → reversing(orphan, notSent) · reverse at 20 · tell
            20     query paid                     → reversing(orphan, notSent) · reverse at 20 · tell
            20     due                            → reversing(orphan, sending) · query at 30 · undo
            20.4   reverse done                   → reversing(orphan, confirmed) · query at 30.4 · ask · tell
            20.6   query closed                   → reversed(orphan) · tell
            """),
        Scenario(
            12, "the sale is voided while the cashier's own reversal runs",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20.5   cashier voids the sale         → reversing(orphan, notSent) · tell
            21     notified paid                  → reversing(orphan, notSent) · reverse at 20 · tell
            21     due                            → reversing(orphan, sending) · query at 31 · undo
            21.4   reverse done                   → reversing(orphan, confirmed) · query at 31.4 · ask · tell
            21.6   query closed                   → reversed(orphan) · tell
            """),
        Scenario(
            12, "the voided sale turns out paid when it can no longer be undone",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            20     cashier voids the sale         → reversing(orphan, notSent) · reverse at 20 · tell
            86401  due                            → reversing(orphan, tooLate) · query at 86411 · ask · case unresolved-too-long · case reversal-too-late
            86401.2 query paid                     → succeeded · tell · case orphan-paid
            """),
        Scenario(
            12, "a paid sale is voided: a person gives it back",
            """
            0      begin                          → sending · query at 10
            0.8    pay paid                       → succeeded · tell
            30     cashier voids the sale         → succeeded · case orphan-paid
            """),
        Scenario(
            13, "the statement shows what nobody told us",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            11     due                            → unresolved(timeout) · query at 21 · ask
            21     query lost                     → unresolved(timeout) · query at 26 · tell
            64000  statement paid                 → succeeded · tell
            """),
        Scenario(
            13, "the statement shows a debit of an attempt that had ended without money",
            """
            0      begin                          → sending · query at 10
            0.5    pay NOTENOUGH                  → declined(notEnoughMoney) · tell
            64000  statement paid                 → declined(notEnoughMoney) · case late-success · tell
            """),
        Scenario(
            13, "the statement shows another amount than the answer did",
            """
            0      begin                          → sending · query at 10
            0.8    pay paid                       → succeeded · tell
            64000  statement paid 60.00           → succeeded · case wrong-amount
            """),
        Scenario(
            14, "two tills ask about one number at once for method 42",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            10.5   cashier asks                   → unresolved(timeout) · query at 20.5 · ask
            10.6   cashier asks                   → unresolved(timeout) · query at 20.6 · ask
            10.8   query paid                     → succeeded · tell
            10.9   query paid                     → succeeded
            11     cashier asks                   → unwelcome, succeeded
            """),
        Scenario(
            15, "money was given back at the channel while we asked (a part of it, perhaps)",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            11     due                            → unresolved(timeout) · query at 21 · ask
            11.2   query refunded                 → reversed(outside) · tell · case given-back-outside
            """),
        Scenario(
            15, "money was given back by hand while we reversed",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     due                            → reversing(cashier, sending) · query at 30 · undo
            20.3   reverse SIGNERROR              → reversing(cashier, refused) · query at 25.3 · case reversal-refused · tell
            25.3   due                            → reversing(cashier, refused) · query at 35.3 · ask
            25.5   query refunded                 → reversed(cashier) · tell · case given-back-outside
            """),
        Scenario(
            15, "money is given back after the sale was paid",
            """
            0      begin                          → sending · query at 10
            0.8    pay paid                       → succeeded · tell
            900    query refunded                 → succeeded · case given-back-after-success
            """),
        Scenario(
            16, "asked again and again while it waits to be undone: the reversal keeps its turn",
            """
            0      begin                          → sending · query at 10
            1      pay lost                       → unresolved(timeout) · query at 2 · tell
            20     cashier voids the sale         → reversing(orphan, notSent) · reverse at 20 · tell
            20     due                            → reversing(orphan, sending) · query at 30 · undo
            30     reverse lost                   → reversing(orphan, inDoubt) · query at 31 · tell
            31     due                            → reversing(orphan, inDoubt) · query at 41 · ask
            41     query lost                     → reversing(orphan, inDoubt) · reverse at 46.1 · tell
            42     cashier asks                   → reversing(orphan, inDoubt) · reverse at 46.1 · ask
            42.2   query paid                     → reversing(orphan, inDoubt) · reverse at 46.1 · tell
            45     cashier asks                   → reversing(orphan, inDoubt) · reverse at 46.1 · ask
            45.2   query paid                     → reversing(orphan, inDoubt) · reverse at 46.1 · tell
            46.2   due                            → reversing(orphan, sendingAgain) · query at 56.2 · undo
            46.4   reverse done                   → reversing(orphan, confirmed) · query at 56.4 · ask · tell
            46.6   query closed                   → reversed(orphan) · tell
            """),
        Scenario(
            16, "after an hour's outage the money goes back at the usual pace, not at an hour's",
            """
            0      begin                          → sending · query at 10
            1      pay lost                       → unresolved(timeout) · query at 2 · tell
            20     cashier voids the sale         → reversing(orphan, notSent) · reverse at 20 · tell
            3600   due                            → reversing(orphan, sending) · query at 3610 · undo · case unresolved-too-long
            3610   reverse lost                   → reversing(orphan, inDoubt) · query at 3611 · tell
            3611   due                            → reversing(orphan, inDoubt) · query at 3621 · ask
            3621   query lost                     → reversing(orphan, inDoubt) · reverse at 3681 · tell
            3681   due                            → reversing(orphan, sendingAgain) · query at 3691 · undo
            3691   reverse lost                   → reversing(orphan, inDoubt) · query at 3692 · tell
            3692   due                            → reversing(orphan, inDoubt) · query at 3702 · ask
            3692.2 query paid                     → reversing(orphan, inDoubt) · reverse at 3697.2 · tell
            3697.2 due                            → reversing(orphan, sendingAgain) · query at 3707.2 · undo
            3697.4 reverse done                   → reversing(orphan, confirmed) · query at 3707.4 · ask · tell
            3697.6 query closed                   → reversed(orphan) · tell
            """),
        Scenario(
            16, "processes take over in turn: a reversal that may have landed is due at once",
            """
            0      begin                          → sending · query at 10
            1      pay lost                       → unresolved(timeout) · query at 2 · tell
            20     cashier voids the sale         → reversing(orphan, notSent) · reverse at 20 · tell
            20     due                            → reversing(orphan, sending) · query at 30 · undo
            30     reverse lost                   → reversing(orphan, inDoubt) · query at 31 · tell
            31     due                            → reversing(orphan, inDoubt) · query at 41 · ask
            31.2   query paid                     → reversing(orphan, inDoubt) · reverse at 36.2 · tell
            34     restart                        → reversing(orphan, inDoubt) · reverse at 34 · ask
            34.1   restart                        → reversing(orphan, inDoubt) · reverse at 34.1 · ask
            34.3   query paid                     → reversing(orphan, inDoubt) · reverse at 34.1 · tell
            34.4   due                            → reversing(orphan, sendingAgain) · query at 44.4 · undo
            34.6   reverse done                   → reversing(orphan, confirmed) · query at 44.6 · ask · tell
            34.8   query closed                   → reversed(orphan) · tell
            """),
        Scenario(
            16, "the channel is down for an hour: asked less and less often, one case, then paid",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            11     due                            → unresolved(timeout) · query at 21 · ask
            21     query lost                     → unresolved(timeout) · query at 26 · tell
            26     due                            → unresolved(timeout) · query at 36 · ask
            36     query lost                     → unresolved(timeout) · query at 41 · tell
            41     due                            → unresolved(timeout) · query at 51 · ask
            51     query lost                     → unresolved(timeout) · query at 57.3 · tell
            58     due                            → unresolved(timeout) · query at 68 · ask
            68     query lost                     → unresolved(timeout) · query at 76.5 · tell
            306    due                            → unresolved(timeout) · query at 316 · ask · case unresolved-too-long
            316    query lost                     → unresolved(timeout) · query at 355.5 · tell
            356    due                            → unresolved(timeout) · query at 366 · ask
            366    query lost                     → unresolved(timeout) · query at 411.7 · tell
            3600   due                            → unresolved(timeout) · query at 3610 · ask
            3600.3 query paid                     → succeeded · tell
            """),
        Scenario(
            17, "the order number had been used: the channel's two debits are told apart",
            """
            0      begin                          → sending · query at 10
            0.4    pay OUT_TRADE_NO_USED          → unresolved(listedCode) · query at 1.4 · tell
            1.4    due                            → unresolved(listedCode) · query at 11.4 · ask
            1.6    query paid                     → succeeded · tell
            64000  statement paid a second time   → succeeded · case second-debit
            """),
        Scenario(
            18, "the channel says no, and then paid",
            """
            0      begin                          → sending · query at 10
            0.5    pay NOTENOUGH                  → declined(notEnoughMoney) · tell
            3      query paid                     → declined(notEnoughMoney) · case late-success · tell
            """),
        Scenario(
            18, "the channel says paid, and then no",
            """
            0      begin                          → sending · query at 10
            0.5    pay paid                       → succeeded · tell
            3      pay NOTENOUGH                  → succeeded · case contradiction
            """),
        Scenario(
            18, "query says not there, then paid",
            """
            0      begin                          → sending · query at 10
            0.5    pay SYSTEMERROR                → unresolved(listedCode) · query at 1.5 · tell
            1.5    due                            → unresolved(listedCode) · query at 11.5 · ask
            1.7    query not found                → unresolved(listedCode) · query at 6.7 · tell
            6.7    due                            → unresolved(listedCode) · query at 16.7 · ask
            6.9    query paid                     → succeeded · tell
            """),
    ]
}
