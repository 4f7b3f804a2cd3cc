// The whole till of one register, read in one transaction: what the page draws. It is derived,
// never kept, so that a reload, another window or another server shows the same.

package import Payments
package import Persistence
package import Retail
package import Sales

/// A tender method as it stands for this sale now.
package struct MethodOffer: Sendable {
    package let method: TenderMethod
    /// Why it cannot be chosen now; nil when it can.
    package let refusal: OperatorNotice?
}

/// A sale with everything that is drawn beside it.
package struct SaleView: Sendable {
    package let sale: Sale
    package let totals: SaleTotals
    package let attempts: [StoredAttempt]
}

/// What came of the sale before.
package struct PostedView: Sendable {
    package let sale: Sale
    package let totals: SaleTotals
    package let receipt: String
    package let postedAt: Timestamp
    package let print: PrintJob?
}

package struct TillState: Sendable {
    package let session: Session
    package let store: Store
    package let businessDate: BusinessDate
    package let now: Timestamp
    package let settings: CheckoutSettings
    package let channels: [(wallet: Wallet, light: ChannelHealth.Light, since: Timestamp?)]
    /// The wallets for which the till can show a code.
    package let offering: [Wallet]
    package let methods: [MethodOffer]
    package let sale: SaleView?
    /// Open attempts of this register, on whatever sale.
    package let tray: [StoredAttempt]
    /// Open refunds that were begun at this register.
    package let refunds: [StoredRefund]
    package let suspended: Int64
    package let unprinted: Int64
    package let lastPosted: PostedView?
    /// The shift whose drawer this is; nil while none has begun.
    package let shift: Shift?
    /// What was handed over to whoever is signed in, until it is read.
    package let handed: [GivenItem]
    /// Names of the people who stand on the sale.
    package let names: [StaffID: String]
    package let methodNames: [Int64: TenderMethod]
}

extension Counter {
    package func till(of session: Session) async throws -> TillState {
        let moment = driver.moment()
        let lights = driver.lights(of: session.store, at: moment.now)
        let offering = Wallet.allCases.filter {
            driver.account(of: $0, for: session.store)?.offering != nil
        }
        return try await driver.database.read { transaction in
            try TillState(session, lights, offering, moment, transaction)
        }
    }
}

extension PaymentDriver {
    /// The light of each wallet that a store takes, by the account that it takes it with.
    func lights(
        of store: StoreID, at now: Timestamp
    ) -> [(wallet: Wallet, light: ChannelHealth.Light, since: Timestamp?)] {
        Wallet.allCases.compactMap { account(of: $0, for: store) }.map { account in
            let (light, since) = health.light(
                of: account.wallet, account: account.name, at: now)
            return (wallet: account.wallet, light: light, since: since)
        }
    }
}

extension TillState {
    fileprivate init(
        _ session: Session,
        _ channels: [(wallet: Wallet, light: ChannelHealth.Light, since: Timestamp?)],
        _ offering: [Wallet],
        _ moment: Moment, _ transaction: any Transaction
    ) throws {
        guard let store = try StoreTable.find(session.store, in: transaction) else {
            throw StoredError.absent("store")
        }
        let today = try BusinessDate(of: moment.now, turnsAt: store.dayTurns)
        let open = try SaleTable.open(
            store: session.store, register: session.register, in: transaction)
        var view: SaleView?
        if let open {
            view = SaleView(
                sale: open.sale, totals: try open.sale.totals(),
                attempts: try AttemptTable.ofSale(
                    open.sale.id, store: session.store, paces: moment.paces, in: transaction))
        }
        let date = open?.sale.businessDate ?? today
        let people = try StaffTable.all(of: session.store, in: transaction)
        self.init(
            session: session, store: store, businessDate: date, now: moment.now,
            settings: moment.settings, channels: channels, offering: offering,
            methods: try TenderMethodTable.offered(on: date, in: transaction).map { method in
                MethodOffer(
                    method: method,
                    refusal: TillState.refusal(of: method, for: view, at: moment.now))
            },
            sale: view,
            tray: try AttemptTable.open(
                store: session.store, register: session.register, paces: moment.paces,
                in: transaction),
            refunds: try RefundTable.open(
                store: session.store, register: session.register, paces: moment.paces,
                in: transaction),
            suspended: try SaleTable.countSuspended(store: session.store, in: transaction),
            unprinted: try PrintJobTable.countQueued(
                store: session.store, register: session.register, in: transaction),
            lastPosted: try TillState.lastPosted(session, today, transaction),
            shift: try ShiftTable.open(
                store: session.store, register: session.register, in: transaction),
            handed: try ShiftHandoverTable.unseen(
                by: session.staff.id, store: session.store, in: transaction),
            names: Dictionary(people.map { ($0.id, $0.name) }, uniquingKeysWith: { one, _ in one }),
            methodNames: Dictionary(
                try TenderMethodTable.all(in: transaction).map { ($0.id, $0) },
                uniquingKeysWith: { one, _ in one }))
    }

    private static func lastPosted(
        _ session: Session, _ date: BusinessDate, _ transaction: any Transaction
    ) throws -> PostedView? {
        guard
            let stored = try SaleTable.lastPosted(
                store: session.store, register: session.register, on: date, in: transaction),
            case .posted(let at, let receipt) = stored.sale.state
        else { return nil }
        return PostedView(
            sale: stored.sale, totals: try stored.sale.totals(), receipt: receipt, postedAt: at,
            print: try PrintJobTable.latest(
                of: stored.sale.id, store: session.store, in: transaction))
    }

    /// Why a method cannot be chosen now (R25, R39, R40): the core's table, put in words.
    private static func refusal(
        of method: TenderMethod, for view: SaleView?, at now: Timestamp
    ) -> OperatorNotice? {
        guard let view else { return nil }
        if view.totals.left == .zero, view.totals.due.isPositive { return .alreadyPaidInFull }
        guard let open = view.attempts.last(where: { $0.attempt.isOpen })?.attempt else {
            return nil
        }
        switch method.kind {
        case .cash: return view.sale.isInDoubt ? .cashWhileInDoubt : nil
        case .aggregated: return .attemptOpen
        case .supplementary:
            let isAllowed = open.allowed(at: now).contains(.supplementary)
            return isAllowed ? nil : OperatorNotice(open, at: now)
        case .retired: return .methodNotOffered(id: method.id)
        }
    }
}
