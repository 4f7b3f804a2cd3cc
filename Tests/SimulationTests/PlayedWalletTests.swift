import Payments
import Retail
import Testing

@testable import Simulation

@Suite("The truth of a played wallet") struct PlayedWalletTests {
    @Test("a request that comes twice is debited once", arguments: Wallet.played)
    func payTwice(_ kind: Wallet) throws {
        let scene = try WalletScene(kind)
        let (request, scan) = try scene.paidOrder()
        let first = scene.wallet.orders[request.number.digits]
        scene.pass(.seconds(5))
        guard case .paid(let proof) = scene.wallet.arrive(request, from: scan) else {
            Issue.record("it was paid")
            return
        }
        #expect(proof == first?.proof)
        #expect(proof.amount == request.amount)
        #expect(scene.kept(request) == request.amount.fen)
        #expect(scene.wallet.orders[request.number.digits]?.debitedAt == first?.debitedAt)
    }

    @Test("a number is not used for another amount or another code", arguments: Wallet.played)
    func numberIsUsed(_ kind: Wallet) throws {
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

    @Test("the same refund number gives back once", arguments: Wallet.played)
    func refundOnce(_ kind: Wallet) throws {
        let scene = try WalletScene(kind)
        let (request, _) = try scene.paidOrder()
        let refund = WalletScene.refund(1, of: request, fen: 400)
        for _ in 0..<3 {
            _ = scene.wallet.giveBack(refund, fails: false, arrivesIn: .seconds(20))
            #expect(scene.kept(request) == 600)
        }
        scene.pass(.seconds(21))
        guard
            case .done(let proof) = scene.wallet.giveBack(
                refund, fails: false, arrivesIn: .seconds(20))
        else {
            Issue.record("it has arrived")
            return
        }
        #expect(proof.amount.fen == 400)
        #expect(scene.kept(request) == 600)
        // What fails for this account later does not undo what was given back.
        _ = scene.wallet.giveBack(refund, fails: true, arrivesIn: .zero)
        #expect(scene.kept(request) == 600)
    }

    @Test("never more is given back than was paid", arguments: Wallet.played)
    func refundLimits(_ kind: Wallet) throws {
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

    @Test("a refund that fails gives nothing back", arguments: Wallet.played)
    func refundFails(_ kind: Wallet) throws {
        let scene = try WalletScene(kind)
        let (request, _) = try scene.paidOrder()
        let refund = WalletScene.refund(1, of: request, fen: 400)
        #expect(
            scene.wallet.giveBack(refund, fails: true, arrivesIn: .zero)
                == failed(.accountAbnormal, "USER_ACCOUNT"))
        #expect(scene.kept(request) == 1_000)
    }

    @Test("a reversal gives back, once", arguments: Wallet.played)
    func reversal(_ kind: Wallet) throws {
        let scene = try WalletScene(kind)
        let (request, scan) = try scene.paidOrder()
        let pace = scene.world.plan.pace(of: kind)
        for _ in 0..<3 {
            #expect(scene.wallet.undo(request.number, pace: pace) == .reversed)
            let order = try #require(scene.wallet.orders[request.number.digits])
            #expect((order.state, order.kept, order.givenBack) == (.reversed, 0, 1_000))
        }
        // Neither a delayed request nor a refund moves money after that.
        guard case .declined = scene.wallet.arrive(request, from: scan) else {
            Issue.record("a reversed order is not paid again")
            return
        }
        let refund = WalletScene.refund(1, of: request, fen: 400)
        #expect(
            scene.wallet.giveBack(refund, fails: false, arrivesIn: .zero)
                == failed(.other, "TRADE_NOT_PAID"))
        #expect(scene.kept(request) == 0)
    }

    @Test("what cannot be reversed keeps its money", arguments: Wallet.played)
    func noReversal(_ kind: Wallet) throws {
        let scene = try WalletScene(kind)
        let pace = scene.world.plan.pace(of: kind)
        let unknown = try scene.request(scene.scan(99), fen: 1)
        #expect(scene.wallet.undo(unknown.number, pace: pace) == .nothingToReverse)
        let (request, _) = try scene.paidOrder()
        _ = scene.wallet.giveBack(
            WalletScene.refund(1, of: request, fen: 400), fails: false, arrivesIn: .zero)
        #expect(scene.wallet.undo(request.number, pace: pace) == .refused(code: "REFUNDED"))
        scene.pass(.days(8))
        #expect(scene.wallet.undo(request.number, pace: pace) == .expired(code: "EXPIRED"))
        #expect(scene.kept(request) == 600)
    }

    @Test("an order is paid within its limit or never", arguments: Wallet.played)
    func limits(_ kind: Wallet) throws {
        let scene = try WalletScene(kind)
        // Dear enough for everybody to be asked for a password.
        let requests = try (0..<60).map { customer in
            let scan = scene.scan(customer)
            let request = try scene.request(scan, fen: 60_000)
            #expect(scene.wallet.arrive(request, from: scan) == .awaitingShopper)
            return request
        }
        let limit = scene.world.time.now.advanced(by: .seconds(kind == .alipay ? 60 : 90))
        while scene.world.time.next ?? limit < limit { _ = scene.world.time.step() }
        scene.pass(.minutes(10))
        let orders = requests.compactMap { scene.wallet.orders[$0.number.digits] }
        #expect(orders.allSatisfy { $0.state == .paid || $0.state == .closed })
        #expect(orders.contains { $0.state == .paid } && orders.contains { $0.state == .closed })
        #expect(orders.compactMap(\.debitedAt).allSatisfy { $0 < limit })
        #expect(orders.allSatisfy { ($0.state == .paid) == ($0.debitedAt != nil) })
    }

    @Test("a request that arrives too late is not debited", arguments: Wallet.played)
    func tooLate(_ kind: Wallet) throws {
        let scene = try WalletScene(kind)
        let scan = scene.scan(1)
        let request = try scene.request(scan, fen: 1_000)
        scene.pass(.seconds(kind == .alipay ? 121 : 90))
        #expect(
            scene.wallet.arrive(request, from: scan)
                == .declined(Decline(kind: .orderClosed, code: "ORDERCLOSED")))
        #expect(scene.wallet.orders.isEmpty)
    }

    @Test("a customer who types after the reversal pays nothing", arguments: Wallet.played)
    func typesTooLate(_ kind: Wallet) throws {
        let scene = try WalletScene(kind)
        let pace = scene.world.plan.pace(of: kind)
        for customer in 0..<40 {
            let scan = scene.scan(customer)
            let request = try scene.request(scan, fen: 60_000)
            #expect(scene.wallet.arrive(request, from: scan) == .awaitingShopper)
            if kind == .weChatPay {
                #expect(
                    scene.wallet.undo(request.number, pace: pace) == .again(code: "USERPAYING"))
            }
            #expect(scene.wallet.undo(request.number, pace: pace) == .reversed)
        }
        scene.pass(.minutes(10))
        #expect(scene.wallet.orders.count == 40)
        #expect(scene.wallet.orders.values.allSatisfy { $0.debitedAt == nil })
    }

    private func failed(_ kind: RefundFailure.Kind, _ code: String) -> RefundAnswer {
        .failed(RefundFailure(kind: kind, code: code))
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
