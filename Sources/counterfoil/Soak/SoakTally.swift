// What the soak has seen so far, shared by everything that runs. It also keeps what the server has
// told its tills, so that the audit can ask whether it kept its word.

internal import Synchronization

/// What a till was told of a sale.
struct SoakSale: Sendable {
    /// From `lastPosted`: the receipt, and what it cost.
    var receipt: String?
    var dueFen: Int64?
    /// Cash in the drawer for it, as of the last answer that told.
    var cashFen: Int64 = 0
    /// An act on it was never answered: what it did is for the books to say.
    var isUncertain = false
}

struct SoakCounts: Sendable {
    var sales = 0
    var payments = 0
    var supplements = 0
    var cash = 0
    var overrides = 0
    var returns = 0
    var held = 0
    var voided = 0
    var takenBack = 0
    var completedTwice = 0
    /// Requests whose answer did not come, and acts that were then repeated under their key.
    var lostAnswers = 0
    var repeated = 0
    var gaveUp = 0
    var refusals: [String: Int] = [:]
    var faults: [String: Int] = [:]
    var kills: [String: Int] = [:]
    /// What befell the database, of a soak with a cluster of its own.
    var databaseFaults: [String: Int] = [:]
    /// Of the server, from its start to the first till that was answered.
    var restarts: [Duration] = []
    /// Of a server, from SIGTERM to its end.
    var ends: [Duration] = []
    /// What a till or a process did that it must not, in words.
    var findings: [String] = []
}

final class SoakTally: Sendable {
    private struct Content {
        var counts = SoakCounts()
        var sales: [String: SoakSale] = [:]
        var numbers: [String] = []
        var isFailureFound = false
    }

    /// How many numbers are remembered, to be scanned again where they do not belong.
    private static let numbersMax = 200

    private let content = Mutex(Content())

    var counts: SoakCounts { content.withLock { $0.counts } }
    var sales: [String: SoakSale] { content.withLock { $0.sales } }

    func count(_ change: (inout SoakCounts) -> Void) {
        content.withLock { change(&$0.counts) }
    }

    func refused(_ code: String) {
        content.withLock { $0.counts.refusals[code, default: 0] += 1 }
    }

    /// A server said that it failed, or nobody answered although one of several was always there.
    func failed(_ words: String) {
        content.withLock { content in
            content.counts.refusals[words, default: 0] += 1
            if content.isFailureFound { content.counts.findings.append(words) }
        }
    }

    /// Where nothing is killed, no request may fail.
    func findFailures() {
        content.withLock { $0.isFailureFound = true }
    }

    func found(_ words: String) {
        content.withLock { $0.counts.findings.append(words) }
    }

    func uncertain(_ sale: String) {
        content.withLock { $0.sales[sale, default: SoakSale()].isUncertain = true }
    }

    /// Keeps what a till's answer says of its sale and of the last one posted.
    func note(_ till: JSON) {
        content.withLock { content in
            if let id = till.sale.id.text {
                let cash = till.sale.tenders.array.filter {
                    $0.method.integer == 1 && $0.state.text == "paid"
                }
                content.sales[id, default: SoakSale()].cashFen = cash.reduce(0) {
                    $0 + ($1.amountFen.integer ?? 0)
                }
            }
            if let id = till.lastPosted.sale.text {
                content.sales[id, default: SoakSale()].receipt = till.lastPosted.receiptNumber.text
                content.sales[id, default: SoakSale()].dueFen = till.lastPosted.dueFen.integer
            }
        }
    }

    func remember(_ number: String) {
        content.withLock { content in
            content.numbers.append(number)
            if content.numbers.count > SoakTally.numbersMax { content.numbers.removeFirst() }
        }
    }

    /// A number that some till has used.
    func someNumber(_ random: inout SoakRandom) -> String? {
        let numbers = content.withLock { $0.numbers }
        return numbers.randomElement(using: &random)
    }
}
