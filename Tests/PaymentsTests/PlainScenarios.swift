// The everyday lives of an attempt, one table each.

extension Scenario {
    static let plain: [Scenario] = [
        Scenario(
            0, "paid at once",
            """
            0      begin                          → sending · query at 10
            0.8    pay paid                       → succeeded · tell
            """),
        Scenario(
            0, "the customer types the password",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            5.5    due                            → awaitingShopper · query at 15.5 · ask
            5.7    query password                 → awaitingShopper · query at 10.7 · tell
            10.7   due                            → awaitingShopper · query at 20.7 · ask
            10.9   query paid                     → succeeded · tell
            """),
        Scenario(
            0, "not enough money",
            """
            0      begin                          → sending · query at 10
            0.5    pay NOTENOUGH                  → declined(notEnoughMoney) · tell
            """),
        Scenario(
            0, "the request never left this machine",
            """
            0      begin                          → sending · query at 10
            0.1    pay never sent                 → declined(neverSent) · tell
            """),
        Scenario(
            0, "a code that no table lists decides nothing (P3)",
            """
            0      begin                          → sending · query at 10
            0.5    pay NEW_CODE_9                 → unresolved(unlistedCode) · query at 1.5 · tell
            1.5    due                            → unresolved(unlistedCode) · query at 11.5 · ask
            1.7    query paid                     → succeeded · tell
            """),
        Scenario(
            0, "an answer with a bad signature decides nothing (P3)",
            """
            0      begin                          → sending · query at 10
            0.5    pay bad signature              → unresolved(badSignature) · query at 1.5 · tell
            1.5    due                            → unresolved(badSignature) · query at 11.5 · ask
            1.7    query not found                → unresolved(listedCode) · query at 6.7 · tell
            6.7    due                            → unresolved(listedCode) · query at 16.7 · ask
            6.9    query paid                     → succeeded · tell
            """),
        Scenario(
            0, "nobody types the password: query, reverse, query",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            5.5    due                            → awaitingShopper · query at 15.5 · ask
            5.7    query password                 → awaitingShopper · query at 10.7 · tell
            44     due                            → awaitingShopper · query at 54 · ask
            44.2   query password                 → awaitingShopper · query at 45 · tell
            45     due                            → awaitingShopper · query at 55 · ask
            45.2   query password                 → reversing(deadline, notSent) · reverse at 45.2 · tell
            45.2   due                            → reversing(deadline, sending) · query at 55.2 · undo
            45.5   reverse done                   → reversing(deadline, confirmed) · query at 55.5 · ask · tell
            45.7   query closed                   → reversed(deadline) · tell
            """),
        Scenario(
            0, "the cashier cancels too early for the channel, which is then undone",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            3      cashier cancels                → reversing(cashier, notSent) · reverse at 15 · tell
            9      due                            → reversing(cashier, notSent) · reverse at 15
            15     due                            → reversing(cashier, sending) · query at 25 · undo
            15.4   reverse done                   → reversing(cashier, confirmed) · query at 25.4 · ask · tell
            15.6   query closed                   → reversed(cashier) · tell
            """),
        Scenario(
            0, "the channel may not be reversed while the customer is paying: asked again",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     due                            → reversing(cashier, sending) · query at 30 · undo
            20.3   reverse USERPAYING             → reversing(cashier, inDoubt) · reverse at 25.3 · tell
            25.3   due                            → reversing(cashier, sendingAgain) · query at 35.3 · undo
            25.6   reverse USERPAYING             → reversing(cashier, inDoubt) · reverse at 30.6 · tell
            30.6   due                            → reversing(cashier, sendingAgain) · query at 40.6 · undo
            30.9   reverse done                   → reversing(cashier, confirmed) · query at 40.9 · ask · tell
            31.1   query closed                   → reversed(cashier) · tell
            """),
        Scenario(
            0, "the cashier cancels, and the customer was quicker: the sale is paid",
            """
            0      begin                          → sending · query at 10
            0.5    pay password                   → awaitingShopper · query at 5.5 · tell
            20     cashier cancels                → reversing(cashier, notSent) · reverse at 20 · tell
            20     query paid                     → succeeded · tell
            """),
    ]
}
