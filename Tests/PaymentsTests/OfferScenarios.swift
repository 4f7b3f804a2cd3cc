// The customer scans the till: what is different from a payment by code, one table each.

import Payments

extension Scenario {
    static let offers: [Scenario] = [
        offer(
            "the code is shown, scanned and paid",
            """
            0      begin                          → sending · query at 10
            0.5    pay code                       → awaitingShopper · query at 5.5 · tell
            5.5    due                            → awaitingShopper · query at 15.5 · ask
            5.7    query not paid                 → awaitingShopper · query at 10.7 · tell
            10.7   due                            → awaitingShopper · query at 20.7 · ask
            10.9   query paid                     → succeeded · tell
            """),
        offer(
            "a channel that knows the order only once it is scanned: not found is no doubt (P3)",
            """
            0      begin                          → sending · query at 10
            0.5    pay code                       → awaitingShopper · query at 5.5 · tell
            5.5    due                            → awaitingShopper · query at 15.5 · ask
            5.7    query not found                → awaitingShopper · query at 10.7 · tell
            180    due                            → awaitingShopper · query at 190 · ask
            180.2  query not found                → reversing(deadline, notSent) · reverse at 180.2 · tell
            180.2  due                            → reversing(deadline, sending) · query at 190.2 · undo
            180.4  reverse found nothing          → reversing(deadline, foundNothing) · query at 190.4 · ask
            180.6  query not found                → reversing(deadline, foundNothing) · query at 203.1 · tell
            240    due                            → reversing(deadline, foundNothing) · query at 250 · ask
            240.2  query not found                → declined(neverArrived) · tell
            """),
        offer(
            "the answer is lost: nobody has seen the code, so it is undone at once",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → reversing(deadline, notSent) · reverse at 15 · tell
            15     due                            → reversing(deadline, sending) · query at 25 · undo
            15.2   reverse done                   → reversing(deadline, confirmed) · query at 25.2 · ask · tell
            15.4   query closed                   → reversed(deadline) · tell
            """),
        offer(
            "the answer is lost and the channel does not know the order: it never can be paid",
            """
            0      begin                          → sending · query at 10
            10     pay lost                       → reversing(deadline, notSent) · reverse at 15 · tell
            15     due                            → reversing(deadline, sending) · query at 25 · undo
            15.2   reverse found nothing          → reversing(deadline, foundNothing) · query at 25.2 · ask
            15.4   query not found                → declined(neverArrived) · tell
            """),
        offer(
            "killed between the permit and the answer: no code is waited for, one that comes is not kept",
            """
            0      begin                          → sending · query at 10
            3      restart                        → reversing(deadline, notSent) · reverse at 15 · tell
            4      pay code                       → reversing(deadline, notSent)
            15     due                            → reversing(deadline, sending) · query at 25 · undo
            15.2   reverse done                   → reversing(deadline, confirmed) · query at 25.2 · ask · tell
            15.4   query closed                   → reversed(deadline) · tell
            """),
        offer(
            "killed while the code is shown: asked on, and it is still shown",
            """
            0      begin                          → sending · query at 10
            0.5    pay code                       → awaitingShopper · query at 5.5 · tell
            8      restart                        → awaitingShopper · query at 18 · ask
            8.2    query not paid                 → awaitingShopper · query at 13.2 · tell
            13.2   due                            → awaitingShopper · query at 23.2 · ask
            13.4   query paid                     → succeeded · tell
            """),
        offer(
            "nobody scans: query, close, query",
            """
            0      begin                          → sending · query at 10
            0.5    pay code                       → awaitingShopper · query at 5.5 · tell
            180    due                            → awaitingShopper · query at 190 · ask
            180.2  query not paid                 → reversing(deadline, notSent) · reverse at 180.2 · tell
            180.2  due                            → reversing(deadline, sending) · query at 190.2 · undo
            180.4  reverse done                   → reversing(deadline, confirmed) · query at 190.4 · ask · tell
            180.6  query closed                   → reversed(deadline) · tell
            """),
        offer(
            "cancelled, and paid at that moment: closing says so, the payment counts",
            """
            0      begin                          → sending · query at 10
            0.5    pay code                       → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     due                            → reversing(cashier, sending) · query at 30 · undo
            20.2   reverse ORDERPAID              → reversing(cashier, refused) · query at 30.2 · ask
            20.4   query paid                     → succeeded · tell
            """),
        offer(
            "cancelled, the answer to closing is lost, and it was paid: closing cannot undo that",
            """
            0      begin                          → sending · query at 10
            0.5    pay code                       → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     due                            → reversing(cashier, sending) · query at 30 · undo
            30     reverse lost                   → reversing(cashier, inDoubt) · query at 31 · tell
            31     due                            → reversing(cashier, inDoubt) · query at 41 · ask
            31.2   query paid                     → succeeded · tell
            """),
        offer(
            "the sale is void and the code was paid: closing gives nothing back, a person must (P1)",
            """
            0      begin                          → sending · query at 10
            0.5    pay code                       → awaitingShopper · query at 5.5 · tell
            20     cashier voids the sale         → reversing(orphan, notSent) · reverse at 20 · tell
            20     due                            → reversing(orphan, sending) · query at 30 · undo
            20.2   reverse ORDERPAID              → reversing(orphan, refused) · query at 30.2 · ask
            20.4   query paid                     → succeeded · tell · case orphan-paid
            """),
        offer(
            "another amount is paid: it cannot be closed, a person must give it back",
            """
            0      begin                          → sending · query at 10
            0.5    pay code                       → awaitingShopper · query at 5.5 · tell
            5.5    due                            → awaitingShopper · query at 15.5 · ask
            5.7    query paid 60.00               → reversing(wrongAmount, notSent) · reverse at 15 · tell · case wrong-amount
            15     due                            → reversing(wrongAmount, sending) · query at 25 · undo
            15.2   reverse ORDERPAID              → reversing(wrongAmount, refused) · query at 25.2 · ask
            15.4   query paid 60.00               → reversing(wrongAmount, tooLate) · query at 20.4 · tell · case wrong-amount
            20.4   due                            → reversing(wrongAmount, tooLate) · query at 30.4 · ask
            """),
        offer(
            "told by the channel before it is asked",
            """
            0      begin                          → sending · query at 10
            0.5    pay code                       → awaitingShopper · query at 5.5 · tell
            3      notified paid                  → succeeded · tell
            """),
        offer(
            "paid after it was closed: a case, never an overwrite (P1)",
            """
            0      begin                          → sending · query at 10
            0.5    pay code                       → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     due                            → reversing(cashier, sending) · query at 30 · undo
            20.2   reverse done                   → reversing(cashier, confirmed) · query at 30.2 · ask · tell
            20.4   query closed                   → reversed(cashier) · tell
            40     notified paid                  → reversed(cashier) · case late-success · tell
            """),
    ]

    private static func offer(_ title: String, _ table: String) -> Scenario {
        var scenario = Scenario(0, title, table)
        scenario.presentment = .merchant
        return scenario
    }
}
