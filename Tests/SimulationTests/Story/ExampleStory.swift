// A story with everything in it: the answer is lost after the debit, the server dies, nobody asks, and
// the customer pays twice. It never happened here; the tests tell it, and it can be looked at.

import Retail
import Simulation

enum ExampleStory {
    /// 2026-11-23 15:42:05.250 in Shanghai.
    static let beginning = Timestamp(microseconds: 1_795_419_725_250_000)

    static func line(
        _ milliseconds: Int64, _ from: Party, _ to: Party?, _ kind: StoryLine.Kind, _ words: String
    ) -> StoryLine {
        StoryLine(
            at: beginning.advanced(by: .milliseconds(milliseconds)), from: from, to: to,
            words: words, kind: kind)
    }

    static let till = Party.till(store: "0101", register: "02")
    static let otherTill = Party.till(store: "0101", register: "03")
    static let weChat = Party.channel("wechat")
    static let phone = Party.phone(customer: 3)

    static func story(in language: StoryLanguage) -> Story {
        Story(
            title: language.choose(
                "Seed 20261123: one sale, two debits", "种子 20261123：一张销售单，两次扣款"),
            lines: facts.map { fact in
                line(
                    fact.milliseconds, fact.from, fact.to, fact.kind,
                    language.choose(fact.english, fact.chinese))
            }, language: language)
    }

    private struct Fact {
        let milliseconds: Int64
        let from: Party
        let to: Party?
        let kind: StoryLine.Kind
        let english: String
        let chinese: String

        init(
            _ milliseconds: Int64, _ from: Party, _ to: Party?, _ kind: StoryLine.Kind,
            _ english: String, _ chinese: String
        ) {
            self.milliseconds = milliseconds
            self.from = from
            self.to = to
            self.kind = kind
            self.english = english
            self.chinese = chinese
        }
    }

    private static let facts = [
        Fact(
            0, till, .server(1), .message, "scan a WeChat code for ¥65.10", "扫微信付款码，¥65.10"),
        Fact(
            4, .server(1), .database, .durable,
            "payment and attempt 2026112315420501010200417, sending",
            "支付单与支付请求 2026112315420501010200417，发送中"),
        Fact(9, .server(1), weChat, .message, "pay ¥65.10", "付款 ¥65.10"),
        Fact(
            180, weChat, phone, .message,
            "asks for the password, since the amount is above the limit of the account that the customer has set for paying without one",
            "金额超过顾客设定的免密限额，请输入支付密码"),
        Fact(7_400, phone, weChat, .message, "password typed", "已输入密码"),
        Fact(7_410, weChat, weChat, .message, "debits ¥65.10", "扣款 ¥65.10"),
        Fact(7_450, weChat, .server(1), .lost, "paid ¥65.10", "已付 ¥65.10"),
        Fact(
            9_000, till, nil, .note, "the cashier waits and sees “asking WeChat Pay”",
            "收银员等待，界面显示“正在向微信查询”"),
        Fact(
            12_300, .server(1), nil, .crash, "the process is killed before it can ask",
            "查询之前进程被杀"),
        Fact(
            57_300, otherTill, .server(2), .message, "scan an Alipay code for ¥65.10",
            "扫支付宝付款码，¥65.10"),
        Fact(
            57_306, .server(2), .database, .durable, "a second attempt of the same payment",
            "同一支付单的第二个支付请求"),
        Fact(57_311, .server(2), .channel("alipay"), .message, "pay ¥65.10", "付款 ¥65.10"),
        Fact(57_700, .channel("alipay"), .server(2), .message, "paid ¥65.10", "已付 ¥65.10"),
        Fact(
            57_706, .server(2), .database, .durable, "sale posted, receipt number given",
            "销售单已入账，已取得小票号"),
        Fact(57_710, .server(2), otherTill, .message, "sold; print the receipt", "成交，打印小票"),
        Fact(
            57_710, till, otherTill, .note,
            "<both tills> show the sale & say \"paid\" for one tender",
            "两台收银机都显示该单“已付”"),
        Fact(
            36_900_000, weChat, .statement, .message, "¥65.10, 2026112315420501010200417",
            "¥65.10，2026112315420501010200417"),
        Fact(
            36_900_120, .statement, nil, .violation(.nothingIsDoubled),
            "customer 3 was debited twice, ¥65.10 each at WeChat Pay and at Alipay, for one tender of one sale, and no case is open.",
            "顾客 3 因同一销售单的同一笔支付被扣款两次（微信支付、支付宝各 ¥65.10），且没有任何待处理的异常。"),
    ]
}
