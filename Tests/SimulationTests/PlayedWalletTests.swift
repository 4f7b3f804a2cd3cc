import Payments
import Retail
import Testing

@testable import Simulation

@Suite("The truth of a played wallet") struct PlayedWalletTests {
    @Test("a request that comes twice is debited once", arguments: Manners.all)
    func payTwice(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        let (request, scan) = try scene.paidOrder()
        let first = scene.wallet.orders[request.number.digits]
        scene.pass(.seconds(5))
        let answer = scene.wallet.arrive(request, from: scan)
        let proof = try #require(first?.proof)
        #expect(proof.amount == request.amount)
        #expect(answer == (kind.repeatsAnswers ? .paid(proof) : sentBefore))
        #expect(scene.kept(request) == request.amount.fen)
        #expect(scene.wallet.orders[request.number.digits]?.debitedAt == first?.debitedAt)
    }

    @Test("a number is not used for another amount or another code", arguments: Manners.all)
    func numberIsUsed(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        let (request, scan) = try scene.paidOrder()
        let serial = scan.customer
        let used = PayAnswer.unresolved(Doubt(kind: .listedCode, detail: "OUT_TRADE_NO_USED"))
        let dearer = try scene.request(scan, fen: 1_001, serial: serial)
        #expect(scene.wallet.arrive(dearer, from: scan) == used)
        let other = try scene.request(scene.scan(99), fen: 1_000, serial: serial)
        #expect(scene.wallet.arrive(other, from: scene.scan(99)) == used)
        #expect(scene.kept(request) == 1_000)
    }

    @Test("the same refund number gives back once", arguments: Manners.all)
    func refundOnce(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        let (request, _) = try scene.paidOrder()
        let refund = WalletScene.refund(1, of: request, fen: 400)
        for _ in 0..<3 {
            _ = scene.wallet.giveBack(refund, fails: false, arrivesIn: .seconds(20))
            #expect(scene.kept(request) == 600)
        }
        scene.pass(.seconds(21))
        let question = RefundQuestion(
            refund: refund.refund, order: request.number, tradeNumber: "")
        guard case .done(let proof) = scene.wallet.lookForRefund(question) else {
            Issue.record("it has arrived")
            return
        }
        #expect(proof.amount.fen == 400)
        let again = scene.wallet.giveBack(refund, fails: false, arrivesIn: .seconds(20))
        #expect(
            again
                == (kind.repeatsAnswers
                    ? .done(proof)
                    : .unresolved(Doubt(kind: .listedCode, detail: "SENT_BEFORE"))))
        #expect(scene.kept(request) == 600)
        // What fails for this account later does not undo what was given back.
        _ = scene.wallet.giveBack(refund, fails: true, arrivesIn: .zero)
        #expect(scene.kept(request) == 600)
    }

    @Test("never more is given back than was paid", arguments: Manners.all)
    func refundLimits(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        let (request, _) = try scene.paidOrder()
        let give = { (serial: UInt32, fen: Int64) in
            scene.wallet.giveBack(
                WalletScene.refund(serial, of: request, fen: fen), fails: false, arrivesIn: .zero)
        }
        #expect(give(1, 1_001) == failed(.overRefunded, "REFUND_FEE_MISMATCH"))
        #expect(give(2, 700).isKept)
        #expect(give(3, 301) == failed(.overRefunded, "REFUND_FEE_MISMATCH"))
        #expect(give(2, 300) == failed(.other, "REFUND_NO_USED"))
        #expect(give(4, 300).isKept)
        #expect(give(5, 1) == failed(.overRefunded, "REFUND_FEE_MISMATCH"))
        #expect(scene.kept(request) == 0)
        let order = try #require(scene.wallet.orders[request.number.digits])
        #expect(order.givenBack == order.debited)
    }

    @Test("a refund that fails gives nothing back", arguments: Manners.all)
    func refundFails(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        let (request, _) = try scene.paidOrder()
        let refund = WalletScene.refund(1, of: request, fen: 400)
        #expect(
            scene.wallet.giveBack(refund, fails: true, arrivesIn: .zero)
                == failed(.accountAbnormal, "USER_ACCOUNT"))
        #expect(scene.kept(request) == 1_000)
    }

    @Test("a reversal gives back, once", arguments: Manners.all)
    func reversal(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        let (request, scan) = try scene.paidOrder()
        for _ in 0..<3 {
            #expect(scene.wallet.undo(request.number) == .reversed)
            let order = try #require(scene.wallet.orders[request.number.digits])
            #expect((order.state, order.kept, order.givenBack) == (.reversed, 0, 1_000))
        }
        // Neither a delayed request nor a refund moves money after that.
        switch scene.wallet.arrive(request, from: scan) {
        case .declined: break
        case .unresolved where !kind.repeatsAnswers: break
        case let answer: Issue.record("a reversed order is not paid again: \(answer)")
        }
        let refund = WalletScene.refund(1, of: request, fen: 400)
        #expect(
            scene.wallet.giveBack(refund, fails: false, arrivesIn: .zero)
                == failed(.other, "TRADE_NOT_PAID"))
        #expect(scene.kept(request) == 0)
    }

    @Test("what cannot be reversed keeps its money", arguments: Manners.all)
    func noReversal(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        let unknown = try scene.request(scene.scan(99), fen: 1)
        #expect(scene.wallet.undo(unknown.number) == .nothingToReverse)
        let (request, _) = try scene.paidOrder()
        _ = scene.wallet.giveBack(
            WalletScene.refund(1, of: request, fen: 400), fails: false, arrivesIn: .zero)
        #expect(scene.wallet.undo(request.number) == .refused(code: "REFUNDED"))
        scene.pass(.days(8))
        #expect(scene.wallet.undo(request.number) == .expired(code: "EXPIRED"))
        #expect(scene.kept(request) == 600)
    }

    @Test("an order is paid within its limit or never", arguments: Manners.all)
    func limits(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        // Dear enough for everybody to be asked for a password.
        let requests = try (0..<60).map { customer in
            let scan = scene.scan(customer)
            let request = try scene.request(scan, fen: 60_000)
            #expect(scene.wallet.arrive(request, from: scan) == .awaitingShopper)
            return request
        }
        let limit = scene.world.time.now.advanced(by: .seconds(kind.isTold ? 90 : 60))
        while scene.world.time.next ?? limit < limit { _ = scene.world.time.step() }
        scene.pass(.minutes(10))
        let orders = requests.compactMap { scene.wallet.orders[$0.number.digits] }
        #expect(orders.allSatisfy { $0.state == .paid || $0.state == .closed })
        #expect(orders.contains { $0.state == .paid } && orders.contains { $0.state == .closed })
        #expect(orders.compactMap(\.debitedAt).allSatisfy { $0 < limit })
        #expect(orders.allSatisfy { ($0.state == .paid) == ($0.debitedAt != nil) })
    }

    @Test("a request that arrives too late is not debited", arguments: Manners.all)
    func tooLate(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        let scan = scene.scan(1)
        let request = try scene.request(scan, fen: 1_000)
        scene.pass(.seconds(kind.isTold ? 90 : 121))
        #expect(
            scene.wallet.arrive(request, from: scan)
                == .declined(Decline(kind: .orderClosed, code: "ORDERCLOSED")))
        #expect(scene.wallet.orders.isEmpty)
    }

    @Test("a customer who types after the reversal pays nothing", arguments: Manners.all)
    func typesTooLate(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        for customer in 0..<40 {
            let scan = scene.scan(customer)
            let request = try scene.request(scan, fen: 60_000)
            #expect(scene.wallet.arrive(request, from: scan) == .awaitingShopper)
            if kind.putsReversalOff {
                #expect(
                    scene.wallet.undo(request.number) == .again(code: "USERPAYING"))
            }
            #expect(scene.wallet.undo(request.number) == .reversed)
        }
        scene.pass(.minutes(10))
        #expect(scene.wallet.orders.count == 40)
        #expect(scene.wallet.orders.values.allSatisfy { $0.debitedAt == nil })
    }

    private let sentBefore = PayAnswer.unresolved(
        Doubt(kind: .listedCode, detail: "SENT_BEFORE"))

    @Test("an order of another day is not reversed where the day counts", arguments: Manners.all)
    func otherDay(_ kind: Manners) throws {
        let scene = try WalletScene(kind)
        let (request, _) = try scene.paidOrder()
        // Made at two in the afternoon in Shanghai; now half an hour after its day has turned.
        var isFinal = false
        var hours: Int64 = 10
        if case .turns(let hour) = kind.reversalDay {
            isFinal = true
            hours = (hour + 10) % 24
        }
        scene.pass(.minutes(hours * 60 + 30))
        #expect(
            scene.wallet.undo(request.number)
                == (isFinal ? .expired(code: "EXPIRED") : .reversed))
        #expect(scene.kept(request) == (isFinal ? request.amount.fen : 0))
    }

    private func failed(_ kind: RefundFailure.Kind, _ code: String) -> RefundAnswer {
        .failed(RefundFailure(kind: kind, code: code))
    }
}

extension Manners {
    /// Whether the request says until when it may be debited.
    fileprivate var isTold: Bool {
        if case .asTold = limit { return true }
        return false
    }
}

extension RefundAnswer {
    /// Whether the wallet took it: done, or on its way.
    fileprivate var isKept: Bool {
        switch self {
        case .done, .accepted: true
        case .later, .failed, .unresolved, .neverSent: false
        }
    }
}
