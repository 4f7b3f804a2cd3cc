// Files that were made and whose address was told. Whoever knows the address may fetch the file
// until its time is over, by the network's clock.

internal import Retail
internal import Synchronization

final class StatementShelf: Sendable {
    private struct File {
        let name: String
        let bytes: [UInt8]
        let until: Timestamp
    }

    private let files = Mutex<[File]>([])

    /// A bound on memory: a merchant fetches one after the other.
    private static let fileCountMax = 16

    func put(_ bytes: [UInt8], as name: String, until: Timestamp) {
        files.withLock { files in
            files.append(File(name: name, bytes: bytes, until: until))
            if files.count > StatementShelf.fileCountMax { files.removeFirst() }
        }
    }

    /// `nil` when there is none of this name, or its time is over.
    func file(_ name: String, at now: Timestamp) -> [UInt8]? {
        files.withLock { files in
            files.removeAll { $0.until <= now }
            return files.first { $0.name == name }?.bytes
        }
    }
}

extension Books {
    /// Puts a file on the shelf, and says under which name.
    func announce(_ bytes: [UInt8], for pause: Pause) -> String {
        let name = (0..<3).map { _ in String(entropy(), radix: 16) }.joined()
        shelf.put(bytes, as: name, until: now.advanced(by: pause))
        return name
    }

    /// What happened on a day at a wallet, and how its statement is bent.
    func statementDay(
        _ wallet: Wallet, merchant: String = "", _ date: BusinessDate, _ twist: Twist,
        beginsEarlier: Pause = .zero
    ) -> StatementDay {
        let (entries, rate) = change { ledger, now in
            (
                ledger.statement(wallet, of: date, beginsEarlier: beginsEarlier, at: now)
                    .filter { $0.order.merchant == merchant }, ledger.feeRate
            )
        }
        return StatementDay(
            date: date, honest: entries, twist: twist.statement, feeRate: rate)
    }
}
