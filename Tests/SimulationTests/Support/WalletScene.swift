// A played wallet alone in an empty world, and requests to it as a till makes them.

import Payments
import Retail

@testable import Simulation

/// One wallet, in a world where nobody else does anything.
struct WalletScene {
    let world: World
    let wallet: PlayedWallet
    private static let began = Timestamp(microseconds: 1_795_500_000_000_000)

    init(_ manners: Manners) throws {
        world = try World(WorldPlan(seed: 1, payments: 0, faults: []), recording: false)
        let wallet: Wallet =
            switch manners.name {
            case "alipay": .alipay
            case "bestpay": .bestPay
            case "unionpay": .unionPay
            default: .weChatPay
            }
        self.wallet = PlayedWallet(wallet, manners, account: "1900000109", world: world)
    }

    struct NoSuchWallet: Error {}

    /// A customer's code as it is shown now.
    func scan(_ customer: Int) -> Scan {
        Scan(
            seed: 1, customer: customer, index: 0, shownAt: world.time.now,
            code: WalletScene.code(customer, wallet.wallet))
    }

    func request(_ scan: Scan, fen: Int64, serial: Int? = nil) throws -> PayRequest {
        try WalletScene.request(
            scan, fen: fen, serial: serial ?? scan.customer, at: world.time.now)
    }

    /// An order that was debited at once, by the first customer of whom no password is asked.
    func paidOrder(fen: Int64 = 1_000) throws -> (request: PayRequest, scan: Scan) {
        for customer in 0..<100 {
            let scan = scan(customer)
            let request = try request(scan, fen: fen)
            _ = wallet.arrive(request, from: scan)
            // Where the answer is a receipt, the debit comes after it.
            if wallet.manners.givesReceipt { pass(.seconds(4)) }
            if kept(request) == fen { return (request, scan) }
        }
        throw NoSuchWallet()
    }

    func pass(_ pause: Pause) {
        let isOver = Box<Bool>()
        world.time.after(pause) { isOver.value = true }
        while isOver.value != true { _ = world.time.step() }
    }

    func kept(_ request: PayRequest) -> Int64 {
        wallet.orders[request.number.digits]?.kept ?? 0
    }

    static func code(_ customer: Int, _ wallet: Wallet) -> String {
        wallet.code(Town.padded(customer, 16))
    }

    static func request(
        _ scan: Scan, fen: Int64, serial: Int, at now: Timestamp
    ) throws -> PayRequest {
        let (store, register) = (try StoreID("0101"), try RegisterID("01"))
        return PayRequest(
            number: MerchantOrderNumber(
                at: began, store: store, register: register, serial: UInt32(serial)),
            amount: Money(fen: fen), code: try PaymentCode(reading: scan.code), subject: "",
            store: store, register: register, cashier: try StaffID("2000"), startedAt: now,
            payableUntil: now.advanced(by: .seconds(90)))
    }

    static func refund(
        _ serial: UInt32, of request: PayRequest, fen: Int64
    ) -> RefundRequest {
        RefundRequest(
            refund: RefundNumber(
                at: began, store: request.store, register: request.register, serial: serial),
            order: request.number, tradeNumber: "", paid: request.amount, amount: Money(fen: fen),
            reason: "")
    }
}
