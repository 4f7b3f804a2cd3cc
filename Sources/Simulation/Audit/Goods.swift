// What was rung up, held against what the sales say: a request that is repeated because its answer was
// lost must not put the goods there twice.

internal import Retail

struct Goods {
    /// Pieces on each sale, as the tills were told.
    private var told: [String: Int64] = [:]
    /// Pieces of requests that nobody heard of again: they may be on a sale or not.
    private var untold: Int64 = 0

    mutating func rang(_ quantity: Int64, on sale: String?) {
        guard let sale else {
            untold += quantity
            return
        }
        told[sale, default: 0] += quantity
    }

    /// A sale with goods that nobody rang up, given what each sale says.
    ///
    /// One whose lines were taken off again says less, which is no finding.
    func tooMany(_ pieces: [String: Int64]) -> String? {
        var first: String?
        var more: Int64 = 0
        for (sale, count) in pieces.sorted(by: { $0.key < $1.key }) {
            let excess = count - (told[sale] ?? 0)
            guard excess > 0 else { continue }
            if first == nil { first = sale }
            more += excess
        }
        return more > untold ? first : nil
    }
}
