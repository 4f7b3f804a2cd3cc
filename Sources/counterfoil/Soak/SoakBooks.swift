// Both sides' books, read over their public interfaces alone: the wallets' orders from the network's
// control interface, the store's numbers and sales from /api/books.

internal import Foundation

/// An order as the wallet has it.
struct SoakOrder: Sendable {
    let number: String
    let wallet: String
    let state: String
    let debited: Int64
    let returned: Int64
    let paidAt: Int64?

    /// What the customer is without.
    var kept: Int64 { debited - returned }
}

/// A number as the store has it.
struct SoakEntry: Sendable {
    let number: String
    let attemptState: String?
    let sale: String?
    let saleState: String?
    let claim: JSON
    var openCases: [String]
    let refunds: [JSON]

    init(_ json: JSON) {
        // By its name: `json.attempt` is a till's.
        let attempt = json["attempt"]
        number = json.number.text ?? ""
        attemptState = attempt.state.text
        claim = json.claim
        sale = attempt.sale.text ?? json.claim.sale.text
        saleState = attempt.saleState.text ?? json.claim.saleState.text
        openCases = json.cases.array.filter { $0.state.text == "open" }
            .compactMap { $0.cause.text }
        refunds = json.refunds.array
    }

    /// Whether the store still works on it.
    var isOpen: Bool {
        ["sending", "awaitingShopper", "unresolved", "reversing"].contains(attemptState ?? "")
            || refunds.contains { refund in
                !["succeeded", "failed"].contains(refund.state.text ?? "")
            }
    }

    var isPosted: Bool { claim.saleState.text == "posted" }
    var claimed: Int64 { claim.amountFen.integer ?? 0 }

    /// What the store believes it has given back.
    var refunded: Int64 {
        refunds.filter { $0.state.text == "succeeded" }.reduce(0) {
            $0 + ($1.amountFen.integer ?? 0)
        }
    }
}

struct SoakBooks: Sendable {
    let orders: [SoakOrder]
    let entries: [SoakEntry]
    let sales: [JSON]

    /// A bound on pages, so that a cursor that does not move cannot hold up the soak.
    private static let pagesMax = 10_000
    private static let pageSize = 500

    /// *Errors*: `SoakSilence` or `TillRefusal` when a side cannot be read.
    static func read(_ finance: SoakLine, _ phones: SoakPhones) async throws -> SoakBooks {
        SoakBooks(
            orders: try await orders(phones), entries: try await entries(finance),
            sales: try await walk("sales", finance))
    }

    static func entries(_ finance: SoakLine) async throws -> [SoakEntry] {
        try await walk("payments", finance).map(SoakEntry.init)
    }

    private static func walk(_ what: String, _ finance: SoakLine) async throws -> [JSON] {
        var all: [JSON] = []
        var cursor = ""
        for _ in 0..<pagesMax {
            let after = cursor.isEmpty ? "" : "&after=\(cursor)"
            let page = try await finance.get("/api/books/\(what)?limit=\(pageSize)\(after)")
            all += page[what].array
            guard let next = page.next.text, next != cursor else { return all }
            cursor = next
        }
        throw SoakSilence()
    }

    static func orders(_ phones: SoakPhones) async throws -> [SoakOrder] {
        var all: [JSON] = []
        for _ in 0..<pagesMax {
            guard
                let page = await phones.ask("GET", "/orders?after=\(all.count)&limit=\(pageSize)")
            else { throw SoakSilence() }
            all += page.array
            if page.array.isEmpty { break }
        }
        return all.map { order in
            SoakOrder(
                number: order.number.text ?? "", wallet: order.channel.text ?? "",
                state: order.state.text ?? "", debited: order.debitedFen.integer ?? 0,
                returned: order.returnedFen.integer ?? 0, paidAt: order.paidAt.integer)
        }
    }
}
