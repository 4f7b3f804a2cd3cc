// The hard cases 1 to 8 of the design: lost answers, late requests, reversals, dying processes.

extension Scenario {
    static let hard1to8: [Scenario] = [
        Scenario(
            1, "the answer to pay is lost after the debit",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            11     due                            → unresolved(timeout) · query at 21 · ask
            11.3   query paid                     → succeeded · tell
            """),
        Scenario(
            1, "the answer is lost, and the query's too",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            11     due                            → unresolved(timeout) · query at 21 · ask
            21     query lost                     → unresolved(timeout) · query at 26 · tell
            26     due                            → unresolved(timeout) · query at 36 · ask
            26.2   query paid                     → succeeded · tell
            """),
        Scenario(
            2, "the request arrives after we asked and were told it is not there",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            11     due                            → unresolved(timeout) · query at 21 · ask
            11.2   query not found                → unresolved(listedCode) · query at 16.2 · tell
            16.2   due                            → unresolved(listedCode) · query at 26.2 · ask
            16.4   query not found                → unresolved(listedCode) · query at 21.4 · tell
            21.4   due                            → unresolved(listedCode) · query at 31.4 · ask
            21.6   query paid                     → succeeded · tell
            """),
        Scenario(
            2, "the request never arrives: not found counts once it can no longer be paid",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            44     due                            → unresolved(timeout) · query at 54 · ask
            44.2   query not found                → unresolved(listedCode) · query at 45 · tell
            45     due                            → unresolved(listedCode) · query at 55 · ask
            45.2   query not found                → reversing(deadline, notSent) · reverse at 45.2 · tell
            45.2   due                            → reversing(deadline, sending) · query at 55.2 · undo
            45.4   reverse found nothing          → reversing(deadline, foundNothing) · query at 55.4 · ask
            45.6   query not found                → reversing(deadline, foundNothing) · query at 51.3 · tell
            51.3   due                            → reversing(deadline, foundNothing) · query at 61.3 · ask
            51.5   query not found                → reversing(deadline, foundNothing) · query at 57.9 · tell
            113    due                            → reversing(deadline, foundNothing) · query at 123 · ask
            113.5  query not found                → reversing(deadline, foundNothing) · query at 120 · tell
            120    due                            → reversing(deadline, foundNothing) · query at 130 · ask
            120.2  query not found                → declined(neverArrived) · tell
            """),
        Scenario(
            3, "the request arrives after a reversal that found nothing",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     due                            → reversing(cashier, sending) · query at 30 · undo
            20.2   reverse found nothing          → reversing(cashier, foundNothing) · query at 30.2 · ask
            20.4   query not found                → reversing(cashier, foundNothing) · query at 25.4 · tell
            50     notified paid                  → succeeded · tell
            """),
        Scenario(
            3, "as before, but the sale has been voided: it is undone",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            20     cashier voids the sale         → reversing(orphan, notSent) · reverse at 20 · tell
            20     due                            → reversing(orphan, sending) · query at 30 · undo
            20.2   reverse found nothing          → reversing(orphan, foundNothing) · query at 30.2 · ask
            20.4   query not found                → reversing(orphan, foundNothing) · query at 25.4 · tell
            120    due                            → reversing(orphan, foundNothing) · query at 130 · ask
            120.2  query paid                     → reversing(orphan, foundNothing) · reverse at 125.2 · tell
            135.3  due                            → reversing(orphan, sending) · query at 145.3 · undo
            135.6  reverse done                   → reversing(orphan, confirmed) · query at 145.6 · ask · tell
            135.8  query closed                   → reversed(orphan) · tell
            """),
        Scenario(
            4, "the reversal's answer is lost: paid is not believed, since it may still land",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            45     due                            → awaitingShopper · query at 55 · ask
            45.2   query password                 → reversing(deadline, notSent) · reverse at 45.2 · tell
            45.2   due                            → reversing(deadline, sending) · query at 55.2 · undo
            55.2   reverse lost                   → reversing(deadline, inDoubt) · query at 56.2 · tell
            56.2   due                            → reversing(deadline, inDoubt) · query at 66.2 · ask
            56.4   query paid                     → reversing(deadline, inDoubt) · reverse at 61.4 · tell
            63.5   due                            → reversing(deadline, sendingAgain) · query at 73.5 · undo
            63.8   reverse done                   → reversing(deadline, confirmed) · query at 73.8 · ask · tell
            64     query closed                   → reversed(deadline) · tell
            """),
        Scenario(
            4, "a no to the second reversal does not settle the first, whose answer was lost",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     due                            → reversing(cashier, sending) · query at 30 · undo
            30     reverse lost                   → reversing(cashier, inDoubt) · query at 31 · tell
            31     due                            → reversing(cashier, inDoubt) · query at 41 · ask
            31.2   query lost                     → reversing(cashier, inDoubt) · reverse at 36.2 · tell
            36.2   due                            → reversing(cashier, sendingAgain) · query at 46.2 · undo
            36.5   reverse SIGNERROR              → reversing(cashier, inDoubt) · query at 41.5 · case reversal-refused · tell
            37     notified paid                  → reversing(cashier, inDoubt) · reverse at 42 · tell
            42     due                            → reversing(cashier, sendingAgain) · query at 52 · undo
            42.3   reverse done                   → reversing(cashier, confirmed) · query at 52.3 · ask · tell
            42.5   query closed                   → reversed(cashier) · tell
            """),
        Scenario(
            4, "an answer the database never recorded leaves the same doubt",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     due                            → reversing(cashier, sending) · query at 30 · undo
            30     due                            → reversing(cashier, sending) · query at 40 · ask
            30.2   query paid                     → reversing(cashier, sending) · reverse at 35.2 · tell
            35.2   due                            → reversing(cashier, sendingAgain) · query at 45.2 · undo
            35.4   reverse never sent             → reversing(cashier, inDoubt) · query at 40.4 · tell
            40     due                            → reversing(cashier, inDoubt) · query at 40.4
            40.2   query paid                     → reversing(cashier, inDoubt) · reverse at 45.2 · tell
            45.3   due                            → reversing(cashier, sendingAgain) · query at 55.3 · undo
            45.6   reverse TRADE_ERROR            → reversing(cashier, inDoubt) · query at 55.6 · ask
            45.8   query closed                   → reversed(cashier) · tell
            """),
        Scenario(
            4, "a reversal in doubt past the limit: only a question asked after the end settles it",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     due                            → reversing(cashier, sending) · query at 30 · undo
            30     reverse lost                   → reversing(cashier, inDoubt) · query at 31 · tell
            31     due                            → reversing(cashier, inDoubt) · query at 41 · ask
            41     query lost                     → reversing(cashier, inDoubt) · reverse at 46.1 · tell
            86401  due                            → reversing(cashier, inDoubt) · query at 86411 · ask · case unresolved-too-long · case reversal-too-late
            86402  query paid                     → reversing(cashier, inDoubt) · reverse at 86407 · tell
            86462  due                            → reversing(cashier, inDoubt) · query at 86472 · ask · case reversal-too-late
            86463  query lost                     → reversing(cashier, inDoubt) · reverse at 86523 · tell
            86523  due                            → reversing(cashier, tooLate) · query at 86533 · ask · case reversal-too-late
            86524  statement paid                 → reversing(cashier, tooLate) · query at 86534 · ask
            86525  query paid                     → succeeded · tell
            """),
        Scenario(
            5, "the customer types the password on the last second, and the reversal gives it back",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            45     due                            → awaitingShopper · query at 55 · ask
            45.2   query password                 → reversing(deadline, notSent) · reverse at 45.2 · tell
            45.2   due                            → reversing(deadline, sending) · query at 55.2 · undo
            45.3   notified paid                  → reversing(deadline, sending) · reverse at 50.3 · tell
            45.9   reverse done                   → reversing(deadline, confirmed) · query at 55.9 · ask · tell
            46.1   query closed                   → reversed(deadline) · tell
            """),
        Scenario(
            5, "the customer types the password on the last second, before any reversal left",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            45     due                            → awaitingShopper · query at 55 · ask
            45.2   query password                 → reversing(deadline, notSent) · reverse at 45.2 · tell
            45.2   notified paid                  → succeeded · tell
            """),
        Scenario(
            6, "two processes drive one attempt: each answer comes twice",
            """
            0      begin                          → sending · query at 10
            10     due                            → unresolved(interrupted) · query at 20 · ask · tell
            10     due                            → unresolved(interrupted) · query at 20
            10.2   query paid                     → succeeded · tell
            10.3   query paid                     → succeeded
            10.4   due                            → unwelcome, succeeded
            """),
        Scenario(
            6, "the cashier taps twice",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20.1   cashier cancels                → reversing(cashier, notSent) · tell
            20.1   due                            → reversing(cashier, sending) · query at 30.1 · undo
            20.4   reverse done                   → reversing(cashier, confirmed) · query at 30.4 · ask · tell
            20.5   cashier cancels                → reversing(cashier, confirmed) · tell
            20.6   query closed                   → reversed(cashier) · tell
            20.7   cashier cancels                → unwelcome, reversed(cashier)
            """),
        Scenario(
            7, "the process dies while the pay call is under way",
            """
            0      begin                          → sending · query at 10
            4      restart                        → unresolved(interrupted) · query at 14 · ask · tell
            4.2    query paid                     → succeeded · tell
            """),
        Scenario(
            7, "the process dies while the customer types the password",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            4      restart                        → awaitingShopper · query at 14 · ask
            4.2    query password                 → awaitingShopper · query at 9.2 · tell
            9.2    due                            → awaitingShopper · query at 19.2 · ask
            9.4    query paid                     → succeeded · tell
            """),
        Scenario(
            7, "the process dies while a reversal is under way: it counts as perhaps sent",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     due                            → reversing(cashier, sending) · query at 30 · undo
            23     restart                        → reversing(cashier, inDoubt) · query at 33 · ask
            23.2   query paid                     → reversing(cashier, inDoubt) · reverse at 28.2 · tell
            28.2   due                            → reversing(cashier, sendingAgain) · query at 38.2 · undo
            28.4   reverse done                   → reversing(cashier, confirmed) · query at 38.4 · ask · tell
            29     restart                        → reversing(cashier, confirmed) · query at 39 · ask
            29.2   query closed                   → reversed(cashier) · tell
            """),
        Scenario(
            8,
            "the intent was durable and the process died before it sent: asked, never paid again",
            """
            0      begin                          → sending · query at 10
            60     restart                        → unresolved(interrupted) · query at 70 · ask · tell
            60.2   query not found                → reversing(deadline, notSent) · reverse at 60.2 · tell
            60.2   due                            → reversing(deadline, sending) · query at 70.2 · undo
            60.4   reverse found nothing          → reversing(deadline, foundNothing) · query at 70.4 · ask
            60.6   query not found                → reversing(deadline, foundNothing) · query at 68.1 · tell
            180    due                            → reversing(deadline, foundNothing) · query at 190 · ask
            180.2  query not found                → declined(neverArrived) · tell
            """),
        Scenario(
            9, "the notification comes before the answer, and twice",
            """
            0      begin                          → sending · query at 10
            0.4    notified paid                  → succeeded · tell
            0.6    pay paid                       → succeeded
            0.9    notified paid                  → succeeded
            """),
        Scenario(
            9, "a notification validly signed for another order changes nothing that counts",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → unresolved(timeout) · query at 11 · tell
            10.2   notified paid another order    → unresolved(foreignAnswer) · query at 15.2 · tell
            11     due                            → unresolved(foreignAnswer) · query at 15.2
            11.2   query paid                     → succeeded · tell
            """),
    ]
}
