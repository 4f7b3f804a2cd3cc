// The customer scans the till: every client that makes such orders, on an honest network and under
// every fault. The network's own books have the last word, and whether its phone can scan the code.

import Channels
import Payments
import Retail
import Testing

@Suite("Every client that shows a code", .serialized)
struct OfferedCodeTests {
    private static let speakers = [Speaker.weChatPay, .weChatPayV3, .alipay]

    private struct Shown {
        let purchase: Purchase
        let channel: any OfferingChannel

        func offer() async throws -> PayAnswer {
            let now = purchase.network.world.now
            let pace = try #require(channel.offerPace)
            let request = OfferRequest(
                number: purchase.number, amount: Purchase.amount, subject: "药品-聚合支付",
                store: try StoreID("0101"), register: try RegisterID("02"),
                cashier: try StaffID("1007"), startedAt: now,
                payableUntil: now.advanced(by: pace.payableFor))
            return await channel.offer(SendPermit(afterCommitOf: request))
        }

        func withdraw() async -> ReverseAnswer {
            await channel.withdraw(
                SendPermit(
                    afterCommitOf: ReverseRequest(
                        number: purchase.number, amount: Purchase.amount)))
        }

        /// The code, which an honest network has just told.
        func code() async throws -> String {
            guard case .offered(let code) = try await offer() else {
                throw Network.Failed(what: "no code")
            }
            return code
        }

        func approve() async throws {
            _ = try await purchase.network.control(
                .post, "/orders/\(purchase.number.digits)/approval",
                "{\"password\":\"135790\"}")
        }
    }

    private func with(
        _ speaker: Speaker,
        _ body: @escaping @Sendable (Network, (UInt32) throws -> Shown) async throws -> Void
    ) async throws {
        try await Network.run { network in
            // Nobody listens there: what is told is never heard, and nothing may wait for it.
            let channel = try speaker.channel(
                network.channels, network.world, notifyURL: "http://127.0.0.1:9/notify")
            let offering = try #require(channel as? any OfferingChannel)
            try await body(network) { serial in
                Shown(
                    purchase: try Purchase(network, speaker, channel, serial: serial),
                    channel: offering)
            }
        }
    }

    @Test("A code is scanned and paid, once, with its number and its amount", arguments: speakers)
    func paid(speaker: Speaker) async throws {
        try await with(speaker) { network, shown in
            let one = try shown(1)
            let code = try await one.code()
            #expect(try await one.offer() == .offered(code: code), "the same request again")
            // Alipay opens the trade at the scan.
            #expect(await one.purchase.query() == (speaker == .alipay ? .notFound : .notPaid))
            #expect(try await network.scan(code, by: "lin"))
            switch await one.purchase.query() {
            case .notPaid, .awaitingShopper: break
            case let other: Issue.record("\(other)")
            }
            try await one.approve()
            guard case .paid(let proof) = await one.purchase.query() else {
                Issue.record("not paid")
                return
            }
            #expect(one.purchase.isBelieved(proof))
            #expect(try await one.purchase.truth()?.debitedFen == Purchase.amount.fen)
            #expect(try await network.scan(code, by: "lin") == false)
        }
    }

    @Test("What nobody has paid is closed, and the code leads nowhere", arguments: speakers)
    func closed(speaker: Speaker) async throws {
        try await with(speaker) { network, shown in
            let unscanned = try shown(1)
            let code = try await unscanned.code()
            if speaker == .alipay {
                // Nothing is known of it yet, so nothing is undone: the code is good until its time.
                #expect(await unscanned.withdraw() == .nothingToReverse)
                #expect(await unscanned.purchase.query() == .notFound)
                network.world.pass(.minutes(4))
                #expect(try await network.scan(code, by: "lin") == false)
            } else {
                #expect(await unscanned.withdraw() == .reversed)
                #expect(await unscanned.purchase.query() == .closed(code: "CLOSED"))
                #expect(try await network.scan(code, by: "lin") == false)
            }
            let scanned = try shown(2)
            #expect(try await network.scan(try await scanned.code(), by: "lin"))
            #expect(await scanned.withdraw() == .reversed)
            guard case .closed = await scanned.purchase.query() else {
                Issue.record("not closed")
                return
            }
            #expect(try await scanned.purchase.truth()?.debitedFen == 0)
        }
    }

    @Test("What was paid cannot be closed, or its money comes back", arguments: speakers)
    func paidThenWithdrawn(speaker: Speaker) async throws {
        try await with(speaker) { network, shown in
            let one = try shown(1)
            #expect(try await network.scan(try await one.code(), by: "lin"))
            try await one.approve()
            let answer = await one.withdraw()
            let kept = try await one.purchase.truth()?.keptFen
            if one.channel.offerPace?.reversalGivesBack == true {
                #expect(answer == .reversed)
                #expect(kept == 0)
            } else {
                guard case .queryFirst = answer else {
                    Issue.record("\(answer)")
                    return
                }
                #expect(kept == Purchase.amount.fen)
            }
        }
    }

    @Test("Whatever happens on the way, no client claims what is not so", arguments: speakers)
    func faults(speaker: Speaker) async throws {
        try await with(speaker) { network, shown in
            var serial: UInt32 = 0
            for kind in Network.faults where !kind.hasPrefix("refund") && kind != "notFound" {
                for call in ["offer", speaker == .alipay ? "reverse" : "close"] {
                    serial += 1
                    let one = try shown(serial)
                    let what = "\(speaker) · \(kind) · \(call)"
                    if call == "offer" {
                        try await network.fault(kind, speaker.wallet, call)
                        let answer = try await one.offer()
                        one.purchase.judge(answer, try await one.purchase.truth(), what)
                        if case .offered(let code) = answer {
                            let isGood = try await network.scan(code, by: "lin")
                            #expect(isGood, "\(what): no such code")
                        }
                    } else {
                        let code = try await one.code()
                        #expect(try await network.scan(code, by: "lin"))
                        try await network.fault(kind, speaker.wallet, call)
                        if await one.withdraw() == .reversed {
                            #expect(
                                try await network.scan(code, by: "lin") == false,
                                "\(what): closed, and can be scanned")
                        }
                    }
                    _ = try await network.control(.post, "/reset", "{}")
                }
            }
        }
    }
}
