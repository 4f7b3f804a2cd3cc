// The steps: the notice's sale, its incident with and without help, a killed server, wrong numbers.

internal import Foundation
internal import Retail

extension CheckScene {
    private static let cough = [(code: "6990000010212", quantity: Int64(1))]
    private static let cold = [
        (code: "6990000010779", quantity: Int64(2)), (code: "6990000012872", quantity: Int64(1)),
    ]
    private static let protein = [(code: "6990000013015", quantity: Int64(1))]

    /// (a) The notice's normal sale: 10034, 41, scan, F9; with each wallet, with a password, in cash.
    func normalSales() async throws {
        report.title("一、正常下账 The notice's normal sale")
        for (account, wallet, name) in [
            ("lin", "wechat", "微信 WeChat"), ("zhou", "alipay", "支付宝 Alipay"),
        ] {
            let sale = try await till.ringUp(CheckScene.cold)
            _ = try await till.act("sale/checkout", ["sale": .text(sale)])
            _ = try await till.pay(sale, code: try await code(account, wallet))
            let paid = try await till.wait(seconds: 15) { $0.tender.state.text == "paid" }
            report.expect(
                paid.tender.state.text == "paid", "41 \(name): \(paid.attempt.notice.zh.text ?? "")"
            )
            note(paid.attempt)
            try await complete(sale, "F9")
            if wallet == "wechat" { report.say(try await till.receipt(sale)) }
        }
        let sale = try await till.ringUp(CheckScene.protein)
        let begun = try await till.pay(sale, code: try await code("lin", "wechat"))
        let number = begun.attempt.number.text ?? ""
        let waiting = try await till.wait(seconds: 15) {
            $0.attempt.state.text == "awaitingShopper"
        }
        report.expect(
            waiting.attempt.state.text == "awaitingShopper",
            "大额要密码 a large amount: \(waiting.attempt.notice.zh.text ?? "")")
        try await expectRefusal(["S-211"], "等密码时收现金 cash meanwhile") {
            try await till.cash(sale, receivedFen: 30_000)
        }
        try await approve(number, password: "135790")
        let paid = try await till.wait(seconds: 20) { $0.tender.state.text == "paid" }
        report.expect(paid.tender.state.text == "paid", "顾客输入密码后已付 paid after the password")
        note(paid.attempt)
        try await complete(sale, "F9")
        let cash = try await till.ringUp(CheckScene.cough)
        let taken = try await till.cash(cash, receivedFen: 2_000)
        report.expect(taken.sale.changeFen.integer == 350, "现金 20.00 找零 change 3.50")
        try await complete(cash, "F9")
    }

    /// Begins a payment whose answer is lost after the debit, with queries unanswered as well.
    private func beginIncident(_ account: String, _ wallet: String) async throws -> (String, String)
    {
        try await fault(wallet, "pay", "loseAnswer", times: 1)
        try await fault(wallet, "query", "down")
        let sale = try await till.ringUp(CheckScene.cold)
        let begun = try await till.pay(sale, code: try await code(account, wallet))
        let number = begun.attempt.number.text ?? ""
        let doubt = try await till.wait(seconds: 15) { $0.attempt.state.text == "unresolved" }
        report.expect(
            doubt.attempt.state.text == "unresolved",
            "顾客已扣款，收银机不知道 in doubt: \(doubt.attempt.notice.zh.text ?? "")")
        let truth = try await order(number)
        report.expect(
            truth.debitedFen.integer == doubt.sale.dueFen.integer,
            "渠道确已扣款 the wallet did debit ¥\(CheckScene.yuan(truth.debitedFen))")
        return (sale, number)
    }

    /// (b) The incident as the notice has it: 42 by one scan, never cash.
    func incidentWithSupplement() async throws {
        report.title("二、异常补单 The incident, and method 42")
        let (sale, number) = try await beginIncident("lin", "wechat")
        try await expectRefusal(["S-211"], "收现金 cash") {
            try await till.cash(sale, receivedFen: 10_000)
        }
        try await expectRefusal(["P-104"], "再扫一次 another scan") {
            try await till.pay(sale, code: try await code("lin", "wechat"))
        }
        try await expectRefusal(["P-312"], "渠道不通时 42 while the wallet is unreachable") {
            try await till.supplement(sale, number: number)
        }
        try await liftAfterNextQuery()
        let found = try await till.supplement(sale, number: number)
        report.expect(
            found.say.code.text == "P-313",
            "42 扫商户单号 by the scanned number: \(found.say.zh.text ?? found.tender.state.line)")
        report.expect(found.tender.method.integer == 42, "收款方式是 42 the tender is 42")
        note(found.attempt)
        try await complete(sale, "F9")
        let next = try await till.ringUp(CheckScene.cold)
        try await expectRefusal(["P-305"], "同一单号再补 the same number again") {
            try await till.supplement(next, number: number)
        }
        _ = try await till.act("sale/void", ["sale": .text(next)])
    }

    /// Waits for the sweep's next question to fail, then lets the wallet answer: 42 then has until the
    /// one after, seconds later.
    private func liftAfterNextQuery() async throws {
        let asked = try await till.till().attempt.asked.integer ?? 0
        _ = try await till.wait(seconds: 15) { ($0.attempt.asked.integer ?? 0) > asked }
        try await Task.sleep(for: .milliseconds(300))
        try await clearFaults()
    }

    /// (c) The same incident; nobody does anything.
    func incidentAlone() async throws {
        report.title("三、无人处理 The same incident, and nobody helps")
        let (sale, number) = try await beginIncident("zhou", "alipay")
        try await clearFaults()
        let after = try await till.wait(seconds: 30) { $0.lastPosted.sale.text == sale }
        report.expect(
            after.lastPosted.sale.text == sale,
            "系统自己查到并入账 recovery posted it: \(after.lastPosted.receiptNumber.text ?? "-")")
        posted.append((number, after.lastPosted.dueFen.integer ?? 0))
    }

    /// (d) The server dies between the debit and the answer.
    func killedServer() async throws {
        report.title("四、断电 The server is killed between debit and answer")
        try await fault("wechat", "pay", "delay", times: 1, milliseconds: 6_000)
        let sale = try await till.ringUp(CheckScene.cough)
        let begun = try await till.pay(sale, code: try await code("lin", "wechat"))
        let number = begun.attempt.number.text ?? ""
        try await waitUntilDebited(number)
        report.expect(
            try await order(number).state.text == "PAID", "渠道已扣款 the wallet has debited")
        try await killServer()
        let after = try await till.wait(seconds: 20) { $0.lastPosted.sale.text == sale }
        report.expect(
            after.lastPosted.sale.text == sale,
            "随后自动入账 posted after that: \(after.lastPosted.receiptNumber.text ?? "-")")
        posted.append((number, after.lastPosted.dueFen.integer ?? 0))
        let truth = try await order(number)
        report.expect(
            truth.debitedFen.integer == after.lastPosted.dueFen.integer
                && truth.returnedFen.integer == 0, "只扣一次 debited once, nothing given back")
        try servers.start()
    }

    /// (e) Numbers that must not be posted.
    func wrongNumbers() async throws {
        report.title("五、错误的单号 Numbers that are refused, and why")
        let sale = try await till.ringUp(CheckScene.cough)
        let now = Timestamp(microseconds: try await till.till().now.integer ?? 0)
        func number(_ moment: Timestamp, _ store: String) throws -> String {
            MerchantOrderNumber(
                at: moment, store: try StoreID(store), register: try RegisterID("02"),
                serial: 1_234_567
            ).digits
        }
        try await expectRefusal(["P-304"], "别家公司 of another chain") {
            try await till.supplement(sale, number: try number(now, "9999"))
        }
        try await expectRefusal(["P-311"], "查不到 not found") {
            try await till.supplement(sale, number: try number(now, "0101"))
        }
        let right = try number(now, "0101")
        let last = right.last == "9" ? "0" : "9"
        try await expectRefusal(["P-301"], "输错一位 one digit wrong") {
            try await till.supplement(sale, number: String(right.dropLast()) + last)
        }
        try await expectRefusal(["P-301"], "少一位 a digit missing") {
            try await till.supplement(sale, number: String(right.dropLast()))
        }
        try await expectRefusal(["P-303"], "日期在将来 dated in the future") {
            try await till.supplement(sale, number: try number(now.advanced(by: .days(2)), "0101"))
        }
        try await expectRefusal(["P-303"], "太旧 too old") {
            try await till.supplement(
                sale, number: try number(now.advanced(by: .days(-200)), "0101"))
        }
        try await expectRefusal(["P-302"], "付款码 a payment code") {
            try await till.supplement(sale, number: try await code("lin", "wechat"))
        }
        if let other = posted.first {
            try await expectRefusal(["P-305"], "已入账 posted already") {
                try await till.supplement(sale, number: other.number)
            }
        }
        _ = try await till.act("sale/void", ["sale": .text(sale)])
        try await numberOfHeldSale()
    }

    /// A payment of a held sale, offered at another sale; then recovery posts the held one.
    private func numberOfHeldSale() async throws {
        try await fault("wechat", "pay", "loseAnswer", times: 1)
        try await fault("wechat", "query", "down")
        let held = try await till.ringUp(CheckScene.cough)
        let begun = try await till.pay(held, code: try await code("lin", "wechat"))
        let number = begun.attempt.number.text ?? ""
        _ = try await till.wait(seconds: 15) { $0.attempt.state.text == "unresolved" }
        _ = try await till.act("sale/suspension", ["sale": .text(held)])
        let next = try await till.ringUp(CheckScene.cold)
        try await expectRefusal(["P-306"], "属于本店挂起单 it belongs to a held sale") {
            try await till.supplement(next, number: number)
        }
        try await clearFaults()
        for _ in 0..<200 where try await till.till().suspended.integer != 0 {
            try await Task.sleep(for: .milliseconds(100))
        }
        report.expect(
            try await till.till().suspended.integer == 0,
            "挂起的单也自动入账 the held sale was posted by recovery")
        posted.append((number, 1_650))
        _ = try await till.act("sale/void", ["sale": .text(next)])
    }

    /// (f) The till is installed anew in mid-incident: nothing here knows the number, the wallet does.
    func reinstalledTill() async throws {
        report.title("六、重装 The till is installed anew in mid-incident")
        let (_, number) = try await beginIncident("lin", "wechat")
        try await killAndInstallAnew()
        try await clearFaults()
        let other = try await till.ringUp(CheckScene.cough)
        try await expectRefusal(["P-307"], "金额不符 another amount") {
            try await till.supplement(other, number: number)
        }
        _ = try await till.act("sale/void", ["sale": .text(other)])
        let sale = try await till.ringUp(CheckScene.cold)
        let trade = try await order(number).tradeNumber.text ?? ""
        let found = try await till.supplement(sale, number: trade)
        report.expect(
            found.say.code.text == "P-313",
            "42 扫交易单号也行 by the wallet's own number: \(found.say.zh.text ?? "-")")
        posted.append((number, found.sale.dueFen.integer ?? 0))
        try await complete(sale, "F9")
    }

    /// Both halves of every payment say the same.
    func audit() async throws {
        report.title("八、对账 Both halves")
        let orders = try await control.send("GET", "/orders").json.array
        var debited: Int64 = 0
        var returned: Int64 = 0
        for order in orders {
            debited += order.debitedFen.integer ?? 0
            returned += order.returnedFen.integer ?? 0
        }
        let counted = posted.reduce(0) { $0 + $1.fen }
        report.expect(
            debited - returned == counted,
            "钱包扣款 debited ¥\(Money(fen: debited - returned).yuan) = 入账 posted ¥\(Money(fen: counted).yuan)，"
                + "\(posted.count) 笔 payments")
    }

    private static func yuan(_ fen: JSON) -> String {
        fen.integer.map { Money(fen: $0).yuan } ?? "-"
    }
}
