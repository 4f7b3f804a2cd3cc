// Orders that a merchant shows and a person scans. Until somebody scans its code an offer has no payer,
// and is no order yet; the scan makes it one that waits for the password.

package import Retail

/// What a merchant shows a code for.
package struct Offer: Codable, Equatable, Sendable {
    package let wallet: Wallet
    /// The merchant's number: out_trade_no.
    package let number: String
    package let amount: Money
    package let subject: String
    /// Everything else that must be the same on a repeat of the request.
    let details: String
    /// What is drawn as a QR code.
    package let code: String
    package let createdAt: Timestamp
    /// After this the code leads nowhere.
    package let payableUntil: Timestamp
    /// Where the merchant is to be told, in which wire's words, and signed how.
    let notifyURL: String?
    let wire: String
    let signType: String
    /// Absent for the first merchant's.
    let merchantName: String?
    package internal(set) var isClosed = false

    package var key: OrderKey {
        OrderKey(wallet: wallet, merchant: merchantName ?? "", number: number)
    }
}

/// An order that a merchant wants a code for.
struct OfferRequest: Sendable {
    let key: OrderKey
    let amount: Money
    let subject: String
    let details: String
    let payableUntil: Timestamp
    let notifyURL: String?
    let wire: String
    var signType = ""
}

/// Why a scanned code leads to no payment.
package enum ScanRefusal: String, Error, Sendable {
    case unknownCode, codeOver, scannedByAnother, noSuchWallet
}

/// What closing an order did.
enum ClosingResult: Sendable {
    case closed, closedBefore, paid, notFound
}

extension Ledger {
    /// Makes a code.
    ///
    /// *Idempotency*: by number; a repeat with the same data gets the same code.
    mutating func offer(
        _ request: OfferRequest, entropy: UInt64, at now: Timestamp
    ) throws(PayRefusal) -> Offer {
        catchUp(at: now)
        if let offer = offers[request.key] {
            guard offer.amount == request.amount, offer.subject == request.subject,
                offer.details == request.details
            else { throw .numberUsedForOther }
            if let position = positions[request.key], case .paid = orders[position].state {
                throw .alreadyPaid
            }
            if offer.isClosed { throw .closed }
            return offer
        }
        guard positions[request.key] == nil else { throw .numberUsedForOther }
        guard offers.count < Ledger.orderCountMax else { throw .full }
        guard now < request.payableUntil else { throw .closed }
        serial += 1
        revision += 1
        let tail = String(spreadSerial, radix: 36) + String(entropy, radix: 36)
        let code =
            switch request.key.wallet {
            case .wechat: "weixin://wxpay/bizpayurl?pr=" + tail.prefix(12)
            case .alipay, .bestpay, .unionpay: "https://qr.alipay.com/bax" + tail
            }
        let offer = Offer(
            wallet: request.key.wallet, number: request.key.number, amount: request.amount,
            subject: request.subject, details: request.details, code: code, createdAt: now,
            payableUntil: request.payableUntil, notifyURL: request.notifyURL,
            wire: request.wire, signType: request.signType,
            merchantName: request.key.merchant.isEmpty ? nil : request.key.merchant)
        offers[offer.key] = offer
        offerKeys[code] = offer.key
        return offer
    }

    /// A person scans a code: the order now waits for this person's password.
    mutating func scan(
        _ code: String, account: String, at now: Timestamp
    ) throws(ScanRefusal) -> Order {
        catchUp(at: now)
        guard let offer = offerKeys[code].flatMap({ offers[$0] }) else { throw .unknownCode }
        guard purse(account, offer.wallet) != nil else { throw .noSuchWallet }
        if let position = positions[offer.key] {
            guard case .waiting = orders[position].state else { throw .codeOver }
            guard orders[position].account == account else { throw .scannedByAnother }
            return orders[position]
        }
        guard !offer.isClosed, now < offer.payableUntil else { throw .codeOver }
        let position = insert(
            PayRequest(
                key: offer.key, code: code, amount: offer.amount, subject: offer.subject,
                details: offer.details, attachment: "", payableUntil: offer.payableUntil),
            account: account, at: now)
        orders[position].state = .waiting(
            until: offer.payableUntil, wrongPasswords: 0, reversalAsked: false)
        orders[position].wasScanned = true
        waitingPositions.insert(position)
        return orders[position]
    }

    /// Closes an order that nobody has paid.
    mutating func close(_ key: OrderKey, at now: Timestamp) -> ClosingResult {
        catchUp(at: now)
        guard let offer = offers[key] else { return .notFound }
        if let position = positions[key] {
            switch orders[position].state {
            case .paid, .reversed: return .paid
            case .waiting: _ = end(position, .closed)
            case .declined, .closed: break
            }
        }
        guard !offer.isClosed else { return .closedBefore }
        offers[key]?.isClosed = true
        revision += 1
        return .closed
    }

    /// Codes that can still be scanned, newest first.
    func openOffers(at now: Timestamp) -> [Offer] {
        offers.values
            .filter { offer in
                guard !offer.isClosed, now < offer.payableUntil else { return false }
                guard let position = positions[offer.key] else { return true }
                if case .waiting = orders[position].state { return true }
                return false
            }
            .sorted { $0.createdAt > $1.createdAt }
    }
}
