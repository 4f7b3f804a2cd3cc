// What a world is made of: everything follows from these values, so a world can be run again from
// them, and made smaller by leaving customers or faults out.

internal import Checkout
internal import Payments
package import Retail

package struct WorldPlan: Sendable {
    package let seed: UInt64
    /// Which customers come, by number; each draws from streams of its own.
    package var customers: [Int]
    package var faults: Set<Fault>
    /// Processes that share the database.
    package var servers: Int
    package var stores: Int
    package var registersPerStore: Int
    /// When it begins, by a right clock.
    package let startsAt: Timestamp
    /// Whether the business date turns in mid-payment.
    package let crossesMidnight: Bool
    /// Whether the servers pay by way of another gateway, and speak to no wallet themselves.
    package let isBehindGateway: Bool
    /// The third version of WeChat Pay's interface instead of the second.
    package let speaksWeChatPayV3: Bool
    /// Business days.
    ///
    /// One is an afternoon that ends when nothing moves any more; of more, each is signed and held
    /// against the wallets' statements (`BusinessDays`).
    package var days = 1

    /// The world of a seed.
    package init(seed: UInt64, payments: Int, faults: Set<Fault>) {
        var chance = Chance(seed: seed, 1)
        self.seed = seed
        customers = Array(0..<payments)
        self.faults = faults
        servers = 1 + chance.index(below: 3)
        // About forty customers a register: a busy afternoon, or an evening over midnight.
        stores = min(20, max(1, payments / 240))
        registersPerStore = min(6, max(1, (payments + 39) / 40))
        crossesMidnight = faults.contains(.dayTurns) && chance.happens(perMillion: 300_000)
        // A quarter of an hour before midnight in Shanghai, or early in the afternoon.
        startsAt = Timestamp(
            microseconds: crossesMidnight ? 1_795_535_100_000_000 : 1_795_500_000_000_000)
        isBehindGateway = chance.happens(perMillion: 150_000)
        speaksWeChatPayV3 = chance.happens(perMillion: 500_000)
    }

    var registers: Int { stores * registersPerStore }

    /// When the shops open on a day, by a right clock.
    func opening(of day: Int) -> Timestamp { startsAt.advanced(by: .days(Int64(day))) }

    /// How the chain is set up in this world.
    var settings: CheckoutSettings {
        CheckoutSettings(
            billName: "Simulation", chainName: "Simulation",
            completesAutomatically: seed % 3 == 0,
            // What is attacked here are payments that have begun.
            refusesWhileDown: false,
            merchantAccounts: [
                .weChatPay: "1900000109", .alipay: "2088000000000001", .bestPay: "3178000000000001",
                .unionPay: "777290058110048",
            ])
    }

    /// How a wallet is spoken to in this world.
    func manners(of wallet: Wallet) -> Manners {
        if isBehindGateway { return .aggregator }
        switch wallet {
        case .weChatPay: return speaksWeChatPayV3 ? .weChatPayV3 : .weChatPayV2
        case .alipay: return .alipay
        case .bestPay: return .bestPay
        case .unionPay, .digitalYuan: return .unionPay
        }
    }

    func pace(of wallet: Wallet) -> ChannelPace { manners(of: wallet).pace }

    func refundPace(of wallet: Wallet) -> RefundPace {
        RefundPace(
            queryAfter: .seconds(5), queryEvery: .seconds(10), queryEveryMax: .minutes(5),
            resendEvery: .seconds(30), escalateAfter: .minutes(10), answerMax: .seconds(15))
    }
}
