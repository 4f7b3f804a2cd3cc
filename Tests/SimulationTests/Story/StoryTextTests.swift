import Retail
import Testing

@testable import Simulation

@Suite("A story as text") struct StoryTextTests {
    @Test("the example, word for word")
    func example() {
        #expect(StoryText.text(of: ExampleStory.story(in: .english)) == Self.english)
        #expect(StoryText.text(of: ExampleStory.story(in: .chinese)) == Self.chinese)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let kind: StoryLine.Kind
        let to: Party?
        let english: String
        let chinese: String
        var testDescription: String { english }
    }

    @Test(
        "each kind of step is one sentence",
        arguments: [
            Row(
                kind: .message, to: .server(1), english: "till 0101/02 → server 1: w",
                chinese: "收银机 0101/02 → 服务器 1：w"),
            Row(
                kind: .message, to: nil, english: "till 0101/02: w", chinese: "收银机 0101/02：w"),
            Row(
                kind: .message, to: ExampleStory.till, english: "till 0101/02: w",
                chinese: "收银机 0101/02：w"),
            Row(
                kind: .lost, to: .channel("bestpay"), english: "till 0101/02 → BestPay: w ⇥ lost",
                chinese: "收银机 0101/02 → 翼支付：w ⇥ 丢失"),
            Row(
                kind: .durable, to: .database,
                english: "till 0101/02 → database: w (on disk)",
                chinese: "收银机 0101/02 → 数据库：w（已存盘）"),
            Row(
                kind: .note, to: .phone(customer: 7), english: "till 0101/02, phone 7: w",
                chinese: "收银机 0101/02、手机 7：w"),
            Row(
                kind: .crash, to: nil, english: "till 0101/02 ✗ crashes: w",
                chinese: "收银机 0101/02 ✗ 崩溃：w"),
            Row(
                kind: .violation(.cashNeverCoversCode), to: nil,
                english: "✗ This breaks promise P6 (cash never covers a scanned code): w",
                chinese: "✗ 违反承诺 P6（现金不掩盖已扫的码）：w"),
        ])
    func kinds(_ row: Row) {
        let lines = [ExampleStory.line(0, ExampleStory.till, row.to, row.kind, "w")]
        #expect(Self.steps(lines, .english) == ["1  +0.000 s  " + row.english])
        #expect(Self.steps(lines, .chinese) == ["1  +0.000 秒  " + row.chinese])
    }

    @Test(
        "each promise has its number and its name",
        arguments: zip(
            Promise.allCases, ["P1", "P2", "P3", "P4", "P5", "P6"]))
    func promises(_ promise: Promise, _ code: String) {
        let lines = [ExampleStory.line(0, .statement, nil, .violation(promise), "w")]
        let told = Self.steps(lines, .english).joined()
        #expect(told.contains("promise \(code) (\(promise.name(in: .english)))"))
    }

    @Test("violations are told last, whatever their place, and numbered so")
    func violationsLast() {
        let told = Self.steps(
            [
                ExampleStory.line(0, .server(1), nil, .note, "a"),
                ExampleStory.line(1, .server(1), nil, .violation(.booksBalance), "b"),
                ExampleStory.line(2, .server(1), nil, .note, "c"),
            ], .english)
        #expect(told.map { $0.suffix(1) } == ["a", "c", "b"])
        #expect(told.map { $0.prefix(3) } == ["1  ", "2  ", "3  "])
    }

    @Test(
        "only a long quiet time is said",
        arguments: [
            (9_999, nil), (10_000, "… 10 s later"), (45_000, "… 45 s later"),
            (125_900, "… 2 min 5 s later"), (3_600_000, "… 1 h later"),
            (3_600_000 + 59_000, "… 1 h later"), (90_000_000, "… 1 day 1 h later"),
            (2 * 86_400_000, "… 2 days later"), (-45_000, nil),
        ] as [(Int64, String?)])
    func quiet(_ milliseconds: Int64, _ words: String?) {
        let told = Self.steps(
            [
                ExampleStory.line(0, .server(1), nil, .note, "a"),
                ExampleStory.line(milliseconds, .server(1), nil, .note, "b"),
            ], .english)
        #expect(told.count == (words == nil ? 2 : 3))
        #expect(words == nil || told.dropFirst().first?.hasSuffix("  \(words ?? "")") == true)
    }

    @Test(
        "times count from the beginning",
        arguments: [
            (0, "+0.000 s", "+0.000 秒"), (12_300_999, "+12.300 s", "+12.300 秒"),
            (60_000_000, "+1 min 00.000 s", "+1 分 00.000 秒"),
            (3_601_005_000, "+1 h 00 min 01.005 s", "+1 小时 00 分 01.005 秒"),
            (183_845_000_000, "+2 d 03 h 04 min 05.000 s", "+2 天 03 小时 04 分 05.000 秒"),
            (-1_500_000, "−1.500 s", "−1.500 秒"),
            (.max, "+106751991 d 04 h 00 min 54.775 s", "+106751991 天 04 小时 00 分 54.775 秒"),
            (.min, "−106751991 d 04 h 00 min 54.775 s", "−106751991 天 04 小时 00 分 54.775 秒"),
        ] as [(Int64, String, String)])
    func times(_ microseconds: Int64, _ english: String, _ chinese: String) {
        let pause = Pause(microseconds: microseconds)
        #expect(StoryTime.offset(pause, in: .english) == english)
        #expect(StoryTime.offset(pause, in: .chinese) == chinese)
    }

    @Test(
        "what would break a line is taken out, and no line is endless",
        arguments: [
            ("a\nb\r\u{2028}c\td", "a b  c d"), ("a\u{0}\u{1B}[31mb", "a  [31mb"),
            ("\u{202E}drow", "drow"), ("\u{FFFF}", "\u{FFFD}"),
            (
                String(repeating: "药", count: 700), String(repeating: "药", count: 600) + "…"
            ),
        ])
    func printable(_ words: String, _ printed: String) {
        let told = Self.steps([ExampleStory.line(0, .database, nil, .note, words)], .english)
        #expect(told == ["1  +0.000 s  database: " + printed])
    }

    @Test("a story of nothing and one at the ends of time are told, too")
    func extremes() {
        let nothing = Story(title: "t", lines: [], language: .english)
        #expect(StoryText.text(of: nothing) == "t\nNothing happened.\n\n")
        let ends = [Int64.min, .max, .min].map { microseconds in
            StoryLine(
                at: Timestamp(microseconds: microseconds), from: .database, to: nil, words: "w",
                kind: .note)
        }
        let told = StoryText.text(of: Story(title: "t", lines: ends, language: .english))
        #expect(told.contains("3               "))
    }

    @Test("parties stand in the order of a payment")
    func order() {
        let parties: [Party] = [
            .till(store: "0101", register: "02"), .till(store: "0102", register: "01"), .server(1),
            .server(2), .database, .channel("alipay"), .channel("wechat"), .phone(customer: 1),
            .statement,
        ]
        #expect(parties.reversed().sorted() == parties)
        let unknown = Party.channel("other")
        #expect(StoryLanguage.allCases.map { unknown.name(in: $0) } == ["other", "other"])
    }

    private static func steps(_ lines: [StoryLine], _ language: StoryLanguage) -> [String] {
        let story = Story(title: "t", lines: lines, language: language)
        return StoryText.text(of: story).split(separator: "\n").dropFirst(2).map(String.init)
    }

    private static let english = """
        Seed 20261123: one sale, two debits
        18 steps, from 2026-11-23 15:42:05.250 (UTC+8); times count from there.

         1               +0.000 s  till 0101/02 → server 1: scan a WeChat code for ¥65.10
         2               +0.004 s  server 1 → database: payment and attempt 2026112315420501010200417, sending (on disk)
         3               +0.009 s  server 1 → WeChat Pay: pay ¥65.10
         4               +0.180 s  WeChat Pay → phone 3: asks for the password, since the amount is above the limit of the account that the customer has set for paying without one
         5               +7.400 s  phone 3 → WeChat Pay: password typed
         6               +7.410 s  WeChat Pay: debits ¥65.10
         7               +7.450 s  WeChat Pay → server 1: paid ¥65.10 ⇥ lost
         8               +9.000 s  till 0101/02: the cashier waits and sees “asking WeChat Pay”
         9              +12.300 s  server 1 ✗ crashes: the process is killed before it can ask
                                   … 45 s later
        10              +57.300 s  till 0101/03 → server 2: scan an Alipay code for ¥65.10
        11              +57.306 s  server 2 → database: a second attempt of the same payment (on disk)
        12              +57.311 s  server 2 → Alipay: pay ¥65.10
        13              +57.700 s  Alipay → server 2: paid ¥65.10
        14              +57.706 s  server 2 → database: sale posted, receipt number given (on disk)
        15              +57.710 s  server 2 → till 0101/03: sold; print the receipt
        16              +57.710 s  till 0101/02, till 0101/03: <both tills> show the sale & say "paid" for one tender
                                   … 10 h 14 min later
        17  +10 h 15 min 00.000 s  WeChat Pay → statement: ¥65.10, 2026112315420501010200417
        18  +10 h 15 min 00.120 s  ✗ This breaks promise P2 (nothing is doubled): customer 3 was debited twice, ¥65.10 each at WeChat Pay and at Alipay, for one tender of one sale, and no case is open.

        """

    private static let chinese = """
        种子 20261123：一张销售单，两次扣款
        共 18 步，始于 2026-11-23 15:42:05.250（北京时间），时间由此起算。

         1                 +0.000 秒  收银机 0101/02 → 服务器 1：扫微信付款码，¥65.10
         2                 +0.004 秒  服务器 1 → 数据库：支付单与支付请求 2026112315420501010200417，发送中（已存盘）
         3                 +0.009 秒  服务器 1 → 微信支付：付款 ¥65.10
         4                 +0.180 秒  微信支付 → 手机 3：金额超过顾客设定的免密限额，请输入支付密码
         5                 +7.400 秒  手机 3 → 微信支付：已输入密码
         6                 +7.410 秒  微信支付：扣款 ¥65.10
         7                 +7.450 秒  微信支付 → 服务器 1：已付 ¥65.10 ⇥ 丢失
         8                 +9.000 秒  收银机 0101/02：收银员等待，界面显示“正在向微信查询”
         9                +12.300 秒  服务器 1 ✗ 崩溃：查询之前进程被杀
                                      … 45 秒后
        10                +57.300 秒  收银机 0101/03 → 服务器 2：扫支付宝付款码，¥65.10
        11                +57.306 秒  服务器 2 → 数据库：同一支付单的第二个支付请求（已存盘）
        12                +57.311 秒  服务器 2 → 支付宝：付款 ¥65.10
        13                +57.700 秒  支付宝 → 服务器 2：已付 ¥65.10
        14                +57.706 秒  服务器 2 → 数据库：销售单已入账，已取得小票号（已存盘）
        15                +57.710 秒  服务器 2 → 收银机 0101/03：成交，打印小票
        16                +57.710 秒  收银机 0101/02、收银机 0101/03：两台收银机都显示该单“已付”
                                      … 10 小时 14 分后
        17  +10 小时 15 分 00.000 秒  微信支付 → 对账单：¥65.10，2026112315420501010200417
        18  +10 小时 15 分 00.120 秒  ✗ 违反承诺 P2（不重复）：顾客 3 因同一销售单的同一笔支付被扣款两次（微信支付、支付宝各 ¥65.10），且没有任何待处理的异常。

        """
}
